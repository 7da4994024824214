"""Words that an organisation uses again in its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.answers.models import AnswerTemplate
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.random_ids import public_id as new_public_id
from app.core.refusals import NotFound
from app.core.time import now


def wordings(session: Session, actor: Actor, do: str = "") -> Sequence[AnswerTemplate]:
    """The words that this person's organisation keeps: of one kind of answer, or all."""
    query = select(AnswerTemplate).where(AnswerTemplate.organisation_id == actor.organisation_id)
    if do:
        query = query.where(AnswerTemplate.do == do)
    return session.scalars(query.order_by(AnswerTemplate.do, AnswerTemplate.name, AnswerTemplate.id)).all()


def find_wording(session: Session, actor: Actor, public_id: str) -> AnswerTemplate:
    """Words at this address, for the people of their organisation. Raises NotFound."""
    row = session.scalars(
        select(AnswerTemplate).filter_by(public_id=public_id, organisation_id=actor.organisation_id)
    ).one_or_none()
    if row is None:
        raise NotFound(public_id)
    return row


def save_wording(
    actor: Actor, do: str, name: str, given: Mapping[str, str], public_id: str | None = None
) -> None:
    """Keep words for one kind of answer, anew or in place of older ones. Raises NotFound."""
    with unit_of_work() as session:
        if public_id is None:
            own = select(AnswerTemplate).filter_by(
                organisation_id=actor.organisation_id, do=do, name=name.strip()
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
        session.delete(find_wording(session, actor, public_id))
