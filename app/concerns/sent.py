"""What was sent of a case, and to whom: kept as it stands at that moment, and read later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select, true
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.concerns.access import Case
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Transmission
from app.concerns.search import words
from app.concerns.visibility import (
    kept,
    sent_to,
)
from app.core.actor import Actor
from app.core.db import asker, made_once, read_rows
from app.core.refusals import NotFound
from app.process.data import plain
from workflows.concern import Stage
from workflows.permissions import Right


def find_kept(session: Session, actor: Actor, public_id: str) -> Sequence[Any]:
    """What this person was sent of the case at this address and has no more, newest first. Raises NotFound."""
    rows = read_rows(session, _kept(actor), {**asker(actor), "public_id": public_id}).all()
    if not rows:
        raise NotFound(public_id)
    return rows


def transmissions_of(session: Session, case: Case) -> Sequence[Any]:
    """What was sent of the case, newest first: to whom, for who reads it from inside; else what the person was sent."""
    if Right.EXTRACT not in case.rights:
        return []
    statement = _of_a_case(case.actor, Right.DRAFTS in case.rights)
    return read_rows(session, statement, {**asker(case.actor), "concern_id": case.concern.id}).all()


@made_once
def _of_a_case(actor: Actor, inside: bool) -> Select[Any]:
    return _transmissions(Concern.id == bindparam("concern_id"), true() if inside else sent_to(actor))


@made_once
def _kept(actor: Actor) -> Select[Any]:
    there = Concern.public_id == bindparam("public_id"), Concern.stage != Stage.DISCARDED
    return _transmissions(*there, sent_to(actor), kept(actor))


def _transmissions(*where: ColumnElement[bool]) -> Select[Any]:
    """`addressee` is its name; `public_id` and `reference` are those of the concern."""
    return (
        select(
            Transmission.id, Transmission.at, Transmission.title, Transmission.extract, Transmission.demands
        )
        .add_columns(Transmission.concern_id, Concern.public_id, Concern.reference)
        .add_columns(Organisation.name.label("addressee"))
        .join(Concern, Concern.id == Transmission.concern_id)
        .join(Organisation, Organisation.id == Transmission.addressee_id)
        .where(*where)
        .order_by(Transmission.id.desc())
    )


DEMAND = (
    "number",
    "heading",
    "text",
    "duty",
    "measure",
    "baseline",
    "target",
    "proposed_on",
    "weight",
    "will_look_at",
)


def save_transmission(
    session: Session, concern: Concern, recommendations: Sequence[Recommendation], extract: str, at: datetime
) -> None:
    """One transmission to the addressee that these recommendations have in common."""
    found = dict.fromkeys(words(f"{concern.extract_title} {extract}"))
    session.add(
        Transmission(
            concern_id=concern.id,
            addressee_id=recommendations[0].addressee_id,
            at=at,
            title=concern.extract_title,
            extract=extract,
            words=f" {' '.join(found)} ",
            demands=[{name: plain(getattr(r, name)) for name in DEMAND} for r in recommendations],
        )
    )
