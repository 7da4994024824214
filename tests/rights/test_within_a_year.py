"""A meeting, a written procedure and a first round lie within a year: what is further ahead has a mistyped year."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.core.time import today
from app.demo import lives
from tests.databases import only_sqlite
from tests.forms import again, send
from tests.votes.pages import in_english
from tests.world import World

FAR = "This is more than a year ahead. Is the year right?"
ROUND = "/concerns/{concern}/steps/open_first_round"
ASKED = [
    (
        "sekretaria",
        "/meetings/new",
        "on",
        {"title": "Fourth", "starts": "09:00", "ends": "11:00", "place": "3"},
    ),
    (
        "kastriot",
        "/votes/new/end_seat",
        "ends_on",
        {"manner": "written_procedure", "reason": "Left the network."},
    ),
    ("kastriot", ROUND, "ends_on", {"question": "Is the duty clear?"}),
]


@only_sqlite
@pytest.mark.parametrize(("who", "address", "field", "typed"), ASKED)
def test_the_group_calls_and_asks_within_a_year(
    app: Flask, people: World, who: str, address: str, field: str, typed: dict[str, str]
) -> None:
    with app.app_context():
        where = address.format(concern=people.concern(lives.DRAFTED))
    if where.endswith("end_seat"):
        typed = typed | {"organisation": str(people.cast.organisations["guri"])}
    client = in_english(app, who)
    too_far = send(client, where, typed | {field: (today() + timedelta(days=367)).isoformat()})
    assert too_far.status_code == 422 and FAR in too_far.text
    taken = again(client, too_far, {field: (today() + timedelta(days=366)).isoformat()})
    assert taken.status_code == 302, taken.text
