"""The calculator answers as the clocks of cases are reckoned, and says what it cannot reckon with."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.concerns.periods import load_calendar
from app.core.db import db
from app.core.time import today
from tests.databases import only_sqlite
from tests.votes.pages import in_english
from tests.world import World
from workflows.deadlines import Entry, EntryKind, due, period_for
from workflows.periods import Rule

pytestmark = only_sqlite
WRONG = [
    {"start": ""},
    {"start": "1990-01-01"},
    {"rule": "implementation"},
    {"rule": "nothing"},
    {"pause": "2026-12-01"},
    {"resumed": "2026-12-01"},
    {"extended": "0"},
]


@pytest.fixture
def member(app: Flask, people: World) -> FlaskClient:
    return in_english(app, "anila")


def test_it_counts_as_cases_do(app: Flask, member: FlaskClient) -> None:
    start, pause, resumed = today(), today() + timedelta(days=3), today() + timedelta(days=20)
    given = {"start": start, "rule": "review", "pause": pause, "resumed": resumed, "extended": "4"}
    page = member.get("/calculator", query_string=given).text
    ledger = [
        Entry(EntryKind.START, start),
        Entry(EntryKind.EXTEND, start, days=4),
        Entry(EntryKind.PAUSE, pause),
        Entry(EntryKind.RESUME, resumed),
    ]
    with app.app_context():
        expected = due(ledger, period_for(Rule.REVIEW, False), load_calendar(db.session(), start))
        db.session.remove()
    assert expected.date
    assert f"{expected.date.day} {expected.date:%B %Y}</h2>" in page
    assert "Extended by 4 days." in page and "Source: rule of the Group." in page
    assert 'class="due' in page and 'class="paused' in page


def test_it_opens_with_today_and_offers_every_rule(member: FlaskClient) -> None:
    page = member.get("/calculator").text
    assert f'value="{today().isoformat()}"' in page
    assert all(f'value="{rule}"' in page for rule in Rule)
    promised = {"start": today(), "rule": "implementation", "until": today() + timedelta(days=40)}
    assert "The date that was promised." in member.get("/calculator", query_string=promised).text


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_it_says_what_it_cannot_reckon_with(member: FlaskClient, wrong: dict[str, str]) -> None:
    given = {"start": today().isoformat(), "rule": "review", **wrong}
    page = member.get("/calculator", query_string=given)
    assert page.status_code == 422
    assert 'id="errors"' in page.text
