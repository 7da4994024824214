"""What has a date and no ledger, as plain facts: what was said of its date when, and for whom it exists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from tests.deadlines.year.audience import Human


@dataclass(frozen=True)
class Said:
    """What was said of a date: by the rule so many working days, or until a day that a person gave; or it ended."""

    at: datetime
    days: int = 0
    until: date | None = None
    before: int | None = None  # or earlier: before the ministry's own date for this recommendation

    @property
    def ends(self) -> bool:
        """Whether nobody owes it from then on."""
        return not self.days and self.until is None


@dataclass
class Errand:
    """One of either kind, as it was asked for."""

    row: int
    address: str
    by: Human
    agency: int
    concern: int | None = None  # of a contribution
    said: list[Said] = field(default_factory=list)
    closed: bool = False  # nothing is done about it any more

    @property
    def table(self) -> str:
        """Where its row stands."""
        return "access_request" if self.concern is None else "contribution_request"

    @property
    def reference(self) -> str:
        """By what a mail leads to it."""
        return self.address

    def is_inside(self, human: Human, at: datetime) -> bool:
        """Whoever may hear of it may see it."""
        return self.hears(human, at)

    def is_out(self, _human: Human, _at: datetime) -> bool:
        """Nobody is recused from it."""
        return False

    def hears(self, human: Human, _at: datetime) -> bool:
        """For whom it exists."""
        roles = human.roles
        if not human.active:
            return False
        if self.concern is not None:
            asks = "ministry" in roles and human.organisation == self.by.organisation
            return asks or ("agency" in roles and human.organisation == self.agency)
        own = "member" in roles and human.organisation == self.by.organisation
        return own or bool(roles & {"chair", "secretariat", "ministry", "coordinator"})
