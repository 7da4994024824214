"""Asking an agency for its part of an answer. The Group's clock runs on; the request has its own, earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.mail_queue import people_of, post
from app.accounts.models import Organisation
from app.answers.access import Asked, find_recommendation, find_request
from app.answers.contributions.deadlines import DATES, tell_links
from app.answers.history import acting, note
from app.answers.models import ContributionRequest
from app.concerns.attachments import Attachment
from app.concerns.models import Recommendation
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.not_found import NotFound
from app.core.random_ids import public_id as new_public_id
from app.core.time import local_day, now, today
from app.deadlines.clocks import due_by, load_calendar
from app.process.effects import afterwards
from app.process.run import StepContext
from workflows.contribution import CONTRIBUTION, MARGIN, Do, Facts, State, kept_before, last_chosen, last_day
from workflows.engine import NotNow, Unmet
from workflows.periods import Rule
from workflows.recommendation import RECOMMENDATION
from workflows.recommendation import Do as RecommendationDo
from workflows.recommendation import State as RecommendationState
from workflows.roles import CaseRole, Kind, Role

AGENCIES = (Kind.STATE_AGENCY, Kind.NON_STATE_AGENCY)
OPEN = (State.ASKED, State.GIVEN)


class Mail(StrEnum):
    """Mails of requests."""

    ASKED = "contribution_asked"
    REMINDED = "contribution_reminded"
    GIVEN = "contribution_given"
    ASKED_AGAIN = "contribution_asked_again"
    WITHDRAWN = "contribution_withdrawn"
    EXTENDED = "contribution_extended"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of which agency, and by when."""

    agency: int
    question: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Given:
    """What a step of a request is given."""

    contribution: str = ""
    reason: str = ""
    signed: str = ""
    files: tuple[str, ...] = ()  # public ids of those that waited for it
    due_on: date | None = None


def proposed_due(session: Session, urgent: bool, main_due: date | None) -> date:
    """By the rule, and some days before the asker's own date where that comes first; never today."""
    day = today()
    calendar = load_calendar(session, day)
    found = due_by(session, Rule.CONTRIBUTION, day, urgent=urgent)
    return kept_before(found, last_day(main_due, day, MARGIN, calendar), day, calendar)


def forward(actor: Actor, public_id: str, number: int, wanted: Wanted) -> str:
    """Ask an agency; gives the request's public id. Raises NotFound, NotNow, Unmet."""
    with unit_of_work() as session:
        case, rec = find_recommendation(session, actor, public_id, number, lock=True)
        if not actor.is_(Role.MINISTRY):
            raise NotFound(public_id)
        if rec.state is not RecommendationState.AWAITING:
            raise NotNow(rec.state)
        target = State(CONTRIBUTION.move(State.NEW, Do.FORWARD, Facts(), wanted))
        _check(session, rec, wanted)
        assert wanted.due_on is not None
        request = ContributionRequest(
            public_id=new_public_id(),
            concern_id=case.concern.id,
            recommendation_id=rec.id,
            by_organisation_id=actor.organisation_id,
            by_id=actor.person_id,
            agency_id=wanted.agency,
            at=now(),
            question=wanted.question.strip(),
            state=target,
        )
        _begin(session, request, rec.due_on, wanted.due_on)
        session.add(request)
        session.flush()
        _note(session, request, Do.FORWARD, actor, CaseRole.MINISTRY, State.NEW, target)
        _tell_agency(session, request, Mail.ASKED)
        return request.public_id


def _begin(session: Session, request: ContributionRequest, own: date | None, day: date) -> None:
    """The date that the rule gives goes with the rule, and stays before its asker's own; another is a promise."""
    by_rule = day == proposed_due(session, DATES.is_urgent(session, request), own)
    _begin_until(session, request, own, None if by_rule else day)


def _begin_until(
    session: Session, request: ContributionRequest, own: date | None, until: date | None
) -> None:
    calendar = load_calendar(session, today())
    when = own, today()
    request.not_after = last_chosen(*when, calendar) if until else last_day(*when, MARGIN, calendar)
    DATES.begin(session, request, until)


def _check_day(session: Session, own: date | None, day: date | None) -> None:
    """Ahead of today, and before the asker's own date as long as that is ahead, too."""
    if day is None or day <= today():
        raise Unmet(("date_ahead",))
    calendar = load_calendar(session, today())
    last = last_chosen(own, today(), calendar)
    if last is not None and calendar.next_working(day) > last:
        raise Unmet(("before_own",))


def _check(session: Session, rec: Recommendation, wanted: Wanted) -> None:
    agency = session.get(Organisation, wanted.agency)
    if agency is None or agency.kind not in AGENCIES or not (agency.active and agency.confirmed):
        raise Unmet(("agency",))
    asked = select(ContributionRequest.id).where(
        ContributionRequest.recommendation_id == rec.id,
        ContributionRequest.agency_id == agency.id,
        ContributionRequest.state.in_(OPEN),
    )
    if session.scalar(asked.limit(1)):
        raise Unmet(("asked_already",))
    _check_day(session, rec.due_on, wanted.due_on)


def take(actor: Actor, public_id: str, do: Do, version: int, given: Given | None = None) -> None:
    """Take a step of a request. Raises NotFound, engine refusals; NotNow also where somebody was faster."""
    with unit_of_work() as session:
        asked = find_request(session, actor, public_id, lock=True)
        advance(session, asked, do, version, given or Given(), actor)


def advance(session: Session, asked: Asked, do: Do, version: int, given: Given, actor: Actor | None) -> None:
    """Take the step inside the caller's transaction, the concern locked; without an actor an address acts."""
    request, source = asked.request, asked.request.state
    step = CONTRIBUTION.find(source, do)
    CONTRIBUTION.check_standing(step, asked.standing)
    if request.version != version:
        raise NotNow(source)
    target = CONTRIBUTION.move(source, do, Facts(), given)
    request.version += 1
    request.state = State(target)
    _EFFECTS[do](session, request, given, actor)
    if request.state is not State.ASKED:
        DATES.end(request)
    _note(session, request, do, actor, acting(step, asked.standing), source, target)


def _give(session: Session, request: ContributionRequest, given: Given, actor: Actor | None) -> None:
    request.contribution, request.given_at = given.contribution.strip(), now()
    request.given_by = actor.name if actor else given.signed.strip()
    session.execute(
        update(Attachment)
        .where(Attachment.request_id == request.id, Attachment.public_id.in_(given.files))
        .values(pending=False)
    )
    post(
        session, Mail.GIVEN, request.id, people=people_of(session, request.by_organisation_id, Role.MINISTRY)
    )


def _remind(session: Session, request: ContributionRequest, _given: Given, _actor: Actor | None) -> None:
    if request.reminded_at is not None and local_day(request.reminded_at) == today():
        raise Unmet(("reminded_today",))
    request.reminded_at, request.reminders = now(), request.reminders + 1
    _tell_agency(session, request, Mail.REMINDED)


def _ask_again(session: Session, request: ContributionRequest, given: Given, _actor: Actor | None) -> None:
    request.reason = given.reason.strip()
    _begin_until(session, request, _own_date(request), None)
    _tell_agency(session, request, Mail.ASKED_AGAIN)


def _own_date(request: ContributionRequest) -> date | None:
    """The asker's; none while its time stands still and the date of the case is somebody else's."""
    rec = request.recommendation
    return rec.due_on if rec.state is RecommendationState.AWAITING else None


def _extend(session: Session, request: ContributionRequest, given: Given, _actor: Actor | None) -> None:
    """Another date, later or earlier: what was escalated is decided by it."""
    own = _own_date(request)
    _check_day(session, own, given.due_on)
    _begin_until(session, request, own, given.due_on)
    _tell_agency(session, request, Mail.EXTENDED)


def _withdraw(session: Session, request: ContributionRequest, _given: Given, _actor: Actor | None) -> None:
    _tell_agency(session, request, Mail.WITHDRAWN)


_EFFECTS = {
    Do.GIVE: _give,
    Do.REMIND: _remind,
    Do.EXTEND: _extend,
    Do.ASK_AGAIN: _ask_again,
    Do.WITHDRAW: _withdraw,
}


def _tell_agency(session: Session, request: ContributionRequest, kind: Mail) -> None:
    people = people_of(session, request.agency_id, Role.AGENCY)
    post(session, kind, request.id, people=people)
    if kind is Mail.REMINDED:
        tell_links(session, request)


def _note(
    session: Session,
    request: ContributionRequest,
    do: str,
    actor: Actor | None,
    standing: CaseRole,
    source: str,
    target: str,
) -> None:
    note(
        session,
        request.concern_id,
        request.recommendation_id,
        CONTRIBUTION.name,
        do,
        actor=actor,
        organisation_id=_who(request, actor, standing),
        standing=standing,
        owner=request.by_organisation_id,
        source=str(source),
        target=str(target),
        request=request.public_id,
        agency=request.agency_id,
    )


def _who(request: ContributionRequest, actor: Actor | None, standing: CaseRole) -> int | None:
    if actor is not None:
        return actor.organisation_id
    return request.agency_id if standing is CaseRole.CONTRIBUTOR else None


ENDS = (
    RecommendationDo.ACCEPT,
    RecommendationDo.ACCEPT_IN_PART,
    RecommendationDo.REJECT,
    RecommendationDo.CLAIM_DONE,
    RecommendationDo.READDRESS,
    RecommendationDo.REVOKE,
    RecommendationDo.SUPERSEDE,
    RecommendationDo.SILENCE,
)


@afterwards(RECOMMENDATION, *ENDS)
def close_requests(taking: StepContext, _data: object) -> None:
    """What was asked for an answer is not needed any more once the answer is given, or the recommendation is gone."""
    rows = taking.session.scalars(
        select(ContributionRequest)
        .where(ContributionRequest.recommendation_id == taking.rec.id, ContributionRequest.state.in_(OPEN))
        .order_by(ContributionRequest.id)
    ).all()
    for request in rows:
        source = request.state
        request.state = State(CONTRIBUTION.move(source, Do.CLOSE, Facts()))
        DATES.end(request)
        request.version += 1
        _note(taking.session, request, Do.CLOSE, None, CaseRole.SYSTEM, source, request.state)
