"""What the system offers: whom as rapporteur or second reader, and which concerns may be about the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Person
from app.concerns.access import Case
from app.concerns.models import Concern, ConcernInstitution
from app.concerns.search import titled
from app.concerns.visibility import inside
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


MOST = 5
LONG_WORD = 6  # shorter words say little of a matter
WORDS = 4
ENOUGH = 3
HIDDEN = (Stage.DRAFT, Stage.DISCARDED)
_ABOUT = aliased(ConcernInstitution)


def similar(session: Session, to: Case) -> Sequence[Any]:
    """The most similar concerns that exist for the person, with what they share; none where nothing weighs enough."""
    concern = to.concern
    signs = _signs(to)
    score: ColumnElement[int] = literal(0)
    for weight, condition in signs.values():
        score = score + case((condition, weight), else_=0)
    return session.execute(
        select(
            Concern.id,
            Concern.public_id,
            Concern.reference,
            Concern.title,
            Concern.stage,
            Concern.submitted_at,
            score.label("score"),
            *(case((condition, 1), else_=0).label(name) for name, (_weight, condition) in signs.items()),
        )
        .where(
            inside(to.actor),
            Concern.id != concern.id,
            Concern.stage.not_in(HIDDEN),
            or_(*(condition for _weight, condition in signs.values())),
            score >= ENOUGH,
        )
        .order_by(score.desc(), Concern.id.desc())
        .limit(MOST)
    ).all()


def _signs(to: Case) -> dict[str, tuple[int, ColumnElement[bool]]]:
    """What may be shared, and how much it weighs. An institution or the words must be among it to weigh enough."""
    concern = to.concern
    own = select(ConcernInstitution.organisation_id).where(ConcernInstitution.concern_id == concern.id)
    about = select(_ABOUT.concern_id).where(_ABOUT.organisation_id.in_(own))
    signs: dict[str, tuple[int, ColumnElement[bool]]] = {"institution": (2, Concern.id.in_(about))}
    if concern.subject:
        signs["subject"] = (1, Concern.subject == concern.subject)
    if concern.county:
        signs["county"] = (1, Concern.county == concern.county)
    words = sorted({w for w in concern.title.split() if len(w) >= LONG_WORD}, key=len, reverse=True)[:WORDS]
    if words:
        signs["words"] = (2, or_(*(titled(word) for word in words)))
    return signs
