"""The table of prepared answers, as the driver runs it, and what its steps do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.accounts.queries import people_of
from app.answers.access import find_prepared
from app.answers.models import AnswerMail, PreparedAnswer
from app.concerns.access import Case, find
from app.concerns.models import Recommendation
from app.concerns.step_forms import form_of
from app.concerns.steps import CaseStep, numbered, step_of
from app.core.actor import Actor
from app.core.refusals import NotFound
from app.core.time import now
from app.notifications.queue import notify
from app.process import history
from app.process.data import Reason, StepData, from_json, to_json
from app.process.effects import StepEffects
from app.process.models import Ended, Event
from app.process.pending import carry_out, end, propose, waits
from app.process.run import check, follow
from app.process.tables import Address, Process, StepContext, process_of
from workflows.answer import ANSWER, AnswerAction, Facts, State
from workflows.engine import ClockEffect, NotNow, Step
from workflows.recommendation import ANSWERS, ENDS_REQUESTS, RECOMMENDATION, RecommendationAction
from workflows.recommendation import State as RecommendationState
from workflows.roles import ANSWERING, CaseRole

effects = StepEffects()


@dataclass(frozen=True, slots=True)
class Prepared:
    """An answer that waits: the step of its recommendation, and what that is given."""

    do: str
    data: StepData


@dataclass(kw_only=True)
class AnswerStep(StepContext):
    """A step of a prepared answer: its concern's row is locked."""

    case: Case
    rec: Recommendation
    row: PreparedAnswer

    @property
    def process(self) -> Process[Any]:
        """That of prepared answers."""
        return process_of(ANSWER)

    @property
    def subject(self) -> PreparedAnswer:
        """The prepared answer."""
        return self.row

    @property
    def by(self) -> Actor:
        """Who takes the step."""
        return self.case.actor


class AnswerProcess(Process[AnswerStep]):
    """An answer that two persons see. Proposing it makes it, where there was no draft."""

    workflow = ANSWER

    def open(self, session: Session, actor: Actor, address: Address, do: str, data: Any) -> AnswerStep:
        """One that exists for the person, or the one that is open about what their organisation answers."""
        if do == AnswerAction.PROPOSE:
            case = find(session, actor, address.public_id, lock=True)
            rec = numbered(case, address.number)
            assert rec is not None
            return AnswerStep(
                session, now(), data, do, case=case, rec=rec, row=open_or_new(session, case, rec)
            )
        case, row = find_prepared(session, actor, address.public_id, lock=True)
        for rec in case.recommendations:
            if rec.id == row.recommendation_id and CaseRole.ADDRESSEE in case.standing_in(rec):
                return AnswerStep(session, now(), data, do, case=case, rec=rec, row=row)
        raise NotFound(address.public_id)

    def version(self, step: AnswerStep) -> int:
        """Of one that is being proposed, that of its recommendation."""
        return step.rec.version if step.do == AnswerAction.PROPOSE else step.row.version

    def roles(self, step: AnswerStep) -> frozenset[CaseRole]:
        """Towards the recommendation that it answers."""
        return step.case.standing_in(step.rec)

    def facts(self, step: AnswerStep) -> Facts:
        """Whether it is another person."""
        return Facts(another=step.row.by_id != step.by.person_id)

    def record(self, step: AnswerStep, row: Step[Any], source: str, target: str) -> Event:
        """In the concern's history, where its organisation alone reads it."""
        answer = step.row
        return history.note(
            step.session,
            answer.concern_id,
            answer.recommendation_id,
            by=None if step.standing is CaseRole.SYSTEM else step.by,
            at=step.at,
            standing=step.standing,
            machine=ANSWER.name,
            do=row.do,
            source=source,
            target=target,
            owner=answer.organisation_id,
            answer=answer.public_id,
            of=answer.do,
        )

    def apply(self, step: AnswerStep, effects: Iterable[ClockEffect]) -> None:
        """It has no clock: that of its recommendation runs on."""
        if tuple(effects):
            raise ValueError(f"{ANSWER.name}: {step.do} declares a clock")


def open_answer(session: Session, rec_id: int) -> PreparedAnswer | None:
    """The answer to this recommendation that is prepared and not sent."""
    query = select(PreparedAnswer).where(PreparedAnswer.recommendation_id == rec_id, waits(PreparedAnswer))
    return session.scalars(query).one_or_none()


def open_or_new(session: Session, case: Case, rec: Recommendation) -> PreparedAnswer:
    """The open one, or a draft that is not stored yet. Raises NotNow where another organisation prepares one.

    That one is open is told to nobody who does not answer.
    """
    answers = CaseRole.ADDRESSEE in case.standing_in(rec)
    row = open_answer(session, rec.id) if answers else None
    if row is None:
        return PreparedAnswer(
            version=0,
            machine=RECOMMENDATION.name,
            subject=f"{RECOMMENDATION.name}:{rec.id}",
            concern_id=case.concern.id,
            recommendation_id=rec.id,
            organisation_id=case.actor.organisation_id,
            state=State.DRAFT,
        )
    if row.organisation_id != case.actor.organisation_id:
        raise NotNow(row.state)
    return row


def keep(session: Session, row: PreparedAnswer, actor: Actor, prepared: Prepared) -> None:
    """What was prepared, and by whom."""
    row.do, row.data = prepared.do, to_json(prepared.data)
    propose(session, row, actor)


def data_class(do: str) -> type[StepData]:
    """What this kind of answer is given."""
    return form_of(RECOMMENDATION, RecommendationState.AWAITING, do).data_class


# --- what the steps do ---------------------------------------------------------------


def signs(session: Session, actor: Actor) -> bool:
    """Whether answers of this person's organisation wait for a second signature."""
    return bool(session.scalar(select(Organisation.sign_off).filter_by(id=actor.organisation_id)))


@effects.before(RECOMMENDATION, *ANSWERS)
def ask_for_signature(context: CaseStep, _data: StepData) -> None:
    """No answer leaves an organisation that asks for two persons with one of them alone."""
    if context.prepared_by is None and signs(context.session, context.actor):
        context.refuse("signed_off")


@effects.before(ANSWER, AnswerAction.PROPOSE)
def prepare(step: AnswerStep, prepared: Prepared) -> None:
    """It could be given now, but for the second person."""
    check(step_of(step.session, step.case, step.rec, prepared.do, prepared.data))
    keep(step.session, step.row, step.by, prepared)


@effects.after(ANSWER, AnswerAction.PROPOSE)
def notify_signatories(step: AnswerStep, _prepared: Prepared) -> None:
    """Everybody of the organisation who may, but who prepared it."""
    others = people_of(step.session, step.by.organisation_id, *ANSWERING) - {step.row.by_id}
    if not others:
        step.refuse("somebody_else")
    notify(step.session, AnswerMail.TO_SIGN, step.row.id, people=others)


@effects.after(ANSWER, AnswerAction.SIGN)
def give(step: AnswerStep, _data: object) -> None:
    """The answer itself is given now."""
    row, session = step.row, step.session
    data = from_json(data_class(row.do), row.data)
    answering = step_of(session, step.case, step.rec, row.do, data, prepared_by=row.by_id)
    carry_out(row, answering, person_id=step.by.person_id)
    notify(session, AnswerMail.SIGNED, row.id, people=[row.by_id])


@effects.after(ANSWER, AnswerAction.DROP)
def give_up(step: AnswerStep, _data: object) -> None:
    """Nothing of it is sent."""
    end(step.row, Ended.WITHDRAWN, step.at, step.by.person_id)


@effects.after(ANSWER, AnswerAction.LAPSE)
def outdate(step: AnswerStep, _data: object) -> None:
    """Nor where the recommendation has moved on."""
    end(step.row, Ended.STALE, step.at)


@effects.before(ANSWER, AnswerAction.RETURN)
def save_reason(step: AnswerStep, data: Reason) -> None:
    """Who prepared it reads it."""
    step.row.reason = data.reason.strip()


@effects.after(ANSWER, AnswerAction.RETURN)
def notify_author(step: AnswerStep, _data: Reason) -> None:
    """It is theirs again."""
    notify(step.session, AnswerMail.RETURNED, step.row.id, people=[step.row.by_id])


@effects.after(RECOMMENDATION, *ENDS_REQUESTS, RecommendationAction.DISCLAIM)
def lapse(context: CaseStep, _data: object) -> None:
    """What was prepared is of no use once the recommendation was answered otherwise."""
    row = open_answer(context.session, context.rec.id)
    if row is not None:
        follow(
            AnswerStep(
                context.session,
                context.at,
                None,
                AnswerAction.LAPSE,
                case=context.case,
                rec=context.rec,
                row=row,
            )
        )
