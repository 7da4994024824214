"""Steps of a concern and of its recommendations: found for a person, and taken by the driver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from app.concerns.access import Case, find
from app.concerns.clocks import Ledger
from app.concerns.models import Concern, Recommendation
from app.concerns.periods import load_calendar
from app.core.actor import Actor
from app.core.refusals import NotFound
from app.core.time import local_day, now
from app.process.data import Paper
from app.process.keys import once
from app.process.models import Event
from app.process.outcome import Outcome, Stale, Taken
from app.process.run import follow, run, take
from app.process.tables import Address, Process, StepContext, process_of
from workflows.concern import CONCERN
from workflows.recommendation import RECOMMENDATION
from workflows.roles import CaseRole


@dataclass(kw_only=True)
class CaseStep(StepContext):
    """A step of a concern, or of one of its recommendations: the concern's row is locked."""

    case: Case
    ledger: Ledger
    recommendation: Recommendation | None = None
    tell: set[int] = field(default_factory=set)  # who hears of it besides those who always do
    prepared_by: int | None = None  # who prepared what this person signs off
    paper: Paper | None = None  # on which it came, where this person records it
    in_name_of: int | None = None  # the addressee for which they do

    @property
    def process(self) -> Process[Any]:
        """The table of the concern, or that of its recommendations."""
        return process_of(RECOMMENDATION if self.recommendation else CONCERN)

    @property
    def subject(self) -> Concern | Recommendation:
        """What moves."""
        return self.recommendation or self.case.concern

    @property
    def by(self) -> Actor:
        """Who takes the step."""
        return self.case.actor

    @property
    def actor(self) -> Actor:
        """Who takes the step."""
        return self.case.actor

    @property
    def on_paper(self) -> bool:
        """Whether it is recorded as it came on paper."""
        return self.paper is not None

    @property
    def concern(self) -> Concern:
        """The concern that moves, or whose recommendation moves."""
        return self.case.concern

    @property
    def rec(self) -> Recommendation:
        """The recommendation that moves."""
        assert self.recommendation is not None
        return self.recommendation

    @property
    def said_on(self) -> date:
        """The day on which what is said came in: of a paper, when it was received."""
        return self.paper.received_on if self.paper else self.day

    @property
    def organisation_id(self) -> int:
        """The organisation whose step it is."""
        return self.in_name_of or self.actor.organisation_id

    def follow(self, recommendation: Recommendation, do: StrEnum, data: Any = None) -> None:
        """Take a step of a recommendation that follows by itself from this one."""
        follow(self._next(recommendation, do, data))

    def follow_concern(self, do: StrEnum, data: Any = None) -> None:
        """Take a step of the concern that follows by itself from this one."""
        follow(self._next(None, do, data))

    def _next(self, recommendation: Recommendation | None, do: StrEnum, data: Any) -> CaseStep:
        return CaseStep(
            self.session,
            self.at,
            data,
            do,
            case=self.case,
            ledger=self.ledger,
            recommendation=recommendation,
        )


def take_step(
    actor: Actor,
    public_id: str,
    do: str,
    data: Any = None,
    *,
    number: int | None = None,
    version: int,
    key: str,
) -> Outcome:
    """Take one step of a concern, or of its recommendation `number`, as `run` does."""
    workflow: Any = CONCERN if number is None else RECOMMENDATION
    return run(workflow, actor, Address(public_id, number), do, data, version=version, key=key)


def take_by_itself(session: Session, case: Case, do: StrEnum) -> None:
    """Take a step of the concern that follows by itself from what is done in this transaction; it is locked."""
    event_of(step_of(session, case, None, do, None), CaseRole.SYSTEM)


def event_of(step: CaseStep, by: CaseRole | None = None) -> Event:
    """Take the step; gives its event. Raises as `take`."""
    take(step, by=by)
    assert isinstance(step.event, Event)
    return step.event


def step_of(
    session: Session,
    case: Case,
    recommendation: Recommendation | None,
    do: str,
    data: Any,
    *,
    prepared_by: int | None = None,
    noted: Mapping[str, Any] | None = None,
    paper: Paper | None = None,
) -> CaseStep:
    """A step of the locked case, with its open clocks.

    `prepared_by` names whose step it is that this person signs off, `noted` what its event says of how it came, and
    `paper` on what came that which this person records in the name of the addressee.
    """
    at = now()
    return CaseStep(
        session,
        at,
        data,
        do,
        params=dict(noted or {}),
        case=case,
        ledger=Ledger.of(session, case.concern, load_calendar(session, local_day(at))),
        recommendation=recommendation,
        prepared_by=prepared_by,
        paper=paper,
        in_name_of=(recommendation or case.concern).asked_id if paper else None,
    )


def locked_case(session: Session, actor: Actor, public_id: str, do: str, key: str) -> Case | Taken:
    """The case with its row locked, or what came of this very form when it was sent before. Raises NotFound."""
    return once(session, actor, do, key, lambda: find(session, actor, public_id, lock=True))


def opened(
    session: Session, actor: Actor, public_id: str, do: str, number: int | None, *, version: int, key: str
) -> tuple[Case, Recommendation | None] | Taken | Stale:
    """The locked case and its recommendation `number`, as they were when the form was made. Raises NotFound."""
    case = locked_case(session, actor, public_id, do, key)
    if isinstance(case, Taken):
        return case
    recommendation = numbered(case, number)
    if (recommendation or case.concern).version != version:
        return Stale(version)
    return case, recommendation


def numbered(case: Case, number: int | None) -> Recommendation | None:
    """The recommendation with this number, as far as the person sees it; None for none. Raises NotFound."""
    if number is None:
        return None
    for recommendation in case.recommendations:
        if recommendation.number == number:
            return recommendation
    raise NotFound(f"{case.concern.public_id}/{number}")
