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
def filed_texts(taking: CaseStep, _data: StepData | None) -> list[str]:
    """All that was typed into the draft, unless a reason in words stands with it already."""
    kept = is_in_words(taking.concern.override_reason)
    return [] if kept else [getattr(taking.concern, name) for name in FILED]


@effects.before(CONCERN, ConcernAction.SUBMIT)
def keep_filing(taking: CaseStep, data: StepData | None) -> None:
    """From here on it is filed: the organisations that it is about are recused by the system."""
    concern = taking.concern
    # one that was given before is not asked for again
    concern.override_reason = (data.override_reason if data else "") or concern.override_reason
    concern.submitted_at = taking.at
    find_in_directory(taking.session, concern)
    recuse_members(taking.session, taking.case, taking.at)


@effects.before(CONCERN, ConcernAction.DISCARD)
def wipe(taking: CaseStep, _data: StepData) -> None:
    """A discarded draft leaves nothing of its content behind; its files are removed by `flask files sweep`."""
    concern = taking.concern
    for name in FILED:
        setattr(concern, name, "")
    concern.new_institution_kind = None
    taking.session.execute(delete(ConcernInstitution).where(ConcernInstitution.concern_id == concern.id))
    taking.session.execute(delete(Attachment).where(Attachment.concern_id == concern.id))


@effects.before(CONCERN, ConcernAction.ASK)
def remember_who_asked(taking: CaseStep, _data: Question) -> None:
    """The answer goes back to the stage that asked."""
    taking.concern.asked_from = taking.concern.stage


@effects.before(CONCERN, ConcernAction.SUPPLY, ConcernAction.LAPSE, ConcernAction.WITHDRAW)
def forget_question(taking: CaseStep, _data: StepData) -> None:
    """The question is answered or has no more answer."""
    taking.params["asked_from"] = taking.concern.asked_from.value if taking.concern.asked_from else None
    taking.concern.asked_from = None
    taking.concern.warned_at = None


@effects.before(CONCERN, ConcernAction.WARN)
def note_warning(taking: CaseStep, _data: StepData) -> None:
    """A concern lapses only after the filer was warned."""
    taking.concern.warned_at = taking.at


@effects.before(CONCERN, ConcernAction.APPEAL)
def open_appeal(taking: CaseStep, _data: Reason) -> None:
    """The filer appeals once."""
    taking.concern.appeal_used = taking.concern.appeal_open = True


@effects.before(CONCERN, ConcernAction.ADMIT, ConcernAction.UPHOLD)
def end_appeal(taking: CaseStep, _data: Decision | StepData) -> None:
    """Whether admitted at intake or on appeal, no appeal is open any more."""
    taking.concern.appeal_open = False
