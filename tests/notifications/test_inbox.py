"""The notice centre: what is unread, by case, and nothing of a case that the person may not see any more."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.concerns.models import Concern
from app.concerns.recusals import Recusal
from app.core.db import db, unit_of_work
from app.core.time import now
from app.demo import lives
from app.notifications.models import Notification
from tests.forms import again, send
from tests.posts import post_unshown
from tests.votes.pages import in_english, opened
from tests.world import World
from workflows.notifications import Topic


@pytest.fixture
def proposed(people: World, app: Flask) -> str:
    with app.app_context():
        return people.concern(lives.PROPOSED_TWO)


def count(page: str) -> int:
    """The number beside `Notices` in the frame of the page."""
    link = re.search(r'<a class="who-notices".*?</a>', page, re.DOTALL)
    assert link
    number = re.search(r'id="count-unread">(\d+)', link[0])
    return int(number[1]) if number else 0


def unread(app: Flask, world: World, who: str) -> int:
    """What the database says."""
    with app.app_context():
        mine = Notification.person_id == world.cast.people[who].person_id
        return db.session.scalar(select(func.count()).where(mine, Notification.read_at.is_(None))) or 0


def settle(client: FlaskClient) -> None:
    """Everything that came so far is read."""
    page = client.get("/notices")
    if count(page.text):
        assert again(client, page, {}, "/notices/read").status_code == 302


def test_a_notice_is_unread_until_its_case_is_opened_and_a_get_changes_nothing(
    app: Flask, people: World, proposed: str
) -> None:
    chair = in_english(app, "kastriot")
    page = chair.get("/notices").text
    assert count(page) == unread(app, people, "kastriot") > 0
    assert "A concern is awaiting the Group" in page and "needs action from you" in page
    assert f'href="/concerns/{proposed}#history"' in page
    told = {
        topic: "A concern is awaiting the Group" in chair.get(f"/notices?topic={topic}").text
        for topic in Topic
    }
    assert [topic for topic, there in told.items() if there] == [Topic.MOVE]
    case = chair.get(f"/concerns/{proposed}").text
    assert f'hx-post="/concerns/{proposed}/notices/read"' in case, "its page says that it was opened"
    assert unread(app, people, "kastriot") > 0, "a GET changes nothing"

    assert send(chair, "/notices", {}, f"/concerns/{proposed}/notices/read").status_code == 302
    assert unread(app, people, "kastriot") == 0
    assert "Nothing unread" in (page := chair.get("/notices").text) and count(page) == 0
    everything = chair.get("/notices?show=all").text
    assert "A concern is awaiting the Group" in everything
    assert "Mark as read" not in everything
    assert "notices/read" not in chair.get(f"/concerns/{proposed}").text, "nothing is left to say"


def test_a_vote_is_told_of_as_one_and_leads_to_it(app: Flask, people: World, proposed: str) -> None:
    mira = in_english(app, "mira")
    settle(mira)
    vote = opened(app, in_english(app, "kastriot"), proposed)
    page = mira.get("/notices").text
    assert count(page) == 1 and f'href="/votes/{vote}"' in page
    with app.app_context():
        mine = Notification.person_id == people.cast.people["mira"].person_id
        assert db.session.scalars(
            select(Notification.topic).where(mine, Notification.read_at.is_(None))
        ).all() == [Topic.VOTE]


def test_with_the_right_to_see_a_case_its_notices_go(app: Flask, people: World, proposed: str) -> None:
    hana = in_english(app, "hana")
    assert count(page := hana.get("/notices").text) > 0
    with app.app_context(), unit_of_work() as session:
        concern = session.scalars(select(Concern).where(Concern.public_id == proposed)).one()
        reference = concern.reference
        session.add(Recusal(concern_id=concern.id, person_id=people.cast.people["hana"].person_id, at=now()))
    assert reference in page
    page = hana.get("/notices?show=all").text
    assert count(page) == 0 and reference not in page
    assert post_unshown(hana, f"/concerns/{proposed}/notices/read", {}).status_code == 404


def test_its_words_are_those_of_who_reads(app: Flask, people: World, proposed: str) -> None:
    chair = in_english(app, "kastriot")
    assert send(chair, "/me", {}, "/language").status_code == 302
    page = chair.get("/notices").text
    assert "A concern is awaiting" not in page and "pret veprimin tuaj" in page
