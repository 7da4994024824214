"""Mail over a real server: an outage of hours, addresses that take none, and the administrator's page of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.accounts.models import AccountEvent, AccountMail, BouncingAddress, Change, Person
from app.accounts.outbox import _WRITERS
from app.answers.models import LinkMail, RequestMail
from app.core.db import db, unit_of_work
from app.core.mail import send as send_mail
from app.core.time import frozen, now
from app.demo import lives
from app.notifications import delivery
from app.notifications.delivery import is_hard
from app.notifications.labels import KIND, kind_words
from app.notifications.models import Notification, SendState
from app.notifications.queue import notify
from config import Settings
from tests.databases import only_sqlite, settings_for
from tests.forms import again, send
from tests.posts import post_unshown
from tests.smtp import Server, smtp_server
from tests.votes.pages import in_english
from tests.world import World
from workflows.notifications import Topic


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with smtp_server(tmp_path) as running:
        yield running


@pytest.fixture
def settings(database_url: str, tmp_path: Path, server: Server) -> Settings:
    return replace(settings_for(database_url, tmp_path), **server.settings)


def deliver(app: Flask) -> int:
    """Everything that is due; how many were tried."""
    tried = 0
    with app.app_context():
        while delivery.deliver(send_mail):
            tried += 1
    return tried


def states(app: Flask) -> Counter[SendState]:
    with app.app_context():
        return Counter(db.session.scalars(select(Notification.state)))


def ids(app: Flask) -> set[str]:
    """The Message-IDs of mails to come: what is of one case goes to its reader under that of the first."""
    with app.app_context():
        mail = Notification
        first = select(func.min(mail.id)).group_by(mail.person_id, mail.concern_id)
        return set(db.session.scalars(select(mail.message_id).where(mail.id.in_(first))))


def rows_of(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Notification.id))) or 0


@pytest.fixture
def waiting(app: Flask, people: World) -> set[str]:
    """The Message-IDs of what waits."""
    with app.app_context():
        for _ in range(3):
            people.concern(lives.ADMITTED)
    return ids(app)


def test_a_server_that_refuses_for_six_hours_loses_and_doubles_nothing(
    app: Flask, waiting: set[str], server: Server
) -> None:
    server.refusal = "451 4.3.2 come back later"
    begun, tried = now(), []
    for quarter in range(24):
        with frozen(begun + timedelta(minutes=15 * quarter)):
            tried.append(deliver(app))
    assert rows_of(app) > len(waiting), "several of one case"
    assert not server.taken and states(app) == {SendState.WAITING: rows_of(app)}
    assert tried[0] == len(waiting) and sum(tried) < 9 * len(waiting), "pauses grow"
    server.refusal = ""
    with frozen(begun + timedelta(hours=12)):
        deliver(app)
        deliver(app)
    assert server.taken == Counter(waiting), "each once, under the name it always had"
    assert states(app) == {SendState.SENT: rows_of(app)}


def test_an_address_that_does_not_exist_is_remembered_until_somebody_clears_it(
    app: Flask, waiting: set[str], server: Server
) -> None:
    server.unknown = {
        "kastriot@example.org": "550 5.1.1 no such user here",
        "anila@example.org": "550 5.7.1 relaying denied",  # our own fault: nobody is marked for it
    }
    deliver(app)
    with app.app_context():
        marked = db.session.scalars(select(BouncingAddress)).one()
        assert (marked.email, marked.reason) == ("kastriot@example.org", "5.1.1 no such user here")
        to_chair = (
            select(Notification)
            .join(Person, Person.id == Notification.person_id)
            .where(Person.email == marked.email)
        )
        rows = db.session.scalars(to_chair).all()
        assert {row.state for row in rows} == {SendState.BOUNCED}
        assert sum(row.attempts for row in rows) == len(rows), "after the first none is tried"
        public_id = db.session.scalars(select(Person.public_id).where(Person.email == marked.email)).one()
    server.unknown, bounced = {}, len(rows)

    admin = in_english(app, "administratori")
    page = admin.get("/outgoing?show=trouble").text
    assert page.count("e-mail to the address bounces") == bounced
    assert "Kastriot Vokshi" in page and "SMTPRecipientsRefused 550" in page
    assert "T-20" not in page and "Strehim" not in page, "of no case"
    trouble = "/outgoing?show=trouble"
    assert send(admin, trouble, {}, "/outgoing/again").status_code == 302
    deliver(app)
    assert "kastriot@example.org" not in server.to, "the address is still marked"
    person = admin.get(f"/people/{public_id}").text
    assert "E-mail to this address bounces" in person and "5.1.1 no such user here" in person
    assert send(admin, f"/people/{public_id}", {}, f"/people/{public_id}/mail").status_code == 302
    with app.app_context():
        assert db.session.scalars(select(AccountEvent.what)).all() == [Change.REACHABLE]
    assert send(admin, trouble, {}, "/outgoing/again").status_code == 302
    with app.app_context(), frozen(now() + timedelta(hours=1)):
        deliver(app)
    assert server.taken == Counter(waiting)
    assert 0 < server.to.count("kastriot@example.org") <= bounced


def test_the_administrator_sends_one_again_and_nobody_else_finds_the_page(
    app: Flask, waiting: set[str], server: Server
) -> None:
    server.refusal = "451 4.3.2 come back later"
    deliver(app)
    admin = in_english(app, "administratori")
    with app.app_context():
        first = db.session.scalars(select(Notification.id)).first()
    waits, once_more = admin.get("/outgoing"), f"/outgoing/{first}/again"
    assert "next try" in waits.text
    server.refusal = ""
    assert again(admin, waits, {}, once_more).status_code == 302
    assert deliver(app) == 1
    assert again(admin, waits, {}, once_more).status_code == 409, "it is sent"
    assert post_unshown(admin, "/outgoing/999999/again", {}).status_code == 404
    assert post_unshown(admin, "/outgoing/gossip/again", {}).status_code == 404
    assert admin.get("/outgoing?show=sent").text.count('class="row-title"') == 1
    member = in_english(app, "anila")
    assert member.get("/outgoing").status_code == 404
    assert post_unshown(member, "/outgoing/again", {}).status_code == 404


@only_sqlite
def test_an_address_is_marked_and_cleared_by_hand(app: Flask, waiting: set[str], server: Server) -> None:
    run = app.test_cli_runner()
    assert run.invoke(args=["mail", "bounce", "nobody@example.org"]).exit_code != 0, "nobody's address"
    marked = run.invoke(args=["mail", "bounce", "Anila@example.org", "--reason", "returned: closed"])
    assert marked.exit_code == 0, marked.output
    deliver(app)
    assert server.to and "anila@example.org" not in server.to
    admin = in_english(app, "administratori")
    with app.app_context():
        public_id = db.session.scalars(select(Person.public_id).where(Person.name == "Anila Hoxhaj")).one()
    assert "returned: closed" in admin.get(f"/people/{public_id}").text
    assert run.invoke(args=["mail", "clear", "anila@example.org"]).exit_code == 0
    page = admin.get(f"/people/{public_id}").text
    assert "E-mail to this address bounces" not in page and "Address receives e-mail again" in page
    assert send(admin, f"/people/{public_id}", {}, f"/people/{public_id}/mail").status_code == 302
    assert "E-mail to this address bounces" in admin.get(f"/people/{public_id}").text


@only_sqlite
def test_a_certificate_that_nobody_vouches_for_gets_no_mail(
    app: Flask, settings: Settings, waiting: set[str], server: Server
) -> None:
    app.extensions["tryeza.settings"] = replace(settings, mail_ca="")
    deliver(app)
    assert not server.taken and states(app) == {SendState.WAITING: rows_of(app)}
    with app.app_context():
        assert set(db.session.scalars(select(Notification.error))) == {"SSLCertVerificationError"}


def test_which_refusals_are_about_the_address() -> None:
    for code, said, hard in (
        (550, "5.1.1 unknown", True),
        (550, "5.2.1 disabled", True),
        (550, "mailbox unavailable", True),
        (550, "5.7.1 relaying denied", False),
        (554, "5.7.1 rejected as spam", False),
        (452, "4.2.2 mailbox full", False),
        (552, "5.2.2 mailbox full", True),
        (451, "try again", False),
    ):
        assert is_hard(code, said) is hard, said


def test_mails_of_the_rooms_stand_there_too_to_a_person_or_to_an_address(
    app: Flask, people: World, server: Server
) -> None:
    with app.app_context(), unit_of_work() as session:
        notify(session, RequestMail.ASKED, 1, people=[people.cast.people["sociale"].person_id])
        notify(session, LinkMail.LINK, 1, address="zyra@example.org")
        session.flush()
        session.execute(update(Notification).values(state=SendState.FAILED))
    admin = in_english(app, "administratori")
    page = admin.get("/outgoing?show=trouble").text
    assert "zyra@example.org" in page and "Zana Kroi" in page
    assert "contribution to an answer" in page and "one-time link" in page
    trouble = "/outgoing?show=trouble"
    assert send(admin, trouble, {}, "/outgoing/again").status_code == 302
    with app.app_context():
        assert set(db.session.scalars(select(Notification.state))) == {SendState.WAITING}
        while delivery.deliver(send_mail):
            pass
        assert set(db.session.scalars(select(Notification.state))) == {SendState.DROPPED}, (
            "asked again as it leaves"
        )
    assert {kind.partition("_")[0] for kind in _WRITERS} - {"notice", "account"} == set(KIND)
    assert all(kind_words(kind, Topic.MOVE) for kind in _WRITERS) and set(AccountMail) <= _WRITERS.keys()
