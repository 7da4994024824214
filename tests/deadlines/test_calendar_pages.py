"""The calendar's page for everybody, and the administrator's forms: what they show, refuse and keep."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.concerns.periods import OwnDate, load_calendar
from app.concerns.records import Clock, ClockState
from app.core.country import OwnKind
from app.core.db import db, unit_of_work
from app.core.time import today
from app.deadlines.calendar import service
from app.deadlines.calendar.service import Effect, effect_of
from app.deadlines.recompute import recompute_clocks
from app.demo import lives
from tests.accounts.pages import words
from tests.databases import only_sqlite
from tests.forms import again, fields_of, forge, send
from tests.posts import post_bare, post_unshown
from tests.sign_in import sign_in
from tests.world import World

EVERYBODY = (
    "anila mira hana kastriot sekretaria ministria sociale koordinatorja vezhguesi administratori".split()
)
NUMBER = re.compile(r"<dt>Afate që zhvendosen</dt><dd>(\d+)</dd>")


@pytest.fixture
def administrator(client: FlaskClient, people: World) -> FlaskClient:
    sign_in(client, "administratori")
    return client


@pytest.fixture
def reference(app: Flask, people: World) -> str:
    """The reference of a concern whose clocks run."""
    with app.app_context():
        for beats in (lives.SUBMITTED, lives.ADMITTED, lives.SENT):
            address = people.concern(beats)
        return people.case("hana", address).concern.reference


def a_due_day(app: Flask) -> date:
    """A working day on which a clock that runs falls due."""
    with app.app_context():
        due = db.session.scalars(
            select(Clock.due_on).where(Clock.state == ClockState.RUNNING, Clock.due_on > today())
        )
        day = min(day for day in due if day)
        assert load_calendar(db.session(), today()).is_working(day)
        return day


def stored(app: Flask) -> list[tuple[date, str, str]]:
    with app.app_context():
        rows = db.session.scalars(select(OwnDate).order_by(OwnDate.day))
        return [(row.day, row.kind, row.name) for row in rows]


def due_dates(app: Flask) -> list[tuple[int, date | None]]:
    with app.app_context():
        rows = db.session.execute(select(Clock.id, Clock.due_on).order_by(Clock.id))
        return [(row.id, row.due_on) for row in rows]


def ask(client: FlaskClient, day: date | str, kind: str = "holiday", name: str = "Urë") -> TestResponse:
    """Fill in the form and ask what it does."""
    return send(client, "/calendar/add", {"day": str(day), "kind": kind, "name": name})


def confirm(client: FlaskClient, page: TestResponse) -> TestResponse:
    """Say yes to what a page shows."""
    assert page.status_code in (200, 409), page.status_code
    return again(client, page, {})


def given(client: FlaskClient, name: str, kind: str, day: date) -> None:
    assert confirm(client, ask(client, day, kind, name)).status_code == 302


# --- reading -------------------------------------------------------------------------


@only_sqlite
def test_everybody_reads_the_calendar(app: Flask, people: World) -> None:
    bridge = date(today().year + 1, 12, 24)
    with app.app_context(), unit_of_work() as session:
        session.add(OwnDate(day=bridge, kind="holiday", name="Urë e Krishtlindjes"))
        session.add(OwnDate(day=date(today().year - 1, 12, 24), kind="holiday", name="Urë e vjetër"))
    for who in EVERYBODY:
        client = app.test_client()
        sign_in(client, who)
        page = client.get("/calendar")
        for year in (today().year, today().year + 1):
            assert re.search(f"28 (nëntor|November) {year}", words(page)), who
        assert "Urë e Krishtlindjes" in words(page)
        assert "Urë e vjetër" in words(page)
        changes = {address in page.text for address in ("/calendar/add", f"/calendar/{bridge}/remove")}
        assert changes == {who == "administratori"}
    assert app.test_client().get("/calendar").status_code == 302


@only_sqlite
def test_the_days_are_written_out_in_both_languages(administrator: FlaskClient) -> None:
    day = date(today().year, 11, 28)
    weekday = ["E hënë", "E martë", "E mërkurë", "E enjte", "E premte", "E shtunë", "E diel"][day.weekday()]
    assert f"{weekday}, 28 nëntor {day.year} Dita Flamurit" in words(administrator.get("/calendar"))
    send(administrator, "/calendar/add", {}, "/language")
    said = words(administrator.get("/calendar"))
    assert f"{day:%A}, 28 November {day.year} Flag and Independence Day Official holiday" in said


@only_sqlite
def test_the_page_of_the_dates_leads_to_the_calendar(app: Flask, client: FlaskClient, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.ADMITTED)
    sign_in(client, "hana")
    assert 'href="/calendar"' in client.get(f"/concerns/{address}/dates").text


# --- rights --------------------------------------------------------------------------


@only_sqlite
def test_nobody_else_changes_the_calendar(app: Flask, people: World) -> None:
    day = today() + timedelta(days=30)
    with app.app_context(), unit_of_work() as session:
        session.add(OwnDate(day=day, kind="holiday", name="Urë"))
    before = stored(app)
    typed = {
        "day": str(day + timedelta(days=1)),
        "kind": "holiday",
        "name": "Urë",
        "shown": Effect().key,
    }
    for who in EVERYBODY:
        if who == "administratori":
            continue
        client = app.test_client()
        sign_in(client, who)
        for address in ("/calendar/add", f"/calendar/{day}/remove"):
            assert client.get(address).status_code == 404, (who, address)
            answer = post_unshown(client, address, typed)
            assert answer.status_code == 404, (who, address)
    assert stored(app) == before


@only_sqlite
def test_a_form_without_its_token_changes_nothing(app: Flask, administrator: FlaskClient) -> None:
    typed = {"day": str(today()), "kind": "holiday", "name": "Urë", "shown": Effect().key}
    assert post_bare(administrator, "/calendar/add", typed).status_code == 400
    assert stored(app) == []


# --- adding and removing -------------------------------------------------------------


def test_a_day_is_added_and_removed_and_the_deadlines_follow(
    app: Flask, administrator: FlaskClient, reference: str
) -> None:
    day, before = a_due_day(app), due_dates(app)
    page = ask(administrator, day, name="Ditë e shpallur")
    found = NUMBER.search(page.text)
    assert found
    assert reference not in page.text
    assert stored(app) == []
    assert due_dates(app) == before

    assert confirm(administrator, page).status_code == 302
    assert stored(app) == [(day, "holiday", "Ditë e shpallur")]
    moved = [pair for pair, old in zip(due_dates(app), before, strict=True) if pair != old]
    assert len(moved) == int(found[1]) > 0
    said = words(administrator.get("/calendar"))
    assert f"{len(moved)} afat" in said
    assert "Ditë e shpallur" in said
    with app.app_context():
        assert recompute_clocks() == []

    removal = f"/calendar/{day}/remove"
    page = administrator.get(removal)
    assert NUMBER.search(page.text)
    assert reference not in page.text
    assert stored(app)
    assert confirm(administrator, page).status_code == 302
    assert stored(app) == []
    assert due_dates(app) == before


@only_sqlite
def test_a_day_that_moves_nothing_is_added_all_the_same(app: Flask, administrator: FlaskClient) -> None:
    saturday = today() + timedelta(days=(5 - today().weekday()) % 7)
    page = ask(administrator, saturday, "working", "Punohet në këmbim")
    assert "Asnjë afat nuk zhvendoset" in words(page)
    assert confirm(administrator, page).status_code == 302
    assert stored(app) == [(saturday, "working", "Punohet në këmbim")]


@only_sqlite
@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"day": ""}, ["day"]),
        ({"day": "32.1.2027"}, ["day"]),
        ({"day": "2016-12-24"}, ["day"]),
        ({"day": "2062-12-24"}, ["day"]),
        ({"kind": ""}, ["kind"]),
        ({"kind": "feast"}, ["kind"]),
        ({"name": "  "}, ["name"]),
        ({"name": "x" * 121}, ["name"]),
        ({"day": "", "kind": "", "name": ""}, ["day", "kind", "name"]),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    app: Flask, administrator: FlaskClient, typed: dict[str, str], wrong: list[str]
) -> None:
    fields = {"day": str(today() + timedelta(days=30)), "kind": "holiday", "name": "Urë <b>e</b>", **typed}
    for more in ({}, {"shown": Effect().key}):
        answer = forge(administrator, "/calendar/add", {**fields, **more})
        assert answer.status_code == 422
        assert re.findall(r'class="field-error" id="(\w+)-error"', answer.text) == wrong
        kept = fields_of(answer.text, "/calendar/add")
        assert kept["name"] == [fields["name"].strip()]
        assert kept["day"] == [fields["day"]]
        assert kept.get("kind", [""]) == ([fields["kind"]] if "kind" not in wrong else [""])
    assert stored(app) == []


@only_sqlite
def test_a_day_is_there_once_and_a_working_day_is_not_said_to_be_one(
    app: Flask, administrator: FlaskClient
) -> None:
    day = today() + timedelta(days=30)
    given(administrator, "Urë", "holiday", day)
    answer = ask(administrator, day, "holiday", "Tjetër")
    assert answer.status_code == 422
    assert "Kjo ditë është tashmë në kalendar: Urë (Ditë pushimi)" in words(answer)
    with app.app_context():
        working = load_calendar(db.session(), today()).next_working(day + timedelta(days=1))
    answer = ask(administrator, working, "working")
    assert answer.status_code == 422
    assert "Kjo ditë është tashmë ditë pune" in words(answer)
    assert len(stored(app)) == 1


@only_sqlite
def test_the_bounds_of_the_calendar(app: Flask, administrator: FlaskClient) -> None:
    with app.app_context():
        first, last = service.first_day(), service.last_day()
    for day in (first, last):
        given(administrator, "Urë", "holiday", day)
    for day in (first - timedelta(days=1), last + timedelta(days=1)):
        assert ask(administrator, day).status_code == 422
    said = words(administrator.get("/calendar"))
    assert said.count("Urë") == 2


@only_sqlite
def test_what_was_typed_can_be_corrected_before_it_is_done(app: Flask, administrator: FlaskClient) -> None:
    page = ask(administrator, today(), name="Gabim")
    answer = again(administrator, page, {}, press="correct")
    assert answer.status_code == 200
    assert fields_of(answer.text, "/calendar/add")["name"] == ["Gabim"]
    assert stored(app) == []


# --- meanwhile -----------------------------------------------------------------------


def test_other_deadlines_meanwhile_are_shown_anew(
    app: Flask, administrator: FlaskClient, reference: str, people: World
) -> None:
    day = a_due_day(app)
    page = ask(administrator, day)
    with app.app_context():
        people.concern(lives.SUBMITTED)
    again = confirm(administrator, page)
    assert again.status_code == 409
    assert stored(app) == []
    assert "Ende nuk është ndryshuar asgjë" in words(again)
    before = due_dates(app)
    shown = NUMBER.search(again.text)
    assert shown
    assert confirm(administrator, again).status_code == 302
    assert sum(a != b for a, b in zip(before, due_dates(app), strict=True)) == int(shown[1])


@only_sqlite
def test_of_two_administrators_the_second_gets_a_clear_answer(app: Flask, administrator: FlaskClient) -> None:
    other = app.test_client()
    sign_in(other, "administratori")
    day = today() + timedelta(days=30)
    mine, theirs = ask(administrator, day, name="Urë"), ask(other, day, name="Pushim")
    assert confirm(other, theirs).status_code == 302
    answer = confirm(administrator, mine)
    assert answer.status_code == 409
    assert "Kjo ditë është tashmë në kalendar: Pushim" in words(answer)
    assert fields_of(answer.text, "/calendar/add")["name"] == ["Urë"]

    removal = f"/calendar/{day}/remove"
    mine, theirs = administrator.get(removal), other.get(removal)
    assert confirm(other, theirs).status_code == 302
    assert confirm(administrator, mine).status_code == 302
    assert "hequr tashmë nga kalendari" in words(administrator.get("/calendar"))
    assert stored(app) == []


@only_sqlite
def test_a_removal_is_shown_anew_where_the_date_is_another_meanwhile(
    app: Flask, administrator: FlaskClient, reference: str
) -> None:
    day = a_due_day(app)
    given(administrator, "Urë", "holiday", day)
    answer = forge(administrator, f"/calendar/{day}/remove", {"shown": Effect().key})
    assert answer.status_code == 409
    assert NUMBER.search(answer.text)
    assert len(stored(app)) == 1


@only_sqlite
def test_who_works_on_cases_is_waited_for_and_then_it_is_said(
    app: Flask, administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_given: object) -> Effect:
        raise service.Busy

    page = ask(administrator, today())
    monkeypatch.setattr(service, "add", busy)
    answer = confirm(administrator, page)
    assert answer.status_code == 409
    assert "Provoni përsëri" in words(answer)


@only_sqlite
def test_what_is_no_own_date_has_no_page(app: Flask, administrator: FlaskClient) -> None:
    for day in (f"{today().year}-11-28", "2026-02-30", "nesër"):
        assert administrator.get(f"/calendar/{day}/remove").status_code == 404
    with app.app_context():
        assert effect_of(db.session(), today(), OwnKind.HOLIDAY).total == 0
