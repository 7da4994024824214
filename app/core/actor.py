"""Who acts: the facts of a signed-in person that services need, free of the session and the database."""

from __future__ import annotations

from dataclasses import dataclass, field

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

    def is_(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles."""
        return bool(self.roles & set(roles))

    @property
    def somebody(self) -> Somebody:
        """The person as the workflow knows them."""
        return Somebody(self.person_id, self.organisation_id, self.roles)
