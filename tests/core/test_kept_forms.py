"""What is typed and not sent is kept for its author, within bounds, and gone once it is sent or discarded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.core.db import db
from app.core.kept_forms.models import KeptForm
from app.core.kept_forms.service import KEPT, LARGEST, MOST_FIELDS, MOST_KEPT, UNDO, clear_kept_forms
from app.core.time import now
from app.demo import lives
from tests.forms import again, forge, form_of, send
from tests.meetings.pages import called, tomorrow
from tests.posts import keep, post_bare, post_unshown
from tests.sign_in import sign_in
from tests.votes.pages import in_english
from tests.world import World

OTHER = {"csrf_token": "of-another-session"}
DISCARD, BRING_BACK = "/begun/discard", "/begun/bring-back"
Browse = Callable[[str], FlaskClient]


@pytest.fixture
def browse(app: Flask, people: World) -> Browse:
    def open_as(who: str) -> FlaskClient:
        client = app.test_client()
        sign_in(client, who)
        return client

    return open_as


@pytest.fixture
def page(app: Flask, people: World) -> str:
    """The form of a question to the filer."""
    with app.app_context():
        address = f"/concerns/{people.concern(lives.SUBMITTED)}/steps/ask_for_information"
        db.session.remove()
    return address


def rows(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(KeptForm)) or 0


def shown(client: FlaskClient, address: str, field: str = "question", action: str = "") -> str:
    return form_of(client.get(address).text, action, own=address).named(field)[0].value.strip()


def test_what_is_kept_stands_in_the_form_until_it_is_sent(app: Flask, browse: Browse, page: str) -> None:
    client = browse("sekretaria")
    kept = keep(client, client.get(page), {"question": "Çfarë dokumenti?"})
    assert kept.status_code == 200 and kept.json and kept.json["saved_at_text"].startswith("Ruajtur")
    again_opened = client.get(page)
    assert shown(client, page) == "Çfarë dokumenti?"
    assert form_of(again_opened.text, DISCARD).button("Fshijeni")
    assert again(client, again_opened, {"question": " "}).status_code == 422
    assert rows(app) == 1, "what is refused is not sent"
    assert again(client, client.get(page), {"question": "Cili dokument?"}).status_code == 302
    assert rows(app) == 0


def test_nobody_else_is_shown_what_somebody_typed(browse: Browse, app: Flask, people: World) -> None:
    with app.app_context():
        address = f"/concerns/{people.concern(lives.SENT)}/messages?channel=group"
        db.session.remove()
    one, other = browse("anila"), browse("mira")
    mine = one.get(address)
    action = address.partition("?")[0]
    assert keep(one, mine, {"text": "Vetëm imja"}, action).status_code == 200
    assert "Vetëm imja" in one.get(address).text
    assert "Vetëm imja" not in other.get(address).text
    assert "Vetëm imja" not in one.get(address.replace("group", "institution")).text, "meant for others"
    token = form_of(mine.text, action).named("kept_form")[0].value
    for deed in (DISCARD, BRING_BACK):
        assert post_unshown(other, deed, {"kept_form": token}).status_code == 404
    assert "Vetëm imja" in one.get(address).text


def test_who_is_recused_is_shown_nothing_of_what_they_typed(
    app: Flask, browse: Browse, people: World
) -> None:
    with app.app_context():
        concern = f"/concerns/{people.concern(lives.SENT)}"
        db.session.remove()
    member, messages = browse("mira"), f"{concern}/messages"
    opened = member.get(f"{messages}?channel=group")
    assert keep(member, opened, {"text": "Para konfliktit"}, messages).status_code == 200
    conflict = {"answer": "conflict", "reason": "Një kontratë."}
    assert send(member, f"{concern}/declare", conflict).status_code == 302
    token = form_of(opened.text, messages).named("kept_form")[0].value
    assert member.get(f"{messages}?channel=group").status_code == 404
    for deed in (DISCARD, BRING_BACK):
        answer = post_unshown(member, deed, {"kept_form": token, "next": f"{messages}?channel=group"})
        assert "Para konfliktit" not in answer.text
    assert not [a for a in ("/", "/concerns", "/notices") if "Para konfliktit" in member.get(a).text]


def test_what_is_discarded_comes_back_for_a_moment(app: Flask, browse: Browse, page: str) -> None:
    client = browse("sekretaria")
    keep(client, client.get(page), {"question": "E para"})
    assert send(client, page, {}, DISCARD).location == page
    assert shown(client, page) == ""
    assert send(client, page, {}, BRING_BACK).location == page
    assert shown(client, page) == "E para"
    send(client, page, {}, DISCARD)
    assert keep(client, client.get(page), {"question": "E dyta"}, window="2").status_code == 200
    assert shown(client, page) == "E dyta"


def test_two_windows_of_one_person_do_not_write_over_each_other(
    app: Flask, browse: Browse, page: str
) -> None:
    client = browse("sekretaria")
    one, other = client.get(page), client.get(page)
    assert keep(client, one, {"question": "Nga e para"}, window="1").status_code == 200
    assert keep(client, one, {"question": "Nga e para, më tej"}, window="1").status_code == 200
    refused = keep(client, other, {"question": "Nga e dyta"}, window="2")
    assert refused.status_code == 409 and refused.json and "dritare tjetër" in refused.json["message"]
    assert shown(client, page) == "Nga e para, më tej"
    third = client.get(page)  # shows what the first has typed, and goes on from there
    assert keep(client, third, {"question": "Nga e treta"}, window="3").status_code == 200
    assert keep(client, one, {"question": "Nga e para"}, window="1").status_code == 409


def test_alternatives_share_what_is_typed(app: Flask, browse: Browse, people: World) -> None:
    with app.app_context():
        where = f"/concerns/{people.concern(lives.SUBMITTED)}/steps"
        db.session.remove()
    client = browse("sekretaria")
    decline, ask = f"{where}/decline", f"{where}/ask_for_information"
    assert keep(client, client.get(decline), {"reason": "Nuk është në fushë"}).status_code == 200
    assert shown(client, ask) == ""
    assert keep(client, client.get(ask), {"question": "Ku ndodhi?"}, window="2").status_code == 200
    assert (shown(client, decline, "reason"), shown(client, ask)) == ("Nuk është në fushë", "Ku ndodhi?")
    assert send(client, ask, {}).status_code == 302
    assert rows(app) == 0, "one of them is decided"


@pytest.mark.parametrize(
    ("altered", "status"),
    [
        ({"question": "a" * (LARGEST + 1)}, 422),
        ({f"f{n}": "" for n in range(MOST_FIELDS + 1)}, 422),
        ({"question": "a\x00b"}, 400),
        ({"kept_window": ""}, 400),
        ({"kept_form": ""}, 404),
        ({"kept_form": "/concerns/x/messages"}, 404),
        ({"kept_form": "0" * 32 + ".of-nobody"}, 404),
        ({"kept_window": "w" * 500, "kept_upon": "u" * 500, "version": "9" * 40}, 200),
    ],
)
def test_what_no_page_sends_is_refused(
    app: Flask, browse: Browse, page: str, altered: dict[str, Any], status: int
) -> None:
    client = browse("sekretaria")
    assert keep(client, client.get(page), {}, **altered).status_code == status
    assert rows(app) == (status == 200)


def test_nothing_is_kept_without_a_session_or_a_token(app: Flask, browse: Browse, page: str) -> None:
    client = browse("sekretaria")
    opened = client.get(page)
    token = form_of(opened.text, own=page).named("kept_form")[0].value
    fetch = {"X-Requested-With": "fetch"}
    sent = {"kept_form": token, "kept_window": "1", "question": "Kot"}
    assert post_bare(client, "/begun", sent, headers=fetch).status_code == 400
    client.delete_cookie("tryeza")
    assert keep(client, opened, {"question": "Kot"}).status_code in (400, 401)
    assert rows(app) == 0


def test_passwords_keys_and_hidden_fields_are_not_kept(app: Flask, browse: Browse, page: str) -> None:
    client = browse("sekretaria")
    keep(client, client.get(page), {"question": "Po"}, password="fshehtë", key="k")
    with app.app_context():
        assert set(db.session.scalars(select(KeptForm.fields)).one()) == {"question"}
    assert "kept_form" not in client.get("/change-password").text.partition("<main")[2]


def test_the_newest_forms_of_a_person_are_kept(app: Flask, browse: Browse, people: World) -> None:
    with app.app_context():
        pages = [f"/concerns/{people.concern(lives.SUBMITTED)}/steps/ask_for_information" for _n in range(3)]
        at = now()
        me, other = people.cast.people["sekretaria"].person_id, people.cast.people["anila"].person_id
        for person, number in [(me, n) for n in range(MOST_KEPT)] + [(other, 0)]:
            given = {"person_id": person, "name": f"{number:032}", "fields": {}, "window": ""}
            db.session.add(KeptForm(**given, began_at=at, at=at - timedelta(hours=number + 1)))
        db.session.commit()
        db.session.remove()
    client = browse("sekretaria")
    for page in pages:
        assert keep(client, client.get(page), {"question": page}).status_code == 200
        assert shown(client, page) == page
    assert rows(app) == MOST_KEPT + 1, "and another's stay"


def test_it_is_deleted_after_thirty_days(app: Flask, browse: Browse, page: str) -> None:
    client = browse("sekretaria")
    keep(client, client.get(page), {"question": "E vjetër"})

    def aged(**changed: Any) -> bool:
        row = db.session.scalars(select(KeptForm)).one()
        for name, value in changed.items():
            setattr(row, name, value)
        db.session.commit()
        return clear_kept_forms()

    with app.app_context():
        assert not aged(at=now() - KEPT + timedelta(minutes=1))
        assert not aged(discarded_at=now())
        assert aged(discarded_at=now() - UNDO - timedelta(minutes=1))
    keep(client, client.get(page), {"question": "E vjetër"})
    with app.app_context():
        assert aged(at=now() - KEPT - timedelta(minutes=1))
    assert rows(app) == 0


def test_a_form_that_is_sent_too_late_stands_on_its_page(app: Flask, browse: Browse, page: str) -> None:
    client = browse("sekretaria")
    refused = forge(client, page, OTHER, typed={"question": "Vonë"})
    assert refused.location == f"{page}?unsent=1"
    assert "Seanca juaj kishte mbaruar" in client.get(refused.location).text
    assert shown(client, refused.location) == "Vonë"
    too_large = forge(client, page, {**OTHER, "question": "a" * LARGEST})
    assert too_large.status_code == 303
    assert shown(client, page) == "Vonë", "what no form takes is not kept"


@pytest.mark.parametrize("action", ["comments", "suggestions"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_one_of_two_forms_of_a_page_comes_back_as_well(
    app: Flask, browse: Browse, people: World, action: str, signed_in: bool
) -> None:
    with app.app_context():
        page = f"/concerns/{people.concern(lives.DRAFTED)}/papers/drafts/1"
        db.session.remove()
    client, sent_to = browse("hana"), f"{page}/{action}"
    opened = client.get(page)
    field = {"comments": "comment-text", "suggestions": "wording-why"}[action]
    send(client, page, {}, "/sign-out")
    if signed_in:
        sign_in(client, "hana")
    late = again(client, opened, {field: "Vonë, por jo humbur"}, sent_to)
    assert late.status_code == (303 if signed_in else 302)
    if not signed_in:
        sign_in(client, "hana")
    assert shown(client, page, field, sent_to) == "Vonë, por jo humbur"


def test_who_signs_in_next_at_the_same_browser_is_given_no_text_of_who_was_there(
    app: Flask, browse: Browse, people: World
) -> None:
    with app.app_context():
        address = f"/concerns/{people.concern(lives.SENT)}/messages"
        db.session.remove()
    client, shown_there = browse("anila"), f"{address}?channel=group"
    opened = client.get(shown_there)
    send(client, "/", {}, "/sign-out")
    sign_in(client, "mira")
    late = again(client, opened, {"text": "Vetëm e Anilës"}, address)
    assert late.status_code == 400 and "Vetëm e Anilës" in late.text, "to be copied"
    assert rows(app) == 0
    assert "Vetëm e Anilës" not in client.get(shown_there).text


def test_what_was_begun_before_another_changed_the_record_is_no_silent_change(
    app: Flask, people: World
) -> None:
    secretariat, chair = in_english(app, "sekretaria"), in_english(app, "kastriot")
    change = f"/meetings/{called(app, secretariat, tomorrow())}/change"
    assert keep(chair, chair.get(change), {"note": "Begun by the chair"}).status_code == 200
    assert send(secretariat, change, {"place": "Hall"}).status_code == 302
    late = send(chair, change, {})
    assert late.status_code == 409 and "Begun by the chair" in late.text
    assert again(chair, late, {}).status_code == 302
    assert rows(app) == 0
