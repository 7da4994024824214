"""What the steps of filing and intake do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import delete

from app.concerns.attachments import Attachment
from app.concerns.filing_texts import FILED
from app.concerns.models import ConcernInstitution
from app.concerns.steps import CaseStep
from app.concerns.vocabulary import Ground
from app.core.identifiers import is_in_words
from app.filing.institutions.service import find_in_directory, recuse_members
from app.process.data import Decision, Reason, StepData
from app.process.effects import StepEffects
from workflows.concern import CONCERN, ConcernAction

effects = StepEffects()


@dataclass(frozen=True)
class Question(StepData):
    """What the filer is asked."""

    words: ClassVar[str] = "question"
    question: str = ""


@dataclass(frozen=True)
class Answer(StepData):
    """What the filer answers."""

    words: ClassVar[str] = "answer"
    answer: str = ""


@dataclass(frozen=True)
class Declined(Reason):
    """Why a concern is not taken up."""

    ground: Ground | None = None
    way: str = ""  # where a person's own case finds help


@effects.leaving(CONCERN, ConcernAction.SUBMIT, named="unnamed")
def filed_texts(context: CaseStep, _data: StepData | None) -> list[str]:
    """All that was typed into the draft, unless a reason in words stands with it already."""
    kept = is_in_words(context.concern.override_reason)
    return [] if kept else [getattr(context.concern, name) for name in FILED]


@effects.before(CONCERN, ConcernAction.SUBMIT)
def save_filing(context: CaseStep, data: StepData | None) -> None:
    """From here on it is filed: the organisations that it is about are recused by the system."""
    concern = context.concern
    # one that was given before is not asked for again
    concern.override_reason = (data.override_reason if data else "") or concern.override_reason
    concern.submitted_at = context.at
    find_in_directory(context.session, concern)
    recuse_members(context.session, context.case, context.at)


@effects.before(CONCERN, ConcernAction.DISCARD)
def wipe(context: CaseStep, _data: StepData) -> None:
    """A discarded draft leaves nothing of its content behind; its files are removed by `flask files sweep`."""
    concern = context.concern
    for name in FILED:
        setattr(concern, name, "")
    concern.new_institution_kind = None
    context.session.execute(delete(ConcernInstitution).where(ConcernInstitution.concern_id == concern.id))
    context.session.execute(delete(Attachment).where(Attachment.concern_id == concern.id))


@effects.before(CONCERN, ConcernAction.ASK)
def remember_who_asked(context: CaseStep, _data: Question) -> None:
    """The answer goes back to the stage that asked."""
    context.concern.asked_from = context.concern.stage


@effects.before(CONCERN, ConcernAction.SUPPLY, ConcernAction.LAPSE, ConcernAction.WITHDRAW)
def clear_question(context: CaseStep, _data: StepData) -> None:
    """The question is answered or has no more answer."""
    context.params["asked_from"] = context.concern.asked_from.value if context.concern.asked_from else None
    context.concern.asked_from = None
    context.concern.warned_at = None


@effects.before(CONCERN, ConcernAction.WARN)
def note_warning(context: CaseStep, _data: StepData) -> None:
    """A concern lapses only after the filer was warned."""
    context.concern.warned_at = context.at


@effects.before(CONCERN, ConcernAction.APPEAL)
def open_appeal(context: CaseStep, _data: Reason) -> None:
    """The filer appeals once."""
    context.concern.appeal_used = context.concern.appeal_open = True


@effects.before(CONCERN, ConcernAction.ADMIT, ConcernAction.UPHOLD)
def end_appeal(context: CaseStep, _data: Decision | StepData) -> None:
    """Whether admitted at intake or on appeal, no appeal is open any more."""
    context.concern.appeal_open = False
