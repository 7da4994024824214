"""What an institution is decides who reads what it was asked: it becomes another with care, or not at all."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Organisation
from app.concerns.access import find
from app.core.db import db
from app.core.refusals import NotFound
from app.demo import lives
from app.demo.lives import DemoStep
from tests.forms import forge
from tests.recusals.test_organisation import colleague
from tests.votes.pages import in_english
from tests.world import World
from workflows.roles import Kind, Role


def become(app: Flask, people: World, client: FlaskClient, key: str, kind: Kind) -> tuple[int, str, Kind]:
    """Say on its page that it is of this kind: how that was answered, and of what kind it is then."""
    with app.app_context():
        row = db.session.get_one(Organisation, people.cast.organisations[key])
        address = f"/organisations/{row.public_id}/edit"
    field = {"field": "human_rights"} if kind is Kind.MEMBER else {}
    answer = forge(client, address, {"kind": kind.value}, typed=field)
    with app.app_context():
        is_now = db.session.get_one(Organisation, people.cast.organisations[key]).kind
        db.session.rollback()
    return answer.status_code, answer.text, is_now


def about(app: Flask, people: World, key: str, beats: list[DemoStep]) -> str:
    """A concern whose recommendation goes to this institution."""
    with app.app_context():
        real, people.cast.organisations["sociale"] = (
            people.cast.organisations["sociale"],
            people.cast.organisations[key],
        )
        address = people.concern(beats)
        people.cast.organisations["sociale"] = real
    return address


def test_who_runs_it_changes_no_kind_and_learns_nothing_by_trying(app: Flask, people: World) -> None:
    about(app, people, "linja", lives.SENT)
    administrator = in_english(app, "administratori")
    asked = become(app, people, administrator, "linja", Kind.STATE_AGENCY)
    never = become(app, people, administrator, "agjensi", Kind.STATE_AGENCY)
    assert asked[0] == never[0] == 422 and "Recommendations were addressed" not in asked[1]
    assert asked[2] is never[2] is Kind.NON_STATE_AGENCY


def test_what_the_ministry_may_not_read_does_not_become_its_own(app: Flask, people: World) -> None:
    case = about(app, people, "linja", lives.SENT)
    secretariat, ministry = in_english(app, "sekretaria"), in_english(app, "ministria")
    assert ministry.get(f"/concerns/{case}").status_code == 404
    status, page, kind = become(app, people, secretariat, "linja", Kind.STATE_AGENCY)
    assert (status, kind) == (422, Kind.NON_STATE_AGENCY) and "Recommendations were addressed" in page
    assert ministry.get(f"/concerns/{case}").status_code == 404
    status, _page, kind = become(app, people, secretariat, "agjensi", Kind.STATE_AGENCY)
    assert (status, kind) == (302, Kind.STATE_AGENCY), "nothing was asked of it yet"


@pytest.mark.parametrize("beats", [lives.DRAFTED, lives.SENT], ids=["drafted", "sent"])
def test_who_becomes_a_member_is_out_of_what_is_asked_of_it(
    app: Flask, people: World, beats: list[DemoStep]
) -> None:
    asked = about(app, people, "linja", beats)
    with app.app_context():
        other = people.concern(beats)
    assert become(app, people, in_english(app, "sekretaria"), "linja", Kind.MEMBER)[2] is Kind.MEMBER
    with app.app_context():
        member = colleague(people, "linja", Role.MEMBER)
        assert find(db.session(), member, other).undeclared
        db.session.rollback()
        with pytest.raises(NotFound):
            find(db.session(), member, asked)
        db.session.rollback()
    liaison = in_english(app, "linja")
    assert liaison.get(f"/concerns/{asked}").status_code == (200 if beats is lives.SENT else 404)
    chair = in_english(app, "kastriot").get(f"/concerns/{asked}/recusals").text
    assert "Linja e Ndihmës 24 orë" in chair
