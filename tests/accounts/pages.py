"""What a person does with a browser and a mailbox."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.core.db import db
from app.core.mail import send as send_mail
from app.notifications import delivery
from tests.forms import send
from tests.rights import addresses
from tests.sign_in import sign_in

TAGS = re.compile(r"<[^>]*>")
LINK = re.compile(r"https?://\S+")


def words(answer: TestResponse) -> str:
    """What a page says, in one line."""
    text = answer.text
    return " ".join(TAGS.sub(" ", text[text.find("<main") :]).split())


def without_tokens(answer: TestResponse, *typed: str) -> str:
    """A page without what is different each time."""
    text = addresses.without_tokens(answer.text)
    for each in typed:
        text = text.replace(each, "TYPED")
    return text


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/me").status_code == 200


def deliver(app: Flask) -> list[EmailMessage]:
    """Let the worker send what waits; all mails about accounts so far, oldest first: they go to a bare address."""
    return [mail for mail in deliver_all(app) if "<" not in mail["To"]]


def deliver_all(app: Flask) -> list[EmailMessage]:
    """The same, with the mails that go to people for their work."""
    with app.app_context():
        while delivery.deliver(send_mail):
            pass
        folder: Path = app.extensions["tryeza.settings"].mail_folder
        mails = []
        for file in sorted(folder.glob("*.eml")):
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            assert isinstance(mail, EmailMessage)
            mails.append(mail)
        return mails


def link_in(mail: EmailMessage) -> str:
    """The path of the link that a mail holds."""
    body = mail.get_body(("plain",))
    found = LINK.search(body.get_content()) if body else None
    assert found
    return urlsplit(found[0]).path


def confirm_all(app: Flask, who: str = "sekretaria") -> list[int]:
    """Somebody looks at all that waits for a second person, and confirms what is theirs to confirm."""
    browser = app.test_client()
    sign_in(browser, who)
    page = browser.get("/rights").text
    waits = page[: page.find("<h2>", page.find("<h2>") + 1)]
    found = dict.fromkeys(re.findall(r'href="(/rights/[^"]+)"', waits))
    return [
        send(browser, address, {}, f"{address}/confirm").status_code
        for address in found
        if f"{address}/confirm" in browser.get(address).text
    ]


def stored(app: Flask, who: str) -> Person:
    """A person's row, read anew."""
    with app.app_context():
        return db.session.scalars(select(Person).where(Person.email == f"{who}@example.org")).one()
