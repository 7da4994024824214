"""What was just done is taken back by a button beside what is said of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.db import db
from app.core.time import now
from app.dashboards.models import PutOff, SavedView
from app.demo import lives
from app.notifications.models import Notification
from tests.databases import only_sqlite
from tests.forms import again, send
from tests.posts import post_unshown
from tests.votes.pages import in_english
from tests.world import World

pytestmark = only_sqlite


def number(app: Flask, what: type, *these: object) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(what).where(*these)) or 0  # type: ignore[arg-type]


def test_what_was_put_off_comes_back_and_goes_again(app: Flask, people: World) -> None:
    with app.app_context():
        people.concern(lives.SENT)
        db.session.remove()
    client = in_english(app, "sociale")
    line = client.get("/").text.split("/work/later/", 1)[1].split('"', 1)[0]
    assert send(client, f"/work/later/{line}", {"when": "tomorrow"}).status_code == 302
    said = client.get("/")
    assert "Put off until" in said.text and "Undo" in said.text and number(app, PutOff) == 1
    assert again(client, said, {}, f"/work/later/{line}/back").status_code == 302
    back = client.get("/")
    assert "among your work again" in back.text and number(app, PutOff) == 0
    assert again(client, back, {}, f"/work/later/{line}").status_code == 302
    assert number(app, PutOff) == 1
    assert "Undo" in client.get("/").text
    assert "Undo" not in client.get("/").text, "it is said once"


@pytest.mark.parametrize(("who", "shared"), [("mira", False), ("koordinatorja", True)])
def test_a_deleted_view_is_there_again(app: Flask, people: World, who: str, shared: bool) -> None:
    client = in_english(app, who)
    place = "/saved/new?place=concerns&q=kufi"
    assert send(client, place, {"name": "Borders", **({"shared": "y"} if shared else {})}).status_code == 302
    with app.app_context():
        view = db.session.scalars(select(SavedView)).one()
        kept = (view.name, view.query, view.shared)
        db.session.remove()
    assert kept[2] is shared
    assert send(client, f"/saved/{view.public_id}", {}, f"/saved/{view.public_id}/delete").status_code == 302
    assert number(app, SavedView) == 0
    assert again(client, client.get("/saved"), {}, "/saved/new").status_code == 302
    with app.app_context():
        anew = db.session.scalars(select(SavedView)).one()
        assert (anew.name, anew.query, anew.shared) == kept


def test_all_that_was_marked_as_read_is_unread_again(app: Flask, people: World) -> None:
    with app.app_context():
        people.concern(lives.PROPOSED)
        first = db.session.scalars(
            select(Notification).where(
                Notification.person_id == people.cast.people["kastriot"].person_id, Notification.listed
            )
        ).first()
        assert first is not None
        first.read_at = now() - timedelta(days=1)
        db.session.commit()
        db.session.remove()
    unread = (
        Notification.person_id == people.cast.people["kastriot"].person_id,
        Notification.read_at.is_(None),
    )
    client, before = in_english(app, "kastriot"), number(app, Notification, *unread)
    page = client.get("/notices")
    assert (
        again(client, page, {}, "/notices/read").status_code == 302
        and number(app, Notification, *unread) == 0
    )
    said = client.get("/notices")
    assert again(client, said, {}, "/notices/unread").status_code == 302
    assert number(app, Notification, *unread) == before > 0, "what was read before stays so"
    for at in ("", "nesër", "2026-12-01T10:00:00"):
        assert post_unshown(client, "/notices/unread", {"at": at}).status_code == 404
