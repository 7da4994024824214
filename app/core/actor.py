"""Who acts: the facts of a signed-in person that services need, and who that is on a page."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import g
from flask_login import current_user

from workflows.roles import Kind, Role, Somebody


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at the moment of a request. Never kept: rights are read anew each time."""

    person_id: int
    organisation_id: int
    organisation_kind: Kind
    name: str
    organisation_name: str
    email: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    language: str = "sq"
    compact: bool = False

    def is_(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles."""
        return bool(self.roles & set(roles))

    @property
    def initials(self) -> str:
        """Of the first two names."""
        return "".join([name[0] for name in self.name.split()[:2]])

    @property
    def somebody(self) -> Somebody:
        """The person as the workflow knows them."""
        return Somebody(self.person_id, self.organisation_id, self.roles)


def me() -> Actor:
    """Who is signed in, as services know them. Raises RuntimeError where nobody is: such a view declares `anyone`."""
    actor = actor_or_none()
    if actor is None:
        raise RuntimeError("nobody is signed in")
    return actor


def become_nobody() -> None:
    """For the rest of this request: who is signed in stands in the database, and that may be what failed."""
    g.actor, g.nobody = None, True


def is_nobody() -> bool:
    """Whether the database must not be asked who is signed in."""
    return bool(g.get("nobody"))


def actor_or_none() -> Actor | None:
    """Who is signed in, or None. Read once for each request."""
    if "actor" not in g:
        person = current_user
        g.actor = person.as_actor() if person and person.is_authenticated else None
    actor: Actor | None = g.actor
    return actor
