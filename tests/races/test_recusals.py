"""A step that waits for the lock of a case does not outlive the right to take it."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from sqlalchemy import select, text

from app.concerns.models import Concern, Recommendation
from app.concerns.recusals import Recusal
from app.concerns.steps import take_step
from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.time import now
from app.demo import lives
from app.demo.lives import FOUND_ALL, Scene, finding
from tests.world import STATE_STORY, World
from workflows.recommendation import Grade

pytestmark = pytest.mark.race
PATIENCE = 20  # seconds until the test gives up; it waits for a lock and not for a time


def somebody_waits() -> bool:
    """Whether another connection waits for a lock; SQLite does not tell, and its writer waits before it reads."""
    if db.engine.dialect.name == "sqlite":
        return True
    with db.engine.connect() as watcher:
        return bool(watcher.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def test_who_is_recused_while_a_step_waits_does_not_take_it(world: World) -> None:
    address = world.concern(lives.REPORTED)
    mira = world.cast.people["mira"]
    version = world.case("mira", address).recommendations[0].version
    scene = Scene(STATE_STORY, world.cast, "hana", "sociale", now().date())
    data = finding(Grade.A, FOUND_ALL)(scene)
    answers: list[Any] = []

    def verify() -> None:
        with world.app.app_context():
            try:
                answers.append(
                    take_step(mira, address, "verify", data, number=1, version=version, key=one_time_key())
                )
            except NotFound as gone:
                answers.append(gone)
            finally:
                db.session.remove()

    waiting = threading.Thread(target=verify)
    with unit_of_work() as session:
        concern = session.scalars(select(Concern).where(Concern.public_id == address).with_for_update()).one()
        session.add(Recusal(concern_id=concern.id, person_id=mira.person_id, at=now()))
        session.flush()
        waiting.start()
        patience = time.monotonic() + PATIENCE
        while not somebody_waits() and time.monotonic() < patience:
            threading.Event().wait(0.01)
    waiting.join()
    assert [type(answer) for answer in answers] == [NotFound]
    db.session.rollback()
    assert db.session.scalars(select(Recommendation.state)).all() == ["reported_done"]
