"""What every change of an account writes: an event of its record, roles, the end of sessions."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.models import AccountEvent, Change, OpenSession, Person, Role
from app.core.actor import Actor
from app.core.random_ids import one_time_key
from app.core.time import now


def note(
    session: Session, actor: Actor | int | None, person_id: int, what: Change, **details: object
) -> AccountEvent:
    """Write down what was done with an account, by whom; None for a command of the server. No commit."""
    event = AccountEvent(
        at=now(),
        actor_id=actor.person_id if isinstance(actor, Actor) else actor,
        person_id=person_id,
        what=what,
        details=details,
    )
    session.add(event)
    return event


def end_sessions(session: Session, person: Person) -> None:
    """Whoever is signed in as this person is it no more; links that wait for them end, too. No commit."""
    person.fs_uniquifier = one_time_key()
    if person.id is not None:
        session.execute(delete(OpenSession).where(OpenSession.person_id == person.id))


def role_rows(session: Session, roles: Iterable[str]) -> list[Role]:
    """The rows of these roles, made where they are not there yet."""
    wanted = {str(role) for role in roles}
    rows = {row.name: row for row in session.scalars(select(Role).where(Role.name.in_(wanted)))}
    for name in wanted - set(rows):
        rows[name] = Role(name=name)
        session.add(rows[name])
    return list(rows.values())
