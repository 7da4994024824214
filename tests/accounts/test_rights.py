"""Roles, addresses, organisations and accounts are given by two people; what takes them away needs one."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Organisation
from app.core.db import db
from app.demo import lives
from tests.accounts.pages import confirm_all, deliver, is_signed_in, link_in, stored
from tests.accounts.rights import events, held, invite, save
from tests.forms import forge, send
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Kind, Role

# written by hand from the reference: what people of each kind of organisation may hold
FITS = {
    "member": {"member", "chair", "agency"},
    "ministry": {"ministry", "administrator"},
    "state_agency": {"agency"},
    "non_state_agency": {"agency"},
    "coordinator": {"coordinator"},
    "secretariat": {"secretariat", "administrator"},
    "observer": {"observer"},
}
OF_KIND = {
    "member": "agimi",
    "ministry": "ministria",
    "state_agency": "policia_a",
    "non_state_agency": "linja",
    "coordinator": "koordinatori",
    "secretariat": "sekretariati",
    "observer": "vrojtuesit",
}
READING = sorted({role.value for role in Role} - {"administrator"})


@pytest.fixture
def administrator(client: FlaskClient, people: World) -> FlaskClient:
    sign_in(client, "administratori")
    return client


# --- one person alone opens nothing --------------------------------------------------


@pytest.mark.parametrize("role", READING)
def test_an_administrator_alone_gives_nobody_a_role_that_reads(
    app: Flask, administrator: FlaskClient, people: World, role: str
) -> None:
    for who in ("administratori", "vezhguesi", "anila", "ministria", "policia"):
        before = held(app, who)
        with app.app_context():
            address = f"/people/{stored(app, who).public_id}"
        forge(administrator, address, {"roles": [*before, role], "active": "y"})
        assert held(app, who) == before, who


def test_an_administrator_reads_no_concern_by_any_post(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    with app.app_context():
        concern = people.concern(lives.SUBMITTED)
    for role in READING:
        save(app, administrator, "administratori", roles=["administrator", role])
        assert administrator.get(f"/concerns/{concern}").status_code == 404, role
    for at in OF_KIND.values():
        organisation = str(people.cast.organisations[at])
        save(
            app, administrator, "administratori", organisation=organisation, roles=["administrator", "member"]
        )
        assert administrator.get(f"/concerns/{concern}").status_code == 404, at
    assert is_signed_in(administrator)


@pytest.mark.parametrize("at", sorted(OF_KIND.values()))
def test_an_invitation_leaves_when_a_second_person_confirms_it(
    app: Flask, administrator: FlaskClient, people: World, at: str
) -> None:
    kind = next(k for k, name in OF_KIND.items() if name == at)
    assert invite(administrator, people, at, sorted(FITS[kind])[:1]).status_code == 302
    assert deliver(app) == []
    send(app.test_client(), "/reset", {"email": "zamira@example.org"})
    assert deliver(app) == [], "nor by a forgotten password"
    assert confirm_all(app) == [302]
    [mail] = deliver(app)
    assert mail["To"] == "zamira@example.org"
    assert app.test_client().get(link_in(mail)).status_code == 200
    assert held(app, "zamira") == sorted(FITS[kind])[:1]


@pytest.mark.parametrize("kind", sorted(FITS))
def test_roles_are_bound_to_the_kind_of_organisation(
    app: Flask, administrator: FlaskClient, people: World, kind: str
) -> None:
    for number, role in enumerate(sorted(Role)):
        typed = {"email": f"zamira{number}@example.org", "name": f"Zamira Kola {'abcdefgh'[number]}"}
        answer = invite(administrator, people, OF_KIND[kind], [role.value], **typed)
        assert answer.status_code == (302 if role.value in FITS[kind] else 422), role
        if answer.status_code == 422:
            assert "#roles" in answer.text
            assert typed["name"] in answer.text, "nothing typed is lost"


def test_a_disabled_account_is_enabled_by_two(app: Flask, administrator: FlaskClient, people: World) -> None:
    save(app, administrator, "anila", active=None)
    assert not stored(app, "anila").active, "context away needs one"
    save(app, administrator, "anila", active="y")
    assert not stored(app, "anila").active
    assert confirm_all(app) == [302]
    assert stored(app, "anila").active


def test_an_address_is_changed_by_two_and_by_its_owner(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    member = app.test_client()
    sign_in(member, "anila")
    assert save(app, administrator, "anila", email="Anila.H@example.org").status_code == 302
    send(app.test_client(), "/reset", {"email": "anila.h@example.org"})
    assert deliver(app) == []
    assert confirm_all(app) == [302]
    assert stored(app, "anila").email == "anila@example.org", "its owner has not said yes"
    by_address = {mail["To"]: mail for mail in deliver(app)}
    assert set(by_address) == {"anila@example.org", "anila.h@example.org"}
    link = link_in(by_address["anila.h@example.org"])
    guest = app.test_client()
    assert send(guest, link, {}).status_code == 302
    assert stored(app, "anila.h").name == "Anila Hoxhaj"
    assert guest.get(link).status_code == 404
    assert not is_signed_in(member)
    [change] = [details for what, details in events(app, "anila.h") if what == "email"]
    assert (change["before"], change["after"]) == ("anila@example.org", "anila.h@example.org")


def test_the_address_of_an_invitation_is_corrected(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    invite(administrator, people, "agimi", ["member"], email="zamria@example.org")
    confirm_all(app)
    [first] = deliver(app)
    save(app, administrator, "zamria", email="zamira@example.org")
    confirm_all(app)
    assert app.test_client().get(link_in(first)).status_code == 404
    new = [mail for mail in deliver(app) if mail["To"] == "zamira@example.org"]
    assert app.test_client().get(link_in(new[0])).status_code == 200


def test_an_organisation_is_changed_by_two_and_ends_the_seat(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    ura = str(people.cast.organisations["ura"])
    assert save(app, administrator, "anila", organisation=ura).status_code == 302
    assert stored(app, "anila").organisation_id == people.cast.organisations["agimi"]
    assert confirm_all(app, "kastriot") == [302]
    assert stored(app, "anila").organisation_id == people.cast.organisations["ura"]
    [change] = [details for what, details in events(app, "anila") if what == "organisation"]
    assert (change["before_name"], change["after_name"]) == ("Qendra Agimi", "Ura e Rikthimit")
    reader = app.test_client()
    sign_in(reader, "sekretaria")
    group = reader.get("/group").text
    assert "Anila Hoxhaj" not in group[: group.find('class="tl"')], "the seat of Agimi is without her"


def test_an_organisation_whose_kind_does_not_go_with_the_roles_is_refused(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    for at in ("ministria", "policia_a", "sekretariati", "koordinatori", "vrojtuesit", "linja"):
        answer = save(app, administrator, "anila", organisation=str(people.cast.organisations[at]))
        assert answer.status_code == 422, at


def test_the_kind_of_an_organisation_does_not_change_under_its_people(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    with app.app_context():
        row = db.session.get_one(Organisation, people.cast.organisations["policia_a"])
        address = f"/organisations/{row.public_id}/edit"
    secretariat = app.test_client()
    sign_in(secretariat, "sekretaria")
    changed = {"kind": "ministry", "area": "", "field": ""}
    for answer in (send(secretariat, address, changed), forge(administrator, address, changed)):
        assert answer.status_code == 422
        assert "#kind" in answer.text
    with app.app_context():
        row = db.session.get_one(Organisation, people.cast.organisations["policia_a"])
        assert row.kind is Kind.STATE_AGENCY
