"""An urgent transmission before the Group: ratified, not ratified, without quorum."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock, ClockState
from app.core.db import db
from app.demo import lives
from app.demo.review import cast_all
from app.notifications.models import Notification
from app.process.models import Event
from tests.forms import send
from tests.votes.pages import in_english, opened
from tests.world import World
from workflows.periods import Rule
from workflows.voting import Choice

ANSWERED = [*lives.URGENT, lives.ACCEPT]


def ratified_by(app: Flask, address: str, said: tuple[Choice | None, ...]) -> None:
    """The Group is asked to ratify, and says this."""
    chair = in_english(app, "kastriot")
    vote = opened(app, chair, address, do="ratify")
    with app.app_context():
        cast_all(vote, said)
    assert send(chair, f"/votes/{vote}", {}, f"/votes/{vote}/close").status_code == 302


def ratification(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(Clock.state).where(Clock.rule == Rule.RATIFICATION)).one()


@pytest.mark.parametrize("beats", [lives.URGENT, ANSWERED], ids=["unanswered", "answered"])
def test_what_is_not_ratified_is_revoked_and_the_institution_told(
    app: Flask, people: World, beats: list[lives.DemoStep]
) -> None:
    with app.app_context():
        address = people.concern(beats, urgent=True)
        was = db.session.scalars(select(Concern.stage)).one()
    assert was == ("awaiting_response" if beats is lives.URGENT else "in_follow_up")
    ratified_by(app, address, (Choice.AGAINST,))
    with app.app_context():
        concern = db.session.scalars(select(Concern)).one()
        assert concern.stage == "in_deliberation" and concern.urgent_confirmed_by_id is None
        assert db.session.scalars(select(Recommendation.state)).all() == ["drafted"]
        told = db.session.scalars(
            select(Notification.person_id)
            .join(Event, Event.id == Notification.event_id)
            .where(Event.machine == "concern", Event.do == "revoke")
        ).all()
        assert people.cast.people["sociale"].person_id in told
    assert ratification(app) == ClockState.STOPPED
    page = in_english(app, "sociale").get(f"/concerns/{address}")
    assert page.status_code == 200 and "This is no longer with you" in page.text
    assert "nuk e ratifikoi" not in page.text, "why is the Group's own, from that moment"


def test_what_was_said_with_an_institution_stays_with_the_group_when_it_is_taken_back(
    app: Flask, people: World
) -> None:
    with app.app_context():
        address = people.concern(lives.URGENT, urgent=True)
    case, said = f"/concerns/{address}", "Strehimi u hap sot."
    where = f"{case}/messages?channel=exchange&institution={people.cast.organisations['sociale']}"
    assert send(in_english(app, "sociale"), where, {"text": said}).status_code == 302
    assert said in in_english(app, "mira").get(case).text
    ratified_by(app, address, (Choice.AGAINST,))
    for who in ("mira", "hana", "kastriot", "sekretaria", "anila"):
        page = in_english(app, who).get(case).text
        assert said in page and "does not have the matter any more" in page, who
        assert "channel=exchange" not in page, "nobody writes to it"
    for who in ("sociale", "ministria", "koordinatorja"):
        assert said not in in_english(app, who).get(case).text, who


def test_what_is_ratified_stays_where_it_is(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.URGENT, urgent=True)
    ratified_by(app, address, (Choice.FOR,))
    with app.app_context():
        assert db.session.scalars(select(Concern.stage)).one() == "awaiting_response"
    assert ratification(app) == ClockState.STOPPED


def test_without_quorum_the_question_stays_open(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.URGENT, urgent=True)
    ratified_by(app, address, (Choice.AGAINST, None, None))
    with app.app_context():
        assert db.session.scalars(select(Concern.stage)).one() == "awaiting_response"
    assert ratification(app) == ClockState.RUNNING
    assert "Put to the vote: ratification" in in_english(app, "kastriot").get(f"/concerns/{address}").text
