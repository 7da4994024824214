"""The Group as people see it: seats, past days, renewal, appointment, handing over."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from werkzeug.test import TestResponse

from app.accounts.rights.service import change_rights
from app.core.db import db, unit_of_work
from app.core.refusals import Refusal
from app.core.time import frozen, now, today
from app.group.models import GroupChange, GroupEvent, Holding, Seat
from app.group.queries import acting_seat, chair, seats_on
from app.group.service import appoint, elect_chair, hand_over, renew, take_back
from tests.accounts.pages import confirm_all
from tests.forms import again, forms_of, send, submit
from tests.posts import post_unshown
from tests.races.threads import at_once
from tests.votes.pages import in_english
from tests.world import World
from workflows.composition import Capacity


def seat_of(app: Flask, people: World, key: str) -> Seat:
    with app.app_context():
        organisation = people.cast.organisations[key]
        return db.session.scalars(select(Seat).where(Seat.organisation_id == organisation)).one()


def fill(client: FlaskClient, page: TestResponse, what: str, **typed: str) -> TestResponse:
    """Send the one of the seat's forms that is about this."""
    form = next(form for form in forms_of(page.text) if form.fields().get("what") == [what])
    return submit(client, page.request.path, form, form.filled(typed))


@pytest.mark.parametrize("who", ["anila", "sekretaria", "ministria", "sociale", "koordinatorja", "vezhguesi"])
def test_everybody_of_casework_sees_the_seats_and_who_acts(app: Flask, people: World, who: str) -> None:
    page = in_english(app, who).get("/group").text
    assert "the composition meets the rules" in page and "13 seats are filled." in page
    assert "The mandate of Guri i Themelit ends within 90 days." in page
    assert "Dritan Mema" in page and "acts until" in page
    assert "@" not in re.sub(r"<[^>]*>", "", page), "an e-mail address is shown"
    seat = seat_of(app, people, "strehe")
    assert "Fatmir Dervishaj" in in_english(app, who).get(f"/group/seats/{seat.public_id}").text


READ_REASONS = {"anila", "kastriot", "sekretaria"}


@pytest.mark.parametrize(
    "who",
    ["anila", "kastriot", "sekretaria", "ministria", "sociale", "policia", "koordinatorja", "vezhguesi"],
)
def test_why_the_group_decided_so_is_read_by_the_group_alone(app: Flask, people: World, who: str) -> None:
    client = in_english(app, who)
    with app.app_context(), unit_of_work() as session:
        seat = session.scalars(select(Seat)).first()
        assert seat
        for what in GroupChange:
            session.add(
                GroupEvent(
                    at=now(),
                    organisation_id=seat.organisation_id,
                    what=what,
                    reason=f"Own words on {what.value}.",
                    details={"name": f"Name of {what.value}"},
                )
            )
    page = client.get("/group").text
    for what in GroupChange:
        assert f"Name of {what.value}" in page
        assert (f"Own words on {what.value}." in page) == (who in READ_REASONS)


def test_the_composition_of_a_past_day(app: Flask, people: World) -> None:
    client = in_english(app, "anila")
    before = (today() - timedelta(days=5 * 365)).isoformat()
    page = client.get(f"/group?on={before}").text
    assert "11 seats are missing" in page and "Nobody represents this field: Human rights" in page
    assert (
        "13 seats are filled." in client.get(f"/group?on={(today() - timedelta(days=30)).isoformat()}").text
    )
    ahead = client.get(f"/group?on={(today() + timedelta(days=3)).isoformat()}")
    assert ahead.status_code == 422 and "or an earlier one" in ahead.text
    wrong = client.get("/group?on=yesterday")
    assert wrong.status_code == 422 and "This is not a date" in wrong.text and "yesterday" in wrong.text


def test_the_secretariat_renews_and_nobody_else(app: Flask, people: World) -> None:
    seat, secretariat = seat_of(app, people, "guri"), in_english(app, "sekretaria")
    address = f"/group/seats/{seat.public_id}"
    later = (seat.to_on + timedelta(days=700)).isoformat()
    page, said = secretariat.get(address), {"reason": "Renewed by vote."}
    earlier = fill(secretariat, page, "renew", **said, to_on=today().isoformat())
    assert earlier.status_code == 422 and "later than the present last day" in earlier.text
    assert "Renewed by vote." in earlier.text
    unshown = {"what": "renew", "version": "1", **said, "to_on": later}
    assert post_unshown(in_english(app, "kastriot"), address, unshown).status_code == 404
    assert fill(secretariat, page, "renew", **said, to_on=later).status_code == 302
    stale = fill(secretariat, page, "renew", **said, to_on=(seat.to_on + timedelta(days=900)).isoformat())
    assert stale.status_code == 422 and "Somebody else changed this seat" in stale.text
    assert "ends within 90 days" not in secretariat.get("/group").text
    assert "Mandate renewed: Guri i Themelit" in secretariat.get("/group").text


def test_a_new_representative_and_alternate(app: Flask, people: World) -> None:
    seat, secretariat = seat_of(app, people, "lule"), in_english(app, "sekretaria")
    address = f"/group/seats/{seat.public_id}"
    arta = str(people.cast.people["arta"].person_id)
    both = fill(secretariat, secretariat.get(address), "representative", person=arta)
    assert both.status_code == 422 and "two people" in both.text
    for what, person in (("alternate", "0"), ("representative", arta)):
        assert fill(secretariat, secretariat.get(address), what, person=person).status_code == 302, what
    with app.app_context():
        held = next(h for h in seats_on(db.session()) if h.seat.id == seat.id)
        assert held.representative and held.representative.name == "Elira Shehaj", "one person proposes"
    assert "Arta Lika" in secretariat.get(address).text
    assert confirm_all(app, "sekretaria") == [], "who proposed it does not confirm it"
    assert confirm_all(app, "kastriot") == [302]
    with app.app_context():
        held = next(h for h in seats_on(db.session()) if h.seat.id == seat.id)
        assert held.representative and held.representative.name == "Arta Lika" and held.alternate is None
        names = {h.person.name for h in held.seat.holdings}
    assert names == {"Elira Shehaj", "Arta Lika"}
    page = secretariat.get(address).text
    assert "Elira Shehaj" in page, "who held it before is not forgotten"


def test_handing_over_and_taking_back(app: Flask, people: World) -> None:
    elira, arta = people.cast.people["elira"], people.cast.people["arta"]
    client = in_english(app, "elira")
    end = (today() + timedelta(days=5)).isoformat()
    page = client.get("/group/hand-over")
    wrong = again(client, page, {"from_on": end, "to_on": today().isoformat()})
    assert wrong.status_code == 422 and end in wrong.text
    assert again(client, page, {"from_on": today().isoformat(), "to_on": end}).status_code == 302
    with app.app_context():
        assert acting_seat(db.session(), elira.person_id) is None
        assert acting_seat(db.session(), arta.person_id) is not None
    twice = again(client, page, {"from_on": today().isoformat(), "to_on": end})
    assert twice.status_code == 422 and "already" in twice.text
    assert "Arta Lika acts from" in in_english(app, "arta").get("/group/hand-over").text
    send(client, "/group/hand-over", {}, "/group/hand-over/take-back")
    with app.app_context():
        assert acting_seat(db.session(), elira.person_id) is not None
        assert acting_seat(db.session(), arta.person_id) is None
    assert "has no alternate" in in_english(app, "mira").get("/group/hand-over").text


def test_who_is_off_acts_for_no_seat_and_the_other_of_the_two_does(app: Flask, people: World) -> None:
    elira, arta = people.cast.people["elira"], people.cast.people["arta"]
    with app.app_context():
        change_rights(None, elira.person_id, elira.roles, active=False)
        assert acting_seat(db.session(), elira.person_id) is None
        assert acting_seat(db.session(), arta.person_id) is not None
        past = seats_on(db.session(), today() - timedelta(days=1))
        assert elira.person_id in {held.acting.id for held in past if held.acting}, "what was is not changed"
        change_rights(None, arta.person_id, arta.roles, active=False)
        assert acting_seat(db.session(), arta.person_id) is None
        change_rights(None, elira.person_id, elira.roles, active=True)
        with pytest.raises(Refusal, match="no_alternate"):
            hand_over(elira, today(), today() + timedelta(days=3))


def test_two_who_appoint_at_once_leave_one(app: Flask, people: World) -> None:
    seat = seat_of(app, people, "lule")
    secretariat, elira = people.cast.people["sekretaria"], people.cast.people["elira"].person_id

    def clear() -> bool:
        try:
            appoint(secretariat, seat.id, Capacity.ALTERNATE, None, version=seat.version)
        except Refusal:
            return False
        return True

    assert sorted(at_once(app, [clear] * 4)) == [False, False, False, True]
    with app.app_context():
        now = db.session.scalars(
            select(Holding.person_id).where(Holding.seat_id == seat.id, Holding.until_on.is_(None))
        ).all()
    assert now == [elira]


def test_the_history_of_the_group_only_grows(app: Flask, people: World) -> None:
    with app.app_context():
        assert db.session.scalars(select(GroupEvent)).first() is not None
        for change in ("UPDATE group_event SET reason = 'x'", "DELETE FROM group_event"):
            with pytest.raises(DatabaseError, match="only ever added"), unit_of_work() as session:
                session.execute(text(change))


def test_the_commands(app: Flask, people: World) -> None:
    runner = app.test_cli_runner()
    assert "13 seats; stands" in runner.invoke(args=["group", "show"]).output
    days = ["--from", "2026-01-01", "--to", "2030-01-01"]
    again = runner.invoke(args=["group", "seat", "--organisation", "Qendra Agimi", *days])
    assert again.exit_code == 1 and "seated" in again.output
    nobody = runner.invoke(args=["group", "seat", "--organisation", "Askush", *days])
    assert nobody.exit_code == 1 and "Askush" in nobody.output


def test_a_past_day_shows_the_mandate_the_hand_over_and_the_chair_of_that_day(
    app: Flask, people: World
) -> None:
    seat = seat_of(app, people, "guri")
    then = today()
    with app.app_context(), frozen(now() + timedelta(days=3)):
        renew(people.cast.people["sekretaria"], seat.id, seat.to_on + timedelta(days=700), "Vote.", version=1)
        take_back(people.cast.people["fatmir"])
        with unit_of_work() as session:
            elect_chair(session, people.cast.people["mira"].person_id)
        before = {h.organisation.name: h for h in seats_on(db.session(), then)}
        after = {h.organisation.name: h for h in seats_on(db.session())}
        assert before["Guri i Themelit"].to_on == seat.to_on < after["Guri i Themelit"].to_on
        assert before["Strehëza Dritare e Re"].handed_over
        assert not after["Strehëza Dritare e Re"].handed_over
        assert chair(db.session(), then) == people.cast.people["kastriot"].person_id
        assert chair(db.session()) == people.cast.people["mira"].person_id
