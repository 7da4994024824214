"""A shorter life: who was told of a request and works elsewhere, and what the desk exports before anything is sent."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from app.accounts.models import Organisation
from app.concerns.vocabulary import County
from app.core.db import db, unit_of_work
from app.core.time import frozen, now, today
from app.dashboards.coordinator import exported
from app.dashboards.filters import DeskFilter, Tab
from app.demo import lives
from tests.databases import only_sqlite
from tests.leaks import table
from tests.leaks.crawl import Crawl, browsers
from tests.leaks.life import Life
from tests.leaks.table import CANARY
from tests.leaks.work import Rooms, lapsed
from tests.world import World

GONE = ("asked_gone", "gone")


def lived(app: Flask, people: World, until: str) -> tuple[Life, Rooms]:
    """The life up to this phase."""
    with app.app_context():
        life = Life(people)
    rooms = Rooms(app, people, browsers(app), life.address)
    for phase in table.PHASES[: table.PHASES.index(until) + 1]:
        life.live(rooms, phase)
    return life, rooms


@only_sqlite
def test_who_was_told_of_a_request_and_works_elsewhere_reads_nothing_of_it(app: Flask, people: World) -> None:
    life, rooms = lived(app, people, "asked")
    lapsed(app)
    notices = rooms.clients["asked"].get("/notices").text
    assert "/requests/" in notices, "it hears that its date has passed"
    rooms.moved()
    crawl = Crawl(app, browsers(app, {kind: table.MOVED[kind][0] for kind in GONE}), life.marks)
    assert crawl.leaks(lambda word, kind: table.may_read("written", word, table.MOVED[kind][1])) == []


@only_sqlite
def test_before_it_is_sent_the_desk_exports_nothing_of_it_however_late(app: Flask, people: World) -> None:
    life, _rooms = lived(app, people, "fact_check")
    coordinator = people.cast.people["koordinatorja"]
    with app.app_context(), frozen(now() + timedelta(days=60)):
        for tab in set(Tab) - {Tab.INSTITUTIONS}:
            rows = str(exported(db.session(), coordinator, DeskFilter(tab=tab), today()))
            assert not CANARY.findall(rows), tab
            assert not [mark for mark in life.marks.values() if mark in rows], tab


def test_the_desk_is_narrowed_by_where_the_institution_works_and_not_by_what_was_filed(
    app: Flask, people: World
) -> None:
    with app.app_context():
        case = people.concern(lives.SENT, age=60, county=County.VLORE)
    desk = browsers(app, {"coordinator": "koordinatorja"})["coordinator"]
    for seat, works, found in (
        (County.KUKES, [], {County.KUKES}),
        (County.KUKES, ["fier"], {County.KUKES, County.FIER}),
        (None, ["national"], set(County)),
        (None, [], set()),
    ):
        with app.app_context(), unit_of_work() as session:
            institution = session.get_one(Organisation, people.cast.organisations["sociale"])
            institution.area, institution.counties = seat, works
        assert {county for county in County if case in desk.get(f"/desk?county={county}").text} == found
