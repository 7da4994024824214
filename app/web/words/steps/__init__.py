"""The words of every step of every workflow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.ladder.letters import MACHINE as LETTER
from app.ladder.service import MACHINE as CLOCK
from app.papers.drafts.service import RECORD
from app.votes.models import MACHINE
from app.web.words.steps.answering import ANSWERING
from app.web.words.steps.climbing import CLIMBING, REMINDING, WRITING
from app.web.words.steps.deciding import DECIDING
from app.web.words.steps.facilitating import FACILITATING
from app.web.words.steps.filing import FILING
from app.web.words.steps.following import FOLLOWING
from app.web.words.steps.papers import PAPERS
from app.web.words.steps.preparing import CONTRIBUTING, SIGNING
from app.web.words.steps.reviewing import REVIEWING
from app.web.words.steps.step import StepWords
from app.web.words.steps.talking import TALKING
from app.web.words.steps.voting import VOTING
from workflows.answer import ANSWER
from workflows.concern import CONCERN
from workflows.contribution import CONTRIBUTION
from workflows.facilitation import FACILITATION
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
