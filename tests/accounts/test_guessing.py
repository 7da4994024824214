"""Guessing is slow, from wherever and however many at once; the person meant is not locked out by it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Attempt
from app.accounts.throttle import ACCOUNT_FREE, LONGEST_WAIT, PAIR_FREE, RESET_FREE, Limit, take, wait_after
from app.core.db import db
from app.core.time import frozen
from app.demo.people import PASSWORD
from tests.accounts.pages import deliver, link_in
from tests.databases import only_sqlite
from tests.forms import send
from tests.races.threads import at_once
from tests.sign_in import sign_in
from tests.world import World

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WRONG = "jo-ky-nuk-eshte-fjalekalimi"
NEW = "mollë e kuqe mbi urë të vjetër"


def guess(client: FlaskClient, password: str = WRONG, who: str = "anila", address: str = "127.0.0.1") -> int:
    return guess_at(client, f"{who}@example.org", password, address)


def guess_at(client: FlaskClient, email: str, password: str, address: str) -> int:
    typed = {"email": email, "password": password}
    return send(client, "/sign-in", typed, environ_overrides={"REMOTE_ADDR": address}).status_code


@pytest.mark.parametrize("who", ["anila", "askush"])
def test_after_some_failures_even_the_right_password_waits(
    client: FlaskClient, people: World, who: str
) -> None:
    with frozen(NINE):
        assert [guess(client, who=who) for _ in range(PAIR_FREE)] == [422] * PAIR_FREE
        assert guess(client, PASSWORD, who) == 429
    with frozen(NINE + timedelta(seconds=2)):
        assert guess(client, PASSWORD, who) == (302 if who == "anila" else 422)


@only_sqlite
def test_the_page_says_how_long(client: FlaskClient, people: World) -> None:
    with frozen(NINE):
        for _ in range(PAIR_FREE):
            guess(client)
        answer = send(client, "/sign-in", {"email": "anila@example.org", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (10, 32), (14, 512), (15, 900), (500, 900)]
)
def test_each_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert wait_after(failures, 5) == timedelta(seconds=seconds)


@only_sqlite
def test_a_known_browser_is_not_slowed_by_strangers(app: Flask, client: FlaskClient, people: World) -> None:
    with frozen(NINE):
        sign_in(client, "anila")
        send(client, "/me", {}, "/sign-out")
        strangers = app.test_client()
        for n in range(ACCOUNT_FREE):
            guess(strangers, address=f"192.0.2.{n}")
        assert guess(strangers, PASSWORD, address="192.0.2.200") == 429
        assert guess(client, PASSWORD) == 302
        assert guess(strangers, PASSWORD, "besnik", "192.0.2.200") == 302, "others are not slowed"


@only_sqlite
def test_a_mailed_link_makes_a_browser_known(app: Flask, client: FlaskClient, people: World) -> None:
    with frozen(NINE):
        for n in range(ACCOUNT_FREE):
            guess(app.test_client(), address=f"192.0.2.{n}")
        send(client, "/reset", {"email": "anila@example.org"})
        link = link_in(deliver(app)[0])
    send(client, link, {"password": NEW, "password_confirm": NEW})
    with frozen(NINE):
        assert guess(client, NEW) == 302


@only_sqlite
def test_a_made_up_cookie_makes_no_browser_known(client: FlaskClient, people: World) -> None:
    with frozen(NINE):
        for n in range(PAIR_FREE):
            client.set_cookie("tryeza-browser", f"made-up-{n}")
            guess(client)
        assert guess(client, PASSWORD) == 429


@only_sqlite
def test_one_address_cannot_try_everybody(client: FlaskClient, people: World) -> None:
    with frozen(NINE):
        statuses = [guess(client, who=f"dikush{n}") for n in range(51)]
    assert statuses == [422] * 50 + [429]


@only_sqlite
def test_requests_for_links_are_slowed_too(client: FlaskClient, people: World) -> None:
    with frozen(NINE):
        statuses = [
            send(client, "/reset", {"email": f"a{n}@example.org"}).status_code for n in range(RESET_FREE + 1)
        ]
    assert statuses == [200] * RESET_FREE + [429]


@only_sqlite
def test_guesses_of_the_present_password_are_slowed_too(client: FlaskClient, people: World) -> None:
    def change(password: str) -> int:
        fields = {"password": password, "new_password": NEW, "new_password_confirm": NEW}
        return send(client, "/change-password", fields).status_code

    with frozen(NINE):
        sign_in(client, "anila")
        assert [change(WRONG) for _ in range(PAIR_FREE)] == [422] * PAIR_FREE
        assert change(PASSWORD) == 429


def test_many_at_once_are_no_way_around(app: Flask) -> None:
    limits = [Limit("a" * 64, PAIR_FREE), Limit("b" * 64, 100)]
    waits: list[timedelta] = []
    start = threading.Barrier(12)

    def attempt() -> None:
        with app.app_context(), frozen(NINE):
            start.wait()
            waits.append(take(limits))

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(wait == timedelta(0) for wait in waits) == PAIR_FREE


@only_sqlite
def test_what_was_counted_is_forgotten_after_an_hour_and_holds_no_name(
    app: Flask, client: FlaskClient, people: World
) -> None:
    with frozen(NINE):
        guess(client)
    with app.app_context():
        assert all(len(key) == 64 and "anila" not in key for key in db.session.scalars(select(Attempt.key)))
    with frozen(NINE + timedelta(hours=1, seconds=1)):
        guess(client, who="besnik")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Attempt)) == 3
    assert timedelta(hours=1) > LONGEST_WAIT, "who waits is not forgotten meanwhile"


SPELLINGS = (
    "{who}@example.org",
    "{WHO}@EXAMPLE.ORG",
    " {who}@example.org ",
    "{who}@ｅxample.org",
    "{who}@ｅｘａｍｐｌｅ.org",
    "{who}@example。org",
    "{who}@ⓔxample.org",
    "{who}@𝐞xample.org",
    "{who}@EXAMPLE.ｏrg",
    "{Who}@exampLe.oRg",
    "{who}@example.ºrg",
)


@pytest.mark.parametrize("who", ["anila", "askush"])
def test_an_account_is_counted_once_however_its_address_is_spelled(
    client: FlaskClient, people: World, who: str
) -> None:
    """The limit of the account is reached at once from many addresses, whatever the spelling of each guess."""
    with frozen(NINE):
        names = {"who": who, "WHO": who.upper(), "Who": who.title()}
        given = [SPELLINGS[n % len(SPELLINGS)].format(**names) for n in range(3 * ACCOUNT_FREE)]
        answered = 0
        for n, email in enumerate(given):
            answered += guess_at(client, email, WRONG, f"192.0.2.{n}") == 422
    assert answered == ACCOUNT_FREE


def test_who_sign_in_at_the_same_moment_from_one_office_are_all_let_in(app: Flask, people: World) -> None:
    keys, statuses = ("anila", "besnik", "drita", "elira"), []
    for _ in range(8):
        statuses += at_once(app, [partial(_signs_in, app, who) for who in keys])
    assert statuses == [302] * len(statuses)


def _signs_in(app: Flask, who: str) -> int:
    return guess(app.test_client(), PASSWORD, who)


def test_an_attempt_that_another_overtook_waits_for_nothing(app: Flask) -> None:
    with app.app_context():
        with frozen(NINE + timedelta(milliseconds=80)):
            assert take([Limit("c" * 64, PAIR_FREE)]) == timedelta(0)
        with frozen(NINE):
            assert take([Limit("c" * 64, PAIR_FREE)]) == timedelta(0)
