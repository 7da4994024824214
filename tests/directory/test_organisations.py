"""The directory of organisations."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Organisation
from app.core.country import sort_key
from app.core.db import db
from app.directory import service
from app.directory.queries import Wanted, entries
from tests.databases import only_sqlite
from tests.forms import send
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Kind

NEW = {"name": "Qendra e Re", "kind": "state_agency", "field": "", "area": "berat", "email": "", "phone": ""}


@pytest.fixture
def secretariat(client: FlaskClient, people: World) -> FlaskClient:
    sign_in(client, "sekretaria")
    return client


def named(app: Flask, name: str) -> Organisation:
    with app.app_context():
        return db.session.scalars(select(Organisation).where(Organisation.name == name)).one()


def test_an_organisation_is_added_and_corrected(app: Flask, secretariat: FlaskClient) -> None:
    assert (
        send(secretariat, "/organisations/new", {**NEW, "answers_for": "Strehim", "active": "y"}).status_code
        == 302
    )
    row = named(app, "Qendra e Re")
    assert (row.kind, row.area, row.field, row.confirmed, row.active) == (
        Kind.STATE_AGENCY,
        "berat",
        None,
        True,
        True,
    )
    changed = {**NEW, "name": "Qendra Çelësi", "email": "celesi@example.org", "active": None}
    assert send(secretariat, f"/organisations/{row.public_id}/edit", changed).status_code == 302
    row = named(app, "Qendra Çelësi")
    assert (row.email, row.active) == ("celesi@example.org", False)
    assert row.sort_key == sort_key("Qendra Çelësi")


def test_what_was_named_anew_stands_first_and_is_confirmed_by_saving(
    app: Flask, people: World, secretariat: FlaskClient
) -> None:
    with app.app_context():
        service.add_organisation("Zyra e panjohur", Kind.STATE_AGENCY, confirmed=False)
        assert entries(db.session(), people.cast.people["sekretaria"], Wanted())[0].name == "Zyra e panjohur"
    row = named(app, "Zyra e panjohur")
    send(secretariat, f"/organisations/{row.public_id}/edit", {**{**NEW, "name": row.name}, "active": "y"})
    assert named(app, row.name).confirmed


@only_sqlite
def test_a_member_works_in_one_of_three_fields_and_nobody_else_does(
    app: Flask, secretariat: FlaskClient
) -> None:
    assert send(secretariat, "/organisations/new", {**NEW, "kind": "member"}).status_code == 422
    fields = {**NEW, "kind": "ministry", "field": "human_rights"}
    assert send(secretariat, "/organisations/new", fields).status_code == 302
    assert named(app, NEW["name"]).field is None


def test_the_database_holds_to_it(app: Flask) -> None:
    with app.app_context(), pytest.raises(IntegrityError):
        service.add_organisation("X", Kind.MINISTRY, field="human_rights")


@only_sqlite
def test_the_order_is_albanian(app: Flask, people: World) -> None:
    with app.app_context():
        for name in ("Çelësi", "Cili", "Dhoma", "Dy", "Ëndrra", "Era", "Gjallë", "Gur"):
            service.add_organisation(name, Kind.OBSERVER)
        rows = [
            row.name
            for row in entries(db.session(), people.cast.people["sekretaria"], Wanted())
            if row.kind is Kind.OBSERVER
        ]
    ours = [name for name in rows if len(name) < 8]
    assert ours == ["Cili", "Çelësi", "Dy", "Dhoma", "Era", "Ëndrra", "Gur", "Gjallë"]
