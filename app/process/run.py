"""take_step(): the single door through which a case moves."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from app.concerns.access import Case, acts_as
from app.concerns.facts import concern_facts, recommendation_facts
from app.concerns.files import bind_files
from app.concerns.listing import keep_listing
from app.concerns.models import Concern, Recommendation
from app.core.actor import Actor
from app.core.logs import note_on_commit
from app.core.time import local_day, now
from app.deadlines.clocks import Ledger, load_calendar
from app.process import history
from app.process.data import Paper, StepData, refuse_far_dates, refuse_identifiers
from app.process.effects import AFTER, BEFORE, TELL
from app.process.models import Event, Statement
from app.process.outcome import Outcome, Taken
from app.process.submissions import attempted, opened, remember
from workflows import concern as concern_table
from workflows import engine
from workflows.concern import CONCERN
from workflows.recommendation import RECOMMENDATION, Grade
from workflows.roles import CaseRole

log = logging.getLogger(__name__)


@dataclass
class StepContext:
    """One step being taken: what effects may read and change. The transaction is open, the concern's row locked."""

    session: Session
    case: Case
    at: datetime
    ledger: Ledger
    recommendation: Recommendation | None = None
    data: Any = None
    do: str = ""
    standing: CaseRole = CaseRole.SYSTEM
    params: dict[str, Any] = field(default_factory=dict)
    tell: set[int] = field(default_factory=set)  # who hears of it besides those who always do
    event: Event | None = None
    prepared_by: int | None = None  # who prepared what this person signs off
    paper: Paper | None = None  # on which it came, where this person records it
    in_name_of: int | None = None  # the addressee for which they do

    @property
    def actor(self) -> Actor:
        """Who takes the step."""
        return self.case.actor

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
    def day(self) -> date:
        """The local day of the step."""
        return local_day(self.at)

    @property
    def said_on(self) -> date:
        """The day on which what is said came in: of a paper, when it was received."""
        return self.paper.received_on if self.paper else self.day

    @property
    def organisation_id(self) -> int:
        """The organisation whose step it is."""
        return self.in_name_of or self.actor.organisation_id

    def refuse(self, *names: str) -> None:
        """Give up: nothing is changed, and the person is told what is missing or wrong."""
        raise engine.Unmet(names)

    def follow(self, recommendation: Recommendation, do: StrEnum, data: Any = None) -> None:
        """Take a step of a recommendation that follows by itself from this one."""
        _take(
            StepContext(
                self.session, self.case, self.at, self.ledger, recommendation, data, do, CaseRole.SYSTEM
            ),
            RECOMMENDATION,
        )

    def follow_concern(self, do: StrEnum, data: Any = None) -> None:
        """Take a step of the concern that follows by itself from this one."""
        _take(
            StepContext(self.session, self.case, self.at, self.ledger, None, data, do, CaseRole.SYSTEM),
            CONCERN,
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
    """Take one step of a concern, or of its recommendation `number`, in one transaction.

    `version` is that of the row the form was made from, `key` its one-time key. Raises NotFound for what the
    person may not see; every other refusal is a value.
    """

    def attempt(session: Session) -> Outcome:
        found = opened(session, actor, public_id, do, number, version=version, key=key)
        if not isinstance(found, tuple):
            return found
        case, recommendation = found
        at = now()
        ledger = Ledger.of(session, case.concern, load_calendar(session, local_day(at)))
        taking = StepContext(session, case, at, ledger, recommendation, data, do)
        target = _authorised(taking)
        keep_listing(session, case, ledger)
        remember(session, case, do, key, target, at)
        return Taken(target)

    outcome = attempted(attempt)
    if not isinstance(outcome, Taken):
        log.info("step %s refused: %s", do, outcome)
    return outcome


def decide(session: Session, case: Case, recommendation: Recommendation | None, do: str, data: Any) -> Event:
    """Take a step that the Group has decided, inside the transaction that closes its vote; the concern is locked.

    Raises engine.NotNow or engine.Unmet where the case has moved on meanwhile.
    """
    at = now()
    ledger = Ledger.of(session, case.concern, load_calendar(session, local_day(at)))
    taking = StepContext(session, case, at, ledger, recommendation, data, do, CaseRole.DECISION)
    workflow: engine.Workflow[Any] = RECOMMENDATION if recommendation else CONCERN
    state = recommendation.state if recommendation else case.concern.stage
    workflow.check_standing(workflow.find(state, do), frozenset({CaseRole.DECISION}))
    _take(taking, workflow)
    keep_listing(session, case, ledger)
    assert taking.event is not None
    return taking.event


def take_within(
    session: Session,
    case: Case,
    recommendation: Recommendation | None,
    do: str,
    data: Any,
    *,
    prepared_by: int | None = None,
    noted: Mapping[str, Any] | None = None,
    paper: Paper | None = None,
) -> Event:
    """Take a step inside a transaction that records more than the step; the concern is locked.

    `prepared_by` names whose step it is that this person signs off, `noted` what its event says of how it came, and
    `paper` on what came that which this person records in the name of the addressee.

    Raises engine.NotNow, engine.NotYours or engine.Unmet where the case has moved on meanwhile.
    """
    at = now()
    ledger = Ledger.of(session, case.concern, load_calendar(session, local_day(at)))
    taking = StepContext(
        session, case, at, ledger, recommendation, data, do, prepared_by=prepared_by, paper=paper
    )
    taking.in_name_of = (recommendation or case.concern).asked_id if paper else None
    taking.params.update(noted or {})
    _authorised(taking)
    keep_listing(session, case, ledger)
    assert taking.event is not None
    return taking.event


def _authorised(taking: StepContext) -> str:
    """Take the step if this person's standing allows it."""
    case, rec = taking.case, taking.recommendation
    workflow: engine.Workflow[Any] = RECOMMENDATION if rec else CONCERN
    standing = case.standing_in(rec) if rec else case.standing
    step = workflow.find(rec.state if rec else case.concern.stage, taking.do)
    taking.standing = acts_as(
        case, workflow.check_standing(step, standing, on_paper=taking.paper is not None)
    )
    refuse_identifiers(taking.data)
    return _take(taking, workflow)


def _take(taking: StepContext, workflow: engine.Workflow[Any]) -> str:
    concern, rec, data = taking.concern, taking.recommendation, taking.data
    source = rec.state if rec else concern.stage
    step = workflow.find(source, taking.do)
    facts: Any = (
        recommendation_facts(rec, taking.ledger, taking.day)
        if rec
        else concern_facts(taking.case, taking.ledger, taking.day)
    )
    target = workflow.move(source, taking.do, facts, data)
    note_on_commit(taking.session, f"step {workflow.name}.{taking.do} taken")
    refuse_far_dates(data)
    for run in BEFORE.get((workflow.name, taking.do), ()):
        run(taking, data)
    _set_state(taking, target)
    if taking.paper is not None:
        taking.params["paper"] = taking.paper.noted()
        if rec is not None:
            rec.recorder_id, rec.recorder_organisation_id = (
                taking.actor.person_id,
                taking.actor.organisation_id,
            )
    taking.event = _write_event(taking, workflow, step, source, target)
    taking.ledger.apply(step.clocks, rec, taking.day, taking.data, taking.event.id)
    for run in AFTER.get((workflow.name, taking.do), ()):
        run(taking, data)
    for tell in TELL:
        tell(taking)
    return target.value


def _set_state(taking: StepContext, target: Any) -> None:
    rec, concern = taking.recommendation, taking.concern
    if rec is not None:
        if rec.state is not target:
            rec.state, rec.state_since = target, taking.at
        rec.version += 1
        return
    if concern.stage is not target:
        concern.stage, concern.stage_since = target, taking.at
        concern.closed_at = taking.at if target is concern_table.Stage.CLOSED else None
    concern.version += 1


def _write_event(
    taking: StepContext, workflow: engine.Workflow[Any], step: engine.Step[Any], source: str, target: str
) -> Event:
    data = taking.data if isinstance(taking.data, StepData) else None
    text, details = (data.said(), data.details()) if data else ("", {})
    grade: Grade | None = getattr(data, "grade", None)
    if text or details or grade:
        taking.params["words"] = history.words_digest(text, grade, details)
    subject = taking.recommendation or taking.concern
    by_person = taking.standing not in (CaseRole.SYSTEM, CaseRole.DECISION)
    event = Event(
        concern_id=taking.concern.id,
        recommendation_id=taking.recommendation.id if taking.recommendation else None,
        at=taking.at,
        person_id=(taking.actor.person_id or None) if by_person else None,
        organisation_id=taking.organisation_id if by_person else None,
        standing=taking.standing,
        machine=workflow.name,
        do=step.do.value,
        source=str(source),
        target=str(target),
        public=step.public,
        params={**taking.params, "version": subject.version},
    )
    history.add(taking.session, event)
    if "words" in taking.params:
        taking.session.add(
            Statement(
                event_id=event.id,
                concern_id=event.concern_id,
                recommendation_id=event.recommendation_id,
                do=event.do,
                text=text,
                grade=grade,
                details=details,
            )
        )
    if data and data.files:
        bind_files(taking.session, event, data.files, taking.actor.organisation_id)
    return event
