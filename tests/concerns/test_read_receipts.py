"""Who opened a concern is written down before the page comes, and no page fails because it could not be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import delete, select, text

from app.concerns.models import Concern
from app.concerns.page.read_receipts import Opened, write_readings
from app.concerns.records import Reading
from app.core import connections, outages
from app.core.connections import Patience
from app.core.db import WRITES, db, unit_of_work
from app.core.time import today
from app.demo import lives
from tests.answers.conftest import Desk
from tests.deadlines.test_escalation import after_due, escalated, running
from tests.leaks.work import found
from tests.meetings.pages import called, pick
from tests.sign_in import sign_in
from tests.votes.pages import in_english, opened
from tests.world import World
from workflows.periods import Rule


def _of_a_concern(app: Flask, people: World) -> tuple[Opened, str]:
    """That Mira opens a concern, and its address."""
    with app.app_context():
        address = people.concern(lives.SENT)
        concern = db.session.scalars(select(Concern).where(Concern.public_id == address)).one()
        actor, at = people.cast.people["mira"], datetime(2026, 11, 24, 9, tzinfo=UTC)
        opened = Opened(concern.id, actor.person_id, today(), actor.organisation_id, at, extract_only=False)
    return opened, address


def _kept(app: Flask, opened: Opened) -> list[Reading]:
    """What was written of this concern on this day."""
    with app.app_context():
        there = Reading.concern_id == opened.concern_id, Reading.day == opened.day
        found = list(db.session.scalars(select(Reading).where(*there)))
        db.session.expunge_all()
        return found


@contextmanager
def _held(app: Flask) -> Iterator[None]:
    """Somebody else writes and does not come to an end."""
    with app.app_context():
        engine = db.engine
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        connection.begin()
        if engine.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE reading IN EXCLUSIVE MODE"))
        yield
        connection.rollback()


def test_it_is_written_before_the_page_comes(app: Flask, people: World) -> None:
    opened, address, client = *_of_a_concern(app, people), app.test_client()
    sign_in(client, "mira")
    for _ in range(2):
        client.get(f"/concerns/{address}")
        assert [r.person_id for r in _kept(app, opened)] == [opened.person_id]


def test_the_first_record_of_a_day_stands_and_the_next_day_has_its_own(app: Flask, people: World) -> None:
    first, _ = _of_a_concern(app, people)
    later = replace(first, at=first.at.replace(hour=17), extract_only=True)
    tomorrow = replace(later, day=first.day + timedelta(days=1))
    with app.app_context():
        for opened in (first, later, tomorrow):
            write_readings([opened])
    [kept] = _kept(app, first)
    assert (kept.at, kept.extract_only) == (first.at, False)
    [kept] = _kept(app, tomorrow)
    assert (kept.at, kept.extract_only) == (later.at, True)


def test_many_who_read_at_once_lose_nothing(app: Flask, people: World) -> None:
    opened, _ = _of_a_concern(app, people)
    persons = list(people.cast.people.values())

    def read(person: int, organisation: int) -> None:
        with app.app_context():
            write_readings([replace(opened, person_id=person, organisation_id=organisation)])

    threads = [Thread(target=read, args=(a.person_id, a.organisation_id)) for a in persons for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {r.person_id for r in _kept(app, opened)} == {a.person_id for a in persons}


def test_a_page_is_shown_although_its_reading_cannot_be_written(
    app: Flask, people: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened, address, client = *_of_a_concern(app, people), app.test_client()
    sign_in(client, "mira")
    client.get("/")  # what it writes of its visit
    outages.forget()
    monkeypatch.setattr(connections, "OF_A_REQUEST", Patience(lock=1))
    with _held(app):
        answer = client.get(f"/concerns/{address}")
    assert answer.status_code == 200
    assert not _kept(app, opened)
    assert sum(outages.Fault.BUSY in record.getMessage() for record in caplog.records) == 1
    client.get(f"/concerns/{address}")
    assert _kept(app, opened)


# --- whatever shows what was filed, or an extract of it, counts as reading ---


def _unread(app: Flask, people: World, address: str, who: str, *pages: str) -> list[str]:
    """The pages that this person opens, and of which no reading of the concern is written down."""
    client, actor, unread = app.test_client(), people.cast.people[who], []
    sign_in(client, who)
    for page in pages:
        with app.app_context(), unit_of_work() as session:
            session.execute(delete(Reading))
        answer = client.get(page)
        assert answer.status_code == 200, page
        with app.app_context():
            concern = db.session.scalars(select(Concern.id).where(Concern.public_id == address)).one()
            kept = db.session.scalars(select(Reading).where(Reading.concern_id == concern)).all()
            if [row.person_id for row in kept] != [actor.person_id]:
                unread.append(page)
    return unread


def test_working_papers_and_forms_of_steps_are_read(app: Flask, people: World) -> None:
    with app.app_context():
        proposed, reported = people.concern(lives.PROPOSED), people.concern(lives.REPORTED)
    at = f"/concerns/{proposed}"
    assert not _unread(app, people, proposed, "mira", f"{at}/papers", f"{at}/papers/drafts/1")
    verify = f"/concerns/{reported}/recommendations/1/steps/verify"
    assert not _unread(app, people, reported, "hana", verify)


def test_a_vote_shows_the_case_and_is_read(app: Flask, people: World) -> None:
    with app.app_context():
        proposed = people.concern(lives.PROPOSED)
    vote = opened(app, in_english(app, "kastriot"), proposed)
    assert not _unread(app, people, proposed, "mira", f"/votes/{vote}")


def test_a_letter_holds_the_extract_and_is_read(app: Flask, people: World) -> None:
    with app.app_context():
        sent = people.concern(lives.SENT, age=60)
        escalated(after_due(running(Rule.RESPONSE), 10))
        db.session.remove()
    letter = found(in_english(app, "koordinatorja"), "/letters", r"/letters/[\w-]{10,}")
    pages = (letter, f"{letter}/edit", f"{letter}/letter.docx")
    assert not _unread(app, people, sent, "koordinatorja", *pages)


def test_who_reads_the_filing_after_its_extract_has_read_the_filing(app: Flask, people: World) -> None:
    seen, _address = _of_a_concern(app, people)
    for extract_only in (True, False, True):
        with app.app_context():
            write_readings([replace(seen, extract_only=extract_only)])
    (kept,) = _kept(app, seen)
    assert not kept.extract_only and kept.at == seen.at


def test_a_request_for_a_contribution_is_read(app: Flask, people: World) -> None:
    with app.app_context():
        desk = Desk(people, people.concern(lives.SENT))
        request = desk.ask()
    assert not _unread(app, people, desk.address, "prokuroria", f"/requests/{request}")


def test_the_papers_of_a_meeting_are_read(app: Flask, people: World) -> None:
    with app.app_context():
        proposed = people.concern(lives.PROPOSED)
        undeclared = people.concern(lives.PROPOSED, declared=False)
    secretariat = in_english(app, "sekretaria")
    meeting = called(app, secretariat)
    pick(secretariat, meeting, proposed, undeclared)
    papers = f"/meetings/{meeting}/papers.pdf"
    assert not _unread(app, people, proposed, "mira", papers)
    assert _unread(app, people, undeclared, "mira", papers), "its title alone was in them"
