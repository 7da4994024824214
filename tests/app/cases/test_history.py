"""The history only grows, and every change to it is found."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.cases import history
from app.cases.models import Concern
from app.cases.records import Event
from app.core.db import db, unit_of_work
from app.core.time import now
from app.demo import lives
from tests.world import World
from workflows.standing import Standing

TABLES = ("event", "statement", "clock_entry")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["UPDATE {0} SET id = id", "DELETE FROM {0}"])
def test_the_database_refuses_to_change_what_was_written(world: World, table: str, change: str) -> None:
    world.concern(lives.ADOPTED)
    with pytest.raises(DatabaseError, match="only ever added"), unit_of_work() as session:
        session.execute(text(change.format(table)))


@pytest.mark.parametrize(
    ("tampering", "why"),
    [
        ("UPDATE event SET at = '2020-01-01 00:00:00+00:00' WHERE number = 2", "the event was changed"),
        ("UPDATE event SET person_id = NULL WHERE number = 1", "the event was changed"),
        ("UPDATE event SET public = NOT public WHERE number = 3", "the event was changed"),
        (
            "UPDATE statement SET text = 'Tjetër' WHERE id = (SELECT max(id) FROM statement)",
            "the words were changed",
        ),
        ("DELETE FROM statement", "the words were changed"),
        ("UPDATE event SET number = number + 100 WHERE number > 2", "an event is missing"),
    ],
)
def test_whoever_gets_past_the_database_is_found(world: World, tampering: str, why: str) -> None:
    world.concern(lives.ADOPTED)
    db.session.rollback()
    assert not breaks()
    with unit_of_work() as session:
        postgresql = session.get_bind().dialect.name == "postgresql"
        for table in ("event", "statement"):
            for operation in ("update", "delete"):
                on = f" ON {table}" if postgresql else ""
                session.execute(text(f"DROP TRIGGER {table}_no_{operation}{on}"))
        session.execute(text(tampering))
    assert why in {b.why for b in breaks()}


def test_an_event_that_leaves_things_unsaid_holds(world: World) -> None:
    address = world.concern(lives.ADOPTED)
    with unit_of_work() as session:
        concern = session.scalars(select(Concern).where(Concern.public_id == address)).one()
        reading = Event(
            concern_id=concern.id, at=now(), standing=Standing.FILER, machine="record", do="read_file"
        )
        history.add(session, reading)
    assert not breaks()


def breaks() -> list[history.Break]:
    db.session.rollback()
    return [found for found in history.verify(db.session()) if isinstance(found, history.Break)]
