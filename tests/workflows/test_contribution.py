"""However long a rule gives, a contribution is due before its asker's own date, and never when it is asked for."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workflows.contribution import CHOSEN, MARGIN, kept_before, last_chosen, last_day
from workflows.workdays import Calendar

FIRST = date(2026, 1, 1)
days = st.integers(0, 300).map(lambda n: FIRST + timedelta(days=n))
offs = st.frozensets(days, max_size=25)


def country(off: frozenset[date]) -> Calendar:
    return Calendar(dict.fromkeys(off, "-"))


@given(days, days, days, st.sampled_from((MARGIN, CHOSEN)), offs, offs)
def test_it_stays_before_its_askers_date_whatever_the_rule_gives_and_the_calendar_becomes(
    asked: date, own: date, found: date, margin: int, off: frozenset[date], later_off: frozenset[date]
) -> None:
    calendar = country(off)
    asked, found = min(asked, found), max(asked, found)
    found = calendar.add_working(found, 1)  # what rules give is a working day after the asking
    last = last_day(own, asked, margin, calendar)
    assert last is not None and calendar.is_working(last) and last > asked
    due = kept_before(found, last, asked, calendar)
    assert (asked < due <= found and calendar.is_working(due)) or due == last
    if calendar.add_working(asked, 1) <= calendar.add_working(own, -margin):
        assert due < own, "there is a working day between the two"
    else:
        assert due <= calendar.add_working(asked, 1)
    changed = country(off | later_off)
    moved = kept_before(changed.next_working(found), last, asked, changed)
    assert changed.is_working(moved) and moved > asked
    assert moved <= last or moved == changed.next_working(last), (
        "a day off moves it ahead, not past its last day"
    )
    assert kept_before(moved, last, asked, changed) == moved or moved > last


@given(days, days, offs)
def test_without_a_date_of_its_asker_it_is_as_the_rule_gives_it(
    asked: date, found: date, off: frozenset[date]
) -> None:
    assert last_chosen(None, asked, country(off)) is last_chosen(asked, asked, country(off)) is None
    assert last_day(None, asked, MARGIN, country(off)) is None
    assert kept_before(found, None, asked, country(off)) == found
