"""What an administrator and who confirms do with their browsers."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import AccountEvent, Person
from app.accounts.queries import person_at
from app.core.db import db
from app.notifications.models import Notification
from tests.accounts.pages import stored
from tests.forms import send
from tests.world import World


def page_of(app: Flask, who: str) -> str:
    return f"/people/{stored(app, who).public_id}"


def save(app: Flask, browser: FlaskClient, who: str, **typed: Any) -> TestResponse:
    """The account's form as it stands, with this changed."""
    return send(browser, page_of(app, who), typed)


def invite(browser: FlaskClient, people: World, at: str, roles: list[str], **typed: Any) -> TestResponse:
    given = {
        "name": "Zamira Kola",
        "email": "zamira@example.org",
        "organisation": str(people.cast.organisations[at]),
        "roles": roles,
        **typed,
    }
    return send(browser, "/people/invite", given)


def held(app: Flask, who: str) -> list[str]:
    with app.app_context():
        row = person_at(db.session(), stored(app, who).public_id)
        assert row is not None
        return sorted(role.name for role in row.roles)


def events(app: Flask, who: str) -> list[tuple[str, dict[str, Any]]]:
    with app.app_context():
        rows = db.session.scalars(
            select(AccountEvent)
            .where(AccountEvent.person_id == stored(app, who).id)
            .order_by(AccountEvent.id)
        )
        return [(row.what.value, row.details) for row in rows]


def told(app: Flask) -> set[tuple[str, str]]:
    """Who gets which mail about rights."""
    with app.app_context():
        rows = db.session.execute(
            select(Notification.kind, Person.email).join(Person, Person.id == Notification.person_id)
        )
        return {(row.kind, row.email.split("@")[0]) for row in rows if row.kind.startswith("rights")}


def proposals(browser: FlaskClient) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="(/rights/[^"]+)"', browser.get("/rights").text)))
