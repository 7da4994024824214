"""Saved views: an address under a name. They hold nothing foreign, belong to who saved them, and widen no right."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from app.accounts.models import Person, Role, person_role
from app.core.db import db, unit_of_work
from app.dashboards.models import SavedOn, SavedView
from app.dashboards.saved_views.service import MOST_SAVED, TooMany, UnknownView, save_view, views_on
from app.demo import lives
from tests.dashboards.conftest import Browse
from tests.forms import forge, send
from tests.posts import post_unshown
from tests.world import World

NARROWED = (
    "/saved/new?place=desk&institution=20&rule=response&late=30&other=https%3A%2F%2Fe.org&tab=none&county=x"
)
KEPT = "institution=20&rule=response&late=30"


def saved() -> list[SavedView]:
    db.session.rollback()
    return list(db.session.scalars(select(SavedView).order_by(SavedView.id)))


def make_second_coordinator() -> None:
    """Mira works in the coordinator's office too."""
    with unit_of_work() as session:
        mira = session.scalars(select(Person.id).where(Person.email == "mira@example.org")).one()
        role = session.scalars(select(Role.id).where(Role.name == "coordinator")).one()
        session.execute(insert(person_role).values(person_id=mira, role_id=role))


def test_a_view_is_saved_shared_renamed_and_deleted(app: Flask, people: World, browse: Browse) -> None:
    mine = browse("koordinatorja")
    assert "/saved/new?place=desk" not in mine.get("/desk").text, "the whole list needs no name"
    assert NARROWED.split("&other")[0].replace("&", "&amp;") in mine.get(f"/desk?{KEPT}").text
    assert send(mine, NARROWED, {"name": "  "}).status_code == 422
    for _ in range(2):  # sent twice, saved once
        assert send(mine, NARROWED, {"name": "Social, më keq se 30"}).status_code == 302
    with app.app_context():
        (view,) = saved()
        assert (view.query, view.shared, view.place) == (KEPT, False, SavedOn.DESK)
        address = f"/saved/{view.public_id}"
        make_second_coordinator()
    page = mine.get(f"/desk?{KEPT}").text
    assert "Social, më keq se 30" in page and "/saved/new" not in page
    assert "Social, më keq" not in browse("mira").get("/desk").text
    assert send(mine, address, {"name": "Pamja e zyrës", "shared": "y"}).status_code == 302
    assert "Pamja e zyrës (Valbona Isufaj)" in browse("mira").get("/desk").text
    assert "Pamja e zyrës" in browse("mira").get("/saved").text
    for client in (browse("mira"), browse("anila")):
        assert client.get(address).status_code == 404
        assert post_unshown(client, address, {"name": "Tjetër"}).status_code == 404
        assert post_unshown(client, f"{address}/delete", {}).status_code == 404
    with app.app_context(), unit_of_work() as session:
        session.execute(
            update(Person).where(Person.email == "koordinatorja@example.org").values(active=False)
        )
    assert "Pamja e zyrës" not in browse("mira").get("/desk").text, "who has left shares nothing"
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Person).where(Person.email == "koordinatorja@example.org").values(active=True))
    assert send(mine, address, {}, f"{address}/delete").status_code == 302
    with app.app_context():
        assert saved() == []


def test_a_shared_view_shows_nobody_more_than_they_may_see(app: Flask, people: World, browse: Browse) -> None:
    with app.app_context():
        secret = people.concern(lives.ADMITTED, age=60)
        sent = people.concern(lives.SENT, age=60)
    assert browse("anila").get("/saved/new?place=desk").status_code == 404, "she has no such list"
    assert browse("anila").get("/saved/new?place=votes").status_code == 404
    new = "/saved/new?place=concerns&open=1"
    hers = forge(browse("anila"), new, {"shared": "y"}, typed={"name": "Pamja e saj"})
    assert hers.status_code == 302
    assert send(browse("koordinatorja"), new, {"name": "Zyra", "shared": "y"}).status_code == 302
    with app.app_context():
        assert [view.shared for view in saved()] == [False, True], "a member shares with nobody"
        make_second_coordinator()
        seen = {
            w: {v.name for v in views_on(db.session(), people.cast.people[w])}
            for w in ("anila", "sekretaria")
        }
        assert seen == {"anila": {"Pamja e saj"}, "sekretaria": set()}
    assert secret in browse("anila").get("/concerns?open=1").text
    page = browse("koordinatorja").get("/concerns?open=1").text
    assert sent in page and secret not in page and "Zyra" in page and "Pamja e saj" not in page


def test_no_more_are_kept_than_one_finds_again(world: World) -> None:
    actor = world.cast.people["sekretaria"]
    for number in range(MOST_SAVED):
        save_view(actor, SavedOn.RECOMMENDATIONS, {"overdue": "1"}, f"Pamja {number}", shared=False)
    save_view(actor, SavedOn.RECOMMENDATIONS, {"sort": "due"}, "Pamja 0", shared=False)
    with pytest.raises(TooMany):
        save_view(actor, SavedOn.RECOMMENDATIONS, {}, "Një më tepër", shared=False)
    with pytest.raises(UnknownView):
        save_view(actor, SavedOn.DESK, {}, "Paneli", shared=False)
    assert [view.query for view in saved()][:2] == ["sort=due", "overdue=1"]
