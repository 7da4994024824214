"""The words of every step of every workflow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.access_requests.labels import FACILITATING
from app.answers.labels import CONTRIBUTING, SIGNING
from app.deadlines.escalation_runs import MACHINE as CLOCK
from app.deadlines.labels import CLIMBING, REMINDING, WRITING
from app.filing.labels import FILING
from app.formal_letters.service import MACHINE as LETTER
from app.messages.labels import TALKING
from app.process.labels import StepWords
from app.response.labels import ANSWERING
from app.review.decision_labels import DECIDING
from app.review.labels import REVIEWING
from app.verification.labels import FOLLOWING
from app.votes.labels import VOTING
from app.votes.models import MACHINE
from app.working_papers.drafts.service import RECORD
from app.working_papers.labels import PAPERS
from workflows.access_request import FACILITATION
from workflows.answer import ANSWER
from workflows.concern import CONCERN
from workflows.contribution import CONTRIBUTION
from workflows.recommendation import RECOMMENDATION

__all__ = ("CLOCK", "STEPS", "StepWords", "step_words")

STEPS: Mapping[str, Mapping[Any, StepWords]] = {
    CONCERN.name: {**FILING, **REVIEWING, **DECIDING},
    RECOMMENDATION.name: {**ANSWERING, **FOLLOWING},
    CONTRIBUTION.name: CONTRIBUTING,
    ANSWER.name: SIGNING,
    FACILITATION.name: FACILITATING,
    MACHINE: VOTING,
    CLOCK: {**CLIMBING, **REMINDING},
    LETTER: WRITING,
    RECORD: {**PAPERS, **TALKING},
}


def step_words(machine: str, do: str) -> StepWords:
    """The words of a step of the workflow of this name. Raises KeyError for what is no step of it."""
    return STEPS[machine][do]
