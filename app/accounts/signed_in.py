"""Who is signed in, as each request reads it: columns of one query, and no object that a transaction would forget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_security import RoleMixin, UserMixin

from app.core.actor import Actor
from workflows.roles import Role as RoleName


class HeldRole(RoleMixin):
    """A role, as the accounts library asks for it."""

    def __init__(self, name: str) -> None:
        self.name = name


class SignedIn(UserMixin):
    """An account that is on, with the facts on which rights stand."""

    def __init__(self, rows: Sequence[Any]) -> None:
        """From the columns of an account, once for each of its roles."""
        first = rows[0]
        held = [row.role for row in rows if row.role]
        self.id, self.active, self.language = first.id, True, first.language
        self.fs_uniquifier, self.previous_seen_at = first.fs_uniquifier, first.previous_seen_at
        self.roles = [HeldRole(name) for name in held]
        self.actor = Actor(
            person_id=first.id,
            organisation_id=first.organisation_id,
            organisation_kind=first.organisation_kind,
            name=first.name,
            organisation_name=first.organisation_name,
            email=first.email,
            roles=frozenset(map(RoleName, held)),
            language=first.language,
        )

    def as_actor(self) -> Actor:
        """The facts of this person that services need."""
        return self.actor
