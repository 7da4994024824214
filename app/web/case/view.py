"""The page of a concern as one person has it: plain facts for the template, no query in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.cases.access import Case
from app.cases.clocks import reckon
from app.cases.facts import concern_facts_from, recommendation_facts_from
from app.cases.models import Action, Recommendation
from app.cases.records import Attachment, Channel, Clock, ClockState, Message
from app.core.time import local_day, today
from app.web.case import reading
from app.web.case.double_check import DoubleCheck, FileLink, double_check
from app.web.case.reading import Line
from app.web.case.sentences import tell
from app.web.format import filesize
from app.web.words import label, missing, step_words
from workflows.calendar import Calendar
from workflows.clock import Day, EntryKind, days_late, soon_until
from workflows.concern import CONCERN, Phase, Stage
from workflows.engine import Offer
from workflows.policy import Right
from workflows.recommendation import RECOMMENDATION
from workflows.standing import Kind, Party, Standing

# Steps that end or take back: offered, and never first.
QUIET = frozenset(
    {
        "discard",
        "decline",
        "withdraw",
        "lapse",
        "dismiss",
        "refer_elsewhere",
        "join",
        "drop",
        "disclaim",
        "supersede",
        "record_silence",
        "find_not_implemented",
        "reject",
        "revoke",
        "ask_extension",
        "refuse_extension",
        "concede",
        "reopen",
        "ask_for_clarification",
        "ask_for_information",
        "answer_naming",
        "assign_second_reader",
        "send_back",
        "confirm_urgent",
        "uphold",
        "record_disagreement",
    }
)
# Guards that, where they do not hold, mean that the step has nothing to do with this case, and not that it waits.
NOT_THE_CASE = frozenset(
    {
        "on_appeal",
        "no_appeal",
        "first_appeal",
        "urgent",
        "unratified",
        "competent",
        "disclaimed",
        "maintained_once",
        "escalated",
        "extension_asked",
        "no_extension_asked",
    }
)
MOVERS = {
    Party.FILER: Standing.FILER,
    Party.SECRETARIAT: Standing.SECRETARIAT,
    Party.CHAIR: Standing.CHAIR,
    Party.RAPPORTEUR: Standing.RAPPORTEUR,
    Party.GROUP: Standing.VERIFIER,
    Party.MINISTRY: Standing.MINISTRY,
    Party.ADDRESSEE: Standing.ADDRESSEE,
    Party.COORDINATOR: Standing.COORDINATOR,
}


@dataclass(frozen=True, slots=True)
class Move:
    """A step that the reader may take, or could if what is missing came to hold."""

    do: str
    button: str
    url: str
    missing: tuple[str, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether it is offered without pressing."""
        return self.do in QUIET


@dataclass(frozen=True, slots=True)
class DueView:
    """A due date that explains itself."""

    rule: str
    party: str
    date: dt.date | None
    reading: str
    days_late: int
    days_left: int
    source: str
    days: tuple[Day, ...]
    amount: int
    unit: str
    extended_by: int
    paused_days: int
    paused_since: dt.date | None
    moved: int
    moved_days: int
    extension_asked: bool
    waits_for: str


@dataclass(frozen=True, slots=True)
class RibbonPart:
    """One of the five phases."""

    label: str
    detail: str
    state: str
    day: dt.date | None


@dataclass(slots=True)
class RecommendationView:
    """One recommendation: the demand, the institution's claim, the Group's finding, and what can be done."""

    row: Recommendation
    moves: list[Move]
    dues: list[DueView]
    actions: Sequence[Action]
    check: DoubleCheck
    mine: bool
    open: bool


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One line of the history."""

    voice: str
    text: str
    at: dt.datetime
    who: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One message."""

    text: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was said with one institution."""

    institution_id: int
    name: str
    messages: list[Said]


@dataclass(slots=True)
class CasePage:
    """Everything that the template of a concern shows."""

    case: Case
    ribbon: list[RibbonPart]
    moves: list[Move]
    dues: list[DueView]
    recommendations: list[RecommendationView]
    events: list[TimelineEvent]
    file_links: list[FileLink]
    discussion: list[Said]
    exchanges: list[Exchange]
    institutions: Sequence[Any]
    readings: Sequence[Any]
    mine: bool
    party: str
    asked: Line | None
    facts: str


def case_page(session: Session, case: Case) -> CasePage:
    """Read and arrange the page: a fixed number of queries."""
    calendar = reading.calendar_of(session)
    clocks = reading.clocks_of(session, case)
    lines = reading.events_of(session, case)
    tell(lines, case.all_recommendations)
    actions = reading.actions_of(session, case)
    files = reading.attachments_of(session, case)
    messages = reading.messages_of(session, case)
    own = [c for c in clocks if c.recommendation_id is None]
    views = [
        _recommendation(
            case, r, [c for c in clocks if c.recommendation_id == r.id], calendar, lines, files, actions
        )
        for r in case.recommendations
    ]
    facts = concern_facts_from(case.concern, case.all_recommendations, own, today())
    offers = CONCERN.offers(case.concern.stage, facts, case.standing)
    return CasePage(
        case=case,
        ribbon=_ribbon(case, lines),
        moves=_moves(
            "concern", offers, lambda do: url_for("cases.step", public_id=case.concern.public_id, do=do)
        ),
        dues=[due_view(c, calendar) for c in own],
        recommendations=views,
        events=[event_of(line) for line in lines],
        file_links=[
            FileLink(
                f.name,
                url_for("submission.download", public_id=case.concern.public_id, file_id=f.public_id),
                " · ".join(x for x in (filesize(f.size), f.shows) if x),
            )
            for f in files
            if f.recommendation_id is None
        ],
        discussion=[_said(m, named=True) for m in messages if m.channel is Channel.GROUP],
        exchanges=_exchanges(case, messages),
        institutions=reading.institutions_of(session, case),
        readings=reading.readings_of(session, case),
        mine=is_mine(case.concern.party, case.standing) or any(v.mine for v in views),
        party=str(label(case.concern.party)),
        asked=next((x for x in lines if x.do == "ask_for_information" and x.machine == "concern"), None),
        facts=reading.facts_of(session, case),
    )


THEIRS = frozenset({Standing.ADDRESSEE, Standing.MINISTRY})
FOUND = frozenset({"verify", "verify_in_part", "contest", "find_not_implemented", "record_silence"})


def event_of(line: Line) -> TimelineEvent:
    """The line as the timeline shows it."""
    voice = "claim" if line.standing in THEIRS else "finding" if line.do in FOUND else "neutral"
    return TimelineEvent(voice, line.sentence, line.at, line.by, line.text)


OURS = frozenset({Kind.MEMBER, Kind.SECRETARIAT})


def _said(message: Message, *, named: bool) -> Said:
    """Outside the Group, its members speak as the Group: who they are could tell who filed."""
    if named:
        by = f"{message.person.name}, {message.organisation.name}"
    else:
        by = _("The Group") if message.organisation.kind in OURS else message.organisation.name
    return Said(message.text, by, message.at)


def _exchanges(case: Case, messages: Sequence[Message]) -> list[Exchange]:
    if Right.EXCHANGE not in case.rights:
        return []
    named = Right.DRAFTS in case.rights
    asked = {r.addressee_id: r.addressee.name for r in case.recommendations if r.transmitted_at}
    return [
        Exchange(key, name, [_said(m, named=named) for m in messages if m.institution_id == key])
        for key, name in asked.items()
    ]


def is_mine(party: Party, standing: frozenset[Standing]) -> bool:
    """Whether a person of this standing is the one whose move it is."""
    if party is Party.GROUP and Standing.CHAIR in standing:
        return True
    return MOVERS.get(party) in standing


def _moves(machine: str, offers: Sequence[Offer[Any]], url: Callable[[str], str]) -> list[Move]:
    moves = [
        Move(
            offer.step.do.value,
            str(step_words(machine, offer.step.do).button),
            url(offer.step.do.value),
            tuple(str(missing(name)) for name in offer.missing),
        )
        for offer in offers
        if _concerns(offer)
    ]
    return sorted(moves, key=lambda m: (bool(m.missing), m.quiet))


def _concerns(offer: Offer[Any]) -> bool:
    """Whether the step has to do with the case as it is: an appeal to decide, say, where there is one."""
    return not NOT_THE_CASE & set(offer.missing)


def _recommendation(
    case: Case,
    rec: Recommendation,
    clocks: list[Clock],
    calendar: Calendar,
    lines: list[Line],
    files: Sequence[Attachment],
    actions: dict[int, list[Action]],
) -> RecommendationView:
    facts = recommendation_facts_from(rec, clocks, calendar, today())
    standing = case.standing_in(rec)
    offers = RECOMMENDATION.offers(rec.state, facts, standing)
    of_it = [x for x in lines if x.recommendation_id == rec.id]
    public_id = case.concern.public_id
    return RecommendationView(
        row=rec,
        moves=_moves(
            "recommendation",
            offers,
            lambda do: url_for("cases.recommendation_step", public_id=public_id, number=rec.number, do=do),
        ),
        dues=[due_view(c, calendar) for c in clocks],
        actions=actions.get(rec.id, ()),
        check=double_check(
            rec,
            of_it,
            [f for f in files if f.recommendation_id == rec.id],
            lambda f: url_for("submission.download", public_id=public_id, file_id=f.public_id),
        ),
        mine=is_mine(rec.party, standing),
        open=rec.outcome is None,
    )


def due_view(clock: Clock, calendar: Calendar) -> DueView:
    """The clock with its days, as of today."""
    found, day = reckon(clock, calendar), today()
    if clock.state is ClockState.PAUSED:
        state = "paused"
    elif found.date and found.date < day:
        state = "overdue"
    elif found.date and found.date <= soon_until(day, calendar):
        state = "due_soon"
    else:
        state = "on_time"
    waits = next((e.waits_for for e in reversed(clock.entries) if e.kind is EntryKind.PAUSE), None)
    return DueView(
        rule=str(label(clock.rule)),
        party=str(label(clock.party)),
        date=found.date,
        reading=state,
        days_late=days_late(found.date, day) if found.date else 0,
        days_left=max(0, calendar.working_between(day, found.date)) if found.date else 0,
        source=clock.source,
        days=found.days,
        amount=clock.amount,
        unit=str(label(clock.unit)),
        extended_by=found.extended_by,
        paused_days=found.paused_days,
        paused_since=found.paused_since,
        moved=clock.moved,
        moved_days=clock.moved_days,
        extension_asked=clock.extension_asked,
        waits_for=str(label(waits)) if waits and state == "paused" else "",
    )


def _ribbon(case: Case, lines: list[Line]) -> list[RibbonPart]:
    """The five phases with the day each was entered, as far as the person sees the history."""
    concern = case.concern
    entered: dict[str, dt.datetime] = {}
    for line in reversed(lines):
        if line.machine == "concern" and line.target in set(Stage):
            entered[CONCERN.places[Stage(line.target)].phase] = line.at
    here = CONCERN.places[concern.stage].phase
    order = [phase.value for phase in Phase]
    parts = []
    for phase in Phase:
        place = order.index(phase) - order.index(here)
        at = entered.get(phase)
        skipped = place < 0 and at is None and Right.DRAFTS in case.rights
        parts.append(
            RibbonPart(
                label=str(label(phase)),
                detail=str(label(concern.stage)) if place == 0 else "",
                state="now" if place == 0 else "past" if place < 0 and not skipped else "todo",
                day=local_day(at) if at and place <= 0 else None,
            )
        )
    return parts
