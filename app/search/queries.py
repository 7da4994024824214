"""What is found of cases, institutions and people: nothing that its reader would not find where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.accounts.queries import everybody
from app.concerns.models import Concern
from app.concerns.search import matching, terms_of
from app.concerns.visibility import title_for, visible
from app.core.actor import Actor
from app.core.country import folded
from app.directory.queries import Wanted, entries, people_who_answer
from app.group.queries import seats_on
from workflows.concern import Stage
from workflows.roles import CASEWORK, Role

LONGEST = 100  # letters of what is looked for
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody, and the page on which the reader has them: of the account, the seat, or the institution."""

    name: str
    organisation: str
    endpoint: str
    public_id: str


def is_enough(words: str) -> bool:
    """Whether something can be looked for: of one letter everything would be found."""
    return any(len(word) >= SHORTEST for word, _ in terms_of(words))


def case_of_number(session: Session, actor: Actor, number: str) -> str | None:
    """Where the case of exactly this number is, if it exists for the person."""
    named = Concern.reference == number.strip().upper()
    return session.scalars(select(Concern.public_id).where(named, *_listed(actor))).one_or_none()


def cases(session: Session, actor: Actor, words: str, most: int) -> Sequence[Any]:
    """Cases in which the person may read these words, as the list of concerns finds them; the newest first."""
    if not actor.is_(*CASEWORK):
        return []
    found = (
        select(Concern.public_id, Concern.reference, title_for(actor), Concern.stage)
        .where(*_listed(actor), matching(actor, words))
        .order_by(Concern.id.desc())
        .limit(most)
    )
    return session.execute(found).all()


def _listed(actor: Actor) -> tuple[Any, ...]:
    return visible(actor), Concern.stage != Stage.DRAFT


def institutions(session: Session, actor: Actor, words: str, most: int) -> list[Organisation]:
    """Entries of the directory, as it finds them itself."""
    return entries(session, actor, Wanted(words=words))[:most]


def people(session: Session, actor: Actor, words: str, most: int) -> list[PersonFound]:
    """People whose names stand on a page that is open to the reader: each of them once."""
    wanted = folded(words).split()
    found: dict[tuple[str, str], PersonFound] = {}
    for person in _people_shown(session, actor):
        said = folded(f"{person.name} {person.organisation}")
        if all(word in said for word in wanted):
            found.setdefault((person.name, person.organisation), person)
    return sorted(found.values(), key=lambda person: folded(person.name))[:most]


def _people_shown(session: Session, actor: Actor) -> Iterator[PersonFound]:
    if actor.is_(Role.ADMINISTRATOR):
        for account in everybody(session):
            yield PersonFound(account.name, account.organisation.name, "people.person", account.public_id)
    if actor.is_(*CASEWORK):
        for held in seats_on(session):
            for holder in (held.representative, held.alternate):
                if holder is not None:
                    yield PersonFound(holder.name, held.organisation.name, "group.seat", held.seat.public_id)
    for row in people_who_answer(session, actor):
        yield PersonFound(row.name, row.organisation, "entries.organisation", row.public_id)
