"""Work inside an answering organisation: who sees to it, answers given at once or prepared for a second person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.models import Person, Unit
from app.answers.access import find_recommendation
from app.answers.models import AnswerMail, AnswerTemplate, Assignment
from app.answers.queries import find_wording
from app.answers.sign_off.steps import Prepared, keep, open_or_new, signs
from app.concerns.steps import opened, take_step
from app.core.actor import Actor
from app.core.db import db, unit_of_work
from app.core.random_ids import public_id as new_public_id
from app.core.refusals import NotFound
from app.core.time import now
from app.notifications.queue import notify
from app.process.data import Reason, StepData
from app.process.keys import remember
from app.process.outcome import NotNow, Outcome, Taken
from app.process.run import attempted, run
from app.process.tables import Address
from workflows.answer import ANSWER, AnswerAction, State
from workflows.engine import Unmet
from workflows.recommendation import RECOMMENDATION

BROUGHT_BACK = timedelta(days=1)  # as long words that were removed can be


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
            notify(session, AnswerMail.ASSIGNED, rec.id, people=[person.id])


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
    if not signs(db.session(), actor):
        return take_step(actor, public_id, do, data, number=number, version=version, key=key)
    prepared = Prepared(do, data)
    if draft:
        return _save_draft(actor, public_id, number, prepared, version=version, key=key)
    address = Address(public_id, number)
    return run(ANSWER, actor, address, AnswerAction.PROPOSE, prepared, version=version, key=key)


def _save_draft(
    actor: Actor, public_id: str, number: int, prepared: Prepared, *, version: int, key: str
) -> Outcome:
    """It may lack what the answer needs; nobody is told of it."""

    def attempt(session: Session) -> Outcome:
        found = opened(session, actor, public_id, prepared.do, number, version=version, key=key)
        if not isinstance(found, tuple):
            return found
        case, rec = found
        assert rec is not None
        RECOMMENDATION.check_standing(RECOMMENDATION.find(rec.state, prepared.do), case.standing_in(rec))
        row = open_or_new(session, case, rec)
        if row.state is State.TO_SIGN:
            return NotNow(row.state)
        keep(session, row, actor, prepared)
        row.version += 1
        remember(session, actor, prepared.do, key, row.state.value, row.at)
        return Taken(row.state.value)

    return attempted(attempt)


def sign(actor: Actor, public_id: str, *, version: int, key: str) -> Outcome:
    """Sign off what another person prepared: the answer is given. Raises NotFound."""
    return run(ANSWER, actor, Address(public_id), AnswerAction.SIGN, version=version, key=key)


def give_back(actor: Actor, public_id: str, data: Reason, *, version: int, key: str) -> Outcome:
    """Return a prepared answer to who prepared it. Raises NotFound."""
    return run(ANSWER, actor, Address(public_id), AnswerAction.RETURN, data, version=version, key=key)


def drop(actor: Actor, public_id: str, *, version: int, key: str) -> Outcome:
    """Give up a prepared answer. Raises NotFound."""
    return run(ANSWER, actor, Address(public_id), AnswerAction.DROP, version=version, key=key)


def save_wording(
    actor: Actor, do: str, name: str, given: Mapping[str, str], public_id: str | None = None
) -> None:
    """Keep words for one kind of answer, anew or in place of older ones. Raises NotFound."""
    with unit_of_work() as session:
        if public_id is None:
            own = select(AnswerTemplate).filter_by(
                organisation_id=actor.organisation_id, do=do, name=name.strip(), removed_at=None
            )
            if any(same.fields == dict(given) for same in session.scalars(own)):
                return  # it was sent twice
            row = AnswerTemplate(public_id=new_public_id(), organisation_id=actor.organisation_id)
            session.add(row)
        else:
            row = find_wording(session, actor, public_id)
        row.do, row.name, row.fields = do, name.strip(), dict(given)
        row.at, row.by_id = now(), actor.person_id


def remove_wording(actor: Actor, public_id: str) -> None:
    """Take words off the list. Raises NotFound."""
    with unit_of_work() as session:
        find_wording(session, actor, public_id).removed_at = now()


def bring_back_wording(actor: Actor, public_id: str) -> None:
    """Put words on the list again that were taken off. Raises NotFound."""
    with unit_of_work() as session:
        find_wording(session, actor, public_id, removed=True).removed_at = None


def clear_removed_wordings() -> bool:
    """Delete the words that cannot be brought back any more; whether there were any."""
    over = AnswerTemplate.removed_at < now() - BROUGHT_BACK
    if db.session.scalar(select(AnswerTemplate.id).where(over).limit(1)) is None:
        return False
    with unit_of_work() as session:
        session.execute(delete(AnswerTemplate).where(over))
    return True
