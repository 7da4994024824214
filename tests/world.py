"""A small world for tests: the demonstration's people, and concerns brought to any stage by real steps."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask

from app.concerns.access import Case, find
from app.concerns.periods import load_calendar
from app.concerns.steps import take_step
from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key
from app.core.time import today
from app.demo.build import Player
from app.demo.lives import DemoStep
from app.demo.people import Cast, make_people, make_seats
from app.demo.review import decided, declare_for_all
from app.demo.stories import STORIES
from app.process.data import Decision
from app.process.outcome import Outcome

STATE_STORY = next(s for s in STORIES if s.addressee == "sociale")


@dataclass
class World:
    """The application with its people in it."""

    app: Flask
    cast: Cast
    dice: random.Random = field(default_factory=lambda: random.Random(1))

    def concern(self, beats: list[DemoStep], *, age: int = 1, declared: bool = True, **changed: Any) -> str:
        """A concern that has gone through these steps; its filer is Anila, its rapporteur Hana.

        Unless told otherwise every member has said that there is no conflict of interest.
        """
        player = Settled(self.cast, self.dice, load_calendar(db.session(), today()))
        player.changed = changed
        urgent = bool(changed.get("urgent"))
        address = player.play(beats, age, STATE_STORY, urgent=urgent)
        if declared:
            declare_for_all(self.cast, address)
        db.session.rollback()
        return address

    def case(self, who: str, address: str) -> Case:
        """The case as this person has it. Raises NotFound."""
        db.session.rollback()
        return find(db.session(), self.cast.people[who], address)

    def act(
        self,
        who: str,
        address: str,
        do: str,
        data: Any,
        *,
        number: int | None = None,
        key: str = "",
        version: int = 0,
    ) -> Outcome:
        """Take a step as this person, from the case as it stands unless a version is given."""
        if not version:
            case = self.case(who, address)
            version = (
                case.concern.version
                if number is None
                else next(r.version for r in case.recommendations if r.number == number)
            )
        take = decided if isinstance(data, Decision) else take_step
        return take(
            self.cast.people[who],
            address,
            do,
            data,
            number=number,
            version=version,
            key=key or one_time_key(),
        )


class Settled(Player):
    """Plays with the same two members each time."""

    changed: dict[str, Any]

    def _two_members(self) -> tuple[str, str]:
        return "anila", "hana"

    def _draft(self, filer: str, story: Any, *, urgent: bool) -> str:
        from app.concerns.models import Concern
        from workflows.roles import Level

        address = super()._draft(filer, story, urgent=urgent)
        with unit_of_work() as session:
            concern = session.query(Concern).filter_by(public_id=address).one()
            concern.level = self.changed.get("level", Level.GROUP)
            for name, value in self.changed.items():
                setattr(concern, name, value)
        return address


@contextmanager
def world_of(app: Flask) -> Iterator[World]:
    """The world of this application, within its context."""
    with app.app_context():
        with unit_of_work() as session:
            cast = make_people(session)
            make_seats(session, cast)
        yield World(app, cast)
        db.session.rollback()


@pytest.fixture
def people(app: Flask) -> World:
    """The demonstration's people, with no context left open: for tests that look at pages."""
    with world_of(app) as made:
        return made


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    """The world of the test's application."""
    with world_of(app) as made:
        yield made


def changed(beat: DemoStep, **values: Any) -> DemoStep:
    """The same step with something else about it."""
    return replace(beat, **values)
