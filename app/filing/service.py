"""Drafts of a filing, and what the steps of filing and intake do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.concerns.access import find
from app.concerns.attachments import Attachment
from app.concerns.filing_fields import FILED, TYPED
from app.concerns.models import Concern, ConcernInstitution
from app.concerns.steps import CaseStep
from app.concerns.vocabulary import Ground
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.identifiers import Kind, find_identifiers, is_in_words, mask
from app.core.random_ids import public_id as new_public_id
from app.core.random_ids import reference
from app.core.refusals import NotFound
from app.core.saving import Conflict, Saved
from app.core.time import now
from app.filing.files.service import files_of
from app.filing.institutions import find_in_directory, recuse_members, save_institutions
from app.process.data import Decision, Reason, StepData
from app.process.effects import StepEffects
from app.process.keys import forget, one_at_a_time, remember, used
from workflows.concern import CONCERN, ConcernAction, Stage
from workflows.permissions import Right

effects = StepEffects()
BEGUN = "begin"  # what a form was sent for
INSTITUTIONS, NEW_NAME = "institutions", "new_institution"


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
    """All that was typed into the draft and of its files, unless a reason in words stands with it already."""
    concern = context.concern
    if is_in_words(concern.override_reason):
        return []
    shown = [file.shows for file in files_of(context.session, concern.id)]
    return [getattr(concern, name) for name in FILED] + shown


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


# --- drafts: created, saved as one types, and never overwritten in silence ------------


def create_draft(actor: Actor, key: str = "") -> str:
    """An empty draft of the person's organisation; returns its public id.

    The form with this key begins one draft, however often it is sent: while that one is still a draft.
    """
    at = now()
    with unit_of_work() as session:
        one_at_a_time(session, actor)
        begun = used(session, actor, BEGUN, key) if key else None
        if begun is not None and _is_draft(session, begun.target):
            return begun.target
        concern = Concern(
            public_id=new_public_id(),
            reference=_free_reference(session, at.year),
            stage=Stage.DRAFT,
            stage_since=at,
            created_at=at,
            saved_at=at,
            filer_organisation_id=actor.organisation_id,
            filer_id=actor.person_id,
        )
        session.add(concern)
        session.flush()
        if begun is not None:
            forget(session, key)
        if key:
            remember(session, actor, BEGUN, key, concern.public_id, at)
        return concern.public_id


def _is_draft(session: Session, public_id: str) -> bool:
    return session.scalar(select(Concern.stage).where(Concern.public_id == public_id)) is Stage.DRAFT


def _free_reference(session: Session, year: int) -> str:
    while True:
        wanted = reference(year)
        if session.scalar(select(Concern.id).where(Concern.reference == wanted)) is None:
            return wanted


def save_draft(actor: Actor, public_id: str, values: Mapping[str, Any], version: int) -> Saved | Conflict:
    """Save these fields if nobody has saved since `version`. Raises NotFound where the person may not edit."""
    with unit_of_work() as session:
        concern = _editable(session, actor, public_id)
        if concern.version != version:
            return Conflict(concern.version, concern.saved_at)
        _save(session, concern, values)
        concern.version += 1
        concern.saved_at = now()
        return Saved(concern.version, concern.saved_at)


def mask_identifiers(actor: Actor, public_id: str, version: int) -> Saved | Conflict:
    """Cover whatever looks like an identifier of a person, in every text of the draft and of its files."""
    with unit_of_work() as session:
        concern = _editable(session, actor, public_id)
        if concern.version != version:
            return Conflict(concern.version, concern.saved_at)
        for name in TYPED:
            words = getattr(concern, name)
            setattr(concern, name, mask(words, find_identifiers(words)))
        for file in files_of(session, concern.id):
            file.shows = mask(file.shows, find_identifiers(file.shows))
        concern.version += 1
        concern.saved_at = now()
        return Saved(concern.version, concern.saved_at)


def identifiers_in(text: str) -> list[Kind]:
    """Kinds of identifiers that a text seems to hold; the matches themselves are shown nowhere."""
    return sorted({match.kind for match in find_identifiers(text)})


def _editable(session: Session, actor: Actor, public_id: str) -> Concern:
    case = find(session, actor, public_id, lock=True)
    if Right.EDIT not in case.rights:
        raise NotFound(public_id)
    return case.concern


def _save(session: Session, concern: Concern, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name != INSTITUTIONS:
            setattr(concern, name, value)
    if INSTITUTIONS in values or NEW_NAME in values:
        save_institutions(session, concern, values.get(INSTITUTIONS))
