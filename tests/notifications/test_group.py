"""Votes on the Group itself, and invitations to its meetings: notices as those of cases are."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.accounts.service import change_rights
from app.core.db import db
from app.core.time import frozen, now
from app.notifications.delivery import deliver
from app.notifications.models import SendState
from app.notifications.service import PreferencesData, save_preferences
from app.votes.models import Vote
from tests.forms import send
from tests.meetings.pages import called, items, tomorrow
from tests.meetings.test_invitations import PARTICULARS
from tests.notifications.test_delivery import words
from tests.notifications.test_inbox import count
from tests.notifications.test_preferences import AT_ONCE, leave, rows_of, to
from tests.posts import post_unshown
from tests.votes.pages import in_english
from tests.world import World
from workflows.notifications import Frequency, Topic
from workflows.roles import Role


def vote_on_the_chair(app: Flask, people: World) -> str:
    """Kastriot puts it to the vote that Mira is the chair; the vote's public id."""
    chair = in_english(app, "kastriot")
    person = str(people.cast.people["mira"].person_id)
    answer = send(
        chair, "/votes/new/elect_chair", {"person": person, "manner": "meeting", "reason": "Ndryshim."}
    )
    assert answer.status_code == 302, answer.text
    with app.app_context():
        return db.session.scalars(select(Vote.public_id).order_by(Vote.id.desc()).limit(1)).one()


def test_a_vote_on_the_group_itself_is_told_as_preferred_until_its_page_was_opened(
    app: Flask, people: World
) -> None:
    daily = PreferencesData({**AT_ONCE, Topic.VOTE: Frequency.DAILY})
    with app.app_context():
        save_preferences(people.cast.people["hana"], daily)
        save_preferences(
            people.cast.people["drita"], PreferencesData({**AT_ONCE, Topic.VOTE: Frequency.NONE})
        )
    vote = vote_on_the_chair(app, people)
    mira, hana = in_english(app, "mira"), in_english(app, "hana")
    page = mira.get("/notices").text
    assert count(page) == 1 and f'href="/votes/{vote}"' in page and "chair" in page
    assert count(in_english(app, "kastriot").get("/notices").text) == 0, "who opened it knows"
    for stranger in ("ministria", "koordinatorja", "vezhguesi", "policia"):
        client = in_english(app, stranger)
        assert count(client.get("/notices").text) == 0
        assert post_unshown(client, f"/votes/{vote}/notices/read", {}).status_code == 404
    with app.app_context():
        mails = leave(deliver)
        assert f"/votes/{vote}" in words(to(mails, "mira")[0], "plain")
        assert not to(mails, "hana") and not to(mails, "drita") and not to(mails, "kastriot")
        db.session.rollback()
        with frozen(now() + timedelta(days=7)):
            [mail] = to(leave(deliver), "hana")
        assert f"/votes/{vote}" in words(mail, "plain")
        assert rows_of(people, "drita")[-1].state is SendState.SILENT
        db.session.rollback()
    assert count(in_english(app, "drita").get("/notices").text) == 1, "no mail, and yet it stands there"
    assert f'hx-post="/votes/{vote}/notices/read"' in mira.get(f"/votes/{vote}").text
    assert send(mira, "/notices", {}, f"/votes/{vote}/notices/read").status_code == 302
    assert count(mira.get("/notices").text) == 0 and count(hana.get("/notices").text) == 1
    with app.app_context():
        change_rights(None, people.cast.people["hana"].person_id, [Role.OBSERVER], active=True)
    assert count(in_english(app, "hana").get("/notices").text) == 0, "who left the Group hears of it no more"


def test_a_closed_vote_is_told_and_that_it_opened_leaves_no_more(app: Flask, people: World) -> None:
    vote = vote_on_the_chair(app, people)
    assert send(in_english(app, "kastriot"), f"/votes/{vote}", {}, f"/votes/{vote}/close").status_code == 302
    with app.app_context():
        [mail] = to(leave(deliver), "mira")
        assert f"/votes/{vote}" in words(mail, "plain")
        assert [row.state for row in rows_of(people, "mira")] == [SendState.DROPPED, SendState.SENT]
        db.session.rollback()
    assert count(in_english(app, "mira").get("/notices").text) == 2


def test_an_invitation_its_change_and_its_end_are_notices_beside_their_own_mails(
    app: Flask, people: World
) -> None:
    secretariat, mira = in_english(app, "sekretaria"), in_english(app, "mira")
    meeting = called(app, secretariat, tomorrow(), title="About Vjosa")
    assert count(secretariat.get("/notices").text) == 0, "who called it knows"
    page = mira.get("/notices").text
    assert count(page) == 1 and "You are invited" in page and f'href="/meetings/{meeting}"' in page
    with app.app_context():
        assert len(to(leave(deliver), "mira")) == 1, "the mail is the invitation itself"
    assert f'hx-post="/meetings/{meeting}/notices/read"' in mira.get(f"/meetings/{meeting}").text
    assert send(mira, "/notices", {}, f"/meetings/{meeting}/notices/read").status_code == 302
    assert count(mira.get("/notices").text) == 0
    send(secretariat, f"/meetings/{meeting}/change", {**PARTICULARS, "on": tomorrow(2).isoformat()})
    assert "has changed" in mira.get("/notices").text

    send(secretariat, f"/meetings/{meeting}/agenda/new", {"title": "Between us"})
    (item,) = items(secretariat, meeting)
    guest = in_english(app, "sociale")
    assert count(guest.get("/notices").text) == 0
    assert post_unshown(guest, f"/meetings/{meeting}/notices/read", {}).status_code == 404
    person = str(people.cast.people["sociale"].person_id)
    guests = f"/meetings/{meeting}/items/{item}/guests"
    assert send(secretariat, guests, {"person": person}).status_code == 302
    page = guest.get("/notices").text
    assert count(page) == 1 and f'href="/meetings/{meeting}"' in page and "Vjosa" not in page
    send(secretariat, guests, {}, f"{guests}/{person}/remove")
    assert count(guest.get("/notices").text) == 0, "what does not exist any more is not told of either"
    send(secretariat, f"/meetings/{meeting}/cancel", {})
    assert "is cancelled" in mira.get("/notices").text
