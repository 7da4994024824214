"""Every step of an urgent concern from which the chair is recused × who may stand in for the chair, by the oracle."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.db import unit_of_work
from app.demo import lives
from app.demo.lives import DemoStep
from app.group.service import name_urgent_sender
from app.recusals.service import recuse_myself
from app.review.service import Assignment
from tests.databases import only_sqlite
from tests.rights import oracle
from tests.votes.pages import in_english
from tests.world import World

SECOND = DemoStep(
    1, "kastriot", "assign_second_reader", lambda s: Assignment(s.cast.people["besnik"].person_id)
)
READ = [*lives.ADMITTED, SECOND]
LIVES = {
    "submitted": lives.SUBMITTED,
    "under_review": READ,
    "in_deliberation": [*READ, *lives.PROPOSED[len(lives.ADMITTED) :]],
}
WHO = {
    "secretariat": "sekretaria",
    "second_reader": "besnik",
    "named": "mira",
    "member": "luljeta",
    "chair": "kastriot",
}


@only_sqlite
@pytest.mark.parametrize("stage", LIVES)
def test_each_step_where_the_chair_is_recused(app: Flask, people: World, stage: str) -> None:
    with app.app_context():
        address = people.concern(LIVES[stage], urgent=True)
        with unit_of_work() as session:
            name_urgent_sender(session, people.cast.people["mira"].person_id)
        recuse_myself(people.cast.people["kastriot"], address, "A tie.")
    found = []
    for kind, who in WHO.items():
        client = in_english(app, who)
        kind = "member" if kind == "second_reader" and stage == "submitted" else kind  # there is none yet
        for step, (_who, stages) in oracle.CONCERN_STEPS.items():
            status = client.get(f"/concerns/{address}/steps/{step}").status_code
            theirs = kind != "chair" and oracle.takes_without_chair(kind, step)
            wanted = (200 if stage in stages else 409) if theirs else 404
            if status != wanted:
                found.append((kind, step, status, wanted))
    assert not found, found
