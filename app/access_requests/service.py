"""What is done with an access request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.core.actor import Actor
from app.process.data import StepData
from app.process.outcome import Outcome
from app.process.run import run
from app.process.tables import Address
from workflows.access_request import ACCESS_REQUEST, AccessKind, AccessRequestAction


@dataclass(frozen=True)
class AccessRequestData(StepData):
    """What a member asks for; `concern` is the address of the concern it is tied to, if any."""

    words: ClassVar[str] = "purpose"
    kind: AccessKind | None = None
    agency: int = 0
    purpose: str = ""
    concern: str = ""


@dataclass(frozen=True)
class Given(StepData):
    """What a step is given."""

    reason: str = ""
    how: str = ""
    happens_on: date | None = None
    note: str = ""
    due_on: date | None = None

    def said(self) -> str:
        """The words that the history keeps."""
        return self.reason or self.how or self.note


def ask(actor: Actor, data: AccessRequestData, key: str) -> Outcome:
    """Ask the ministry; gives the request's public id. Raises NotFound."""
    return run(ACCESS_REQUEST, actor, Address(), AccessRequestAction.ASK, data, version=0, key=key)


def take(
    actor: Actor,
    public_id: str,
    do: AccessRequestAction,
    given: Given | None = None,
    *,
    version: int,
    key: str,
) -> Outcome:
    """Take a step. Raises NotFound."""
    return run(ACCESS_REQUEST, actor, Address(public_id), do, given or Given(), version=version, key=key)
