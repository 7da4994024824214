"""The table of requests to agencies, as the driver runs it, and what its steps do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.accounts.queries import people_of
from app.answers.access import find_recommendation, find_request, standing_in
from app.answers.contributions.deadlines import DATES, notify_links, own_date, proposed_due
from app.answers.contributions.service import Given, Wanted
from app.answers.models import ContributionRequest, RequestMail
from app.concerns.attachments import Attachment
from app.concerns.models import Recommendation
from app.concerns.periods import load_calendar
from app.concerns.steps import CaseStep
from app.core.actor import Actor
from app.core.random_ids import public_id as new_public_id
from app.core.time import local_day, now, today
from app.notifications.queue import notify
from app.process import history
from app.process.effects import StepEffects
from app.process.models import Event
from app.process.run import follow
from app.process.tables import Address, Process, StepContext, process_of
from workflows.contribution import CONTRIBUTION, ContributionAction, Facts, State, last_chosen
from workflows.engine import ClockEffect, NotNow, Step, Unmet
from workflows.recommendation import ENDS_REQUESTS, RECOMMENDATION
from workflows.recommendation import State as RecommendationState
from workflows.roles import CaseRole, Kind, Role

effects = StepEffects()

AGENCIES = (Kind.STATE_AGENCY, Kind.NON_STATE_AGENCY)
OPEN = (State.ASKED, State.GIVEN)


@dataclass(kw_only=True)
class ContributionStep(StepContext):
    """A step of a request: its concern's row is locked."""

    request: ContributionRequest
    rec: Recommendation
    held: frozenset[CaseRole]
    actor: Actor | None  # nobody where somebody without an account acts, or it follows by itself

    @property
    def process(self) -> Process[Any]:
        """That of requests."""
        return process_of(CONTRIBUTION)

    @property
    def subject(self) -> ContributionRequest:
        """The request."""
        return self.request

    @property
    def by(self) -> Actor | None:
        """Who takes the step."""
        return self.actor


class ContributionProcess(Process[ContributionStep]):
    """A request to an agency. Its first step makes it, on the recommendation that it is about."""

    workflow = CONTRIBUTION

    def open(self, session: Session, actor: Actor, address: Address, do: str, data: Any) -> ContributionStep:
        """A request that exists for the person, or a new one about what their organisation answers."""
        if do == ContributionAction.FORWARD:
            return _new(session, actor, address, data)
        asked = find_request(session, actor, address.public_id, lock=True)
        return ContributionStep(
            session,
            now(),
            data,
            do,
            request=asked.request,
            rec=asked.request.recommendation,
            held=asked.standing,
            actor=actor,
        )

    def version(self, step: ContributionStep) -> int:
        """Of a new one, that of the recommendation."""
        return step.rec.version if step.do == ContributionAction.FORWARD else step.request.version

    def roles(self, step: ContributionStep) -> frozenset[CaseRole]:
        """Of the organisation that asks, or of the agency that is asked."""
        return step.held

    def facts(self, _step: ContributionStep) -> Facts:
        """There are none."""
        return Facts()

    def record(self, step: ContributionStep, row: Step[Any], source: str, target: str) -> Event:
        """In the concern's history, where the ministry alone reads it."""
        request = step.request
        return history.note(
            step.session,
            request.concern_id,
            request.recommendation_id,
            by=step.actor,
            at=step.at,
            standing=step.standing,
            machine=CONTRIBUTION.name,
            do=row.do,
            source=source,
            target=target,
            organisation_id=request.agency_id if step.standing is CaseRole.CONTRIBUTOR else None,
            owner=request.by_organisation_id,
            request=request.public_id,
            agency=request.agency_id,
        )

    def apply(self, step: ContributionStep, effects: Iterable[ClockEffect]) -> None:
        """To the date in its own row, which is stored with it."""
        new = step.do == ContributionAction.FORWARD
        DATES.apply(step.session, step.request, effects, _by_rule(step) if new else step.data)
        if new:
            step.session.add(step.request)
            step.session.flush()

    def result(self, step: ContributionStep, target: StrEnum) -> str:
        """Where a new one is found."""
        return step.request.public_id if step.do == ContributionAction.FORWARD else target.value


def _by_rule(step: ContributionStep) -> Wanted:
    """The day that the rule gives goes with the rule; another is a promise."""
    wanted: Wanted = step.data
    urgent = DATES.is_urgent(step.session, step.request)
    kept = wanted.due_on == proposed_due(step.session, urgent, own_date(step.rec))
    return replace(wanted, due_on=None) if kept else wanted


def _new(session: Session, actor: Actor, address: Address, wanted: Wanted) -> ContributionStep:
    case, rec = find_recommendation(session, actor, address.public_id, address.number or 0, lock=True)
    if rec.state is not RecommendationState.AWAITING:
        raise NotNow(rec.state)
    at = now()
    request = ContributionRequest(
        public_id=new_public_id(),
        version=0,
        concern_id=case.concern.id,
        recommendation_id=rec.id,
        by_organisation_id=actor.organisation_id,
        by_id=actor.person_id,
        agency_id=wanted.agency,
        at=at,
        question=wanted.question.strip(),
        question_override=wanted.override_reason.strip(),
        state=State.NEW,
    )
    held = standing_in(actor, request)
    return ContributionStep(
        session, at, wanted, ContributionAction.FORWARD, request=request, rec=rec, held=held, actor=actor
    )


# --- what the steps do ---------------------------------------------------------------


@effects.before(CONTRIBUTION, ContributionAction.FORWARD)
def check_agency(step: ContributionStep, wanted: Wanted) -> None:
    """It is one that may be asked, and is not asked already."""
    agency = step.session.get(Organisation, wanted.agency)
    if agency is None or agency.kind not in AGENCIES or not (agency.active and agency.confirmed):
        step.refuse("agency")
    asked = select(ContributionRequest.id).where(
        ContributionRequest.recommendation_id == step.rec.id,
        ContributionRequest.agency_id == wanted.agency,
        ContributionRequest.state.in_(OPEN),
    )
    if step.session.scalar(asked.limit(1)):
        step.refuse("asked_already")


@effects.before(CONTRIBUTION, ContributionAction.FORWARD, ContributionAction.EXTEND)
def check_day(step: ContributionStep, data: Wanted | Given) -> None:
    """Ahead of today, and before the asker's own date as long as that is ahead, too."""
    _check_day(step.session, own_date(step.rec), data.due_on)


def _check_day(session: Session, own: date | None, day: date | None) -> None:
    if day is None or day <= today():
        raise Unmet(("date_ahead",))
    calendar = load_calendar(session, today())
    last = last_chosen(own, today(), calendar)
    if last is not None and calendar.next_working(day) > last:
        raise Unmet(("before_own",))


@effects.before(CONTRIBUTION, ContributionAction.GIVE)
def save_contribution(step: ContributionStep, given: Given) -> None:
    """The text, who gave it, and the files that waited for it."""
    request = step.request
    request.contribution, request.given_at = given.contribution.strip(), step.at
    request.contribution_override = given.override_reason.strip()
    request.given_by = step.actor.name if step.actor else given.signed.strip()
    step.session.execute(
        update(Attachment)
        .where(Attachment.request_id == request.id, Attachment.public_id.in_(given.files))
        .values(pending=False)
    )


@effects.before(CONTRIBUTION, ContributionAction.REMIND)
def remind_once_a_day(step: ContributionStep, _given: Given) -> None:
    """Each day once."""
    request = step.request
    if request.reminded_at is not None and local_day(request.reminded_at) == step.day:
        step.refuse("reminded_today")
    request.reminded_at, request.reminders = step.at, request.reminders + 1


@effects.before(CONTRIBUTION, ContributionAction.ASK_AGAIN)
def save_reason(step: ContributionStep, given: Given) -> None:
    """The agency reads it."""
    request = step.request
    request.reason = given.reason.strip()
    request.question_override = "\n".join(
        filter(None, (request.question_override, given.override_reason.strip()))
    )


# --- who is told ---------------------------------------------------------------------

MAILS = {
    ContributionAction.FORWARD: RequestMail.ASKED,
    ContributionAction.REMIND: RequestMail.REMINDED,
    ContributionAction.ASK_AGAIN: RequestMail.ASKED_AGAIN,
    ContributionAction.EXTEND: RequestMail.EXTENDED,
    ContributionAction.WITHDRAW: RequestMail.WITHDRAWN,
}


@effects.after(CONTRIBUTION, *MAILS)
def notify_agency(step: ContributionStep, _data: Wanted | Given) -> None:
    """Its people; who answers by a link hears of a reminder, too."""
    request, kind = step.request, MAILS[ContributionAction(step.do)]
    notify(step.session, kind, request.id, people=people_of(step.session, request.agency_id, Role.AGENCY))
    if kind is RequestMail.REMINDED:
        notify_links(step.session, request)


@effects.after(CONTRIBUTION, ContributionAction.GIVE)
def notify_ministry(step: ContributionStep, _given: Given) -> None:
    """Who asked."""
    people = people_of(step.session, step.request.by_organisation_id, Role.MINISTRY)
    notify(step.session, RequestMail.GIVEN, step.request.id, people=people)


@effects.after(RECOMMENDATION, *ENDS_REQUESTS)
def close_requests(context: CaseStep, _data: object) -> None:
    """What was asked for an answer is not needed any more once the answer is given, or the recommendation is gone."""
    rows = context.session.scalars(
        select(ContributionRequest)
        .where(ContributionRequest.recommendation_id == context.rec.id, ContributionRequest.state.in_(OPEN))
        .order_by(ContributionRequest.id)
    ).all()
    for request in rows:
        follow(
            ContributionStep(
                context.session,
                context.at,
                None,
                ContributionAction.CLOSE,
                request=request,
                rec=context.rec,
                held=frozenset(),
                actor=None,
            )
        )
