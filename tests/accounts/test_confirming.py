"""Who confirms what gives a right, who hears of it, and what becomes of invitations."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import service
from app.accounts.models import Person
from app.core.db import unit_of_work
from tests.accounts.pages import confirm_all, deliver, deliver_all, link_in, stored, words
from tests.accounts.rights import held, invite, page_of, proposals, save, told
from tests.databases import only_sqlite
from tests.forms import again, send
from tests.posts import post_unshown
from tests.sign_in import sign_in
from tests.world import World
from workflows.roles import Role


@pytest.fixture
def administrator(client: FlaskClient, people: World) -> FlaskClient:
    sign_in(client, "administratori")
    return client


# --- who confirms ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "decides"),
    [
        ("sekretaria", True),
        ("kastriot", True),
        ("administratori", False),
        ("anila", False),
        ("ministria", False),
        ("koordinatorja", False),
        ("vezhguesi", False),
    ],
)
def test_the_secretariat_and_the_chair_decide_and_nobody_else(
    app: Flask, administrator: FlaskClient, people: World, who: str, decides: bool
) -> None:
    save(app, administrator, "anila", roles=["member", "agency"])
    [address] = proposals(administrator)
    browser = app.test_client()
    sign_in(browser, who)
    assert decide(browser, address, "confirm") == (302 if decides else 404)
    assert (held(app, "anila") == ["agency", "member"]) is decides
    if not decides:
        assert decide(browser, address, "refuse", reason="Jo.") == 404


def decide(client: FlaskClient, address: str, do: str, **typed: str) -> int:
    """By the form of the proposal's page, or without one where this person is shown none."""
    page = client.get(address)
    if f"{address}/{do}" in page.text:
        return again(client, page, typed, f"{address}/{do}").status_code
    return post_unshown(client, f"{address}/{do}", typed).status_code


def test_nobody_confirms_what_is_about_themselves_or_what_they_proposed(app: Flask, people: World) -> None:
    with app.app_context():
        both = people.cast.people["administratori"].person_id
        service.change_rights(None, both, [Role.ADMINISTRATOR, Role.SECRETARIAT], active=True)
    browser, secretariat = app.test_client(), app.test_client()
    sign_in(browser, "administratori")
    sign_in(secretariat, "sekretaria")
    save(app, browser, "anila", roles=["member", "agency"])
    save(app, browser, "sekretaria", email="sonila@example.org")
    for address in proposals(browser):
        decide(browser, address, "confirm")
    assert (held(app, "anila"), deliver(app)) == (["member"], [])
    statuses = [decide(secretariat, address, "confirm") for address in proposals(browser)]
    assert sorted(statuses) == [302, 404]
    assert (held(app, "anila"), deliver(app)) == (["agency", "member"], [])


def test_nobody_gives_a_role_to_themselves(app: Flask, administrator: FlaskClient, people: World) -> None:
    answer = save(app, administrator, "administratori", roles=["administrator", "secretariat"])
    assert answer.status_code == 422
    assert proposals(administrator) == []


def test_a_refusal_needs_a_reason_which_is_kept(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    save(app, administrator, "anila", roles=["member", "agency"])
    [address] = proposals(administrator)
    browser = app.test_client()
    sign_in(browser, "sekretaria")
    open_before = browser.get(address)
    for blank in ("", "  ", "\u200b", "..."):
        assert send(browser, address, {"reason": blank}, f"{address}/refuse").status_code == 422
    assert send(browser, address, {"reason": "Nuk e kërkoi askush."}, f"{address}/refuse").status_code == 302
    assert held(app, "anila") == ["member"]
    assert "Nuk e kërkoi askush." in words(administrator.get(page_of(app, "anila")))
    assert again(browser, open_before, {}, f"{address}/confirm").status_code == 409


def test_what_has_changed_since_is_not_confirmed(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    save(app, administrator, "anila", roles=["member", "agency"])
    [address] = proposals(administrator)
    save(app, administrator, "anila", roles=[])
    browser = app.test_client()
    sign_in(browser, "sekretaria")
    assert decide(browser, address, "confirm") == 409
    assert held(app, "anila") == []


def test_what_an_administrator_proposed_who_is_none_any_more_is_not_confirmed(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    save(app, administrator, "anila", roles=["member", "agency"])
    with app.app_context():
        service.change_rights(None, people.cast.people["administratori"].person_id, [], active=True)
    assert confirm_all(app) == [409]
    assert held(app, "anila") == ["member"]


def test_a_later_proposal_of_the_same_takes_the_earlier_back(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    save(app, administrator, "anila", roles=["member", "agency"])
    [first] = proposals(administrator)
    save(app, administrator, "anila", roles=["member", "chair"])
    browser = app.test_client()
    sign_in(browser, "sekretaria")
    assert decide(browser, first, "confirm") == 409
    assert confirm_all(app) == [302]
    assert held(app, "anila") == ["chair", "member"]


def test_a_proposal_is_taken_back(app: Flask, administrator: FlaskClient, people: World) -> None:
    save(app, administrator, "anila", roles=["member", "agency"])
    [address] = proposals(administrator)
    assert send(administrator, address, {}, f"{address}/take-back").status_code == 302
    assert confirm_all(app) == []


# --- who hears of it ------------------------------------------------------------------


def test_the_secretariat_and_the_chair_are_told(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    save(app, administrator, "anila", roles=["member", "agency"])
    assert told(app) == {("rights_proposed", "sekretaria"), ("rights_proposed", "kastriot")}
    confirm_all(app)
    assert ("rights_decided", "administratori") in told(app)
    assert len(deliver_all(app)) == 1, "what is decided asks nobody any more"


def test_they_are_told_of_what_a_command_gave(app: Flask, people: World) -> None:
    run = app.test_cli_runner().invoke
    for given in (
        ["user", "role", "anila@example.org", "--add", "agency"],
        ["user", "change", "mira@example.org", "--email", "mira.c@example.org"],
    ):
        assert run(args=given).exit_code == 0, given
    assert told(app) == {("rights_given", "sekretaria"), ("rights_given", "kastriot")}
    assert len([mail for mail in deliver_all(app) if "<kastriot@example.org>" in mail["To"]]) == 2


@only_sqlite
def test_a_command_keeps_roles_to_their_kind(app: Flask, people: World) -> None:
    result = app.test_cli_runner().invoke(args=["user", "role", "anila@example.org", "--add", "ministry"])
    assert result.exit_code == 2
    assert "member" in result.output


def test_where_nobody_could_confirm_the_page_says_so(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    with app.app_context(), unit_of_work() as session:
        for who in ("sekretaria", "kastriot"):
            session.get_one(Person, people.cast.people[who].person_id).active = False
    with app.app_context(), unit_of_work() as session:
        session.get_one(Person, people.cast.people["administratori"].person_id).language = "en"
    assert "Nobody can confirm it yet" in administrator.get("/people/invite").text
    invite(administrator, people, "agimi", ["member"])
    assert not stored(app, "zamira").active


# --- invitations ------------------------------------------------------------------------


def test_an_invitation_is_withdrawn_and_its_address_invited_anew(
    app: Flask, administrator: FlaskClient, people: World
) -> None:
    invite(administrator, people, "agimi", ["member"])
    confirm_all(app)
    [mail] = deliver(app)
    page = page_of(app, "zamira")
    assert send(administrator, page, {}, f"{page}/withdraw").status_code == 302
    assert app.test_client().get(link_in(mail)).status_code == 404
    accepted = f"{page_of(app, 'anila')}/withdraw"
    assert post_unshown(administrator, accepted, {}, page=page).status_code == 409
    assert invite(administrator, people, "ura", ["member"]).status_code == 302
    confirm_all(app)
    [_old, new] = deliver(app)
    assert app.test_client().get(link_in(new)).status_code == 200
    assert stored(app, "zamira").organisation_id == people.cast.organisations["ura"]


def test_what_waits_is_withdrawn(app: Flask, administrator: FlaskClient, people: World) -> None:
    """Taken back before it is confirmed, as the page offers it; later with the invitation it is added to."""
    invite(administrator, people, "agimi", ["member"])
    page = page_of(app, "zamira")
    assert f"{page}/withdraw" not in administrator.get(page).text, "nobody was invited yet"
    [address] = proposals(administrator)
    assert send(administrator, page, {}, f"{address}/take-back").status_code == 302
    assert confirm_all(app) == []
    assert deliver(app) == []
    assert invite(administrator, people, "ura", ["member"]).status_code == 302, "the address is free again"
    assert confirm_all(app) == [302]
    save(app, administrator, "zamira", roles=["member", "agency"])
    assert send(administrator, page, {}, f"{page}/withdraw").status_code == 302
    assert confirm_all(app) == []
