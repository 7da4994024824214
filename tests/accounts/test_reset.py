"""A forgotten password: a mailed link, once, for a day; the page never says who has an account."""

from __future__ import annotations

from datetime import timedelta

import itsdangerous.timed
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts import service
from app.accounts.models import AccountEvent, Change
from app.core.db import db
from app.core.time import frozen, now
from app.demo.people import PASSWORD
from app.notifications.models import Notification, SendState
from tests.accounts.pages import deliver, is_signed_in, link_in, stored, without_tokens, words
from tests.databases import only_sqlite
from tests.forms import again, send
from tests.sign_in import sign_in
from tests.world import World

NEW = "mollë e kuqe mbi urë të vjetër"


def ask(app: Flask, email: str) -> str:
    answer = send(app.test_client(), "/reset", {"email": email})
    assert answer.status_code == 200
    return without_tokens(answer, email)


def choose(client: FlaskClient, link: str, password: str = NEW) -> int:
    answer = send(client, link, {"password": password, "password_confirm": password})
    return answer.status_code


def test_a_new_password_by_a_mailed_link(app: Flask, client: FlaskClient, people: World) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, "anila")
    ask(app, "Anila@example.org")
    [mail] = deliver(app)
    assert mail["To"] == "anila@example.org"
    assert choose(client, link_in(mail)) == 302
    assert not is_signed_in(client), "the link sets a password and signs nobody in"
    assert not is_signed_in(elsewhere)
    assert send(client, "/sign-in", {"email": "anila@example.org", "password": PASSWORD}).status_code == 422
    assert send(client, "/sign-in", {"email": "anila@example.org", "password": NEW}).status_code == 302


def test_no_link_stands_in_the_table_before_or_after_it_leaves(
    app: Flask, client: FlaskClient, people: World
) -> None:
    def rows() -> str:
        with app.app_context():
            return str(db.session.execute(select(Notification.__table__)).all())

    ask(app, "anila@example.org")
    before = rows()
    link = link_in(deliver(app)[0])
    token = link.rsplit("/", 1)[1]
    assert "anila@example.org" in before and len(token) > 20
    assert token not in before + rows() and "/reset" not in before + rows()


def test_the_owner_is_told_and_it_is_noted(app: Flask, client: FlaskClient, people: World) -> None:
    ask(app, "anila@example.org")
    choose(client, link_in(deliver(app)[0]))
    notice = deliver(app)[1]
    assert notice["To"] == "anila@example.org"
    assert link_in(notice) == "/reset"
    with app.app_context():
        assert [e.what for e in db.session.scalars(select(AccountEvent))] == [Change.PASSWORD]


def test_the_link_works_once(app: Flask, client: FlaskClient, people: World) -> None:
    ask(app, "anila@example.org")
    link = link_in(deliver(app)[0])
    late = app.test_client()
    page = late.get(link)
    assert choose(client, link) == 302
    before = stored(app, "anila").password
    answer = again(late, page, {"password": "x" + NEW, "password_confirm": "x" + NEW})
    assert answer.location == "/reset"
    assert client.get(link).location == "/reset"
    assert stored(app, "anila").password == before


def test_of_two_who_use_the_link_at_once_one_wins(app: Flask, people: World) -> None:
    """The second has found the person by the same link before the first has written."""
    with app.app_context():
        row = stored(app, "anila")
        mark = row.fs_uniquifier
        service.save_account(row.id, mark, {"password": "first", "fs_uniquifier": "new"})
        with pytest.raises(service.Outdated):
            service.save_account(row.id, mark, {"password": "second", "fs_uniquifier": "newer"})
    assert stored(app, "anila").password == "first"


@only_sqlite
def test_the_link_ends_after_a_day(
    app: Flask, client: FlaskClient, people: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(app, "anila@example.org")
    link = link_in(deliver(app)[0])
    later = now().timestamp() + 86_400 + 60
    monkeypatch.setattr(itsdangerous.timed.time, "time", lambda: later)
    answer = client.get(link, follow_redirects=True, headers={"Accept-Language": "en"})
    assert "This link was older than 1 day" in words(answer)


def test_an_unknown_address_looks_the_same_and_gets_no_mail(app: Flask, people: World) -> None:
    with app.app_context():
        service.change_rights(None, people.cast.people["mira"].person_id, [], active=False)
    asked = ("anila@example.org", "askush@example.org", "mira@example.org")
    assert len({ask(app, email) for email in asked}) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Notification)) == len(asked)
    assert [mail["To"] for mail in deliver(app)] == ["anila@example.org"]
    with app.app_context():
        states = set(db.session.scalars(select(Notification.state)))
    assert states == {SendState.SENT, SendState.DROPPED}


def test_asking_often_sends_one_mail_and_addresses_are_not_kept(app: Flask, people: World) -> None:
    start = now()
    for minutes in (0, 1, 4, 6):
        with frozen(start + timedelta(minutes=minutes)):
            ask(app, "anila@example.org")
            deliver(app)
    assert len(deliver(app)) == 2
    with frozen(start + timedelta(days=2)):
        ask(app, "askush@example.org")
    with app.app_context():
        assert list(db.session.scalars(select(Notification.email))) == ["askush@example.org"]


@only_sqlite
def test_what_is_no_address_is_said(client: FlaskClient, people: World) -> None:
    answer = send(client, "/reset", {"email": "anila"})
    assert answer.status_code == 422
    assert "Kjo nuk është" in words(answer) or "This is not an e-mail address." in words(answer)


@only_sqlite
def test_the_link_leads_to_the_installation_whatever_host_was_asked(
    app: Flask, client: FlaskClient, people: World
) -> None:
    send(client, "/reset", {"email": "anila@example.org"}, base_url="http://evil.example")
    send(client, "/reset", {"email": "anila@example.org"})
    assert all("evil" not in mail.as_string() for mail in deliver(app))


@only_sqlite
@pytest.mark.parametrize(
    ("password", "again"),
    [("shkurt", "shkurt"), (NEW, NEW + "x"), ("anila hoxhaj 123456", "anila hoxhaj 123456")],
)
def test_a_password_that_will_not_do_leaves_the_link_good(
    app: Flask, client: FlaskClient, people: World, password: str, again: str
) -> None:
    ask(app, "anila@example.org")
    link = link_in(deliver(app)[0])
    assert send(client, link, {"password": password, "password_confirm": again}).status_code == 422
    assert choose(client, link) == 302
