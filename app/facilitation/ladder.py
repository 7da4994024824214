"""The dates of a request for a way: the ministry owes them, the coordinator hears of lateness and decides on it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, false
from sqlalchemy.orm import Session

from app.cases.dated import Dates
from app.core.time import now
from app.facilitation.models import Facilitation, FacilitationEvent
from app.people.post import heads_of, post, who_holds
from workflows.facilitation import FACILITATION, TOLD
from workflows.ladder import Act, Audience
from workflows.periods import Rule
from workflows.standing import Role

RUNG = "way_rung_"


class RungMail(StrEnum):
    """Mails of the rungs, one for each act."""

    REMIND = "way_rung_remind"
    LATE = "way_rung_late"
    TO_HEAD = "way_rung_to_head"
    ESCALATE = "way_rung_escalate"
    TO_AGENDA = "way_rung_to_agenda"
    TO_MINISTER = "way_rung_to_minister"


RULES = {place.state: place.rule for place in FACILITATION.places.values() if place.rule is not None}
HEARS = {
    Audience.OWING: Role.MINISTRY,
    Audience.COORDINATOR: Role.COORDINATOR,
    Audience.CONVENERS: Role.SECRETARIAT,
}


class WayDates(Dates[Facilitation]):
    """The ministry's answer, then what it arranges."""

    table, locks, told = Facilitation, Facilitation, TOLD

    def owed(self, rule: Rule | None = None) -> ColumnElement[bool]:
        """What the ministry owes by this rule, or by either."""
        states = [state for state, of in RULES.items() if rule in (None, of)]
        return Facilitation.state.in_(states) if states else false()

    def rule_of(self, row: Facilitation) -> Rule:
        """By where it stands."""
        return RULES[row.state]

    def with_lock(self, query: Any) -> Any:
        """The request's own row is locked."""
        return query

    def note(self, session: Session, row: Facilitation, do: str, **said: Any) -> None:
        """In the request's history."""
        state, rule = row.state.value, self.rule_of(row).value
        session.add(
            FacilitationEvent(
                facilitation_id=row.id,
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
        )

    def tell(
        self, session: Session, row: Facilitation, act: Act, told: frozenset[Audience], key: str
    ) -> None:
        """Mails to those for whom the request exists."""
        people = who_holds(session, *(role for who, role in HEARS.items() if who in told))
        if Audience.ASKER in told:
            people |= {row.by_id}
        if Audience.HEAD in told:
            people |= heads_of(session, None, Role.MINISTRY)
        post(session, RungMail(f"{RUNG}{act}"), row.id, people=people, key=key)


DATES = WayDates()
