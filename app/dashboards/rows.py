"""The lines themselves, made of what the queries read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from app.concerns.records import ClockState
from app.core.actor import Actor
from app.core.formats import moment, moved_words
from app.core.labels import said
from app.core.language import translate as _
from app.dashboards.line_actions import (
    NO_ACTION,
    Action,
    action_without_clock,
    can_be_reminded,
    coordinator_action,
    my_action,
)
from app.dashboards.line_addresses import Addresses
from app.dashboards.waiting import Awaited
from app.deadlines.today import Cell, Today, date_words
from app.process.step_labels import step_words
from workflows.concern import Stage
from workflows.recommendation import voice_of
from workflows.roles import Owner, Role


class Line(NamedTuple):
    """One line: the case, whose move, what is awaited, by when, and the action.

    `dashboards/lines.html` takes it apart in this order: asking it for each name takes a tenth of the page.
    """

    title: str
    url: str
    detail: str
    who: str
    what: str
    due: Cell
    action: Action = NO_ACTION
    note: str = ""
    urgent: bool = False
    why: str = ""
    declare: bool = False  # the case opens once the person has declared, which they are expected to
    tick: int = 0  # the clock, where who owes can be reminded; else 0
    later: str = ""  # where the person puts it off, if that may be
    extra: str = ""  # after the detail, where there is room: not on a telephone
    seen_to: str = ""  # by which unit or person of the organisation
    assign: str = ""  # where it is given to somebody there, if it is for any of them


@dataclass(frozen=True, slots=True)
class Change:
    """Something that others did."""

    text: str
    url: str
    title: str
    at: datetime
    voice: str


def title_of(row: Any) -> str:
    """The title as the reader has it; before transmission an addressee knows of a fact check and no more."""
    return row.title or _("Fact check")


def my_clock(row: Any, day: Today, to: Addresses) -> Line:
    """A clock that waits for the person."""
    number = to.numbered(row.reference, row.number)
    detail = f"{number} · {row.title}" if row.heading and row.title else row.reference
    return _clock(row, day, to, detail, my_action(row, to), moved_words(row.moved, row.moved_days))


def desk_clock(row: Any, day: Today, to: Addresses) -> Line:
    """A clock on the coordinator's desk."""
    both = row.heading and row.title
    return _clock(
        row,
        day,
        to,
        to.numbered(row.reference, row.number) if both else row.reference,
        coordinator_action(row, to),
        _moved(row, day),
        tick=row.id if can_be_reminded(row) else 0,
        extra=row.title if both else "",
    )


def _clock(
    row: Any,
    day: Today,
    to: Addresses,
    detail: str,
    action: Action,
    note: str,
    *,
    tick: int = 0,
    extra: str = "",
) -> Line:
    paused = row.state is ClockState.PAUSED
    return Line(
        row.heading or title_of(row),
        to.case(row.public_id, row.number),
        detail,
        row.holder or said(to.language, row.owner),
        said(to.language, row.rule),
        day.cell(None if paused else row.due_on, paused, row.paused_since),
        action,
        note,
        row.urgent,
        to.why(row.public_id, row.rule, row.number),
        tick=tick,
        extra=extra,
    )


def _moved(row: Any, day: Today) -> str:
    said = []
    if row.extension_asked and row.asked_until:
        said.append(_("extension requested until %(day)s", day=date_words(row.asked_until, day.day)))
    if moved := moved_words(row.moved, row.moved_days):
        said.append(moved)
    return " · ".join(said)


AWAITED = {
    Awaited.NAMING: lambda: _("Whether you may be named"),
    Awaited.CLOSE: lambda: _("Closing: all recommendations are concluded"),
    Awaited.GO_ON: lambda: _("The fact check brought no answer in time"),
    Awaited.WARN: lambda: _("The filer has not answered in time: a warning"),
    Awaited.LAPSE: lambda: _("The filer was warned and has not answered"),
    Awaited.URGENT: lambda: _("Urgent transmission, confirmed by a second person"),
    Awaited.VIEW: lambda: _("Your view in a blind first round"),
    Awaited.SECOND_READER: lambda: _("A second reader"),
    Awaited.CONTRIBUTE: lambda: _("Your contribution to an answer"),
    Awaited.LATE_CONTRIBUTION: lambda: _("A contribution is long overdue: decide"),
    Awaited.SIGN: lambda: _("Your signature under an answer"),
    Awaited.EXTENSION: lambda: _("Your decision: an extension is requested"),
    Awaited.ESCALATION: lambda: _("Your decision: it was escalated"),
    Awaited.TALKS: lambda: _("The outcome of your talks with both sides"),
    Awaited.OPEN_ACCESS_REQUEST: lambda: _("An access request"),
    Awaited.CONFIRM_ACCESS_REQUEST: lambda: _("Did it take place?"),
    Awaited.LATE_ACCESS_REQUEST: lambda: _("Access request long overdue at the ministry: decide"),
}


REQUESTS = frozenset(
    {Awaited.CONTRIBUTE, Awaited.LATE_CONTRIBUTION, Awaited.OPEN_ACCESS_REQUEST, Awaited.LATE_ACCESS_REQUEST}
)
DATED = REQUESTS | {
    Awaited.GO_ON,
    Awaited.WARN,
    Awaited.LAPSE,
    Awaited.SIGN,
    Awaited.EXTENSION,
    Awaited.ESCALATION,
    Awaited.TALKS,
}
# These lead elsewhere than to the page of a concern.
ELSEWHERE = REQUESTS | {Awaited.SIGN, Awaited.CONFIRM_ACCESS_REQUEST}


def awaited(what: Awaited, row: Any, day: Today, to: Addresses) -> Line:
    """Something that awaits the person without a clock of theirs."""
    action = action_without_clock(what, row, to)
    late = day.cell(row.due_on) if what in DATED else Cell()
    return Line(
        title_of(row),
        action.url if what in ELSEWHERE else to.case(row.public_id, row.number),
        to.numbered(row.reference, row.number),
        "",
        AWAITED[what](),
        late,
        action,
        "",
        row.urgent,
    )


def draft(row: Any, to: Addresses) -> Line:
    """An own filing that is not submitted yet."""
    saved = _("saved %(moment)s", moment=moment(row.saved_at))
    action = action_without_clock(Awaited.DRAFT, row, to)
    return Line(
        row.title or _("Without a title yet"), action.url, saved, "", "", Cell(), action, "", row.urgent
    )


def change(row: Any, to: Addresses) -> Change:
    """Something that others did in a case of the person's."""
    return Change(
        step_words(row.machine, row.do).happened(row.number),
        to.case(row.public_id, row.number),
        f"{row.reference} · {title_of(row)}",
        row.at,
        voice_of(row.standing, row.do),
    )


# --- concerns ------------------------------------------------------------------------


def concern(row: Any, actor: Actor, day: Today, to: Addresses, own: Sequence[Any] | None) -> Line:
    """A line of the list of concerns. `own` are the recommendations by which one who answers reads whose move it is."""
    owner, organisation, holder = row.owner, row.owner_organisation_id, row.holder
    due_on, paused, moved = row.due_on, row.paused, (row.moved, row.moved_days)
    if own is not None and not row.inside and row.stage is not Stage.FACT_CHECK:
        first = own[0] if own else None
        owner = first.owner if first else Owner.NOBODY
        organisation = first.addressee_id if first and owner is Owner.ADDRESSEE else None
        holder = first.addressee if first and owner is Owner.ADDRESSEE else ""
        due_on, paused = (first.due_on, first.paused) if first else (None, False)
        moved = (first.moved, first.moved_days) if first else (0, 0)
    stage = said(to.language, row.stage)
    if row.lead_stage is not None:
        stage = f"{stage} · {said(to.language, row.lead_stage)}"
    extra = (said(to.language, row.pillar), said(to.language, row.county), row.institutions)
    url = row.public_id if row.stage is not Stage.DRAFT else ""
    mine = is_mine(owner, organisation, row.rapporteur_id, actor) and row.is_open
    due = day.cell(due_on, paused) if row.is_open else Cell()
    return Line(
        title_of(row) if row.stage is not Stage.DRAFT else row.title or _("Without a title yet"),
        to.case(url) if url else to.filing(row.public_id),
        row.reference or "",
        "" if owner in (Owner.NOBODY, Owner.LEAD) else holder or said(to.language, owner),
        stage,
        due,
        Action(_("Your turn"), to.case(url), quiet=False) if mine and url else NO_ACTION,
        moved_words(*moved) if due.text else "",
        urgent=row.urgent,
        declare=row.to_declare,
        why=to.why(row.public_id) if due.text else "",
        extra=" · ".join(part for part in extra if part),
    )


def is_mine(owner: Owner, organisation: int | None, rapporteur: int | None, actor: Actor) -> bool:
    """Whether the move of a case is this person's."""
    match owner:
        case Owner.FILER:
            return actor.is_(Role.MEMBER) and organisation == actor.organisation_id
        case Owner.RAPPORTEUR:
            return actor.is_(Role.MEMBER) and rapporteur == actor.person_id
        case Owner.ADDRESSEE:
            own = actor.is_(Role.AGENCY) and organisation == actor.organisation_id
            return own or actor.is_(Role.MINISTRY)
        case Owner.GROUP | Owner.CHAIR:
            return {Role.MEMBER, Role.CHAIR} <= actor.roles
        case _:
            return (
                owner.value in actor.roles
            )  # secretariat, ministry, coordinator: the role bears the party's name
