"""The secretariat's list of one-time links: to be sent, sent, begun, used, too old; nothing of the ministry's own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.answers.links.access import code_of, token_of
from app.answers.links.queries import became_of, sent, to_send
from app.answers.links.service import (
    Said,
    confirm,
    revoke,
    save_draft,
    send_code,
    send_for_answer,
    send_for_request,
)
from app.concerns.models import Recommendation
from app.core.db import db, unit_of_work
from app.core.paging import PAGE_SIZE
from app.core.time import frozen, now
from app.demo import lives
from app.process.data import Reason
from tests.answers.conftest import Desk
from tests.answers.test_links import ADDRESS, readdressed
from tests.forms import send
from tests.rights.work import newest_link
from tests.votes.pages import in_english
from tests.world import World


@pytest.fixture
def address(people: World, app: Flask) -> str:
    """A recommendation that waits for an institution without an account; the ministry's request has a link as well."""
    with app.app_context():
        address = people.concern(lives.SENT)
        desk = Desk(people, people.concern(lives.SENT))
        send_for_request(desk.who("ministria"), desk.ask("komiteti"), "contribution@example.org")
        readdressed(people, address)
        return address


def test_what_waits_is_sent_from_the_list_and_ended_there(app: Flask, people: World, address: str) -> None:
    secretariat = in_english(app, "sekretaria")
    assert 'href="/links"' in secretariat.get("/").text
    page = secretariat.get("/links").text
    form = f"/concerns/{address}/recommendations/1/link"
    assert page.count(f'href="{form}"') == 1 and "No link was sent yet" in page
    assert "contribution@example.org" not in page, "the ministry's own"
    assert send(secretariat, form, {"email": ADDRESS}).status_code == 302
    page = secretariat.get("/links").text
    assert f'href="{form}"' not in page and ADDRESS in page and "valid until" in page
    with app.app_context():
        ends = f"/links/{newest_link().public_id}/revoke"
        db.session.rollback()
    assert ends in page and send(secretariat, "/links", {}, ends).location == "/links"
    page = secretariat.get("/links").text
    assert ends not in page and ">ended<" in page and f'href="{form}"' in page, "it waits again"


def test_each_link_says_what_became_of_it(app: Flask, people: World, address: str) -> None:
    with app.app_context():
        secretary = people.cast.people["sekretaria"]

        def states() -> list[str]:
            db.session.rollback()
            return [became_of(row[0]) for row in sent(db.session(), secretary).rows]

        send_for_answer(secretary, address, 1, ADDRESS)
        assert states() == ["good"] and to_send(db.session(), secretary) == []
        with frozen(now() + timedelta(days=31)):
            assert states() == ["too_old"] and len(to_send(db.session(), secretary)) == 1
        token = token_of(newest_link().nonce)
        save_draft(token, {"do": "reject", "reason": "Nuk kemi buxhet.", "signed": "A. Sula"})
        assert states() == ["begun"]
        revoke(secretary, newest_link().public_id)
        send_for_answer(secretary, address, 1, ADDRESS)
        token = token_of(newest_link().nonce)
        save_draft(token, {"do": "reject", "reason": "Nuk kemi buxhet.", "signed": "A. Sula"})
        send_code(token)
        assert confirm(token, code_of(newest_link()), Said("reject", Reason(reason="Nuk kemi buxhet.")))
        assert states() == ["used", "ended"] and to_send(db.session(), secretary) == []


def test_links_that_were_sent_long_ago_stand_on_the_next_page(
    app: Flask, people: World, address: str
) -> None:
    with app.app_context():
        secretary = people.cast.people["sekretaria"]
        for number in range(PAGE_SIZE + 1):  # each ends the one before
            send_for_answer(secretary, address, 1, f"nr{number}@example.org")
    page = in_english(app, "sekretaria").get("/links")
    assert page.text.count("@example.org</small>") == PAGE_SIZE and "nr0@example.org" not in page.text
    older = re.search(r'href="(/links\?after=[^"]+)"', page.text)
    assert older, "a link to those before"
    second = in_english(app, "sekretaria").get(older[1])
    assert "nr0@example.org" in second.text and second.text.count("@example.org</small>") == 1


def test_of_what_is_sent_anew_to_others_the_ministry_reads_no_heading(app: Flask, people: World) -> None:
    """It sees the case by another recommendation; this one was with an institution of the State, and is no more."""
    with app.app_context():
        case = people.concern(lives.SENT_TWO)
        readdressed(people, case)
        send_for_answer(people.cast.people["ministria"], case, 1, ADDRESS)
    secretariat, ministry = in_english(app, "sekretaria"), in_english(app, "ministria")
    assert ADDRESS in ministry.get("/links").text, "its own"
    with app.app_context(), unit_of_work() as session:
        anew = session.scalars(select(Recommendation).where(Recommendation.number == 1)).one()
        anew.heading, anew.transmitted_at = "Sent anew to another", now() + timedelta(minutes=1)
        anew.addressee_id = people.cast.organisations["linja"]
    assert "Sent anew to another" in secretariat.get("/links").text
    assert ministry.get(f"/concerns/{case}").status_code == 200
    assert not [word for word in ("Sent anew", ADDRESS) if word in ministry.get("/links").text]
