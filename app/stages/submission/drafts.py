"""Drafts of a filing: created, saved as one types, and never overwritten in silence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.cases.access import NotFound, find
from app.cases.models import Concern, ConcernInstitution
from app.cases.saving import Conflict, Saved
from app.core.actor import Actor
from app.core.collation import sort_key
from app.core.db import unit_of_work
from app.core.identifiers import find_identifiers, mask
from app.core.naming import public_id as new_public_id
from app.core.naming import reference
from app.core.time import now
from app.people.models import Organisation
from workflows.concern import Stage
from workflows.policy import Right
from workflows.standing import Kind

TEXTS = (
    "title",
    "narrative",
    "where_when",
    "duty",
    "how_known",
    "frequency",
    "municipality",
    "urgency_reason",
    "tried",
    "asks_for",
)
INSTITUTIONS, NEW_NAME, NEW_KIND = "institutions", "new_institution", "new_institution_kind"


def create_draft(actor: Actor) -> str:
    """An empty draft of the person's organisation; returns its public id."""
    at = now()
    with unit_of_work() as session:
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
        return concern.public_id


def _free_reference(session: Session, year: int) -> str:
    while True:
        wanted = reference(year)
        if session.scalar(select(Concern.id).where(Concern.reference == wanted)) is None:
            return wanted


def save_draft(actor: Actor, public_id: str, values: Mapping[str, Any], version: int) -> Saved | Conflict:
    """Keep these fields if nobody has saved since `version`. Raises NotFound where the person may not edit."""
    with unit_of_work() as session:
        concern = _editable(session, actor, public_id)
        if concern.version != version:
            return Conflict(concern.version, concern.saved_at)
        _keep(session, concern, values)
        concern.version += 1
        concern.saved_at = now()
        return Saved(concern.version, concern.saved_at)


def mask_identifiers(actor: Actor, public_id: str, version: int) -> Saved | Conflict:
    """Cover whatever looks like an identifier of a person, in every text of the draft."""
    with unit_of_work() as session:
        concern = _editable(session, actor, public_id)
        if concern.version != version:
            return Conflict(concern.version, concern.saved_at)
        for name in TEXTS:
            words = getattr(concern, name)
            setattr(concern, name, mask(words, find_identifiers(words)))
        concern.version += 1
        concern.saved_at = now()
        return Saved(concern.version, concern.saved_at)


def identifiers_in(concern: Concern) -> dict[str, list[str]]:
    """Kinds of identifiers that each text seems to hold; the matches themselves are shown nowhere."""
    found = {name: sorted({m.kind.value for m in find_identifiers(getattr(concern, name))}) for name in TEXTS}
    return {name: kinds for name, kinds in found.items() if kinds}


def _editable(session: Session, actor: Actor, public_id: str) -> Concern:
    case = find(session, actor, public_id, lock=True)
    if Right.EDIT not in case.rights:
        raise NotFound(public_id)
    return case.concern


def _keep(session: Session, concern: Concern, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in (INSTITUTIONS, NEW_NAME, NEW_KIND):
            setattr(concern, name, value)
    chosen = values.get(INSTITUTIONS)
    if values.get(NEW_NAME):
        named = _named_anew(session, str(values[NEW_NAME]), values.get(NEW_KIND) or Kind.STATE_AGENCY)
        chosen = [*(chosen if chosen is not None else _about(session, concern)), named.id]
    if chosen is not None:
        _keep_institutions(session, concern, chosen)


def _named_anew(session: Session, name: str, kind: Kind) -> Organisation:
    """An institution that the directory did not have; the secretariat confirms it."""
    known = session.scalars(select(Organisation).where(Organisation.sort_key == sort_key(name))).first()
    if known is not None:
        return known
    row = Organisation(
        public_id=new_public_id(),
        name=name.strip()[:200],
        kind=kind,
        sort_key=sort_key(name),
        confirmed=False,
        created_at=now(),
    )
    session.add(row)
    session.flush()
    return row


def _about(session: Session, concern: Concern) -> list[int]:
    return list(
        session.scalars(
            select(ConcernInstitution.organisation_id).where(ConcernInstitution.concern_id == concern.id)
        )
    )


def _keep_institutions(session: Session, concern: Concern, chosen: list[int]) -> None:
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(set(chosen)), Organisation.active)
        .order_by(Organisation.sort_key)
    ).all()
    session.execute(delete(ConcernInstitution).where(ConcernInstitution.concern_id == concern.id))
    session.add_all(ConcernInstitution(concern_id=concern.id, organisation_id=row.id) for row in rows)
    concern.institutions_text = ", ".join(row.name for row in rows)[:400]
