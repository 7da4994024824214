"""The tables of concerns and recommendations, as the driver runs them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from app.concerns.access import acts_as, find
from app.concerns.facts import concern_facts, recommendation_facts
from app.concerns.files import bind_files
from app.concerns.listing import update_listing
from app.concerns.steps import CaseStep, numbered, step_of
from app.core.actor import Actor
from app.process import history
from app.process.data import StepData
from app.process.models import Event, Statement
from app.process.tables import Address, Process, register_process
from workflows import recommendation
from workflows.concern import CONCERN, Facts, Stage
from workflows.engine import ClockEffect, Step
from workflows.recommendation import RECOMMENDATION, Grade
from workflows.roles import CaseRole


class _OfACase(Process[CaseStep]):
    """What both tables share: the concern is locked, and both write its history and its ledger."""

    def open(self, session: Session, actor: Actor, address: Address, do: str, data: Any) -> CaseStep:
        """Found as every page finds it."""
        case = find(session, actor, address.public_id, lock=True)
        return step_of(session, case, numbered(case, address.number), do, data)

    def acts_as(self, step: CaseStep, role: CaseRole) -> CaseRole:
        """Who acts in the chair's place is named as what they are."""
        by_nobody = role in (CaseRole.SYSTEM, CaseRole.DECISION)
        return role if by_nobody else acts_as(step.case, role)

    def record(self, step: CaseStep, row: Step[Any], source: str, target: str) -> Event:
        """One event in the concern's chain, with its words and the files that belong to it."""
        return write_event(step, row, source, target)

    def apply(self, step: CaseStep, effects: Iterable[ClockEffect]) -> None:
        """Entries in the ledger."""
        step.ledger.apply(effects, step.recommendation, step.day, step.data, step.event.id)

    def list_anew(self, step: CaseStep) -> None:
        """Of the concern and of all its recommendations and clocks."""
        update_listing(step.session, step.case, step.ledger)


class ConcernProcess(_OfACase):
    """A concern."""

    workflow, column, since = CONCERN, "stage", "stage_since"

    def roles(self, step: CaseStep) -> frozenset[CaseRole]:
        """Towards the concern."""
        return step.case.standing

    def facts(self, step: CaseStep) -> Facts:
        """Of the concern."""
        return concern_facts(step.case, step.ledger, step.day)

    def moved(self, step: CaseStep, target: StrEnum) -> None:
        """When it was closed."""
        step.concern.closed_at = step.at if target is Stage.CLOSED else None


class RecommendationProcess(_OfACase):
    """One recommendation."""

    workflow, since = RECOMMENDATION, "state_since"

    def roles(self, step: CaseStep) -> frozenset[CaseRole]:
        """Towards the recommendation."""
        return step.case.standing_in(step.rec)

    def facts(self, step: CaseStep) -> recommendation.Facts:
        """Of the recommendation."""
        return recommendation_facts(step.rec, step.ledger, step.day)


def register() -> None:
    """Let the driver run both tables."""
    register_process(ConcernProcess())
    register_process(RecommendationProcess())


def write_event(step: CaseStep, row: Step[Any], source: str, target: str) -> Event:
    """Append the step to the concern's history; the concern is locked."""
    data = step.data if isinstance(step.data, StepData) else None
    text, details = (data.said(), data.details()) if data else ("", {})
    grade: Grade | None = getattr(data, "grade", None)
    if step.paper is not None:
        _note_paper(step)
    if text or details or grade:
        step.params["words"] = history.words_digest(text, grade, details)
    by_person = step.standing not in (CaseRole.SYSTEM, CaseRole.DECISION)
    event = Event(
        concern_id=step.concern.id,
        recommendation_id=step.recommendation.id if step.recommendation else None,
        at=step.at,
        person_id=(step.actor.person_id or None) if by_person else None,
        organisation_id=step.organisation_id if by_person else None,
        standing=step.standing,
        machine=step.process.workflow.name,
        do=row.do.value,
        source=source,
        target=target,
        public=row.public,
        params={**step.params, "version": step.subject.version},
    )
    history.add(step.session, event)
    if "words" in step.params:
        step.session.add(
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
        bind_files(step.session, event, data.files, step.actor.organisation_id)
    return event


def _note_paper(step: CaseStep) -> None:
    """On what it came, and who recorded it: they do not verify it afterwards."""
    assert step.paper is not None
    step.params["paper"] = step.paper.noted()
    if step.recommendation is not None:
        step.rec.recorder_id = step.actor.person_id
        step.rec.recorder_organisation_id = step.actor.organisation_id
