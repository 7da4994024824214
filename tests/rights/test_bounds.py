"""Every form of every page is sent what lies at and beyond the bounds of its fields, and answers in words.

Nothing that is typed may fail the server, take long or fill its memory; a far date, an end before its beginning and
a required text in which nothing shows are refused. Each field is tried once, for the first person who meets it.
"""

from __future__ import annotations

import resource
import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from time import thread_time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.time import today
from tests.databases import Templates, application
from tests.forms import Control, PageForm, submit
from tests.rights.filling import TYPED, filled_in
from tests.sign_in import sign_in
from tests.turns import is_turn_of
from tests.walk import shape_of, walk
from tests.walks.world import demonstrate

PEOPLE = ("anila", "policia", "kastriot", "sekretaria", "koordinatorja", "ministria", "administratori")
WALKED = [*(("sqlite", who) for who in PEOPLE), ("postgresql", "anila")]
ASKING = TYPED | {"date", "time", "number", "email"}
PAIRS = (
    ("period_from", "period_to"),
    ("starts_on", "due_on"),
    ("from_on", "to_on"),
    ("away_from", "away_to"),
    ("baseline_on", "target_on"),
    ("start", "until"),
    ("pause", "resumed"),
    ("starts", "ends"),
)
BEYOND, ZERO_WIDTH, NUL = "10000000000000000000", "\u200b", "a\x00b"
NUMBERS = ("0", "-1", BEYOND, "1 200", "1.234,5", "²")
NOTHING = ("\u200b\u00ad\u3164\u2800", " \u00a0\u202f")
TEXTS = (NUL, "Po 👍🏽 \uf0b7 中 \ufeff", "a\x01\x0b\x1b\u2028b\x7f")
LONG = "5" * 1_000_000  # that no server takes at all
TOO_LONG = "Fjalë " * 4_000  # more than any text may have
CHANGES_WHO_IS_SIGNED_IN = {
    "people.language",
    "security.logout",
    "security.change_password",
    "people.sign_out",
}


@dataclass(frozen=True)
class Values:
    """What is typed into the fields of one form."""

    days: tuple[date, ...]
    numbers: tuple[str, ...]
    blanks: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass
class Bounds:
    """The demonstration with one case of each life, and the fields that somebody has met."""

    backend: str
    app: Flask
    met: set[tuple[str, ...]]

    def are_new(self, *key: str) -> bool:
        """Whether nobody met this before."""
        new = key not in self.met
        self.met.add(key)
        return new

    def values(self, fields: list[Control]) -> Values:
        """Every value for the first form and for numbers, then one of each class; few on the second database."""
        if self.backend != "sqlite":
            return Values((date.max,), (BEYOND,), (ZERO_WIDTH,), (NUL,))
        day = today()
        decade = day.replace(year=day.year + 10, day=min(day.day, 28)) + timedelta(days=4)
        days = (date.min, decade, date.max)
        if self.are_new("every value"):
            return Values(days, NUMBERS, NOTHING, TEXTS)
        has_number = any(field.kind == "number" for field in fields)
        return Values(days, NUMBERS if has_number else (BEYOND,), NOTHING[:1], TEXTS[:2])


@pytest.fixture(scope="module")
def demonstrations(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Bounds]]:
    """One for each database and all who walk there: their forms are refused nearly everything."""
    with ExitStack() as stack:

        @cache
        def of(backend: str) -> Bounds:
            templates: Templates = request.getfixturevalue(f"{backend}_templates")
            made = templates.filled("demonstration", demonstrate, tmp_path_factory.mktemp("bounds"))
            settings, _facts = stack.enter_context(made)
            return Bounds(backend, stack.enter_context(application(settings)), set())

        yield of


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the client's own large files
@pytest.mark.parametrize(("backend", "who"), WALKED)
def test_whatever_is_typed_is_answered_in_words_and_at_once(
    demonstrations: Callable[[str], Bounds], backend: str, who: str, day: int | None
) -> None:
    bounds = demonstrations(backend)
    client = bounds.app.test_client()
    sign_in(client, who)
    found = list(_forms(bounds, client))
    plain = statistics.median(_took(partial(client.get, "/calendar"))[0] for _ in range(5))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wrong = [
        f"{address}: {what}"
        for address, form, fields in found
        if is_turn_of(f"{shape_of(bounds.app, form.action or address, form.method.upper())}", day, of=3)
        for what in Trial(bounds, client, address, form, fields, max(3.0, 40 * plain)).wrong()
    ]
    assert found, "the walk has met no form that is new"
    assert not wrong, f"{len(wrong)} answers of {len(found)} forms:\n" + "\n".join(wrong)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) // 1024
    assert grown < 300, f"memory grew by {grown} MB"


def _forms(bounds: Bounds, client: FlaskClient) -> Iterator[tuple[str, PageForm, list[Control]]]:
    """Each form with the fields that nobody has met before: by where it is sent, their name and kind."""
    for seen in walk(bounds.app, client, most=1):
        for form in seen.forms:
            action = form.action or seen.address
            shape = shape_of(bounds.app, action, form.method.upper()) or action
            if shape.split(" ")[0] in CHANGES_WHO_IS_SIGNED_IN:
                continue
            asking = [control for control in form.inputs if control.kind in ASKING]
            new = [c for c in asking if bounds.are_new(shape, form.method, _kind_of(c.name), c.kind)]
            if new:
                yield seen.address, form, new


def _kind_of(name: str) -> str:
    return "".join("#" if part.isdigit() else part for part in name)


@dataclass
class Trial:
    """One form, and those of its fields that are to be tried; the rest is filled in as a person might."""

    bounds: Bounds
    client: FlaskClient
    address: str
    form: PageForm
    fields: list[Control]
    limit: float  # seconds

    def wrong(self) -> Iterator[str]:
        """What was not answered as it should be."""
        texts = [f for f in self.fields if f.kind in TYPED and f.name != "override_reason"]
        dates = [f for f in self.fields if f.kind == "date"]
        values = self.bounds.values(self.fields)
        if dates:
            for day in values.days:
                yield from self._typed(dates, day.isoformat(), refused=True)
            for day in (today() - timedelta(days=365), today()):
                yield from self._typed(dates, day.isoformat())
        yield from self._turned_round()
        if numbers := [f for f in self.fields if f.kind == "number" or f in texts]:
            for number in values.numbers:
                yield from self._typed(numbers, number)
        if texts:
            must = any("required" in field.attributes for field in texts)
            for blank in values.blanks:
                yield from self._typed(texts, blank, refused=must)
            for text in values.texts:
                yield from self._typed(texts, text)
            if self.bounds.backend == "sqlite" and self.form.method == "post":
                for field in texts:  # each alone: one that is refused would hide the others
                    yield from self._typed([field], TOO_LONG, refused=True)
            if self.bounds.are_new("long", self.form.method, texts[0].kind):
                yield from self._typed(texts[:1], LONG)

    def _turned_round(self) -> Iterator[str]:
        names = self.form.names()
        for field in self.fields:
            for first, last in PAIRS:
                other = field.name.removesuffix(first) + last
                if not field.name.endswith(first) or other not in names or field.kind not in ("date", "time"):
                    continue
                late, early = ("11:00", "09:00") if field.kind == "time" else _days_for(first)
                sent = {field.name: [late], other: [early]}
                yield from self._answered(sent, f"{field.name} after {other}", refused=True)

    def _typed(self, fields: list[Control], value: str, *, refused: bool = False) -> Iterator[str]:
        sent = {field.name: [value] for field in fields}
        yield from self._answered(sent, ascii(value[:20]), refused=refused)

    def _answered(self, sent: dict[str, list[Any]], what: str, *, refused: bool) -> Iterator[str]:
        took, answer = _took(
            partial(submit, self.client, self.address, self.form, filled_in(self.form) | sent)
        )
        where = f"{self.form.method} {self.form.action} {what}"
        if answer.status_code >= 500:
            yield f"{where}: {answer.status_code}"
        elif refused and answer.status_code < 400:
            yield f"{where}: taken ({answer.status_code})"
        if took > self.limit:
            yield f"{where}: {took:.1f} s, where {self.limit:.1f} s are allowed"


def _days_for(first: str) -> tuple[str, str]:
    """A later and an earlier day; what happened lies behind, what is planned ahead."""
    day = today()
    sign = -1 if first == "period_from" else 1
    late, early = sorted((day + sign * timedelta(days=30), day + sign * timedelta(days=60)), reverse=True)
    return late.isoformat(), early.isoformat()


def _took(work: Any) -> tuple[float, Any]:
    """Seconds of this thread's own work: a busy machine makes none of them."""
    begun = thread_time()
    answer = work()
    return thread_time() - begun, answer
