"""How much one person may leave on the disk with what is not filed or taken: a bound, and a way out of it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.concerns import files
from app.concerns.attachments import Attachment
from app.core.db import db, unit_of_work
from app.core.files.store import FileStore
from app.core.time import now
from app.demo import lives
from config import Settings
from tests.forms import send
from tests.votes.pages import in_english
from tests.world import World

TOO_MANY, TOO_MUCH = "more files than are accepted here", "Too many of your files are in drafts"
REFUSED = {"report": " "}  # the step lacks its text, so that its files wait


def some(number: int) -> list[Any]:
    return [(BytesIO(b"a" * 10), f"shenime-{n}.txt") for n in range(number)]


def kept(app: Flask, settings: Settings) -> list[str]:
    """The files that are kept, in the rows and on the disk."""
    with app.app_context():
        rows = db.session.scalars(select(Attachment).order_by(Attachment.id)).all()
    assert {row.stored_name for row in rows} == set(FileStore(settings.upload_folder).names(older_than=-60))
    return [row.public_id for row in rows]


@pytest.fixture
def steps(app: Flask, people: World) -> tuple[str, str]:
    """Where an institution reports on two recommendations."""
    with app.app_context():
        concerns = [people.concern(lives.PLANNED) for _ in range(2)]
        db.session.remove()
    first, second = (f"/concerns/{concern}/recommendations/1/steps/report_progress" for concern in concerns)
    return first, second


@pytest.fixture
def institution(app: Flask, people: World) -> FlaskClient:
    return in_english(app, "sociale")


def test_so_many_files_wait_for_a_step_and_are_taken_off_again(
    app: Flask,
    settings: Settings,
    steps: tuple[str, str],
    institution: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "MOST_TOGETHER", 4)
    for given, most in ((3, 3), (3, 4), (3, 4)):
        refused = send(institution, steps[0], {**REFUSED, "uploads": some(given)})
        waiting = kept(app, settings)
        assert refused.status_code == 422 and len(waiting) == most
        assert (TOO_MANY in refused.text) == (most == 4)
    assert send(institution, steps[1], {**REFUSED, "uploads": some(1)}).status_code == 422
    assert len(kept(app, settings)) == 5, "another step has room"
    instead = send(institution, steps[0], {**REFUSED, "drop_file": waiting[:2], "uploads": some(2)})
    assert TOO_MANY not in instead.text
    left = kept(app, settings)
    assert len(left) == 5 and not set(left) & set(waiting[:2])
    taken = send(institution, steps[0], {"report": "Puna vazhdon.", "uploads": []})
    assert taken.status_code == 302
    assert TOO_MANY not in send(institution, steps[0], {**REFUSED, "uploads": some(2)}).text


@pytest.mark.parametrize(("bound", "most"), [("MOST_WAITING", 3), ("MOST_BYTES", 25 / (10 * 2**20))])
def test_so_much_of_one_person_waits_for_all_steps_together(
    app: Flask,
    settings: Settings,
    steps: tuple[str, str],
    institution: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    bound: str,
    most: float,
) -> None:
    monkeypatch.setattr(files, bound, most)
    send(institution, steps[0], {**REFUSED, "uploads": some(2)})
    refused = send(institution, steps[1], {**REFUSED, "uploads": some(2)})
    assert refused.status_code == 422 and TOO_MUCH in refused.text
    assert len(kept(app, settings)) == 3
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Attachment).values(at=now() - files.LATELY - timedelta(hours=1)))
    later = send(institution, steps[1], {**REFUSED, "uploads": some(1)})
    assert TOO_MUCH not in later.text, "what was forgotten does not count for ever"


def test_a_draft_takes_so_many_files(
    app: Flask, settings: Settings, people: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_TOGETHER", 4)
    monkeypatch.setattr(files, "MOST_WAITING", 6)
    filer = in_english(app, "anila")
    for said, most in ((TOO_MANY, 4), (TOO_MUCH, 6)):
        page = send(filer, "/concerns/new", {}, "/concerns/new").location.rsplit("/", 1)[0] + "/source"
        refused = send(filer, page, {"files": some(5), "shows": "Takimi"})
        assert refused.status_code == 422 and said in refused.text and "Takimi" in refused.text
        assert len(kept(app, settings)) == most
