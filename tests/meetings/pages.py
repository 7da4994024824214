"""Meetings as a browser without scripts uses them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient

from app.core.time import today
from tests.forms import send
from tests.votes.pages import in_english


def called(app: Flask, by: FlaskClient | None = None, on: date | None = None, **fields: str) -> str:
    """The secretariat calls a meeting, for today unless told otherwise; its public id."""
    given = {
        "title": "Fourth meeting",
        "on": (on or today()).isoformat(),
        "starts": "09:00",
        "ends": "11:00",
        "place": "Room 3",
        **fields,
    }
    answer = send(by or in_english(app, "sekretaria"), "/meetings/new", given)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"].split("/")[2])


def pick(client: FlaskClient, meeting: str, *needles: str) -> list[str]:
    """Tick the suggestions whose value holds one of these; the addresses of all items then."""
    agenda = f"/meetings/{meeting}/agenda"
    for key in re.findall(r'name="pick" value="([^"]+)"', client.get(agenda).text):
        if any(needle in key for needle in needles):
            assert send(client, agenda, {"pick": key}, agenda).status_code == 302
    return items(client, meeting)


def items(client: FlaskClient, meeting: str) -> list[str]:
    """The public ids of the items that this person sees, in their order."""
    found = re.findall(rf"/meetings/{meeting}/items/([\w-]+)[/\"]", client.get(f"/meetings/{meeting}").text)
    return list(dict.fromkeys(found))


def tomorrow(days: int = 1) -> date:
    """A day to come."""
    return today() + timedelta(days=days)
