"""A recommendation that waits for an answer, in a ministry that asks for two signatures."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.answers.access import find_request
from app.answers.contributions.deadlines import proposed_due
from app.answers.contributions.service import Wanted
from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.core.db import db
from app.demo import lives
from app.directory.service import save_entry
from tests.steps import forward
from tests.world import World

QUESTION = "Si veprohet sot, dhe çfarë mund të ndryshohet?"


@dataclass
class Desk:
    """The world, and the concern whose recommendation is addressed to a state agency."""

    world: World
    address: str

    def who(self, key: str):  # type: ignore[no-untyped-def]
        return self.world.cast.people[key]

    def case(self, key: str = "ministria") -> Case:
        return self.world.case(key, self.address)

    def rec(self, number: int = 1) -> Recommendation:
        return next(r for r in self.case().recommendations if r.number == number)

    def two_signatures(self) -> None:
        ministry = self.who("ministria")
        save_entry(ministry, ministry.organisation_id, {"sign_off": True})
        db.session.rollback()

    def ask(self, agency: str = "prokuroria") -> str:
        """The ministry asks an agency that is not the addressee; the request's public id."""
        db.session.rollback()
        due_on = proposed_due(db.session(), False, self.rec().due_on)
        wanted = Wanted(self.world.cast.organisations[agency], QUESTION, due_on)
        request = forward(self.who("ministria"), self.address, 1, wanted)
        db.session.rollback()
        return request

    def request(self, key: str, public_id: str):  # type: ignore[no-untyped-def]
        db.session.rollback()
        return find_request(db.session(), self.who(key), public_id)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world, world.concern(lives.SENT))
