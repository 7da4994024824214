"""Rows that move only with a step of something else: what of their tables all features declare alike.

Who takes the step, its form, its version and its line of the history are those of what it follows from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.process.run import follow
from app.process.tables import Address, Process, StepContext, process_of
from workflows.engine import ClockEffect, NotNow, Step, Workflow
from workflows.roles import CaseRole


@dataclass(kw_only=True)
class FollowingStep(StepContext):
    """A step of such a row; what it stands with is locked."""

    row: Any
    table: Workflow[Any]
    person_id: int | None = None  # who takes the step from which this one follows
    held: frozenset[CaseRole] = frozenset()  # of a person who takes it without another

    @property
    def process(self) -> Process[Any]:
        """That of its table."""
        return process_of(self.table)

    @property
    def subject(self) -> Any:
        """The row."""
        return self.row

    @property
    def by(self) -> Actor | None:
        """Nobody: who did it is told with the step from which it follows."""
        return None


class Following(Process[FollowingStep]):
    """A table of such rows. Each says in `moved` what a row keeps of its end."""

    workflow: ClassVar[Workflow[Any]]

    def open(self, session: Session, actor: Actor, address: Address, do: str, data: Any) -> FollowingStep:
        """No form is sent to one."""
        raise NotNow(f"{self.workflow.name}: {do} follows from another step")

    def roles(self, step: FollowingStep) -> frozenset[CaseRole]:
        """Of whoever takes the step, where somebody does."""
        return step.held

    def facts(self, _step: FollowingStep) -> Any:
        """There are none."""
        return None

    def outdates(self, _step: FollowingStep) -> bool:
        """It has no version: its forms are those of what it stands with."""
        return False

    def record(self, step: FollowingStep, row: Step[Any], source: str, target: str) -> None:
        """It is told with the step from which it follows."""

    def apply(self, step: FollowingStep, effects: Iterable[ClockEffect]) -> None:
        """It has no clock."""
        if tuple(effects):
            raise ValueError(f"{self.workflow.name}: {step.do} declares a clock")


def move(
    session: Session,
    at: datetime,
    table: Workflow[Any],
    row: Any,
    do: StrEnum,
    data: Any = None,
    *,
    person_id: int | None = None,
) -> None:
    """Take the step that follows by itself. Raises engine.NotNow where the row stands elsewhere."""
    follow(FollowingStep(session, at, data, do, row=row, table=table, person_id=person_id))
