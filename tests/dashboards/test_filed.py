"""Category, subject and area were said in the filing: outside the Group nobody reads them or looks for them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.concerns.vocabulary import County, Pillar, Subject
from app.core.db import db
from app.demo import lives
from tests.rights.stages import LIVES_BY_STAGE
from tests.votes.pages import in_english
from tests.world import World

TOLD: dict[str, Any] = {
    "county": County.VLORE,
    "pillar": Pillar.PROTECTION,
    "subject": Subject.INTERPRETATION,
}
WORDS = ("Vlorë", "Protection", "Interpretation")
OUTSIDE = ("ministria", "sociale", "koordinatorja", "vezhguesi")
FILTERS = tuple(f"{name}={value}" for name, value in TOLD.items())


@pytest.mark.parametrize(
    "beats", [lives.SENT, LIVES_BY_STAGE["in_fact_check"]], ids=["transmitted", "in fact check"]
)
def test_what_was_filed_of_place_and_matter_stays_in_the_group(
    app: Flask, people: World, beats: list[lives.DemoStep]
) -> None:
    with app.app_context():
        concern = people.concern(beats, **TOLD)
        db.session.remove()
    inside = in_english(app, "sekretaria")
    for address in (f"/concerns/{concern}", *(f"/concerns?{chosen}" for chosen in FILTERS)):
        page = inside.get(address).text.split("<main")[1]
        assert concern in page and any(word in page for word in WORDS)
    for who in OUTSIDE:
        outsider = in_english(app, who)
        seen = outsider.get(f"/concerns/{concern}")
        if seen.status_code == 200:
            said = [word for word in WORDS if word in seen.text.split("<main")[1]]
            assert not said, (who, said)
            assert concern in outsider.get("/concerns").text
        rows = outsider.get("/concerns").text.split("<main")[1]
        assert not [word for word in WORDS if word in rows], (who, "the list or its filters")
        for chosen in FILTERS:
            assert concern not in outsider.get(f"/concerns?{chosen}").text, (who, chosen)
    assert in_english(app, "sociale").get(f"/concerns/{concern}").status_code == 200
