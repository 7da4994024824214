"""Of what runs on both databases each half has its day."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.turns import ALWAYS, MARK, left_to_another_day, left_to_the_other_day

DAY = 739_000


def item(nodeid: str, *marks: str, of: int | None = None, **params: Any) -> Any:
    """What is collected, as far as turns look at it."""
    mark = SimpleNamespace(kwargs={} if of is None else {"of": of})
    return SimpleNamespace(
        nodeid=nodeid,
        callspec=SimpleNamespace(params=params) if params else None,
        get_closest_marker=lambda name: mark if name in marks else None,
    )


def pair(name: str, parameter: str = "backend") -> list[Any]:
    """The same test on both databases."""
    return [
        item(f"{name}[{database}-{number}]", **{parameter: database, "number": number})
        for database in ("sqlite", "postgresql")
        for number in (1, 2)
    ]


def run_on(items: list[Any], day: int) -> set[str]:
    """What runs on this day."""
    return {one.nodeid for one in items} - {one.nodeid for one in left_to_the_other_day(items, day)}


def test_each_test_runs_on_one_database_today_and_on_the_other_tomorrow() -> None:
    items = [one for name in "abcdefgh" for one in pair(f"tests/votes/test_pages.py::test_{name}")]
    today, tomorrow = run_on(items, DAY), run_on(items, DAY + 1)
    assert len(today) == len(tomorrow) == len(items) / 2
    assert not today & tomorrow and today | tomorrow == {one.nodeid for one in items}
    assert {"sqlite" in name for name in today} == {True, False}, "each database has its share each day"


def test_what_shares_a_world_made_for_a_database_stays_together() -> None:
    items = [one for name in "abcdefgh" for one in pair(f"tests/rights/test_posts.py::test_{name}", "matrix")]
    assert len({"sqlite" in name for name in run_on(items, DAY)}) == 1


@pytest.mark.parametrize("folder", ALWAYS)
def test_what_is_about_databases_runs_on_both_each_day(folder: str) -> None:
    items = pair(f"{folder}test_steps.py::test_a")
    assert run_on(items, DAY) == {one.nodeid for one in items}


def test_what_runs_on_one_database_alone_runs_each_day() -> None:
    items = [
        item("tests/help/test_words.py::test_a"),
        item("tests/votes/test_a.py::test_a[sqlite]", backend="sqlite"),
    ]
    assert not left_to_the_other_day(items, DAY)


def test_of_a_marked_test_each_variant_has_its_day_and_no_other_rule_takes_it() -> None:
    name = "tests/journeys/test_saving.py::test_a"
    items = [item(f"{name}[{latency}-sqlite]", MARK, backend="sqlite") for latency in (0, 150, 400)]
    items += [item(f"{name}[0-postgresql]", MARK, backend="postgresql")]
    assert not left_to_the_other_day(items, DAY)
    days = [{one.nodeid for one in left_to_another_day(items, DAY + n)} for n in range(len(items))]
    assert [len(items) - len(left) for left in days] == [1] * len(items)
    assert set.intersection(*days) == set()


def test_of_a_test_that_takes_some_days_each_variant_has_one_of_them() -> None:
    name = "tests/rights/test_posts.py::test_a"
    items = [item(f"{name}[{kind}]", MARK, of=3, kind=kind) for kind in "abcdefg"]
    left = [{one.nodeid for one in left_to_another_day(items, DAY + n)} for n in range(3)]
    ran = [name for day in left for name in {one.nodeid for one in items} - day]
    assert sorted(ran) == [one.nodeid for one in items]
    assert {len(items) - len(day) for day in left} == {2, 3}
