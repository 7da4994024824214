"""Who opened a concern is written down in batches, apart from the pages."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from threading import Thread

from flask import Flask
from sqlalchemy import delete, select

from app.concerns.models import Concern
from app.concerns.page.read_receipts import TOGETHER_S, Opened, Readers
from app.concerns.records import Reading
from app.core.db import db, unit_of_work
from app.core.time import today
from app.demo import lives
from tests.answers.conftest import Desk
from tests.meetings.pages import called, pick
from tests.sign_in import sign_in
from tests.votes.pages import in_english
from tests.world import World


def _opened(app: Flask, people: World, who: str = "mira", hour: int = 9) -> Opened:
    with app.app_context():
        address = people.concern(lives.SENT)
        concern = db.session.scalars(select(Concern).where(Concern.public_id == address)).one()
        actor = people.cast.people[who]
        at = datetime(2026, 11, 24, hour, tzinfo=UTC)
        return Opened(concern.id, actor.person_id, today(), actor.organisation_id, at, extract_only=False)


def _kept(app: Flask, opened: Opened) -> list[Reading]:
    """What was written of this concern on this day."""
    with app.app_context():
        there = Reading.concern_id == opened.concern_id, Reading.day == opened.day
        found = list(db.session.scalars(select(Reading).where(*there)))
        db.session.expunge_all()
        return found


def test_it_is_written_by_itself_after_a_moment(app: Flask, people: World) -> None:
    opened = _opened(app, people)
    app.extensions["readers"].note(opened)
    assert not _kept(app, opened)
    until = time.monotonic() + 20 * TOGETHER_S
    while not (kept := _kept(app, opened)) and time.monotonic() < until:
        time.sleep(TOGETHER_S / 5)
    assert [(r.concern_id, r.person_id, r.at) for r in kept] == [
        (opened.concern_id, opened.person_id, opened.at)
    ]


def test_of_two_processes_the_first_record_of_a_day_stands(app: Flask, people: World) -> None:
    first = _opened(app, people)
    later = Opened(
        first.concern_id, first.person_id, first.day, first.organisation_id, first.at.replace(hour=17), True
    )
    other = Readers(app)
    for readers, opened in ((app.extensions["readers"], first), (other, later)):
        readers.note(opened)
        readers.write()
    [kept] = _kept(app, first)
    assert (kept.at, kept.extract_only) == (first.at, False)


def test_many_threads_lose_nothing(app: Flask, people: World) -> None:
    opened = _opened(app, people)
    readers: Readers = app.extensions["readers"]
    persons = list(people.cast.people.values())

    def read(person: int, organisation: int) -> None:
        readers.note(Opened(opened.concern_id, person, opened.day, organisation, opened.at, False))
        readers.write()

    threads = [Thread(target=read, args=(a.person_id, a.organisation_id)) for a in persons for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {r.person_id for r in _kept(app, opened)} == {a.person_id for a in persons}


# --- whatever shows what was filed, or an extract of it, counts as reading ---


def _unread(app: Flask, people: World, address: str, who: str, *pages: str) -> list[str]:
    """The pages that this person opens, and of which no reading of the concern is written down."""
    client, actor, unread = app.test_client(), people.cast.people[who], []
    sign_in(client, who)
    for page in pages:
        with app.app_context(), unit_of_work() as session:
            session.execute(delete(Reading))
        readers = app.extensions["readers"] = Readers(app)
        answer = client.get(page)
        assert answer.status_code == 200, page
        readers.write()
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
