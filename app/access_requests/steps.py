"""The table of access requests as the driver runs it, what its steps do, and the dates that the ministry owes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, false
from sqlalchemy.orm import Session

from app.access_requests.access import find, standing_in, to_tie
from app.access_requests.models import AccessRequest, AccessRequestEvent
from app.access_requests.service import AccessRequestData, Given
from app.accounts.models import Organisation
from app.accounts.queries import heads_of, who_holds
from app.core.actor import Actor
from app.core.random_ids import public_id as new_public_id
from app.core.refusals import NotFound
from app.core.time import now
from app.deadlines.request_dates import Dates
from app.notifications.queue import notify
from app.process.effects import StepEffects
from app.process.tables import Address, Process, StepContext, process_of
from workflows.access_request import ACCESS_REQUEST, AUDIENCES, AccessRequestAction, Facts, State
from workflows.engine import ClockEffect, Step
from workflows.escalation import Audience, EscalationAct
from workflows.periods import Rule
from workflows.roles import CONVENERS, CaseRole, Kind, Role

effects = StepEffects()

AGENCIES = (Kind.STATE_AGENCY, Kind.NON_STATE_AGENCY)
TO_MINISTRY = frozenset(
    {
        AccessRequestAction.ASK,
        AccessRequestAction.CONFIRM,
        AccessRequestAction.FELL_THROUGH,
        AccessRequestAction.WITHDRAW,
    }
)


class Mail(StrEnum):
    """Mails of access requests, one for each step."""

    ASK = "access_ask"
    ACCEPT = "access_accept"
    REFUSE = "access_refuse"
    ARRANGE = "access_arrange"
    CONFIRM = "access_confirm"
    FELL_THROUGH = "access_fell_through"
    WITHDRAW = "access_withdraw"
    EXTEND = "access_extend"


@dataclass(kw_only=True)
class AccessRequestStep(StepContext):
    """A step of a request: its row is locked."""

    row: AccessRequest
    actor: Actor

    @property
    def process(self) -> Process[Any]:
        """That of access requests."""
        return process_of(ACCESS_REQUEST)

    @property
    def subject(self) -> AccessRequest:
        """The request."""
        return self.row

    @property
    def by(self) -> Actor:
        """Who takes the step."""
        return self.actor


class AccessRequestProcess(Process[AccessRequestStep]):
    """An access request. Asking makes it."""

    workflow = ACCESS_REQUEST

    def open(self, session: Session, actor: Actor, address: Address, do: str, data: Any) -> AccessRequestStep:
        """One that exists for the person, or a new one of a member."""
        new = do == AccessRequestAction.ASK
        row = _new(session, actor, data) if new else find(session, actor, address.public_id, lock=True)
        return AccessRequestStep(session, now(), data, do, row=row, actor=actor)

    def roles(self, step: AccessRequestStep) -> frozenset[CaseRole]:
        """Who asks, the ministry, or the coordinator."""
        return standing_in(step.actor, step.row)

    def facts(self, _step: AccessRequestStep) -> Facts:
        """There are none."""
        return Facts()

    def record(self, step: AccessRequestStep, row: Step[Any], source: str, target: str) -> AccessRequestEvent:
        """In the request's own history. It is stored with the date that the step leads to."""
        because = step.data.override_reason.strip()
        event = AccessRequestEvent(
            request=step.row,
            at=step.at,
            person_id=step.actor.person_id,
            do=row.do.value,
            source=source,
            target=target,
            text=step.data.said().strip(),
            details={"override_reason": because} if because else {},
        )
        return event

    def apply(self, step: AccessRequestStep, effects: Iterable[ClockEffect]) -> None:
        """To the date in its own row."""
        DATES.apply(step.session, step.row, effects, step.data)
        step.event.due_on = step.row.due_on
        step.session.add(step.event)
        step.session.flush()

    def result(self, step: AccessRequestStep, target: StrEnum) -> str:
        """Where a new one is found."""
        return step.row.public_id if step.do == AccessRequestAction.ASK else target.value


def _new(session: Session, actor: Actor, data: AccessRequestData) -> AccessRequest:
    if not actor.is_(Role.MEMBER):
        raise NotFound(ACCESS_REQUEST.name)
    return AccessRequest(
        public_id=new_public_id(),
        version=0,
        kind=data.kind,
        agency_id=data.agency,
        by_organisation_id=actor.organisation_id,
        by_id=actor.person_id,
        concern_id=to_tie(session, actor, data.concern).concern.id if data.concern else None,
        purpose=data.purpose.strip(),
        state=State.NEW,
        at=now(),
    )


@effects.before(ACCESS_REQUEST, AccessRequestAction.ASK)
def check_agency(step: AccessRequestStep, data: AccessRequestData) -> None:
    """It is one about which an access request can be made."""
    agency = step.session.get(Organisation, data.agency)
    if agency is None or agency.kind not in AGENCIES or not (agency.active and agency.confirmed):
        step.refuse("agency")


@effects.before(ACCESS_REQUEST, AccessRequestAction.EXTEND, AccessRequestAction.ARRANGE)
def check_days(step: AccessRequestStep, given: Given) -> None:
    """They are ahead."""
    if given.happens_on is not None and given.happens_on < step.day:
        step.refuse("date_ahead")
    if given.due_on is not None and given.due_on <= step.day:
        step.refuse("date_ahead")


@effects.before(ACCESS_REQUEST, AccessRequestAction.ARRANGE)
def save_arrangement(step: AccessRequestStep, given: Given) -> None:
    """With whom, where and how; and when, if that is known."""
    step.row.how, step.row.happens_on = given.how.strip(), given.happens_on


@effects.on_event(ACCESS_REQUEST)
def notify_other_side(step: AccessRequestStep) -> None:
    """Of what the member does, the ministry, of what the ministry does, the member; of another date, both."""
    do, row = AccessRequestAction(step.do), step.row
    people = {row.by_id} if do not in TO_MINISTRY else set()
    if do in TO_MINISTRY or do is AccessRequestAction.EXTEND:
        people |= who_holds(step.session, Role.MINISTRY)
    notify(step.session, Mail[do.name], row.id, people=people - {step.actor.person_id})


RULES = {place.state: place.rule for place in ACCESS_REQUEST.places.values() if place.rule is not None}
ROLES_OF = {
    Audience.OWING: (Role.MINISTRY,),
    Audience.COORDINATOR: (Role.COORDINATOR,),
    Audience.CONVENERS: CONVENERS,
}


class AccessRequestDates(Dates[AccessRequest]):
    """The ministry's answer, then what it arranges."""

    table, locks, audiences = AccessRequest, AccessRequest, AUDIENCES

    def owed(self, rule: Rule | None = None) -> ColumnElement[bool]:
        """What the ministry owes by this rule, or by either."""
        states = [state for state, of in RULES.items() if rule in (None, of)]
        return AccessRequest.state.in_(states) if states else false()

    def rule_of(self, row: AccessRequest) -> Rule:
        """By where it stands."""
        return RULES[row.state]

    def keep(self, row: AccessRequest, acts: Collection[EscalationAct]) -> None:
        """It is proposed for the next meeting, too."""
        super().keep(row, acts)
        row.on_agenda = row.on_agenda or EscalationAct.AGENDA in acts

    def forget(self, row: AccessRequest) -> None:
        """Neither is it proposed any more."""
        super().forget(row)
        row.on_agenda = False

    def end(self, row: AccessRequest) -> None:
        """Nobody owes anything: there is no date."""
        row.due_on = None
        super().end(row)

    def with_lock(self, query: Any) -> Any:
        """The request's own row is locked."""
        return query

    def note(self, session: Session, row: AccessRequest, do: str, **said: Any) -> Mapping[str, int]:
        """In the request's history."""
        state, rule = row.state.value, self.rule_of(row).value
        event = AccessRequestEvent(
            access_request_id=row.id,
            at=now(),
            do=do,
            source=state,
            target=state,
            due_on=row.due_on,
            details={
                "rule": rule,
                **{name: value if name == "days" else str(value) for name, value in said.items()},
            },
        )
        session.add(event)
        session.flush()
        return {"access_request_event_id": event.id}

    def recipients(self, session: Session, row: AccessRequest, audiences: frozenset[Audience]) -> set[int]:
        """The ministry, the coordinator, the member that asked, who convenes the Group."""
        roles = {role for who, held in ROLES_OF.items() if who in audiences for role in held}
        if Role.COORDINATOR in roles and not who_holds(session, Role.COORDINATOR):
            roles.update(ROLES_OF[Audience.CONVENERS])  # the seat is empty
        people = who_holds(session, *roles)
        if Audience.ASKER in audiences:
            people |= {row.by_id}
        if Audience.HEAD in audiences:
            people |= heads_of(session, None, Role.MINISTRY)
        return people


DATES = AccessRequestDates()
