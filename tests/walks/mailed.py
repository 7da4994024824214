"""Pages that mails lead to without signing in: each kind of such a mail is sent, and read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import HTTPException

from app.accounts.models import Organisation, Person
from app.accounts.rights.service import correct, invite
from app.answers.links.queries import to_send
from app.answers.models import ContributionRequest
from app.core.db import db, unit_of_work
from app.core.time import now
from app.directory.service import ask_whether_right
from app.notifications.delivery import deliver
from tests.forms import send
from tests.leaks.mails import ADDRESS, texts_of
from tests.walks.world import Stage
from workflows.contribution import State as RequestState
from workflows.roles import Kind, Role

AGENCIES = (Kind.STATE_AGENCY, Kind.NON_STATE_AGENCY)
CODE = re.compile(r"\b\d{6}\b")


def lead_by_mail(stage: Stage) -> None:
    """Whatever sends such a mail, done once; nobody in an institution has an account any more."""
    with stage.app.app_context():
        _without_accounts()
        somebody = db.session.scalars(select(Person).filter_by(email="mira@example.org")).one()
        invite(None, "I Ftuari", "ftuar@example.org", somebody.organisation_id, [Role.MEMBER], "sq")
        correct(somebody.id, email="mira.re@example.org")
        while ask_whether_right():
            pass
        addresses = list(_to_be_sent())
        db.session.rollback()
    for who, address, to in addresses:
        taken(send(stage.browser(who), address, {"email": to}).status_code, address)
    taken(send(stage.browser(""), "/reset", {"email": "anila@example.org"}).status_code, "/reset")


def taken(status: int, what: str) -> None:
    """Fails where it was not."""
    assert status in (200, 302), f"{what}: {status}"


def _without_accounts() -> None:
    with unit_of_work() as session:
        institutions = select(Organisation.id).where(Organisation.kind.in_(AGENCIES))
        session.execute(update(Person).where(Person.organisation_id.in_(institutions)).values(active=False))
        long_ago = now() - timedelta(days=800)
        session.execute(
            update(Organisation).where(Organisation.kind.in_(AGENCIES)).values(checked_at=long_ago)
        )


def _to_be_sent() -> Iterator[tuple[str, str, str]]:
    """Who sends a link, by which page, to which address: one for each state in which something is owed."""
    states, session = set(), db.session()
    whole = select(Person).options(joinedload(Person.organisation), selectinload(Person.roles))
    secretary = session.scalars(whole.filter_by(email="sekretaria@example.org")).one().as_actor()
    for row in to_send(session, secretary):
        if row.state not in states:
            states.add(row.state)
            about = "facts" if row.number is None else f"recommendations/{row.number}"
            yield "sekretaria", f"/concerns/{row.public_id}/{about}/link", f"{row.state}@example.org"
    assert len(states) == 4, states
    asked = select(ContributionRequest.public_id).where(ContributionRequest.state == RequestState.ASKED)
    yield "ministria", f"/requests/{session.scalars(asked).first()}/link", "asked@example.org"


def mails_now(app: Flask) -> list[EmailMessage]:
    """What waits, as the worker sends it."""
    mails: list[EmailMessage] = []
    with app.app_context():
        while deliver(mails.append):
            pass
        db.session.rollback()
    return mails


def led_to(app: Flask, mails: list[EmailMessage]) -> dict[str, str]:
    """Addresses that need no sign-in, each once: whom the mail went to and what page it is, and the address."""
    found: dict[str, str] = {}
    adapter = app.url_map.bind("localhost")
    for mail in mails:
        for text in texts_of(mail):
            for address in ADDRESS.findall(text):
                path = address.removeprefix("http://localhost")
                try:
                    endpoint, values = adapter.match(path)
                except HTTPException:
                    continue
                if "token" in values:
                    to = f" {mail['To']}" if endpoint == "links.page" else ""
                    found.setdefault(endpoint + to, path)
    return found


def code_for(app: Flask, browser: FlaskClient, address: str) -> str:
    """The code that is mailed once a contribution is sent by this link."""
    assert send(browser, address, {"signed": "A. Sula", "contribution": "Po."}).status_code == 302
    (mail,) = mails_now(app)
    return code_in(mail)


def code_in(mail: EmailMessage) -> str:
    """The one code that it tells."""
    (code,) = {code for text in texts_of(mail) for code in CODE.findall(text)}
    return code
