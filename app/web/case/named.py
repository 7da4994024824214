"""Who is concerned: the institutions that a case is about, who filed it, and who reviews it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, literal, or_, select, true, union_all
from sqlalchemy.orm import Session

from app.cases.access import Case
from app.cases.models import Concern, ConcernInstitution
from app.cases.visibility import visible
from app.core.db import read_rows
from app.people.models import Organisation, Person
from workflows.policy import Right

_CONCERN: BindParameter[int] = bindparam("concern")
# Who is named on the page, in one query: `what` tells in which part.
_NAMED = union_all(
    select(
        literal("institution").label("what"),
        Organisation.name,
        Organisation.sort_key.label("detail"),
        Organisation.confirmed,
    )
    .join(ConcernInstitution, ConcernInstitution.organisation_id == Organisation.id)
    .where(ConcernInstitution.concern_id == _CONCERN),
    select(literal("filer"), Organisation.name, literal(""), true())
    .join(Concern, Concern.filer_organisation_id == Organisation.id)
    .where(Concern.id == _CONCERN),
    *(
        select(literal(post), Person.name, Organisation.name, true())
        .join(Organisation, Organisation.id == Person.organisation_id)
        .join(Concern, holder == Person.id)
        .where(Concern.id == _CONCERN)
        for post, holder in (
            ("rapporteur", Concern.rapporteur_id),
            ("second_reader", Concern.second_reader_id),
        )
    ),
)


@dataclass(slots=True)
class Named:
    """Who is concerned, as far as the person may read it: rows with a name, and those of people with `detail`, too."""

    institutions: list[Any]
    filer: Any | None = None
    rapporteur: Any | None = None
    second_reader: Any | None = None


def named_in(session: Session, case: Case) -> Named:
    """The institutions that the concern is about, who filed it, and who reviews it."""
    rows = read_rows(session, _NAMED, {"concern": case.concern.id}).all()
    one = {row.what: row for row in rows}
    named = Named([], filer=one["filer"] if Right.FILER in case.rights else None)
    if case.rights & {Right.DRAFTS, Right.NARRATIVE}:
        institutions = [row for row in rows if row.what == "institution"]
        named.institutions = sorted(institutions, key=lambda row: row.detail)
        named.rapporteur, named.second_reader = one.get("rapporteur"), one.get("second_reader")
    return named


def joined_of(session: Session, case: Case) -> Sequence[Any]:
    """The lead of this concern, or those joined to it, as far as they exist for the person."""
    concern = case.concern
    if Right.DRAFTS not in case.rights or not (concern.lead_id or concern.leads_others):
        return []
    query = select(Concern.public_id, Concern.reference, Concern.title, Concern.stage)
    beside = or_(Concern.id == concern.lead_id, Concern.lead_id == concern.id)
    return session.execute(query.where(beside, visible(case.actor)).order_by(Concern.id)).all()
