"""Work inside an answering organisation: who sees to it, answers prepared by one person and signed off by another."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.mail_queue import people_of, post
from app.accounts.models import Organisation, Person, Unit
from app.answers.access import ANSWERING, find_prepared, find_recommendation
from app.answers.contributions.service import ENDS
from app.answers.history import note
from app.answers.models import Assignment, PreparedAnswer
from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.not_found import NotFound
from app.core.random_ids import public_id as new_public_id
from app.core.time import now
from app.process.data import Reason, StepData
from app.process.effects import afterwards, effect
from app.process.forms import form_of
from app.process.outcome import NotNow as IsNotNow
from app.process.outcome import Outcome, Taken
from app.process.run import StepContext, take_step, take_within
from app.process.submissions import attempted, opened, remember
from workflows.answer import ANSWER, UNSENT, Do, Facts, State
from workflows.engine import NotNow, Unmet, empty
from workflows.recommendation import RECOMMENDATION
from workflows.recommendation import Do as RecommendationDo
from workflows.recommendation import State as RecommendationState
from workflows.roles import CaseRole

# What waits for a signature where an organisation asks for one.
ANSWERS = (
    RecommendationDo.ACCEPT,
    RecommendationDo.ACCEPT_IN_PART,
    RecommendationDo.REJECT,
    RecommendationDo.CLAIM_DONE,
)


class Mail(StrEnum):
    """Mails about work inside an organisation."""

    ASSIGNED = "answer_assigned"
    TO_SIGN = "answer_to_sign"
    RETURNED = "answer_returned"
    SIGNED = "answer_signed"


@dataclass(frozen=True, slots=True)
class Errand:
    """Who is to see to a recommendation."""

    unit_id: int | None = None
    person_id: int | None = None
    note: str = ""


def assign(actor: Actor, public_id: str, number: int, errand: Errand) -> None:
    """Give a recommendation to a unit or a person of one's own organisation. Raises NotFound, Unmet."""
    with unit_of_work() as session:
        _case, rec = find_recommendation(session, actor, public_id, number, lock=True)
        unit = session.get(Unit, errand.unit_id) if errand.unit_id else None
        person = session.get(Person, errand.person_id) if errand.person_id else None
        for chosen in (unit, person):
            if chosen is not None and (chosen.organisation_id != actor.organisation_id or not chosen.active):
                raise NotFound(public_id)
        if unit is None and person is None:
            raise Unmet(("somebody",))
        row = session.scalars(
            select(Assignment).filter_by(recommendation_id=rec.id, organisation_id=actor.organisation_id)
        ).one_or_none()
        if row is None:
            row = Assignment(recommendation_id=rec.id, organisation_id=actor.organisation_id)
            session.add(row)
        row.unit_id, row.person_id = unit.id if unit else None, person.id if person else None
        row.note, row.at, row.by_id = errand.note.strip(), now(), actor.person_id
        if person is not None and person.id != actor.person_id:
            session.flush()
            post(session, Mail.ASSIGNED, rec.id, people=[person.id])


def signs(session: Session, actor: Actor) -> bool:
    """Whether answers of this person's organisation wait for a second signature."""
    return bool(session.scalar(select(Organisation.sign_off).filter_by(id=actor.organisation_id)))


@effect(RECOMMENDATION, *ANSWERS)
def ask_for_signature(taking: StepContext, _data: StepData) -> None:
    """No answer leaves an organisation that asks for two persons with one of them alone."""
    if taking.prepared_by is None and signs(taking.session, taking.actor):
        taking.refuse("signed_off")


def answer(
    actor: Actor,
    public_id: str,
    number: int,
    do: str,
    data: StepData,
    *,
    version: int,
    key: str,
    draft: bool = False,
) -> Outcome:
    """Give an answer: at once, or where the organisation asks for two persons as one that waits for the second.

    Raises NotFound for what the person may not see; every other refusal is a value, as of `take_step`.
    """

    def prepare(session: Session) -> Outcome | None:
        if not signs(session, actor):
            return None
        return _prepare(session, actor, public_id, number, do, data, version, key, draft)

    prepared = attempted(prepare)
    if prepared is not None:
        return prepared
    return take_step(actor, public_id, do, data, number=number, version=version, key=key)


def _prepare(
    session: Session,
    actor: Actor,
    public_id: str,
    number: int,
    do: str,
    data: StepData,
    version: int,
    key: str,
    draft: bool,
) -> Outcome:
    found = opened(session, actor, public_id, do, number, version=version, key=key)
    if not isinstance(found, tuple):
        return found
    case, rec = found
    assert rec is not None
    step = RECOMMENDATION.find(rec.state, do)
    RECOMMENDATION.check_standing(step, case.standing_in(rec))
    missing = tuple(need for need in step.needs if empty(data, need))
    if rec.disclaimed:
        missing = ("competent", *missing)
    if missing and not draft:
        raise Unmet(missing)
    row = _open_answer(session, rec.id)
    if row is not None and row.state is State.TO_SIGN:
        return IsNotNow(row.state)
    if row is None:
        row = PreparedAnswer(public_id=new_public_id(), concern_id=case.concern.id, recommendation_id=rec.id)
        row.organisation_id, row.state, row.version = actor.organisation_id, State.DRAFT, 0
        session.add(row)
    elif row.organisation_id != actor.organisation_id:
        return IsNotNow(row.state)
    row.do, row.given = do, _kept(data)
    row.by_id, row.at, row.version = actor.person_id, now(), row.version + 1
    if not draft:
        _propose(session, case, rec, row)
    remember(session, case, do, key, row.state.value, row.at)
    return Taken(row.state.value)


def _propose(session: Session, case: Case, rec: Recommendation, row: PreparedAnswer) -> None:
    source = row.state
    row.state = State(ANSWER.move(source, Do.PROPOSE, Facts()))
    session.flush()
    _note(session, case, rec, row, Do.PROPOSE, source)
    others = people_of(session, row.organisation_id, *ANSWERING) - {row.by_id}
    if not others:
        raise Unmet(("somebody_else",))
    post(session, Mail.TO_SIGN, row.id, people=others)


def sign(actor: Actor, public_id: str, version: int) -> None:
    """Sign off what another person prepared: the answer is given. Raises NotFound, engine refusals."""
    with unit_of_work() as session:
        case, row = find_prepared(session, actor, public_id, lock=True)
        rec = _stands(case, row, version)
        source = row.state
        target = State(ANSWER.move(source, Do.SIGN, Facts(another=row.by_id != actor.person_id)))
        row.state, row.version = target, row.version + 1
        row.signed_by_id, row.signed_at = actor.person_id, now()
        _note(session, case, rec, row, Do.SIGN, source)
        take_within(session, case, rec, row.do, data_of(row), prepared_by=row.by_id)
        post(session, Mail.SIGNED, row.id, people=[row.by_id])


def give_back(actor: Actor, public_id: str, version: int, reason: str) -> None:
    """Return a prepared answer to who prepared it. Raises NotFound, engine refusals."""
    with unit_of_work() as session:
        case, row = find_prepared(session, actor, public_id, lock=True)
        rec = _stands(case, row, version)
        source = row.state
        facts = Facts(another=row.by_id != actor.person_id)
        row.state = State(ANSWER.move(source, Do.RETURN, facts, Reason(reason=reason)))
        row.reason, row.version = reason.strip(), row.version + 1
        _note(session, case, rec, row, Do.RETURN, source)
        post(session, Mail.RETURNED, row.id, people=[row.by_id])


def drop(actor: Actor, public_id: str, version: int) -> None:
    """Give up a prepared answer. Raises NotFound, engine refusals."""
    with unit_of_work() as session:
        case, row = find_prepared(session, actor, public_id, lock=True)
        rec = _stands(case, row, version)
        source = row.state
        row.state, row.version = State(ANSWER.move(source, Do.DROP, Facts())), row.version + 1
        _note(session, case, rec, row, Do.DROP, source)


def _stands(case: Case, row: PreparedAnswer, version: int) -> Recommendation:
    """The recommendation of a prepared answer that nobody has touched since. Raises NotFound, NotNow."""
    if row.version != version:
        raise NotNow(row.state)
    for rec in case.recommendations:
        if rec.id == row.recommendation_id and CaseRole.ADDRESSEE in case.standing_in(rec):
            return rec
    raise NotFound(row.public_id)


@afterwards(RECOMMENDATION, *ENDS, RecommendationDo.DISCLAIM)
def lapse(taking: StepContext, _data: object) -> None:
    """What was prepared is of no use once the recommendation was answered otherwise."""
    row = _open_answer(taking.session, taking.rec.id)
    if row is None:
        return
    source = row.state
    row.state, row.version = State(ANSWER.move(source, Do.LAPSE, Facts())), row.version + 1
    _note(taking.session, taking.case, taking.rec, row, Do.LAPSE, source, CaseRole.SYSTEM)


def data_class(do: str) -> type[StepData]:
    """What this kind of answer is given."""
    return form_of(RECOMMENDATION, RecommendationState.AWAITING, do).data_class


def data_of(row: PreparedAnswer) -> StepData:
    """What was prepared, as the data of its step."""
    given: dict[str, Any] = {**row.given, "files": tuple(row.given.get("files", ()))}
    return data_class(row.do)(**given)


def _kept(data: StepData) -> dict[str, Any]:
    given = {f.name: getattr(data, f.name) for f in fields(data)}
    return {**given, "files": list(data.files)}


def _open_answer(session: Session, rec_id: int) -> PreparedAnswer | None:
    return session.scalars(
        select(PreparedAnswer).where(
            PreparedAnswer.recommendation_id == rec_id, PreparedAnswer.state.in_(UNSENT)
        )
    ).one_or_none()


def _note(
    session: Session,
    case: Case,
    rec: Recommendation,
    row: PreparedAnswer,
    do: Do,
    source: State,
    standing: CaseRole = CaseRole.ADDRESSEE,
) -> None:
    note(
        session,
        case.concern.id,
        rec.id,
        ANSWER.name,
        do,
        actor=case.actor if standing is CaseRole.ADDRESSEE else None,
        organisation_id=row.organisation_id if standing is CaseRole.ADDRESSEE else None,
        standing=standing,
        owner=row.organisation_id,
        source=source,
        target=row.state,
        answer=row.public_id,
        of=row.do,
    )
