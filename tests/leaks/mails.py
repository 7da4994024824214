"""Mails of the life: what the worker sends after each phase, opened out to all that stands in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from html import unescape
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.core.time import ZONE, frozen, today
from app.notifications.delivery import deliver
from tests.leaks import table
from tests.leaks.table import CANARY

ADDRESS = re.compile(r"https?://[^\s\"<>]+")
FOLD, CALENDAR = re.compile(r"\r?\n "), {"calendar", "ics"}  # whose lines are folded
OF_A_CASE = re.compile(r"/(concerns|meetings|requests|access-requests|votes|recommendations)/")
Found = list[tuple[str, str, str]]


def mails_that_leave() -> list[EmailMessage]:
    """What waits, sent now and, for digests and what waits for working hours, on a working morning in two weeks."""
    mails: list[EmailMessage] = []
    _deliver(mails)
    day = today() + timedelta(days=14)
    day -= timedelta(days=max(0, day.weekday() - 4))
    with frozen(datetime.combine(day, time(10), ZONE)):
        _deliver(mails)
    db.session.rollback()
    return mails


def _deliver(mails: list[EmailMessage]) -> None:
    while deliver(mails.append):
        pass


def texts_of(mail: EmailMessage) -> Iterator[str]:
    """Headers, texts, HTML, attachments with their names, as a reader's program decodes them."""
    for part in mail.walk():
        yield from (f"{name}: {value}" for name, value in part.items())
        yield part.get_filename() or ""
        if not part.is_multipart():
            content = part.get_content()
            text = content if isinstance(content, str) else content.decode(errors="replace")
            yield FOLD.sub("", text) if part.get_content_subtype() in CALENDAR else unescape(text)


def leaks_by_mail(
    mails: list[EmailMessage],
    clients: dict[str, FlaskClient],
    allowed: Collection[str] = (),
) -> Found:
    """Words that no mail carries, and addresses in one of what its reader may not see."""
    words = [
        (kind_of(mail), word, str(mail["Subject"]))
        for mail in mails
        for text in texts_of(mail)
        for word in CANARY.findall(text)
        if word not in allowed
    ]
    gone = [
        led
        for led in sorted(addresses_in(mails))
        if led[0] in clients and clients[led[0]].get(led[1], follow_redirects=True).status_code != 200
    ]
    return [*words, *gone]


def addresses_in(mails: list[EmailMessage]) -> set[tuple[str, str, str]]:
    """To whom, the address of what it leads to in a case, and the subject."""
    return {
        (kind_of(mail), path, str(mail["Subject"]))
        for mail in mails
        for text in texts_of(mail)
        for path in map(_path, ADDRESS.findall(text))
        if OF_A_CASE.match(path)
    }


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def kind_of(mail: EmailMessage) -> str:
    """Which kind of person it goes to; the name in the address for others."""
    who = mail["To"].addresses[0].username
    return next((kind for kind, name in table.WHO.items() if name == who), who)


def sent_in(app: Flask) -> list[EmailMessage]:
    """The mails of a phase, within a context of their own."""
    with app.app_context():
        return mails_that_leave()
