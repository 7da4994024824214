"""What is read of conflicts of interest: the register of recusals, that of interests, and what the second proposes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, exists, func, or_, select, union
from sqlalchemy.orm import Session, aliased, joinedload

from app.accounts.models import Organisation, Person
from app.concerns.models import Concern, ConcernInstitution, Recommendation
from app.concerns.recusals import Recusal, recused
from app.concerns.visibility import opened
from app.core.actor import Actor
from app.core.time import today
from app.recusals.models import Interest, InterestKind
from workflows.recommendation import State

LATEST = 200
_OWN, _OUT = aliased(Organisation), aliased(Organisation)
_RECUSAL = aliased(Recusal)  # `visible` looks into the table itself


def register(session: Session, actor: Actor, concern_id: int | None = None) -> Sequence[Any]:
    """Who is out of which concern, since when and why, of concerns whose texts the person may open: latest first.

    The reason tells of the case, so who has yet to declare is told nothing of it.
    """
    about = exists().where(
        ConcernInstitution.concern_id == _RECUSAL.concern_id,
        ConcernInstitution.organisation_id == _RECUSAL.organisation_id,
    )
    query = (
        select(
            Concern.public_id,
            Concern.reference,
            Concern.title,
            _RECUSAL.id,
            _RECUSAL.at,
            _RECUSAL.lifted_at,
            _RECUSAL.lifted_reason,
            about.label("about"),
            _RECUSAL.reason,
            _RECUSAL.override_reason,
            _RECUSAL.lifted_override,
            Person.name,
            func.coalesce(_OUT.name, _OWN.name).label("organisation"),
        )
        .select_from(_RECUSAL)
        .join(Concern, Concern.id == _RECUSAL.concern_id)
        .outerjoin(Person, Person.id == _RECUSAL.person_id)
        .outerjoin(_OWN, _OWN.id == Person.organisation_id)
        .outerjoin(_OUT, _OUT.id == _RECUSAL.organisation_id)
        .where(opened(actor))
        .order_by(_RECUSAL.id.desc())
        .limit(LATEST)
    )
    if concern_id is not None:
        query = query.where(_RECUSAL.concern_id == concern_id)
    return session.execute(query).all()


def institutions_of(session: Session, concern_id: int) -> Sequence[str]:
    """The institutions that a concern is about: those that its filing names, and the addressees of what is demanded."""
    about = _about(concern_id)
    return session.scalars(
        select(Organisation.name).where(Organisation.id.in_(about)).order_by(Organisation.sort_key)
    ).all()


def _about(concern_id: int) -> CompoundSelect[int]:
    demanded = Recommendation.concern_id == concern_id, Recommendation.state != State.DROPPED
    return union(
        select(ConcernInstitution.organisation_id).where(ConcernInstitution.concern_id == concern_id),
        select(Recommendation.addressee_id).where(*demanded),
    )


def interests(session: Session) -> Sequence[Interest]:
    """The register of interests: those in force first."""
    return session.scalars(
        select(Interest)
        .join(Organisation, Organisation.id == Interest.organisation_id)
        .options(joinedload(Interest.organisation), joinedload(Interest.towards), joinedload(Interest.by))
        .order_by(_over(), Organisation.sort_key, Interest.id.desc())
        .limit(LATEST)
    ).all()


def _over() -> Any:
    return Interest.to_on.is_not(None) & (Interest.to_on < today())


@dataclass(frozen=True, slots=True)
class Tie:
    """A member organisation that has an interest in what a concern is about."""

    organisation_id: int
    name: str
    towards: str
    kind: InterestKind


def ties(session: Session, concern: Concern) -> list[Tie]:
    """What the register of interests holds, in force today, towards what a concern is about."""
    about = _about(concern.id)
    rows = session.execute(
        select(Interest.organisation_id, _OWN.name, _OUT.name, Interest.kind)
        .join(_OWN, _OWN.id == Interest.organisation_id)
        .join(_OUT, _OUT.id == Interest.towards_id)
        .where(
            Interest.towards_id.in_(about),
            Interest.from_on <= today(),
            or_(Interest.to_on.is_(None), Interest.to_on >= today()),
        )
        .order_by(_OWN.sort_key)
    )
    return [Tie(*row) for row in rows]


def proposed(session: Session, concern: Concern) -> list[Tie]:
    """Whom the register proposes to recuse: whoever has a tie, is not out already, and is not the filer."""
    left_out = {*recused(session, concern.id).organisations, concern.filer_organisation_id}
    return [tie for tie in ties(session, concern) if tie.organisation_id not in left_out]
