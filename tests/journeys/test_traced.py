"""The four journeys of docs/architecture.md are those that run; with `WRITE_JOURNEYS=1` the page is written anew."""

from __future__ import annotations

import os
import re
from datetime import datetime, time, timedelta
from email.message import EmailMessage

from flask import Flask
from sqlalchemy import select

from app.concerns.periods import load_calendar
from app.concerns.records import Clock
from app.core.db import db
from app.core.time import ZONE, frozen, now, today
from app.deadlines.escalation_runs import run_escalations
from app.demo import lives
from app.demo.review import cast_all
from app.directory.service import save_entry
from app.notifications.delivery import deliver
from app.votes.service import close_due
from tests.databases import only_sqlite
from tests.filing.test_filing import begin, fill_all
from tests.forms import again
from tests.journeys.traced import ROOT, traced
from tests.page_forms import form_of
from tests.sign_in import sign_in
from tests.votes.pages import in_english, opened
from tests.world import World

pytestmark = only_sqlite
WARM_UP: dict[
    str, None
] = {}  # each is lived twice: the first time statements and words are made that are kept
PAGE = ROOT / "docs" / "architecture.md"


def told(heading: str, files: dict[str, None]) -> str:
    """A journey as the page tells it."""
    steps = "\n".join(f"{number}. `{name}`" for number, name in enumerate(files, 1))
    return f"### {heading}\n{steps}\n"


def assert_told(heading: str, files: dict[str, None]) -> None:
    """The page names these files and no others, in the order in which they are first met."""
    page, text = PAGE.read_text(), told(heading, files)
    written = re.search(rf"### {re.escape(heading)}\n(?:\d+\. .*\n)*", page)
    assert written, f"no journey {heading!r} in {PAGE.name}"
    if os.environ.get("WRITE_JOURNEYS"):
        PAGE.write_text(page.replace(written[0], text))
        return
    assert written[0] == text, f"{PAGE.name} tells {heading!r} otherwise: run with WRITE_JOURNEYS=1"


def test_a_concern_is_submitted(app: Flask, people: World) -> None:
    client = app.test_client()
    sign_in(client, "anila")
    for files in (WARM_UP, told_now := dict[str, None]()):
        concern = begin(client)
        fill_all(client, people, concern)
        page = client.get(f"/concerns/{concern}/filing/check")
        with traced(files):
            assert again(client, page, {}).status_code == 302
    assert_told("A concern is submitted", told_now)


def test_the_clock_closes_a_vote(app: Flask, people: World) -> None:
    chair, end = in_english(app, "kastriot"), (today() + timedelta(days=3)).isoformat()
    for files in (WARM_UP, told_now := dict[str, None]()):
        with app.app_context():
            proposed = people.concern(lives.PROPOSED_TWO)
        vote = opened(app, chair, proposed, manner="written_procedure", ends_on=end)
        with app.app_context():
            cast_all(vote)
            with frozen(now() + timedelta(days=5)), traced(files):
                assert close_due()
    assert_told("The clock closes a vote, and drafts are adopted", told_now)


def test_one_prepares_an_answer_and_another_signs(app: Flask, people: World) -> None:
    with app.app_context():
        ministry = people.cast.people["ministria"]
        save_entry(ministry, ministry.organisation_id, {"sign_off": True})
    officer, head = app.test_client(), app.test_client()
    sign_in(officer, "ministria")
    sign_in(head, "ministria_b")
    for files in (WARM_UP, told_now := dict[str, None]()):
        with app.app_context():
            address = people.concern(lives.SENT)
        page = officer.get(f"/concerns/{address}/recommendations/1/steps/accept")
        with traced(files):
            assert again(officer, page, {"note": "Pranohet."}).status_code == 302
        page = head.get("/answers/to-sign")
        ticked = form_of(page.text, own="/answers/to-sign").named("answer")[0].offered()
        with traced(files):
            assert again(head, page, {"answer": ticked}).status_code == 302
    assert_told("One prepares an answer, another signs it", told_now)


def test_a_deadline_passes_and_mails_leave(app: Flask, people: World) -> None:
    mails = list[EmailMessage]()
    for files in (WARM_UP, told_now := dict[str, None]()):
        with app.app_context():
            people.concern(lives.SENT)
            due = db.session.scalars(select(Clock.due_on).where(Clock.due_on.is_not(None))).first()
            db.session.rollback()
        assert due
        with app.app_context():
            after = load_calendar(db.session(), due).add_working(due, 1)
            db.session.rollback()
        late = datetime.combine(after, time(10), ZONE)
        with app.app_context(), frozen(late), traced(files):
            while run_escalations():
                pass
            while deliver(mails.append):
                pass
    assert mails
    assert_told("A deadline passes, and mails leave", told_now)
