"""Drafts of a filing: created, saved as one types, and never overwritten in silence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.access import find
from app.concerns.filing_texts import TYPED
from app.concerns.models import Concern
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.identifiers import find_identifiers, mask
from app.core.random_ids import public_id as new_public_id
from app.core.random_ids import reference
from app.core.refusals import NotFound
from app.core.saving import Conflict, Saved
from app.core.time import now
from app.filing.institutions.service import save_institutions
from app.process.keys import forget, one_at_a_time, remember, used
from workflows.concern import Stage
from workflows.permissions import Right

BEGUN = "begin"  # what a form was sent for
INSTITUTIONS, NEW_NAME = "institutions", "new_institution"


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
        for name in TYPED:
            words = getattr(concern, name)
            setattr(concern, name, mask(words, find_identifiers(words)))
        concern.version += 1
        concern.saved_at = now()
        return Saved(concern.version, concern.saved_at)


def identifiers_in(concern: Concern) -> dict[str, list[str]]:
    """Kinds of identifiers that each text seems to hold; the matches themselves are shown nowhere."""
    found = {name: sorted({m.kind.value for m in find_identifiers(getattr(concern, name))}) for name in TYPED}
    return {name: kinds for name, kinds in found.items() if kinds}


def _editable(session: Session, actor: Actor, public_id: str) -> Concern:
    case = find(session, actor, public_id, lock=True)
    if Right.EDIT not in case.rights:
        raise NotFound(public_id)
    return case.concern


def _keep(session: Session, concern: Concern, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name != INSTITUTIONS:
            setattr(concern, name, value)
    if INSTITUTIONS in values or NEW_NAME in values:
        save_institutions(session, concern, values.get(INSTITUTIONS))
