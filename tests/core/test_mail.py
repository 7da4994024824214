"""Mail by SMTP over verified TLS, or into a folder; and the table in which it waits."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any, ClassVar

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import service
from app.core.db import db
from app.core.mail import send
from app.core.time import frozen
from app.notifications.delivery import ATTEMPTS, LEASE, deliver
from app.notifications.models import Notification, SendState
from config import Settings
from tests.databases import only_sqlite
from tests.world import World
from tests.world import people as people

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def letter(subject: str = "Përshëndetje") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", subject
    message.set_content("ë")
    return message


@only_sqlite
def test_mails_of_one_moment_are_two_files(app: Flask, settings: Settings) -> None:
    with app.app_context(), frozen(NINE):
        send(letter())
        send(letter())
    files = list(settings.mail_folder.iterdir())
    assert len(files) == 2
    assert all(file.suffix == ".eml" for file in files)
    assert b"Auto-Submitted: auto-generated" in files[0].read_bytes()


class Server:
    """Stands in for smtplib.SMTP and notes what is done with it."""

    done: ClassVar[list[Any]] = []

    def __init__(self, host: str, port: int, timeout: float) -> None:
        self.done.append((host, port))

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def starttls(self, context: ssl.SSLContext) -> None:
        self.done.append(("tls", context.verify_mode, context.check_hostname))

    def login(self, user: str, password: str) -> None:
        self.done.append(("login", user))

    def send_message(self, message: EmailMessage) -> None:
        self.done.append(("sent", message["To"]))


@only_sqlite
def test_a_server_is_spoken_to_over_verified_tls(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtplib, "SMTP", Server)
    app.extensions["tryeza.settings"] = replace(
        settings, mail_server="mail.example.org", mail_username="tryeza"
    )
    with app.app_context():
        send(letter())
    assert Server.done == [
        ("mail.example.org", 587),
        ("tls", ssl.CERT_REQUIRED, True),
        ("login", "tryeza"),
        ("sent", "b@example.org"),
    ]
    assert not settings.mail_folder.exists()


def refuse(_mail: EmailMessage) -> None:
    raise OSError("no connection")


def die(_mail: EmailMessage) -> None:
    raise KeyboardInterrupt


def test_a_mail_that_could_not_leave_is_tried_again_with_growing_pauses(app: Flask, people: World) -> None:
    with app.app_context():
        with frozen(NINE):
            service.ask_for_reset("anila@example.org")
        tried = []
        for minute in range(60):
            with frozen(NINE + timedelta(minutes=minute)):
                if deliver(refuse):
                    tried.append(minute)
        assert tried == [0, 2, 6, 14, 30]
        sent: list[EmailMessage] = []
        with frozen(NINE + timedelta(hours=6)):
            assert deliver(sent.append)
            assert not deliver(sent.append)
    assert [mail["To"] for mail in sent] == ["anila@example.org"]


def test_in_the_end_it_is_given_up_and_kept(app: Flask, people: World) -> None:
    with app.app_context():
        with frozen(NINE):
            service.ask_for_reset("anila@example.org")
        for day in range(ATTEMPTS + 2):
            with frozen(NINE + timedelta(days=day)):
                deliver(refuse)
        row = db.session.scalars(select(Notification)).one()
        assert (row.state, row.attempts, row.error) == (SendState.FAILED, ATTEMPTS, "OSError")


def test_a_sender_that_dies_loses_nothing_and_repeats_under_the_same_name(app: Flask, people: World) -> None:
    with app.app_context():
        with frozen(NINE):
            service.ask_for_reset("anila@example.org")
            with pytest.raises(KeyboardInterrupt):
                deliver(die)
            name = db.session.scalars(select(Notification.message_id)).one()
            assert not deliver(refuse), "it is leased"
        sent: list[EmailMessage] = []
        with frozen(NINE + LEASE):
            assert deliver(sent.append)
        assert [mail["Message-ID"] for mail in sent] == [name]
