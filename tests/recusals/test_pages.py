"""Conflicts of interest as people meet them: the question before the text, recusal, and both registers."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.accounts.models import Organisation, Person
from app.concerns.models import Concern, ConcernInstitution, Recommendation
from app.concerns.recusals import Declaration, Recusal
from app.core.db import db, unit_of_work
from app.core.time import now, today
from app.demo import lives
from app.process.data import StepData
from app.process.outcome import Taken
from app.recusals.models import Interest, InterestKind
from tests.forms import forge, send
from tests.posts import post_unshown
from tests.votes.pages import in_english, opened
from tests.world import World

NARRATIVE = "Vërejtur gjatë punës sonë"


@pytest.fixture
def unread(people: World, app: Flask) -> str:
    """A concern in deliberation of which only the rapporteur and the chair have declared."""
    with app.app_context():
        return people.concern(lives.PROPOSED, declared=False)


def test_title_institutions_and_area_come_first_and_nothing_else(app: Flask, unread: str) -> None:
    member = in_english(app, "mira")
    pages = ("", "/whole", "/history", "/dates", "/steps/adopt")
    for address in (f"/concerns/{unread}{page}" for page in pages):
        answer = member.get(address)
        assert answer.status_code == 302 and f"/concerns/{unread}/declare" in answer.headers["Location"]
    page = member.get(f"/concerns/{unread}/declare").text
    with app.app_context():
        concern = db.session.scalars(select(Concern)).one()
        narrative = concern.narrative
        assert concern.title in page and "Qendra Kombëtare e Shërbimeve Sociale" in page
    assert narrative[:40] not in page and NARRATIVE not in page
    for address in (f"/concerns/{unread}/messages", f"/concerns/{unread}/recusals"):
        assert member.get(address).status_code == 404
    assert NARRATIVE.split()[0] not in member.get(f"/concerns?q={narrative.split()[3]}").text


def test_the_search_looks_into_the_title_alone_before(app: Flask, people: World) -> None:
    member = in_english(app, "mira")
    with app.app_context():
        told = "Fjala krejtesishtunike qëndron këtu."
        unread = people.concern(lives.PROPOSED, declared=False, narrative=told)
        title = db.session.scalars(select(Concern.title)).one()
    assert title not in member.get("/concerns?q=krejtesishtunike").text
    assert title in member.get(f"/concerns?q={title.split()[0]}").text
    send(member, f"/concerns/{unread}/declare", {"answer": "none"})
    assert title in member.get("/concerns?q=krejtesishtunike").text


def test_no_conflict_opens_the_text_and_leads_back(app: Flask, unread: str) -> None:
    member = in_english(app, "mira")
    wrong = send(member, f"/concerns/{unread}/declare", {})
    assert wrong.status_code == 422 and "Choose one." in wrong.text
    answer = send(member, f"/concerns/{unread}/declare?next=/concerns/{unread}/dates", {"answer": "none"})
    assert answer.headers["Location"].endswith("/dates")
    assert NARRATIVE in member.get(f"/concerns/{unread}/whole").text
    with app.app_context():
        assert len(db.session.scalars(select(Declaration)).all()) == 3
    elsewhere = send(member, f"/concerns/{unread}/declare?next=/me", {"answer": "none"})
    assert elsewhere.headers["Location"].endswith(f"/concerns/{unread}")


def test_a_recused_member_finds_nothing_anywhere(app: Flask, unread: str) -> None:
    member, chair = in_english(app, "mira"), in_english(app, "kastriot")
    vote = opened(app, chair, unread)
    send(member, f"/concerns/{unread}/declare", {"answer": "none"})
    send(member, f"/votes/{vote}", {"q0": "for"}, f"/votes/{vote}/ballot")
    answer = send(member, f"/concerns/{unread}/declare", {"answer": "conflict", "reason": "A contract."})
    assert answer.status_code == 302
    with app.app_context():
        title = db.session.scalars(select(Concern.title)).one()
    for address in (
        "/",
        "/concerns",
        "/recommendations",
        "/votes",
        "/recusals",
        f"/concerns?q={title.split()[0]}",
    ):
        assert title not in member.get(address).text, address
    for where in ("", "/dates", "/declare", "/recusals", "/messages", "/steps/adopt"):
        assert member.get(f"/concerns/{unread}{where}").status_code == 404
    assert member.get(f"/votes/{vote}").status_code == 404
    page = chair.get(f"/votes/{vote}").text
    assert "0 of 12 entitled" in page and "recused on" in page
    assert "A contract." in chair.get("/recusals").text
    history = chair.get(f"/concerns/{unread}").text
    assert "A member was recused" in history


def test_the_chair_recuses_with_a_reason_and_the_rapporteur_loses_the_post(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.DRAFTED)
    chair = in_english(app, "kastriot")
    organisation = str(people.cast.people["hana"].organisation_id)
    wrong = send(chair, f"/concerns/{address}/recusals", {"organisation": organisation, "reason": ""})
    assert wrong.status_code == 422
    answer = send(
        chair, f"/concerns/{address}/recusals", {"organisation": organisation, "reason": "Funded by it."}
    )
    assert answer.status_code == 302
    send(chair, f"/concerns/{address}/recusals", {"organisation": organisation, "reason": "Again."})
    with app.app_context():
        concern = db.session.scalars(select(Concern)).one()
        assert concern.rapporteur_id is None and concern.owner == "chair"
        assert len(db.session.scalars(select(Recusal)).all()) == 1
    assert in_english(app, "hana").get(f"/concerns/{address}").status_code == 404
    unshown = {"organisation": organisation, "reason": "A."}
    member = post_unshown(in_english(app, "mira"), f"/concerns/{address}/recusals", unshown)
    assert member.status_code == 404


def test_the_register_of_interests_proposes_recusals(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.PROPOSED)
    barazi, towards = str(people.cast.organisations["barazi"]), str(people.cast.organisations["sociale"])
    tie = {"towards": towards, "kind": "funding", "text": "Two years.", "from_on": today().isoformat()}
    member = in_english(app, "luljeta")
    assert send(member, "/interests", {"organisation": barazi, **tie}).status_code == 302
    chair = in_english(app, "kastriot")
    assert "Forumi Barazi në Ligj" in chair.get(f"/concerns/{address}/steps/adopt").text
    assert "Funding" in chair.get(f"/concerns/{address}/recusals").text
    send(chair, f"/concerns/{address}/recusals", {"organisation": barazi, "reason": "Funded."})
    assert "Forumi Barazi në Ligj" not in chair.get(f"/concerns/{address}/steps/adopt").text


def test_a_member_keeps_the_interests_of_its_own_organisation(app: Flask, people: World) -> None:
    member = in_english(app, "mira")
    own, other = people.cast.people["mira"].organisation_id, people.cast.organisations["barazi"]
    fields = {"towards": str(people.cast.organisations["sociale"]), "kind": "funding", "text": "A grant."}
    fields["from_on"] = today().isoformat()
    refused = forge(member, "/interests", {"organisation": str(other)}, typed=fields)
    assert refused.status_code == 422 and "A grant." in refused.text
    assert send(member, "/interests", {"organisation": str(own), **fields}).status_code == 302
    with app.app_context():
        interest = db.session.scalars(select(Interest)).one().id
    assert post_unshown(in_english(app, "luljeta"), f"/interests/{interest}/end", {}).status_code == 404
    assert send(member, "/interests", {}, f"/interests/{interest}/end").status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Interest.to_on)).one() is not None


@pytest.mark.parametrize("who", ["ministria", "koordinatorja", "vezhguesi", "administratori"])
def test_outside_the_group_the_registers_do_not_exist(app: Flask, people: World, who: str) -> None:
    outsider = in_english(app, who)
    assert outsider.get("/recusals").status_code == 404
    assert outsider.get("/interests").status_code == 404


def test_a_member_that_the_concern_is_about_is_out_from_the_submission_on(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern([])
        with unit_of_work() as session:
            concern = session.scalars(select(Concern)).one()
            vrojtim = people.cast.organisations["vrojtim"]
            session.add(ConcernInstitution(concern_id=concern.id, organisation_id=vrojtim))
        assert isinstance(people.act("anila", address, "submit", StepData()), Taken)
    assert in_english(app, "mira").get(f"/concerns/{address}").status_code == 404
    page = in_english(app, "kastriot").get("/recusals").text
    assert "Vrojtuesi Qytetar" in page and "The concern is about this organisation." in page


def test_who_declares_reads_to_whom_the_demands_go_and_what_the_register_holds_of_them(
    app: Flask, unread: str
) -> None:
    with app.app_context(), unit_of_work() as session:
        concern = session.scalars(select(Concern)).one()
        addressee = session.scalars(select(Recommendation)).one().addressee_id
        session.execute(delete(ConcernInstitution).where(ConcernInstitution.concern_id == concern.id))
        named = session.get_one(Organisation, addressee).name
        mira = session.scalars(select(Person).where(Person.email == "mira@example.org")).one()
        session.add(
            Interest(
                organisation_id=mira.organisation_id,
                towards_id=addressee,
                kind=InterestKind.AGREEMENT,
                from_on=today(),
                by_id=mira.id,
                at=now(),
            )
        )
    page = in_english(app, "mira").get(f"/concerns/{unread}/declare").text
    assert page.count(named) == 2 and "Agreement: " in page, "among the institutions, and as a tie"
    others = in_english(app, "ilir").get(f"/concerns/{unread}/declare").text
    assert others.count(named) == 1 and "The register of interests names" not in others
