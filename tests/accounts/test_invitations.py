"""Invitations: a mailed link by which somebody sets the first password, once, within seven days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import service
from app.accounts.models import AccountEvent, Person
from app.core.db import db
from app.core.time import frozen, now
from tests.accounts.pages import confirm_all, deliver, is_signed_in, link_in, stored, words
from tests.databases import only_sqlite
from tests.forms import again, send
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role

FIRST = "mollë e kuqe mbi urë të vjetër"


@pytest.fixture
def administrator(client: FlaskClient, people: World) -> FlaskClient:
    sign_in(client, "administratori")
    return client


def invite(administrator: FlaskClient, people: World, email: str = "Zamira@example.org") -> int:
    """Proposed by the administrator and confirmed by the secretariat."""
    answer = send(
        administrator,
        "/people/invite",
        {
            "name": " Zamira Kola ",
            "email": email,
            "organisation": str(people.cast.organisations["agimi"]),
            "roles": ["member"],
            "language": "en",
        },
    )
    confirm_all(people.app)
    return answer.status_code


def accept(client: FlaskClient, link: str, password: str = FIRST) -> int:
    return send(client, link, {"password": password, "password_confirm": password}).status_code


def test_an_invited_person_chooses_a_password_and_signs_in(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    assert invite(administrator, people) == 302
    [mail] = deliver(app)
    assert (mail["To"], mail["Subject"]) == ("zamira@example.org", "You are invited to Tryeza")
    guest = app.test_client()
    assert "zamira@example.org" in guest.get(link_in(mail)).text
    assert accept(guest, link_in(mail)) == 302
    assert not is_signed_in(guest)
    assert send(guest, "/sign-in", {"email": "zamira@example.org", "password": FIRST}).status_code == 302
    assert "Zamira Kola" in guest.get("/me").text


def test_nobody_signs_in_before_a_password_is_chosen(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    invite(administrator, people)
    for password in ("", "None", FIRST):
        answer = send(app.test_client(), "/sign-in", {"email": "zamira@example.org", "password": password})
        assert answer.status_code == 422


def test_the_link_works_once(app: Flask, administrator: FlaskClient, people: World) -> None:
    invite(administrator, people)
    link = link_in(deliver(app)[0])
    assert accept(app.test_client(), link) == 302
    assert app.test_client().get(link).status_code == 404
    with app.app_context():
        row = stored(app, "zamira")
        with pytest.raises(service.InvalidInvitation):
            service.accept_invitation(row.id, row.fs_uniquifier, "x" + FIRST)


@pytest.mark.parametrize(("days", "status"), [(6.9, 200), (7.1, 404)])
@only_sqlite
def test_the_link_holds_for_seven_days(
    app: Flask, administrator: FlaskClient, people: World, days: float, status: int
) -> None:
    invite(administrator, people)
    link = link_in(deliver(app)[0])
    with frozen(now() + timedelta(days=days)):
        assert app.test_client().get(link).status_code == status


def test_a_new_invitation_ends_the_one_before(app: Flask, administrator: FlaskClient, people: World) -> None:
    invite(administrator, people)
    first = link_in(deliver(app)[0])
    page = f"/people/{stored(app, 'zamira').public_id}"
    assert send(administrator, page, {}, f"{page}/invite").status_code == 302
    second = link_in(deliver(app)[1])
    assert app.test_client().get(first).status_code == 404
    open_before = administrator.get(page)
    assert accept(app.test_client(), second) == 302
    assert again(administrator, open_before, {}, f"{page}/invite").status_code == 409


def test_a_disabled_account_takes_its_invitation_back(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    invite(administrator, people)
    link = link_in(deliver(app)[0])
    row = stored(app, "zamira")
    page = f"/people/{row.public_id}"
    send(administrator, page, {"active": None})
    assert app.test_client().get(link).status_code == 404
    send(administrator, page, {"active": "y"})
    confirm_all(app)
    assert app.test_client().get(link).status_code == 404, "enabled again, it needs a new link"


def test_a_change_of_roles_leaves_the_link_good(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    invite(administrator, people)
    link = link_in(deliver(app)[0])
    send(administrator, f"/people/{stored(app, 'zamira').public_id}", {"roles": ["member", "agency"]})
    confirm_all(app)
    assert accept(app.test_client(), link) == 302


@only_sqlite
@pytest.mark.parametrize("token", ["x", "W10.x.y", "IkEi.x.y", "."])
def test_a_link_that_was_never_made_gives_the_same_page(
    client: FlaskClient, people: World, token: str
) -> None:
    assert client.get(f"/invitation/{token}").status_code == 404


def test_an_address_has_one_account(app: Flask, administrator: FlaskClient, people: World) -> None:
    assert invite(administrator, people, "ANILA@example.org") == 422
    with app.app_context():
        assert len(list(db.session.scalars(select(Person).where(Person.email == "anila@example.org")))) == 1


@only_sqlite
def test_the_form_says_what_is_missing(administrator: FlaskClient, people: World) -> None:
    answer = send(administrator, "/people/invite", {"name": "", "email": "x", "organisation": "7"})
    assert answer.status_code == 422
    assert "#name" in answer.text
    assert "#email" in answer.text
    assert "#roles" in answer.text


@only_sqlite
def test_a_forgotten_password_that_never_was_is_an_invitation(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    invite(administrator, people)
    send(app.test_client(), "/reset", {"email": "zamira@example.org"})
    _invitation, again = deliver(app)
    assert link_in(again).startswith("/invitation/")
    assert accept(app.test_client(), link_in(again)) == 302


@only_sqlite
def test_the_password_is_as_long_as_asked_for(app: Flask, administrator: FlaskClient, people: World) -> None:
    invite(administrator, people)
    link = link_in(deliver(app)[0])
    guest = app.test_client()
    assert accept(guest, link, "katermbedhjete") == 422
    assert "15" in words(guest.get(link))
    assert accept(guest, link) == 302


def test_the_record_says_who_invited_whom(app: Flask, administrator: FlaskClient, people: World) -> None:
    invite(administrator, people)
    accept(app.test_client(), link_in(deliver(app)[0]))
    with app.app_context():
        events = list(db.session.scalars(select(AccountEvent).order_by(AccountEvent.id)))
    administrator_id, secretariat = (
        people.cast.people[who].person_id for who in ("administratori", "sekretaria")
    )
    assert [(e.what.value, e.actor_id) for e in events] == [
        ("invited", administrator_id),
        ("proposed", administrator_id),
        ("roles", administrator_id),
        ("enabled", administrator_id),
        ("accepted", None),
    ]
    assert events[0].details == {"roles": [Role.MEMBER.value]}
    assert [e.details.get("confirmed_by") for e in events[2:4]] == [secretariat, secretariat]
