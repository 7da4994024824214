"""Whom the system offers as rapporteur or second reader: no tie, the right field, the fewest open reviews."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.concerns.models import Concern
from app.concerns.vocabulary import Pillar, Subject
from app.recusals.queries import ties
from app.review.service import eligible_readers
from workflows.composition import Field
from workflows.concern import Stage

BY_SUBJECT = {
    Subject.CHILDREN: Field.CHILD_CARE,
    Subject.HEARINGS_OF_CHILDREN: Field.CHILD_CARE,
    Subject.SCHOOLS: Field.CHILD_CARE,
}
BY_PILLAR = {
    Pillar.PREVENTION: Field.CHILD_CARE,
    Pillar.PROTECTION: Field.VICTIM_SERVICES,
    Pillar.PROSECUTION: Field.HUMAN_RIGHTS,
    Pillar.PARTNERSHIP: Field.HUMAN_RIGHTS,
}
BEING_READ = (Stage.REVIEW, Stage.FACT_CHECK, Stage.INFORMATION)


@dataclass(frozen=True, slots=True)
class Offered:
    """One member who may be named, and what speaks for or against."""

    person: Person
    load: int  # open reviews of this person, as rapporteur or second reader
    fits: bool  # the organisation's field is that of the matter
    tied: bool  # the register of interests holds a tie to what the concern is about


def field_of(concern: Concern) -> Field | None:
    """The field of the Group in which the matter lies, where that can be said."""
    if concern.subject in BY_SUBJECT:
        return BY_SUBJECT[concern.subject]
    return BY_PILLAR.get(concern.pillar) if concern.pillar else None


def offered(session: Session, concern: Concern) -> list[Offered]:
    """Everybody who may be named, the most fitting first."""
    wanted, loads = field_of(concern), _loads(session)
    tied = {tie.organisation_id for tie in ties(session, concern)}
    found = [
        Offered(
            person,
            loads.get(person.id, 0),
            wanted is not None and person.organisation.field == wanted,
            person.organisation_id in tied,
        )
        for person in eligible_readers(session, concern)
    ]
    return sorted(found, key=lambda o: (o.tied, not o.fits, o.load, o.person.organisation.sort_key))


def _loads(session: Session) -> dict[int, int]:
    loads: dict[int, int] = {}
    for post in (Concern.rapporteur_id, Concern.second_reader_id):
        rows = session.execute(select(post, func.count()).where(Concern.stage.in_(BEING_READ)).group_by(post))
        for person_id, number in rows:
            if person_id is None:
                continue
            loads[person_id] = loads.get(person_id, 0) + number
    return loads
