"""Asking an agency for its part of an answer. The Group's clock runs on; the request has its own, earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.core.actor import Actor
from app.process.data import StepData
from app.process.outcome import Outcome
from app.process.run import run
from app.process.tables import Address
from workflows.contribution import CONTRIBUTION, ContributionAction


@dataclass(frozen=True)
class Wanted(StepData):
    """What is asked of which agency, and by when."""

    words: ClassVar[str] = "question"
    agency: int = 0
    question: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Given(StepData):
    """What a step of a request is given; `files` are those that waited for it."""

    words: ClassVar[str] = "contribution"
    contribution: str = ""
    reason: str = ""
    signed: str = ""
    due_on: date | None = None


def forward(actor: Actor, public_id: str, number: int, wanted: Wanted, *, version: int, key: str) -> Outcome:
    """Ask an agency, the recommendation being of this version; gives the request's public id. Raises NotFound."""
    address = Address(public_id, number)
    return run(CONTRIBUTION, actor, address, ContributionAction.FORWARD, wanted, version=version, key=key)


def take(
    actor: Actor,
    public_id: str,
    do: ContributionAction,
    given: Given | None = None,
    *,
    version: int,
    key: str,
) -> Outcome:
    """Take a step of a request. Raises NotFound."""
    return run(CONTRIBUTION, actor, Address(public_id), do, given or Given(), version=version, key=key)
