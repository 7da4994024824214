"""The dates of an access request: the ministry owes them, the coordinator hears of lateness and decides on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, false
from sqlalchemy.orm import Session

from app.access_requests.models import AccessRequest, AccessRequestEvent
from app.accounts.mail_queue import heads_of, who_holds
from app.core.time import now
from app.deadlines.request_dates import Dates
from workflows.access_request import ACCESS_REQUEST, TOLD
from workflows.escalation import Audience, EscalationAct
from workflows.periods import Rule
from workflows.roles import CONVENERS, Role

RULES = {place.state: place.rule for place in ACCESS_REQUEST.places.values() if place.rule is not None}
HEARS = {
    Audience.OWING: (Role.MINISTRY,),
    Audience.COORDINATOR: (Role.COORDINATOR,),
    Audience.CONVENERS: CONVENERS,
}


class AccessRequestDates(Dates[AccessRequest]):
    """The ministry's answer, then what it arranges."""

    table, locks, told = AccessRequest, AccessRequest, TOLD

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
            said={
                "rule": rule,
                **{name: value if name == "days" else str(value) for name, value in said.items()},
            },
        )
        session.add(event)
        session.flush()
        return {"access_request_event_id": event.id}

    def hears(self, session: Session, row: AccessRequest, told: frozenset[Audience]) -> set[int]:
        """The ministry, the coordinator, the member that asked, who convenes the Group."""
        roles = {role for who, held in HEARS.items() if who in told for role in held}
        if Role.COORDINATOR in roles and not who_holds(session, Role.COORDINATOR):
            roles.update(HEARS[Audience.CONVENERS])  # the seat is empty
        people = who_holds(session, *roles)
        if Audience.ASKER in told:
            people |= {row.by_id}
        if Audience.HEAD in told:
            people |= heads_of(session, None, Role.MINISTRY)
        return people


DATES = AccessRequestDates()
