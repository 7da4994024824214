"""What a feature declares of a table of steps whose rows are its own, so that the driver can run it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.time import local_day
from workflows import engine
from workflows.engine import ClockEffect, Step, Workflow
from workflows.roles import CaseRole


@dataclass(frozen=True, slots=True)
class Address:
    """Where a row is found: by its public id, or that of its concern and its number there. A new row has none."""

    public_id: str = ""
    number: int | None = None


@dataclass
class StepContext:
    """One step being taken: what effects may read and change. The transaction is open, the row locked."""

    session: Session
    at: datetime
    data: Any = None
    do: str = ""
    standing: CaseRole = CaseRole.SYSTEM  # as what it is taken
    params: dict[str, Any] = field(default_factory=dict, kw_only=True)  # of its event
    event: Any = field(default=None, kw_only=True)

    @property
    def process(self) -> Process[Any]:
        """The table by which the row moves."""
        raise NotImplementedError

    @property
    def subject(self) -> Any:
        """The row that moves."""
        raise NotImplementedError

    @property
    def by(self) -> Actor | None:
        """Who takes the step; nobody where an address without an account does."""
        raise NotImplementedError

    @property
    def on_paper(self) -> bool:
        """Whether it came on paper, and is recorded in the name of those whose step it is."""
        return False

    @property
    def day(self) -> date:
        """The local day of the step."""
        return local_day(self.at)

    def refuse(self, *names: str) -> None:
        """Give up: nothing is changed, and the person is told what is missing or wrong."""
        raise engine.Unmet(names)


S = TypeVar("S", bound=StepContext)


class Process(ABC, Generic[S]):
    """One table and the rows that move by it: how they are found, who somebody is to one, what a step writes.

    There is one object of each, registered by the feature whose rows they are.
    """

    workflow: ClassVar[Workflow[Any]]
    column: ClassVar[str] = "state"  # of the row: only the driver writes it
    since: ClassVar[str] = ""  # of the row: when its state changed last, where that is kept

    @abstractmethod
    def open(self, session: Session, actor: Actor, address: Address, do: str, data: Any) -> S:
        """The step on its row, which is locked and read after that. Raises NotFound, NotNow."""

    @abstractmethod
    def roles(self, step: S) -> frozenset[CaseRole]:
        """All that the person is to the row."""

    @abstractmethod
    def facts(self, step: S) -> Any:
        """What the guards of the table look at."""

    @abstractmethod
    def record(self, step: S, row: Step[Any], source: str, target: str) -> Any:
        """Add the one event of the step to the history."""

    @abstractmethod
    def apply(self, step: S, effects: Iterable[ClockEffect]) -> None:
        """Do to the clocks of the row what the step declares."""

    def version(self, step: S) -> int:
        """What the form was made from has to have this version still."""
        return int(step.subject.version)

    def acts_as(self, _step: S, role: CaseRole) -> CaseRole:
        """As what the history names who takes the step with this role."""
        return role

    def moved(self, step: S, target: StrEnum) -> None:
        """Write what the row keeps of having reached another state."""

    def outdates(self, _step: S) -> bool:
        """Whether forms that were made from the row before the step are old by it."""
        return True

    def list_anew(self, step: S) -> None:
        """Bring what lists show of the row up to date, once all that follows has followed."""

    def result(self, _step: S, target: StrEnum) -> str:
        """What who took the step is given: the state reached, or the public id of a row that was made."""
        return target.value


_PROCESSES: dict[str, Process[Any]] = {}


def register_process(process: Process[Any]) -> None:
    """Let the driver run this table."""
    _PROCESSES[process.workflow.name] = process


def process_of(workflow: Workflow[Any]) -> Process[Any]:
    """What is declared of this table. Raises KeyError where no feature has registered it."""
    return _PROCESSES[workflow.name]
