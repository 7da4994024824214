"""Work that is put off leaves the list of one person until a day, and no longer; no date moves by it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.time import frozen, now, today
from app.dashboards.later import service
from app.demo import lives
from tests.dashboards.test_inbox import OURS, sections
from tests.forms import again, send
from tests.posts import post_unshown
from tests.votes.pages import in_english
from tests.world import World


def later_of(client: FlaskClient, concern: str) -> str:
    """Where the line of this concern is put off, by its link in My work."""
    page = client.get("/").text
    for row in re.findall(r"<li>.*?</li>", page, re.S):
        if concern in row and (link := re.search(r'class="row-later" href="([^"]+)"', row)):
            return link[1]
    return ""


def test_it_comes_back_on_its_day_and_stands_with_colleagues_all_the_while(app: Flask, people: World) -> None:
    with app.app_context():
        concern = people.concern(lives.SUBMITTED)
    client = in_english(app, "sekretaria")
    address = later_of(client, concern)
    answer = send(client, address, {"when": "tomorrow"}, follow_redirects=True)
    assert "Put off until" in answer.text and "Put off: 1" in answer.text
    assert sections(app, "sekretaria") == {}
    with frozen(now() + timedelta(days=1)):
        assert sections(app, "sekretaria") == {OURS: [concern]}


def test_it_is_brought_back_by_hand(app: Flask, people: World) -> None:
    with app.app_context():
        concern = people.concern(lives.SUBMITTED)
    client = in_english(app, "sekretaria")
    address = later_of(client, concern)
    send(client, address, {"when": "tomorrow"})
    answer = send(client, "/", {}, f"{address}/back", follow_redirects=True)
    assert "It is among your work again." in answer.text
    assert sections(app, "sekretaria") == {OURS: [concern]}


def test_another_day_is_one_that_comes_before_it_is_due(app: Flask, people: World) -> None:
    with app.app_context():
        concern = people.concern(lives.SUBMITTED)
    client = in_english(app, "sekretaria")
    address = later_of(client, concern)
    page = client.get(address)
    for day, why in (
        ("", "Give the day on which it is to come back."),
        (today().isoformat(), "Choose a day from tomorrow on."),
        ((today() + timedelta(days=300)).isoformat(), "it cannot be put off beyond that"),
        ("0001-01-01", "fifty years ago"),
    ):
        answer = again(client, page, {"when": "other", "until": day})
        assert answer.status_code == 422 and why in answer.text, day
    answer = again(client, page, {})
    assert (
        answer.status_code == 422 and "Choose one" in answer.text and "Not a valid choice" not in answer.text
    )
    assert sections(app, "sekretaria") == {OURS: [concern]}


def test_what_is_urgent_or_late_cannot_be_put_off(app: Flask, people: World) -> None:
    with app.app_context():
        urgent = people.concern(lives.SUBMITTED, urgent=True)
        late = people.concern(lives.SUBMITTED, age=40)
        other = people.concern(lives.SUBMITTED)
    client = in_english(app, "sekretaria")
    assert later_of(client, urgent) == later_of(client, late) == ""
    address = later_of(client, other)
    for concern in (urgent, late):
        forged = address.replace(other, concern)
        assert "cannot be put off" in client.get(forged).text
        answer = post_unshown(client, forged, {"when": "tomorrow"}, page=client.get(address))
        assert answer.status_code == 422
    assert sections(app, "sekretaria") == {OURS: [urgent, late, other]}


def test_nobody_puts_off_what_is_not_among_their_work(app: Flask, people: World) -> None:
    with app.app_context():
        concern = people.concern(lives.SUBMITTED)
    address = later_of(in_english(app, "sekretaria"), concern)
    for who in ("anila", "ministria", "sociale"):
        client = in_english(app, who)
        assert (
            client.get(address).status_code
            == client.get(address.replace(concern, "A" * 16)).status_code
            == 404
        )


def test_no_more_is_put_off_than_leaves_something_to_do(
    app: Flask, people: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_PUT_OFF", 1)
    with app.app_context():
        first, second = people.concern(lives.SUBMITTED), people.concern(lives.SUBMITTED)
    client = in_english(app, "sekretaria")
    address = later_of(client, first)
    send(client, address, {"when": "tomorrow"})
    address = later_of(client, second)
    answer = send(client, address, {"when": "tomorrow"})
    assert answer.status_code == 422 and "Take something back first." in answer.text


def test_one_goes_on_with_what_is_first(app: Flask, people: World) -> None:
    with app.app_context():
        people.concern(lives.SUBMITTED)
        urgent = people.concern(lives.SUBMITTED, urgent=True)
    client = in_english(app, "sekretaria")
    assert urgent in client.get("/work/next").location
    answer = in_english(app, "mira").get("/work/next", follow_redirects=True)
    assert "Nothing else awaits you." in answer.text
