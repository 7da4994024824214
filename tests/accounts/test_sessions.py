"""How long a session lasts, and what ends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import service
from app.accounts.models import OpenSession, Person
from app.core.db import db
from app.core.time import frozen
from app.demo.people import PASSWORD
from tests.accounts.pages import is_signed_in, stored
from tests.databases import only_sqlite
from tests.forms import forge, send, token_in
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NEW_PASSWORD = "mollë e kuqe mbi urë të vjetër"


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


@only_sqlite
def test_a_session_ends_half_an_hour_after_the_last_request(client: FlaskClient, people: World) -> None:
    with frozen(NINE):
        sign_in(client, "anila")
    for minutes in (29, 58, 87):
        with frozen(at(minutes)):
            assert is_signed_in(client)
    with frozen(at(87 + 31)):
        assert not is_signed_in(client)
        assert "seanca qëndroi e hapur tepër gjatë" in client.get("/sign-in").text


@only_sqlite
def test_a_session_ends_after_eight_hours_of_work(client: FlaskClient, people: World) -> None:
    with frozen(NINE):
        sign_in(client, "anila")
    for minutes in range(25, 480, 25):
        with frozen(at(minutes)):
            assert is_signed_in(client), minutes
    with frozen(at(481)):
        assert not is_signed_in(client)


@only_sqlite
def test_a_session_without_its_times_is_none(client: FlaskClient, people: World) -> None:
    sign_in(client, "anila")
    with client.session_transaction() as session:
        del session["seen_at"]
    assert not is_signed_in(client)


@only_sqlite
def test_signing_in_makes_a_new_token_for_forms(app: Flask, client: FlaskClient, people: World) -> None:
    before = client.get("/sign-in")
    sign_in(client, "anila")
    with client.session_transaction() as session:
        session.pop("last_person")
    old = {"csrf_token": token_in(before.text)}
    assert forge(client, "/me", old, typed={"name": "Dikush"}).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(Person.name).where(Person.email == "anila@example.org")) != "Dikush"


@pytest.mark.parametrize(
    ("roles", "active"), [([Role.MEMBER], False), ([Role.MEMBER, Role.CHAIR], True), ([], True)]
)
def test_a_change_of_rights_takes_effect_at_the_next_request(
    app: Flask, client: FlaskClient, people: World, roles: list[Role], active: bool
) -> None:
    sign_in(client, "anila")
    assert is_signed_in(client)
    with app.app_context():
        service.change_rights(None, people.cast.people["anila"].person_id, roles, active=active)
    assert not is_signed_in(client)


@only_sqlite
def test_saving_rights_that_are_the_same_ends_no_session(
    app: Flask, client: FlaskClient, people: World
) -> None:
    sign_in(client, "anila")
    with app.app_context():
        service.change_rights(None, people.cast.people["anila"].person_id, [Role.MEMBER], active=True)
    assert is_signed_in(client)


def test_a_changed_password_ends_other_sessions(app: Flask, client: FlaskClient, people: World) -> None:
    elsewhere = app.test_client()
    sign_in(client, "anila")
    sign_in(elsewhere, "anila")
    answer = send(
        client,
        "/change-password",
        {"password": PASSWORD, "new_password": NEW_PASSWORD, "new_password_confirm": NEW_PASSWORD},
    )
    assert (answer.status_code, answer.location) == (302, "/me")
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert (
        send(app.test_client(), "/sign-in", {"email": "anila@example.org", "password": PASSWORD}).status_code
        == 422
    )
    again = send(app.test_client(), "/sign-in", {"email": "anila@example.org", "password": NEW_PASSWORD})
    assert again.status_code == 302


@only_sqlite
def test_changing_the_password_is_no_new_visit(app: Flask, client: FlaskClient, people: World) -> None:
    with frozen(NINE):
        sign_in(client, "anila")
    with frozen(at(10)):
        send(
            client,
            "/change-password",
            {"password": PASSWORD, "new_password": NEW_PASSWORD, "new_password_confirm": NEW_PASSWORD},
        )
    assert stored(app, "anila").previous_seen_at is None


def copied(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser with the cookies of this one, as somebody takes them from it."""
    other = app.test_client()
    for name in ("tryeza", "tryeza-browser"):
        cookie = client.get_cookie(name)
        assert cookie is not None
        other.set_cookie(name, cookie.value)
    return other


def test_signing_out_ends_a_copied_cookie(app: Flask, client: FlaskClient, people: World) -> None:
    sign_in(client, "anila")
    thief = copied(app, client)
    assert is_signed_in(thief)
    assert send(client, "/me", {}, "/sign-out").status_code == 302
    for address in ("/me", "/", "/concerns", "/notices"):
        assert thief.get(address).status_code == 302, address
    assert not is_signed_in(client)


def test_signing_out_ends_one_session_of_several(app: Flask, client: FlaskClient, people: World) -> None:
    elsewhere = app.test_client()
    sign_in(client, "anila")
    sign_in(elsewhere, "anila")
    send(client, "/me", {}, "/sign-out")
    assert is_signed_in(elsewhere)


def test_a_session_that_was_too_long_is_over_for_its_copies(
    app: Flask, client: FlaskClient, people: World
) -> None:
    with frozen(NINE):
        sign_in(client, "anila")
    with frozen(at(20)):
        thief = copied(app, client)
        assert is_signed_in(thief)
    with frozen(at(40)):
        assert not is_signed_in(client), "too long for this one"
        assert not is_signed_in(thief)


def test_a_new_sign_in_in_the_same_browser_ends_the_session_before(
    app: Flask, client: FlaskClient, people: World
) -> None:
    sign_in(client, "anila")
    thief = copied(app, client)
    send(client, "/me", {}, "/sign-out")
    sign_in(client, "mira")
    assert not is_signed_in(thief)
    assert is_signed_in(client)


def test_disabling_and_a_changed_password_end_copies_and_leave_no_row(
    app: Flask, client: FlaskClient, people: World
) -> None:
    for who in ("anila", "mira"):
        sign_in(app.test_client(), who)
    sign_in(client, "anila")
    thief = copied(app, client)
    new = {"new_password": NEW_PASSWORD, "new_password_confirm": NEW_PASSWORD}
    send(client, "/change-password", {"password": PASSWORD, **new})
    assert is_signed_in(client) and not is_signed_in(thief)
    with app.app_context():
        rows = db.session.scalars(select(OpenSession.person_id)).all()
        anila, mira = (people.cast.people[who].person_id for who in ("anila", "mira"))
        assert sorted(rows) == sorted([anila, mira])
        service.change_rights(None, mira, [Role.MEMBER], active=False)
        assert db.session.scalars(select(OpenSession.person_id)).all() == [anila]


@only_sqlite
def test_what_the_database_keeps_of_a_session_opens_none(
    app: Flask, client: FlaskClient, people: World
) -> None:
    sign_in(client, "anila")
    with client.session_transaction() as session:
        mark = session["mark"]
    with app.app_context():
        assert db.session.scalars(select(OpenSession.mark)).one() != mark


def test_old_sessions_are_swept_when_somebody_signs_in(app: Flask, people: World) -> None:
    with frozen(NINE):
        sign_in(app.test_client(), "anila")
    with frozen(at(60 * 9)):
        sign_in(app.test_client(), "mira")
    with app.app_context():
        assert db.session.scalars(select(OpenSession.person_id)).all() == [
            people.cast.people["mira"].person_id
        ]
