"""Statements are made once for people of the same roles, and each of them sees their own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import bindparam, select
from sqlalchemy.exc import StatementError

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import asker, db, made_once
from app.core.paging import Rows
from app.dashboards.concern_list import concerns
from app.dashboards.filters import ConcernFilter
from app.demo import lives
from tests.world import World
from workflows.roles import Role


class Own:
    """A statement of this test's own, and for whom it was made."""

    def __init__(self) -> None:
        self.made: list[Actor] = []
        self.statement = made_once(self._build)

    def _build(self, actor: Actor, language: str) -> Rows:
        self.made.append(actor)
        return select(Person.name).where(Person.id == actor.person_id, bindparam("language") == language)


@pytest.fixture
def own() -> Own:
    return Own()


def test_two_people_of_one_role_share_a_statement_and_see_only_their_own(
    app: Flask, people: World, own: Own
) -> None:
    mira, anila = (people.cast.people[who] for who in ("mira", "anila"))
    assert mira.roles == anila.roles and mira.person_id != anila.person_id
    with app.app_context():
        for actor in (mira, anila, replace(mira, name="Renamed")):
            name = db.session.scalars(own.statement(actor, "sq"), {**asker(actor), "language": "sq"}).one()
            assert name == people.cast.people["mira" if actor.person_id == mira.person_id else "anila"].name
    [seen] = own.made
    assert (seen.name, seen.email, seen.organisation_name) == ("", "", ""), "it is nobody's"


def test_other_roles_and_other_arguments_have_their_own(people: World, own: Own) -> None:
    mira = people.cast.people["mira"]
    chair = replace(mira, roles=mira.roles | {Role.CHAIR})
    asked = (mira, "en"), (mira, "al"), (chair, "en")
    statements = [*(own.statement(*each) for each in asked), own.statement(mira, language="en")]
    assert len({id(statement) for statement in statements}) == 4
    assert len(own.made) == 4


def test_the_database_refuses_a_statement_for_nobody(app: Flask, people: World, own: Own) -> None:
    mira = people.cast.people["mira"]
    with app.app_context(), pytest.raises(StatementError, match="person"):
        db.session.execute(own.statement(mira, "sq"), {"language": "sq"})


def test_lists_of_two_members_differ_by_what_is_theirs(app: Flask, people: World) -> None:
    mine = ConcernFilter(mine=True)
    with app.app_context():
        address = people.concern(lives.SENT)
        found = {
            who: [row.public_id for row in concerns(db.session(), people.cast.people[who], mine, None).rows]
            for who in ("anila", "mira", "anila")
        }
    assert found == {"anila": [address], "mira": []}
