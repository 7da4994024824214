"""The institutions that a filing is about: those of the directory, and one that it does not have yet.

A name that a filer types stands on the concern alone. The secretariat enters it in the directory, once it is filed.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.concerns.access import Case, find
from app.concerns.models import Concern, ConcernInstitution
from app.concerns.search import index_text
from app.core.actor import Actor
from app.core.country import sort_key
from app.core.db import unit_of_work
from app.core.random_ids import public_id as new_public_id
from app.core.refusals import NotFound
from app.core.time import now
from app.recusals.service import Given, take_out
from workflows.concern import Stage
from workflows.roles import CaseRole, Kind, Role

NOT_FILED = (Stage.DRAFT, Stage.DISCARDED)


def save_institutions(session: Session, concern: Concern, chosen: list[int] | None) -> None:
    """Save which institutions were chosen, if that was asked, and the words by which all of them are listed."""
    if chosen is not None:
        known = select(Organisation.id).where(
            Organisation.id.in_(set(chosen)), Organisation.active, Organisation.confirmed
        )
        ids = session.scalars(known).all()
        session.execute(delete(ConcernInstitution).where(ConcernInstitution.concern_id == concern.id))
        session.add_all(ConcernInstitution(concern_id=concern.id, organisation_id=row) for row in ids)
        session.flush()
    names = session.scalars(
        select(Organisation.name)
        .join(ConcernInstitution, ConcernInstitution.organisation_id == Organisation.id)
        .where(ConcernInstitution.concern_id == concern.id)
        .order_by(Organisation.sort_key)
    ).all()
    concern.institutions_text = ", ".join(filter(None, (*names, concern.new_institution.strip())))[:400]


def find_in_directory(session: Session, concern: Concern) -> None:
    """A name that the directory has after all is that institution."""
    named = sort_key(concern.new_institution)
    known = session.scalars(
        select(Organisation.id).where(
            Organisation.sort_key == named, Organisation.active, Organisation.confirmed
        )
    ).first()
    if concern.new_institution and known is not None:
        _is_known(session, concern, known)


def recuse_members(session: Session, case: Case, at: datetime) -> None:
    """The members that the concern is about are recused by the system, each once."""
    concern = case.concern
    about = session.scalars(
        select(Organisation)
        .join(ConcernInstitution, ConcernInstitution.organisation_id == Organisation.id)
        .where(
            ConcernInstitution.concern_id == concern.id,
            Organisation.kind == Kind.MEMBER,
            Organisation.id != concern.filer_organisation_id,
        )
        .order_by(Organisation.id)
    ).all()
    for member in about:
        concern.about_member = True
        # without a reason: pages say it in the reader's language
        take_out(session, case, member, Given(), CaseRole.SYSTEM, at)


def to_confirm(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Case:
    """A filed concern that names an institution anew, for the secretariat. Raises NotFound."""
    case = find(session, actor, public_id, lock=lock)
    named = case.concern.new_institution and case.concern.stage not in NOT_FILED
    if not named or CaseRole.SECRETARIAT not in case.standing or not actor.is_(Role.SECRETARIAT):
        raise NotFound(public_id)
    return case


def confirm(actor: Actor, public_id: str, known: int, name: str, kind: Kind) -> None:
    """Enter what a filer named in the directory, or say which entry `known` it is. Raises NotFound."""
    with unit_of_work() as session:
        case = to_confirm(session, actor, public_id, lock=True)
        concern = case.concern
        if not known:
            entry = Organisation(
                public_id=new_public_id(),
                name=name.strip(),
                kind=kind,
                sort_key=sort_key(name),
                created_at=now(),
            )
            session.add(entry)
            session.flush()
            known = entry.id
        _is_known(session, concern, known)
        recuse_members(session, case, now())
        index_text(session, concern)


def _is_known(session: Session, concern: Concern, organisation_id: int) -> None:
    concern.new_institution, concern.new_institution_kind = "", None
    if session.get(ConcernInstitution, (concern.id, organisation_id)) is None:
        session.add(ConcernInstitution(concern_id=concern.id, organisation_id=organisation_id))
        session.flush()
    save_institutions(session, concern, None)  # those chosen before stay, out of use or not
