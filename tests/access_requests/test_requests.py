"""A member makes an access request: the whole way, who sees it, and what a tie may tell."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.access_requests.access import find, tied_to
from app.access_requests.mails import of_an_access_request
from app.access_requests.models import AccessRequest, AccessRequestEvent
from app.access_requests.queries import overdue
from app.access_requests.service import AccessRequestData, Given
from app.concerns.models import Concern
from app.core.db import db, unit_of_work
from app.core.mail import send as post_mail
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.time import today
from app.dashboards import waiting
from app.deadlines.rules.service import Amounts, effect_of, set_rule
from app.demo import lives
from app.notifications.delivery import deliver
from tests.forms import again, send
from tests.sign_in import sign_in
from tests.steps import Refused
from tests.steps import ask_access_request as ask
from tests.steps import take_access_request as take
from tests.world import World
from workflows.access_request import AccessKind, AccessRequestAction, State
from workflows.escalation import DEFAULT_ESCALATION
from workflows.periods import Rule


def asked_for(world: World, concern: str = "", agency: str = "policia_a") -> AccessRequestData:
    return AccessRequestData(
        AccessKind.VISIT, world.cast.organisations[agency], "Vizitë në qendrën e pritjes.", concern
    )


def row(world: World, who: str, address: str) -> AccessRequest:
    db.session.rollback()
    return find(db.session(), world.cast.people[who], address)


def test_the_whole_way_with_its_dates(world: World) -> None:
    people, key = world.cast.people, one_time_key()
    address = ask(people["mira"], asked_for(world), key)
    assert ask(people["mira"], asked_for(world), key) == address, "a form sent twice asks once"
    asked = row(world, "ministria", address)
    assert asked.state is State.ASKED and asked.due_on and asked.due_on > today()
    for stranger in ("mira", "sekretaria", "koordinatorja"):
        with pytest.raises(Refused, match="NotYours"):
            take(people[stranger], address, AccessRequestAction.ACCEPT, 1)
    take(people["ministria"], address, AccessRequestAction.ACCEPT, 1)
    with pytest.raises(Refused, match="Stale"):
        take(people["ministria_b"], address, AccessRequestAction.ACCEPT, 1)
    with pytest.raises(Refused, match="how"):
        take(people["ministria"], address, AccessRequestAction.ARRANGE, 2)
    take(
        people["ministria"],
        address,
        AccessRequestAction.ARRANGE,
        2,
        Given(how="Me shefin e zyrës.", happens_on=today()),
    )
    assert row(world, "mira", address).due_on is None
    take(people["mira"], address, AccessRequestAction.FELL_THROUGH, 3, Given(reason="Zyra ishte mbyllur."))
    assert row(world, "mira", address).due_on is not None
    take(people["ministria"], address, AccessRequestAction.ARRANGE, 4, Given(how="Nesër në orën 10."))
    take(people["mira"], address, AccessRequestAction.CONFIRM, 5)
    assert row(world, "mira", address).state is State.DONE
    told = db.session.scalars(select(AccessRequestEvent.do).order_by(AccessRequestEvent.id)).all()
    assert told == ["ask", "accept", "arrange", "fell_through", "arrange", "confirm"]
    with pytest.raises(Exception, match="only ever added"), unit_of_work() as session:
        session.scalars(select(AccessRequestEvent)).first().text = "X"  # type: ignore[union-attr]


def test_for_whom_it_exists_and_where_it_stands_when_it_is_late(world: World) -> None:
    people = world.cast.people
    address = ask(people["mira"], asked_for(world), one_time_key())
    for reader in ("mira", "ministria", "ministria_b", "sekretaria", "koordinatorja", "kastriot"):
        assert row(world, reader, address)
    for stranger in ("anila", "policia", "vezhguesi", "administratori"):
        with pytest.raises(NotFound):
            row(world, stranger, address)
    awaited = [what for what, _row in waiting.without_clock(db.session(), people["ministria"])]
    assert awaited == [waiting.Awaited.OPEN_ACCESS_REQUEST]
    assert overdue(db.session()) == []
    with unit_of_work() as session:
        session.scalars(select(AccessRequest)).one().due_on = today() - timedelta(days=1)
    assert [late.public_id for late in overdue(db.session())] == [address]
    with pytest.raises(NotFound):
        ask(people["policia"], asked_for(world), one_time_key())
    with pytest.raises(Refused, match="agency"):
        ask(people["mira"], asked_for(world, agency="agimi"), one_time_key())


def test_a_tie_tells_the_ministry_only_what_was_transmitted_and_never_who_filed(world: World) -> None:
    people = world.cast.people
    before, sent = world.concern(lives.ADMITTED), world.concern(lives.SENT)
    with unit_of_work() as session:
        for concern in session.scalars(select(Concern)):
            concern.extract_names_filer = False
    tied = {
        (who, concern): ask(people[who], asked_for(world, concern), one_time_key())
        for who in ("anila", "mira")
        for concern in (before, sent)
    }
    shown = {
        (who, place): bool(tied_to(db.session(), people["ministria"], row(world, "ministria", address)))
        for (who, place), address in tied.items()
    }
    assert shown == {
        ("anila", before): False,
        ("anila", sent): False,  # its own filing, and it is not to be named
        ("mira", before): False,
        ("mira", sent): True,
    }
    assert tied_to(db.session(), people["anila"], row(world, "anila", tied["anila", before]))
    with pytest.raises(NotFound):
        ask(people["mira"], asked_for(world, "AAAAAAAAAAAAAAAA"), one_time_key())


def test_the_page_of_a_concern_leads_to_an_access_request_tied_to_it(app: Flask, people: World) -> None:
    with app.app_context():
        concern = people.concern(lives.SENT)
        agency = people.cast.organisations["sociale"]
    member = app.test_client()
    sign_in(member, "mira")
    page = member.get(f"/concerns/{concern}").text
    form = f"/access-requests/new?concern={concern}"
    to_it = f"{form}&amp;agency={agency}"
    assert f'href="{form}"' in page and f'href="{to_it}"' in page
    address = to_it.replace("&amp;", "&")
    shown = member.get(address).text
    assert f'href="/concerns/{concern}"' in shown and f'selected value="{agency}"' in shown
    asked = send(member, address, {"kind": "visit", "purpose": "Vizitë."})
    assert asked.status_code == 302 and f'href="/concerns/{concern}"' in member.get(asked.location).text
    for other in ("sekretaria", "ministria", "sociale", "koordinatorja"):
        client = app.test_client()
        sign_in(client, other)
        assert "/access-requests/new" not in client.get(f"/concerns/{concern}").text, other
    assert member.get("/access-requests/new?concern=AAAAAAAAAAAAAAAA").status_code == 404


def test_its_pages_say_how_long_the_rules_give_here(app: Flask, people: World) -> None:
    with app.app_context():
        address = ask(people.cast.people["mira"], asked_for(people), one_time_key())
        for rule, amount in ((Rule.ACCESS_REQUEST, 7), (Rule.ARRANGEMENT, 1)):
            amounts = Amounts(amount, amount)
            set_rule(rule, amounts, DEFAULT_ESCALATION, effect_of(db.session(), rule, amounts).key)
        db.session.remove()
    member, ministry, coordinator = app.test_client(), app.test_client(), app.test_client()
    for client, who in ((member, "mira"), (ministry, "ministria"), (coordinator, "koordinatorja")):
        sign_in(client, who)
    assert "7 ditë pune" in member.get("/access-requests/new").text
    place = f"/access-requests/{address}"
    assert "1 ditë pune" in ministry.get(place).text
    past = send(coordinator, place, {"due_on": today().isoformat(), "reason": "A."}, f"{place}/extend")
    assert past.status_code == 422 and 'id="due_on-error"' in past.text, "beside its field"


def test_its_pages(app: Flask, people: World) -> None:
    member, ministry = app.test_client(), app.test_client()
    sign_in(member, "mira")
    sign_in(ministry, "ministria")
    agency = str(people.cast.organisations["policia_a"])
    assert (
        send(member, f"/access-requests/new?agency={agency}", {"kind": "data", "purpose": " "}).status_code
        == 422
    )
    asked = send(
        member,
        f"/access-requests/new?agency={agency}",
        {"kind": "data", "purpose": "Shifrat e vitit."},
    )
    assert asked.status_code == 302
    place = asked.location
    assert place in ministry.get("/").text and place in ministry.get("/access-requests").text
    assert send(ministry, place, {"reason": " "}, f"{place}/refuse").status_code == 422
    assert send(ministry, place, {}, f"{place}/accept").status_code == 302
    assert send(ministry, place, {"how": "Me e-mail."}, f"{place}/arrange").status_code == 302
    assert "Me e-mail." in member.get(place).text and place in member.get("/").text
    assert send(member, place, {}, f"{place}/confirm").status_code == 302
    assert (
        place not in member.get("/access-requests").text
        and place in member.get("/access-requests?show=all").text
    )
    stranger = app.test_client()
    sign_in(stranger, "anila")
    assert stranger.get(place).status_code == 404
    with app.app_context():
        assert of_an_access_request
        mails = []
        while deliver(lambda mail: (mails.append(mail), post_mail(mail))[1]):
            pass
        assert len(mails) == 2 + 1 + 1 + 2, "to both of the ministry, to who asked, and back"


def test_what_was_typed_is_given_back_where_somebody_was_faster(app: Flask, people: World) -> None:
    with app.app_context():
        address = ask(people.cast.people["mira"], asked_for(people), one_time_key())
    place = f"/access-requests/{address}"
    ministry, other = app.test_client(), app.test_client()
    for client, who in ((ministry, "ministria"), (other, "ministria_b")):
        sign_in(client, who)
    stale = ministry.get(place)
    assert send(other, place, {}, f"{place}/accept").status_code == 302
    late = again(ministry, stale, {"reason": "Qendra po ndreqet."}, f"{place}/refuse")
    assert late.status_code == 409 and "Veprimi nuk u krye" in late.text
    assert "Qendra po ndreqet." in late.text, "the step is gone, and its form with it: the words are not"
