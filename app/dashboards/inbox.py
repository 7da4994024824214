"""My work as an inbox: what waits for the person alone, for any colleague, for anybody in a circle; urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.formats import last_day
from app.core.language import translate as _
from app.core.templates import address
from app.dashboards.later.service import put_off
from app.dashboards.line_actions import Action
from app.dashboards.line_addresses import Addresses
from app.dashboards.queries import Whose
from app.dashboards.rows import DATED, Line, awaited, draft, my_clock
from app.dashboards.waiting import Awaited, first_of_each, without_clock
from app.dashboards.work import MOST_SHOWN, first_clocks
from app.deadlines.today import Cell, Today
from app.votes.labels import voted_on
from app.votes.queries import Awaiting, awaiting
from workflows.roles import ANSWERING

HEADINGS: dict[Whose, Callable[[], str]] = {
    Whose.ME: lambda: _("For you alone"),
    Whose.UNIT: lambda: _("For your unit"),
    Whose.ORGANISATION: lambda: _("For your organisation"),
    Whose.GROUP: lambda: _("For anybody in the Group"),
    Whose.COLLEAGUES: lambda: _("With your colleagues"),
    Whose.INSTITUTIONS: lambda: _("With institutions of the State"),
}
WHOSE = list(Whose)
OWN = frozenset({Whose.ME, Whose.UNIT})
OTHERS = frozenset({Whose.COLLEAGUES, Whose.INSTITUTIONS})  # whose work it is, though the person may do it
ASSIGNED = frozenset({Whose.UNIT, Whose.ORGANISATION})  # of whom one takes it, or gives it to another
# What waits without a clock waits for anybody of the organisation, but for these.
MINE = frozenset(
    {
        Awaited.GO_ON,
        Awaited.URGENT,
        Awaited.VIEW,
        Awaited.SIGN,
        Awaited.SECOND_READER,
        Awaited.EXTENSION,
        Awaited.ESCALATION,
        Awaited.TALKS,
    }
)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that wait for the same."""

    whose: Whose
    heading: str
    lines: Sequence[Line]


@dataclass(slots=True)
class Pending:
    """A line with what orders it, and the key by which it is put off."""

    key: str
    line: Line
    due_on: date | None
    whose: Whose


@dataclass(frozen=True, slots=True)
class Inbox:
    """Everything that awaits somebody's move."""

    pending: list[Pending]
    put_off: dict[str, date]
    late: int
    soon: int
    more: bool  # than is shown
    voting: Awaiting
    answers: bool  # for an institution, which is called one
    drafts: list[Line] = field(default_factory=list)

    def sections(self) -> list[Section]:
        """Those that hold something, closest first; in each what is urgent first, then by date."""
        here = [each for each in self.pending if each.key not in self.put_off]
        here.sort(key=lambda each: (not each.line.urgent, each.due_on or date.max))
        found = ((whose, [each.line for each in here if each.whose is whose]) for whose in Whose)
        return [Section(whose, self._heading(whose), lines) for whose, lines in found if lines]

    def _heading(self, whose: Whose) -> str:
        institution = whose is Whose.ORGANISATION and self.answers
        return _("For your institution") if institution else HEADINGS[whose]()

    def later(self) -> list[tuple[Pending, date]]:
        """What is put off, with the day on which it comes back."""
        rows = [(each, self.put_off[each.key]) for each in self.pending if each.key in self.put_off]
        return sorted(rows, key=lambda row: row[1])

    def find(self, key: str) -> Pending | None:
        """One line, put off or not."""
        return next((each for each in self.pending if each.key == key), None)


def inbox(session: Session, actor: Actor, day: Today, to: Addresses) -> Inbox:
    """What awaits the person: 25 clocks and 25 of each kind without one."""
    clocks, late, soon = first_clocks(session, actor, day)
    found = without_clock(session, actor)
    waiting = first_of_each(found)
    voting = awaiting(session, actor)
    pending = [_of_a_clock(row, actor, day, to) for row in clocks[:MOST_SHOWN]]
    of_clocks = len(pending)
    for what, row in waiting:
        if what is not Awaited.DRAFT:
            key = f"{what}-{row.public_id}-{row.number or 0}"
            whose = Whose.ME if what in MINE else Whose.ORGANISATION
            pending.append(
                Pending(key, awaited(what, row, day, to), row.due_on if what in DATED else None, whose)
            )
    pending += _votes(voting, to)
    others = [each.due_on for each in pending[of_clocks:] if each.due_on]  # clocks are counted beyond a page
    for each in pending:
        if may_be_put_off(each, day.day):
            each.line = each.line._replace(later=to.put_off(each.key))
    return Inbox(
        pending,
        put_off(session, actor),
        late + sum(on < day.day for on in others),
        soon + sum(day.day <= on <= day.soon for on in others),
        len(clocks) > MOST_SHOWN or len(found) > len(waiting),
        voting,
        actor.is_(*ANSWERING),
        [draft(row, to) for what, row in waiting if what is Awaited.DRAFT],
    )


def _of_a_clock(row: Any, actor: Actor, day: Today, to: Addresses) -> Pending:
    line, whose = my_clock(row, day, to), WHOSE[row.rank]
    if whose in OTHERS and row.number:
        line = line._replace(action=Action(_("Open it"), to.work(row.public_id, row.number)))
    elif whose in ASSIGNED and row.number and actor.is_(*ANSWERING):
        line = line._replace(assign=to.assign(row.public_id, row.number))
    if whose not in OWN:
        line = line._replace(seen_to=", ".join(name for name in (row.unit, row.person) if name))
    return Pending(f"{row.rule}-{row.public_id}-{row.number or 0}", line, row.due_on, whose)


def may_be_put_off(each: Pending, today: date) -> bool:
    """What is urgent, late or due today stays where it is seen."""
    return not each.line.urgent and (each.due_on is None or each.due_on > today)


def _votes(voting: Awaiting, to: Addresses) -> Iterator[Pending]:
    for row in (*voting.ballots, *voting.to_declare):
        url = page = address("votes.page", vote_id=row.public_id)
        if row.declare_on:
            title, words = _("A vote of the Group"), _("Declare and vote")
            url = address("recusals.declare", public_id=row.declare_on, next=page)
        else:
            title, words = str(voted_on(row.machine, row.do)), _("Vote")
        if not row.reference and (name := row.data.get("name")):
            title = f"{title}: {name}"
        ends = _("open until %(day)s", day=last_day(row.until)) if row.until else _("open, in the meeting")
        detail = to.numbered(row.reference, row.number) if row.reference else ""
        action = Action(words, url, quiet=False)
        line = Line(
            title, url, detail, "", _("Your ballot"), Cell(ends), action, declare=bool(row.declare_on)
        )
        yield Pending(f"vote-{row.public_id}-0", line, row.until.date() if row.until else None, Whose.ME)
