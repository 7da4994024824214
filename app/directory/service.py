"""Keeping the directory: units, particulars of one's own entry, and the question that goes out once a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, OrganisationEvent, Person, Role, Unit, person_role
from app.accounts.outbox import outbox
from app.accounts.queries import people_of
from app.accounts.rights.effects import is_member_now
from app.core.actor import Actor
from app.core.country import sort_key
from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key, public_id
from app.core.time import now
from app.directory.queries import CHECKED, KEEPERS, YEAR, keeps
from workflows.roles import ANSWERING, ROLES_OF, Kind
from workflows.roles import Role as RoleName


class UnknownEntry(Exception):
    """There is no such entry for this person."""


class WrongKind(Exception):
    """People of the organisation hold roles that do not go with this kind."""


class KindStays(Exception):
    """What this institution is decides who reads what it was asked: a new entry is made instead."""


class OnePersonOnly(Exception):
    """Nobody else in the organisation could sign."""


class Mail(StrEnum):
    """Mails about the directory."""

    CHECK = "entry_check"


Stays = Callable[[Session, Organisation, Kind], bool]
_KINDS: list[Stays] = []


def kind_stays_where(stays: Stays) -> None:
    """Register where an entry cannot become of another kind."""
    if stays not in _KINDS:
        _KINDS.append(stays)


def save_entry(actor: Actor, row_id: int, values: Mapping[str, Any], *, leader: int | None = None) -> None:
    """Correct an entry; whoever does so has looked at it. Raises UnknownEntry, OnePersonOnly,
    WrongKind, KindStays.

    What kind it is decides who reads what: the secretariat alone says that it is another, for who reads no case may not
    learn that there is one.

    `leader` is who heads it, 0 for nobody; for who keeps the whole directory.
    """
    with unit_of_work() as session:
        row = session.get_one(Organisation, row_id, with_for_update=True)
        if not keeps(actor, row):
            raise UnknownEntry
        if values.get("sign_off") and len(people_of(session, row.id, *ANSWERING)) < 2:
            raise OnePersonOnly
        kind = values.get("kind", row.kind)
        joins = kind is Kind.MEMBER and row.kind is not kind
        _may_become(session, actor, row, kind)
        changes = {
            name: {"before": getattr(row, name), "after": value}
            for name, value in values.items()
            if getattr(row, name) != value
        }
        for name, value in values.items():
            setattr(row, name, value)
        if joins:
            is_member_now(session, row)
        row.sort_key, row.confirmed = sort_key(row.name), True
        _looked_at(row)
        if leader is not None and actor.is_(*KEEPERS):
            for person in session.scalars(select(Person).where(Person.organisation_id == row_id)):
                if person.leads != (person.id == leader):
                    person.leads = not person.leads
                    said = {"before": "", "after": person.name}
                    changes["leader"] = said if person.leads else {"before": person.name, "after": ""}
        _note(session, actor, row, changes)


def _may_become(session: Session, actor: Actor, row: Organisation, kind: Kind) -> None:
    if kind is row.kind:
        return
    if not actor.is_(RoleName.SECRETARIAT):
        raise UnknownEntry
    if not _roles_held(session, row.id) <= ROLES_OF[kind]:
        raise WrongKind
    if any(stays(session, row, kind) for stays in _KINDS):
        raise KindStays


def add_unit(actor: Actor, entry: int, name: str, email: str = "", phone: str = "") -> None:
    """A unit to which work can be given. Raises UnknownEntry."""
    with unit_of_work() as session:
        row = session.get_one(Organisation, entry, with_for_update=True)
        if not keeps(actor, row):
            raise UnknownEntry
        same = Unit.organisation_id == row.id, Unit.name == name.strip(), Unit.email == email
        if session.scalar(select(Unit.id).where(*same, Unit.phone == phone, Unit.active).limit(1)):
            return  # it was sent twice
        session.add(
            Unit(public_id=public_id(), organisation_id=row.id, name=name.strip(), email=email, phone=phone)
        )
        said = " · ".join(part for part in (name.strip(), email, phone) if part)
        _note(session, actor, row, {"unit": {"before": "", "after": said}})


def end_unit(actor: Actor, unit_id: str) -> None:
    """A unit is there no more; what was given to it stays with it in what was. Raises UnknownEntry."""
    with unit_of_work() as session:
        unit = session.scalars(select(Unit).filter_by(public_id=unit_id)).one_or_none()
        row = session.get(Organisation, unit.organisation_id) if unit else None
        if unit is None or row is None or not keeps(actor, row):
            raise UnknownEntry
        if unit.active:
            unit.active = False
            _note(session, actor, row, {"unit": {"before": unit.name, "after": ""}})


# --- once a year ---------------------------------------------------------------------


def ask_whether_right() -> bool:
    """Ask one institution whose entry nobody has looked at for a year; False when there is none.

    Called by any number of workers: the row is locked while it is marked, so that one mail goes out.
    """
    with unit_of_work() as session:
        row = session.scalars(
            select(Organisation)
            .where(
                Organisation.active,
                Organisation.confirmed,
                Organisation.kind.in_(CHECKED),
                Organisation.email != "",
                Organisation.check_mark == "",
                func.coalesce(Organisation.checked_at, Organisation.created_at) < now() - YEAR,
            )
            .order_by(Organisation.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return False
        row.check_mark, row.check_asked_at = one_time_key(), now()
        outbox().notify(session, Mail.CHECK, row.id, address=row.email)
        return True


def confirm_entry(row_id: int, mark: str, note: str) -> None:
    """The institution says that its entry is right or, in words, what has changed. Raises UnknownEntry."""
    with unit_of_work() as session:
        row = session.get(Organisation, row_id, with_for_update=True)
        if row is None or not mark or row.check_mark != mark:
            raise UnknownEntry
        _looked_at(row)
        row.check_note = note.strip()


def _note(session: Session, actor: Actor, row: Organisation, changes: dict[str, dict[str, Any]]) -> None:
    if changes:
        session.add(
            OrganisationEvent(at=now(), actor_id=actor.person_id, organisation_id=row.id, changes=changes)
        )


def _roles_held(session: Session, organisation_id: int) -> set[RoleName]:
    names = session.scalars(
        select(Role.name)
        .join(person_role, person_role.c.role_id == Role.id)
        .join(Person, Person.id == person_role.c.person_id)
        .where(Person.organisation_id == organisation_id)
        .distinct()
    )
    return {RoleName(name) for name in names}


def _looked_at(row: Organisation) -> None:
    row.checked_at, row.check_mark, row.check_asked_at, row.check_note = now(), "", None, ""


def add_organisation(name: str, kind: Kind, *, address: str = "", **more: Any) -> Organisation:
    """A new entry of the directory. `address` is its public identifier: a form that comes twice makes one entry.

    Where another name comes with it, as after Back, it is another entry.
    """
    row = Organisation(
        public_id=address or public_id(),
        name=name.strip(),
        kind=kind,
        sort_key=sort_key(name),
        created_at=now(),
        **more,
    )
    try:
        with unit_of_work() as session:
            session.add(row)
    except IntegrityError:
        made = db.session.scalars(select(Organisation).filter_by(public_id=address)).one_or_none()
        if made is None:
            raise
        return made if made.name == row.name else add_organisation(name, kind, **more)
    return row
