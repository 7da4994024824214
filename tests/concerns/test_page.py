"""The page of a concern: a constant number of queries, and what each reader finds on it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from app.core.db import db
from app.demo import lives
from app.demo.lives import DemoStep
from app.verification.service import Progress
from tests.rights.stages import LIVES_BY_STAGE
from tests.sign_in import sign_in
from tests.world import World

MOST = 13  # with one for what each addressee was sent
TWO_DONE = [*lives.TWO_PARTED, DemoStep(3, lives.A, "report_progress", lambda _s: Progress("Raport."), 2)]


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that this thread sends meanwhile, but for the marks of a transaction."""
    sent: list[str] = []
    mine = threading.get_ident()  # readings are written by a thread of their own

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if threading.get_ident() == mine and not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", hear)
    yield sent
    event.remove(engine, "before_cursor_execute", hear)


@pytest.mark.parametrize(
    "who", ["anila", "hana", "mira", "kastriot", "sekretaria", "sociale", "ministria", "koordinatorja"]
)
def test_the_page_takes_a_constant_number_of_queries(app: Flask, people: World, who: str) -> None:
    client = app.test_client()
    sign_in(client, who)
    with app.app_context():
        addresses = [people.concern(beats) for beats in (lives.SENT, lives.REPORTED, TWO_DONE)]
    numbers = []
    for address in addresses:
        client.get(f"/concerns/{address}")
        with counted(app) as sent:
            assert client.get(f"/concerns/{address}").status_code == 200
        numbers.append(len(sent))
    assert max(numbers) <= MOST, sent
    assert len(set(numbers)) == 1, numbers


def test_the_page_of_a_fact_check_stays_within_it_too(app: Flask, people: World) -> None:
    client = app.test_client()
    sign_in(client, "sociale")
    with app.app_context():
        address = people.concern(LIVES_BY_STAGE["in_fact_check"])
    client.get(f"/concerns/{address}")
    with counted(app) as sent:
        text = client.get(f"/concerns/{address}").text
    assert len(sent) <= MOST
    assert "Fakte." in text


def test_the_filer_sees_who_has_read_and_what_they_read(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.SENT)
    for who in ("mira", "sociale"):
        client = app.test_client()
        sign_in(client, who)
        client.get(f"/concerns/{address}")
    filer = app.test_client()
    sign_in(filer, "anila")
    text = filer.get(f"/concerns/{address}").text
    assert "Mira Çelaj" in text
    assert "Zana Kroi" in text
    for who in ("mira", "sociale", "kastriot"):
        client = app.test_client()
        sign_in(client, who)
        assert "Kush e ka lexuar" not in client.get(f"/concerns/{address}").text


@pytest.mark.parametrize(("who", "idle"), [("mira", False), ("koordinatorja", True)])
def test_nobody_is_told_to_do_nothing_beside_a_button(
    app: Flask, people: World, who: str, idle: bool
) -> None:
    with app.app_context():
        address = people.concern(lives.REPORTED)
    client = app.test_client()
    sign_in(client, who)
    text = client.get(f"/concerns/{address}").text
    assert ("nuk keni asgjë" in text or "nothing for you to do" in text) == idle
    assert ("/recommendations/1/steps/verify" in text) != idle


def test_claim_and_finding_stand_apart_and_the_gap_is_named(app: Flask, people: World) -> None:
    part = DemoStep(
        5, lives.R, "verify_in_part", lives.finding(lives.Grade.B, lives.FOUND_PART, again_in=45), 1
    )
    with app.app_context():
        address = people.concern([*lives.REPORTED, part])
    client = app.test_client()
    sign_in(client, "anila")
    text = client.get(f"/concerns/{address}").text
    assert lives.CLAIM.claim in text
    assert lives.FOUND_PART in text
    assert "ndryshojnë" in text
