"""The page of a concern as one person has it: plain facts for the template, no query in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from app.concerns.access import Case
from app.concerns.facts import concern_facts_from, recommendation_facts_from
from app.concerns.filing_fields import FIELDS, Asks, FilingField
from app.concerns.models import Recommendation
from app.concerns.page import queries
from app.concerns.page.actions import AvailableAction, is_mine, moves_of, unless_voting
from app.concerns.page.double_check import DoubleCheck, FileLink, double_check, file_link
from app.concerns.page.dues import DueView, Explained, due_view, explained
from app.concerns.page.history import VoteLine, facts_of, tell, votes_on
from app.concerns.page.people import SENDERS, Named, joined_of, named_in
from app.concerns.page.plan import ActionView, IndicatorView, indicators_of, plan_of
from app.concerns.page.queries import Line
from app.concerns.records import Channel, Clock
from app.concerns.sent import transmissions_of
from app.core.labels import label
from app.core.language import translate as _
from app.core.templates import address
from app.core.time import local_day, today
from workflows.concern import CONCERN, ConcernAction, Phase, Stage
from workflows.permissions import Right
from workflows.recommendation import OWED, RECOMMENDATION, Grade, Outcome, RecommendationAction, voice_of
from workflows.roles import CaseRole, Kind, Owner
from workflows.workdays import Calendar


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
    moves: list[AvailableAction]
    dues: list[DueView]
    actions: list[ActionView]
    indicators: list[IndicatorView]
    check: DoubleCheck
    mine: bool
    open: bool
    relapsed: bool
    follow_up_reviewer: str
    answers: bool  # the reader's organisation answers it
    silent: bool  # nobody there has an account, and the reader may let it answer by a link
    link: str  # the address of one that was sent and holds
    records: bool  # the reader may record what it says on paper


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One line of the history."""

    voice: str
    text: str
    at: dt.datetime
    who: str
    quote: str = ""
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One message."""

    text: str
    by: str
    at: dt.datetime
    because: str  # why what looks like an identifier may stay


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was said with one institution."""

    institution_id: int
    name: str
    messages: list[Said]
    over: bool = False  # it has the matter no more: what was said stays with the Group


@dataclass(slots=True)
class CasePage:
    """Everything that the template of a concern shows."""

    # of the filing, to who may read the narrative
    filed_texts: ClassVar[Sequence[FilingField]] = [
        each for each in FIELDS if each.narrative and each.asks is Asks.TEXT
    ]

    case: Case
    ribbon: list[RibbonPart]
    moves: list[AvailableAction]
    dues: list[DueView]
    recommendations: list[RecommendationView]
    events: list[TimelineEvent]
    findings: list[TimelineEvent]  # of the review: what was proposed to the Group, newest first
    file_links: list[FileLink]
    discussion: list[Said]
    exchanges: list[Exchange]
    named: Named
    readings: Sequence[Any]
    mine: bool
    owner: str
    sent: Sequence[Any]
    asked: Line | None
    facts: str
    joined: Sequence[Any]
    votes: list[VoteLine]


def case_page(session: Session, case: Case) -> CasePage:
    """Read and arrange the page: a fixed number of queries."""
    calendar = queries.calendar_of(session)
    clocks = queries.clocks_of(session, case)
    lines = queries.events_of(session, case)
    tell(lines, case.all_recommendations)
    actions, files = queries.actions_of(session, case), queries.attachments_of(session, case)
    messages = queries.messages_of(session, case)
    own = [c for c in clocks if c.recommendation_id is None]
    named = named_in(session, case)
    views = [
        _recommendation(case, r, clocks, calendar, lines, files, actions, named) for r in case.recommendations
    ]
    facts = concern_facts_from(case, own, today())
    offers = unless_voting(case.concern, CONCERN.offers(case.concern.stage, facts, case.standing))
    return CasePage(
        case=case,
        ribbon=_ribbon(case, lines),
        moves=moves_of(
            "concern", offers, lambda do: address("cases.step", public_id=case.concern.public_id, do=do)
        ),
        dues=[due_view(c, None, calendar, clocks[c]) for c in own],
        recommendations=views,
        events=[event_of(line) for line in lines],
        findings=[event_of(line) for line in lines if line.do == ConcernAction.PROPOSE and line.text],
        file_links=[
            file_link(
                f, address("submission.download", public_id=case.concern.public_id, file_id=f.public_id)
            )
            for f in files
            if f.recommendation_id is None
        ],
        discussion=[_said(m, named=True) for m in messages if m.channel is Channel.GROUP],
        exchanges=_exchanges(case, messages),
        named=named,
        readings=queries.readings_of(session, case),
        mine=is_mine(case.concern.owner, case.standing) or any(v.mine for v in views),
        owner=str(label(case.concern.owner)),
        sent=transmissions_of(session, case),
        asked=next((x for x in lines if x.do == "ask_for_information" and x.machine == "concern"), None),
        facts=facts_of(session, case),
        joined=joined_of(session, case),
        votes=votes_on(case, lines),
    )


def dates_of(session: Session, case: Case) -> list[Explained]:
    """Every open date of the case that the person may see, with its days."""
    calendar = queries.calendar_of(session)
    clocks = queries.clocks_of(session, case, ledgers=True)
    numbers = {r.id: r.number for r in case.recommendations}
    return [
        explained(c, numbers.get(c.recommendation_id or 0), calendar, waits) for c, waits in clocks.items()
    ]


def event_of(line: Line) -> TimelineEvent:
    """The line as the timeline shows it."""
    voice = "neutral" if line.machine in queries.INTERNAL else voice_of(line.standing, line.do)
    return TimelineEvent(voice, line.sentence, line.at, line.by, line.text, line.details)


OURS = frozenset({Kind.MEMBER, Kind.SECRETARIAT})


def _said(message: Any, *, named: bool) -> Said:
    """Outside the Group, its members speak as the Group: who they are could tell who filed."""
    if named:
        by = f"{message.name}, {message.organisation}"
    else:
        by = _("The Group") if message.kind in OURS else message.organisation
    return Said(message.text, by, message.at, message.because or "")


def _exchanges(case: Case, messages: Sequence[Any]) -> list[Exchange]:
    if not case.rights & {Right.EXCHANGE, Right.EXCHANGED}:
        return []
    named = Right.EXCHANGED in case.rights
    asked = {
        r.addressee_id: r.addressee.name
        for r in case.recommendations
        if r.transmitted_at and (named or not r.disclaimed)
    }
    spoken = {m.institution_id: m.institution for m in messages if m.institution_id}
    before = {key: name for key, name in spoken.items() if key not in asked} if named else {}
    return [
        Exchange(
            key, name, [_said(m, named=named) for m in messages if m.institution_id == key], key in before
        )
        for key, name in (asked | before).items()
    ]


def _recommendation(
    case: Case,
    rec: Recommendation,
    clocks: dict[Clock, Owner | None],
    calendar: Calendar,
    lines: list[Line],
    files: Sequence[Any],
    actions: dict[int, list[Any]],
    named: Named,
) -> RecommendationView:
    of_it = [c for c in clocks if c.recommendation_id == rec.id]
    facts = recommendation_facts_from(rec, of_it, today())
    standing = case.standing_in(rec)
    offers = unless_voting(rec, RECOMMENDATION.offers(rec.state, facts, standing))
    history = [x for x in lines if x.recommendation_id == rec.id and x.machine not in queries.INTERNAL]
    public_id = case.concern.public_id
    return RecommendationView(
        row=rec,
        moves=moves_of(
            "recommendation",
            offers,
            lambda do: address("cases.recommendation_step", public_id=public_id, number=rec.number, do=do),
        ),
        dues=[due_view(c, rec.number, calendar, clocks[c]) for c in of_it],
        actions=plan_of(rec, actions.get(rec.id, ()), history, today()),
        indicators=indicators_of(rec, history),
        check=double_check(
            rec,
            history,
            [f for f in files if f.recommendation_id == rec.id],
            lambda f: address("submission.download", public_id=public_id, file_id=f.public_id),
        ),
        mine=is_mine(rec.owner, standing),
        open=rec.outcome is None,
        relapsed=rec.outcome is Outcome.IMPLEMENTED and rec.grade is not Grade.A,
        follow_up_reviewer=_follow_up_reviewer(rec, history),
        answers=rec.transmitted_at is not None and CaseRole.ADDRESSEE in standing,
        link=named.links.get(rec.id, ""),
        records=CaseRole.RECORDER in standing,
        silent=rec.state in OWED
        and not rec.disclaimed
        and rec.id not in named.voiced
        and bool(standing & SENDERS),
    )


def _follow_up_reviewer(rec: Recommendation, history: list[Line]) -> str:
    """The organisation named for the follow-up review, for those who may read of it."""
    named = next((x for x in history if x.do == RecommendationAction.ASSIGN_REVIEWER), None)
    return str(named.params.get("organisation", "")) if named and rec.follow_up_reviewer_id else ""


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
