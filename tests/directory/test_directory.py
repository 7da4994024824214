"""The directory: found by whoever works here, kept by each institution for itself, asked about once a year."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from app.accounts.models import Organisation, OrganisationEvent, Unit
from app.core.db import db, unit_of_work
from app.core.mail import send as post_mail
from app.core.time import frozen, now
from app.directory import service
from app.directory.service import ask_whether_right
from app.notifications.delivery import deliver
from app.notifications.models import Notification
from tests.forms import again, send
from tests.posts import post_unshown
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Kind

OWN = {
    "area": "",
    "email": "social@example.org",
    "subjects": ["shelter"],
    "counties": ["kukes"],
    "answers_for": "strehim",
}


def entry(app: Flask, people: World, key: str) -> Organisation:
    with app.app_context():
        return db.session.get_one(Organisation, people.cast.organisations[key])


def browser(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    sign_in(client, who)
    return client


def test_it_is_searched_and_what_a_filer_named_anew_is_the_secretariats(app: Flask, people: World) -> None:
    with app.app_context():
        new = service.add_organisation("Zyra e panjohur", Kind.STATE_AGENCY, confirmed=False).public_id
    member, secretariat = browser(app, "anila"), browser(app, "sekretaria")
    assert "Inspektorati i Punës" in member.get("/organisations").text
    found = member.get("/organisations?q=sherbimeve+sociale&subject=shelter&county=kukes").text
    assert "Qendra Kombëtare e Shërbimeve Sociale" in found and "Inspektorati i Punës" not in found
    assert "Zyra e panjohur" in secretariat.get("/organisations").text
    assert "Zyra e panjohur" not in member.get("/organisations").text
    nothing = member.get("/organisations/AAAAAAAAAAAAAAAA")
    assert member.get(f"/organisations/{new}").status_code == 404 == nothing.status_code


def test_an_institution_keeps_its_own_entry_and_no_other(app: Flask, people: World) -> None:
    own, others = entry(app, people, "sociale").public_id, entry(app, people, "punes").public_id
    liaison, member = browser(app, "sociale"), browser(app, "anila")
    assert send(liaison, f"/organisations/{own}/edit", OWN).status_code == 302
    row = entry(app, people, "sociale")
    assert (row.email, row.subjects, row.counties) == ("social@example.org", ["shelter"], ["kukes"])
    assert row.name == "Qendra Kombëtare e Shërbimeve Sociale", "its name and kind are the secretariat's"
    alone = send(liaison, f"/organisations/{own}/edit", {**OWN, "sign_off": "y"})
    assert alone.status_code == 422 and not entry(app, people, "sociale").sign_off
    units = f"/organisations/{own}/units"
    added = send(liaison, f"/organisations/{own}", {"name": "Sektori i strehimit"}, units)
    assert added.status_code == 302
    assert "Sektori i strehimit" in member.get(f"/organisations/{own}").text
    with app.app_context():
        unit = db.session.scalars(select(Unit)).one().public_id
    for client, at, status in ((liaison, others, 404), (member, own, 404)):
        assert client.get(f"/organisations/{at}/edit").status_code == status
        assert post_unshown(client, f"/organisations/{at}/units", {"name": "X"}).status_code == status
        assert post_unshown(client, f"/organisations/{at}/units/{unit}/end", {}).status_code == status
    assert send(liaison, f"/organisations/{own}", {}, f"{units}/{unit}/end").status_code == 302
    assert "Sektori i strehimit" not in member.get(f"/organisations/{own}").text


def test_once_a_year_its_address_is_asked_and_the_link_is_good_once(app: Flask, people: World) -> None:
    assert asked(app) == 0, "everything was looked at a hundred days ago"
    with app.app_context(), unit_of_work() as session:
        year = now() - timedelta(days=366)
        for key in ("sociale", "punes"):
            organisation = people.cast.organisations[key]
            session.execute(update(Organisation).filter_by(id=organisation).values(checked_at=year))
    assert asked(app) == 2 and asked(app) == 0, "each once"
    links = mailed(app)
    stranger = app.test_client()
    for link, note in zip(links, ("", "Jemi zhvendosur."), strict=True):
        assert stranger.get(link).status_code == 200
        assert send(stranger, link, {"note": note}).status_code == 200
    pages = [stranger.get(x) for x in (*links, "/directory/foreign", f"{links[0]}x")]
    assert {page.status_code for page in pages} == {404}
    with app.app_context():
        rows = db.session.scalars(select(Organisation).where(Organisation.check_note != "")).all()
        assert [row.check_note for row in rows] == ["Jemi zhvendosur."]
    assert "thotë se diçka ka ndryshuar" in browser(app, "sekretaria").get("/organisations").text
    assert "thotë se diçka ka ndryshuar" not in browser(app, "ministria").get("/organisations").text


def test_a_link_ends_after_sixty_days_and_who_is_silent_is_shown(app: Flask, people: World) -> None:
    with app.app_context(), unit_of_work() as session:
        year = now() - timedelta(days=366)
        punes = people.cast.organisations["punes"]
        session.execute(update(Organisation).filter_by(id=punes).values(checked_at=year))
    assert asked(app) == 1
    (link,) = mailed(app)
    with frozen(now() + timedelta(days=61)):
        assert app.test_client().get(link).status_code == 404
        page = browser(app, "sekretaria").get("/organisations").text
    assert "pa përgjigje" in page


def asked(app: Flask) -> int:
    with app.app_context():
        count = 0
        while ask_whether_right():
            count += 1
        return count


def mailed(app: Flask) -> list[str]:
    """The links that were mailed, in the order of their organisations."""
    with app.app_context():
        written = []
        assert db.session.scalars(select(Notification.person_id)).all().count(None) >= 1

        def keep(mail):  # type: ignore[no-untyped-def]
            written.append(mail)
            post_mail(mail)

        while deliver(keep):
            pass
    return [
        re.findall(r"http://localhost(/directory/\S+)", mail.get_body(("plain",)).get_content())[0]
        for mail in written
    ]


def test_a_changed_address_of_an_institution_is_on_record(app: Flask, people: World) -> None:
    """One-time links are proposed to it: who changed it, and what it was before, stays known."""
    with app.app_context():
        row = db.session.get_one(Organisation, people.cast.organisations["linja"])
        address = f"/organisations/{row.public_id}"
    pages = {who: app.test_client() for who in ("administratori", "linja", "sekretaria", "anila")}
    for who, browser in pages.items():
        sign_in(browser, who)
    for who, email in (("administratori", "une@example.net"), ("linja", "linja@example.net")):
        assert send(pages[who], f"{address}/edit", {"email": email}).status_code == 302
    assert send(pages["sekretaria"], f"{address}/edit", {"name": "Linja 24"}).status_code == 302
    with app.app_context():
        rows = db.session.scalars(select(OrganisationEvent).order_by(OrganisationEvent.id)).all()
        found = [(row.actor_id, row.changes) for row in rows]
        with pytest.raises(DatabaseError), unit_of_work() as session:
            session.execute(delete(OrganisationEvent))
    by = {who: people.cast.people[who].person_id for who in pages}
    assert [(who, changes.get("email")) for who, changes in found] == [
        (by["administratori"], {"before": "linja@example.org", "after": "une@example.net"}),
        (by["linja"], {"before": "une@example.net", "after": "linja@example.net"}),
        (by["sekretaria"], None),
    ]
    assert found[2][1]["name"] == {"before": "Linja e Ndihmës 24 orë", "after": "Linja 24"}
    for who, seen in (("administratori", True), ("sekretaria", True), ("linja", True), ("anila", False)):
        assert ("une@example.net" in pages[who].get(address).text) is seen, who


def test_an_entry_that_is_sent_twice_is_one_and_after_back_another_name_is_another(
    app: Flask, people: World
) -> None:
    secretariat = browser(app, "sekretaria")
    page = secretariat.get("/organisations/new")
    for name in ("Zyra A", "Zyra A", "Zyra B"):  # the page as it was rendered once
        assert again(secretariat, page, {"name": name, "kind": "state_agency"}).status_code == 302
    with app.app_context():
        names = db.session.scalars(select(Organisation.name).where(Organisation.name.like("Zyra _"))).all()
        assert sorted(names) == ["Zyra A", "Zyra B"]
