"""The history only grows, and every change to it is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.concerns.models import Concern
from app.core.db import db, unit_of_work
from app.core.time import now
from app.demo import lives
from app.process import history
from app.process.models import Event
from config import Settings
from tests.world import World
from workflows.roles import CaseRole

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


CUT = "DELETE FROM event WHERE number > (SELECT max(number) - {0} FROM event)"


def tampered(*changes: str) -> set[str]:
    """What is found once somebody has changed the database past its triggers and references."""
    db.session.rollback()
    postgresql = db.engine.dialect.name == "postgresql"
    raw = db.engine.raw_connection()
    cursor = raw.cursor()
    off = "SET session_replication_role = replica" if postgresql else "PRAGMA foreign_keys = OFF"
    cursor.execute(off)
    if not postgresql:
        cursor.execute("DROP TRIGGER event_no_delete")
        cursor.execute("DROP TRIGGER statement_no_delete")
    for change in changes:
        cursor.execute(change)
    raw.commit()
    cursor.execute("RESET session_replication_role" if postgresql else "PRAGMA foreign_keys = ON")
    raw.commit()
    raw.close()
    return {b.why for b in breaks()}


@pytest.mark.parametrize("events", [1, 3])
def test_a_tail_that_was_cut_off_is_found(world: World, events: int) -> None:
    world.concern(lives.ADOPTED)
    assert not breaks()
    statements = "DELETE FROM statement WHERE event_id IN (SELECT id FROM event WHERE number > 0)"
    found = tampered(statements, CUT.format(events))
    assert f"events were cut off the end: {events}" in found


def test_a_history_that_was_wholly_taken_away_is_found(world: World) -> None:
    world.concern(lives.SUBMITTED)
    assert tampered("DELETE FROM statement", "DELETE FROM event") == {"all events were cut off"}


def test_whoever_cuts_the_end_cannot_seal_it(world: World) -> None:
    world.concern(lives.ADOPTED)
    end = "UPDATE chain_end SET number = number - 1, hash = (SELECT hash FROM event ORDER BY number DESC LIMIT 1)"
    statements = "DELETE FROM statement WHERE event_id IN (SELECT id FROM event WHERE number > 0)"
    assert "the seal of the end is not of this key" in tampered(statements, CUT.format(1), end)


def test_an_end_without_a_seal_is_found_and_sealed_by_a_command(world: World) -> None:
    world.concern(lives.SUBMITTED)
    world.concern(lives.ADOPTED)
    with unit_of_work() as session:
        session.execute(text("DELETE FROM chain_end"))
    assert {b.why for b in breaks()} == {"the end is not sealed"}
    result = world.app.test_cli_runner().invoke(args=["history", "seal"])
    assert (result.exit_code, result.output) == (0, "2 chains sealed\n")
    assert not breaks()


def test_nothing_is_sealed_while_a_chain_does_not_hold(world: World) -> None:
    world.concern(lives.SUBMITTED)
    assert tampered("DELETE FROM statement", "DELETE FROM event")
    assert world.app.test_cli_runner().invoke(args=["history", "seal"]).exit_code == 1
    assert breaks()


def test_a_key_is_changed(world: World) -> None:
    world.concern(lives.SUBMITTED)
    before = world.app.extensions["tryeza.settings"]
    for changed, holds in (
        ({"history_key": "k" * 40}, False),
        ({"history_key": "k" * 40, "history_key_before": before.secret_key}, True),
    ):
        world.app.extensions["tryeza.settings"] = replace(before, **changed)
        assert (not breaks()) is holds
    assert world.app.test_cli_runner().invoke(args=["history", "seal"]).exit_code == 0
    world.app.extensions["tryeza.settings"] = replace(before, history_key="k" * 40)
    assert not breaks()


@pytest.mark.parametrize("command", ["verify", "seal"])
@pytest.mark.parametrize(
    ("changed", "code"),
    [({}, 78), ({"demo": True}, 0), ({"secret_key": "s" * 40}, 0)],
    ids=["no environment", "demonstration", "a key"],
)
def test_without_the_servers_environment_the_history_is_not_read(
    world: World, command: str, changed: dict[str, Any], code: int
) -> None:
    without = replace(
        world.app.extensions["tryeza.settings"], secret_key=Settings().secret_key, testing=False
    )
    world.app.extensions["tryeza.settings"] = replace(without, **changed)
    world.concern(lives.SUBMITTED)
    ended = world.app.test_cli_runner().invoke(args=["history", command])
    [line] = ended.output.splitlines()
    assert (ended.exit_code, "TRYEZA_SECRET_KEY" in line) == (code, code == 78)


def test_an_event_that_leaves_things_unsaid_holds(world: World) -> None:
    address = world.concern(lives.ADOPTED)
    with unit_of_work() as session:
        concern = session.scalars(select(Concern).where(Concern.public_id == address)).one()
        reading = Event(
            concern_id=concern.id, at=now(), standing=CaseRole.FILER, machine="record", do="read_file"
        )
        history.add(session, reading)
    assert not breaks()


def breaks() -> list[history.Break]:
    db.session.rollback()
    return [found for found in history.verify(db.session()) if isinstance(found, history.Break)]
