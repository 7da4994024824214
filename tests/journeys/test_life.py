"""The whole life of a concern, as each party in turn sees and does it, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.concerns.models import Concern
from app.core.db import db
from app.core.time import today
from app.dashboards.figures.months import rebuild_months
from app.demo.review import cast_all
from app.process import history
from tests.journeys.conftest import Visitor
from tests.world import World

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def ahead(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def draft(world: World, **more: str) -> dict[str, str]:
    return {
        "heading": "Përkthyes brenda 24 orësh",
        "text": "Shërbimi të sigurojë përkthyes.",
        "addressee": str(world.cast.organisations["sociale"]),
        "measure": "Regjistri i thirrjeve.",
        "proposed_on": ahead(90),
        "weight": "urges",
        **more,
    }


def decide(
    chair: Visitor, app: Flask, concern: str, do: str, number: int | None = None, **fields: str | bool
) -> None:
    """The chair opens a vote, the others are in favour, the chair votes and closes."""
    chair.step(concern, do, number, manner="meeting", **fields)
    vote = chair.page.url.rsplit("/", 1)[1]
    with app.app_context():
        cast_all(vote)
        db.session.remove()
    assert chair.go(f"/votes/{vote}") == 200
    for question in chair.page.locator("main input[type=radio][value=for]").all():
        question.check()
    chair.press("form[action$='/ballot'] button")
    chair.look()
    chair.press("form[action$='/close'] button")
    chair.look()
    assert not chair.page.locator(".error-summary, .conflict").count()


def file_concern(filer: Visitor, world: World, *, urgent: bool = False) -> str:
    """Walk the five pages and file."""
    filer.go("/")
    filer.press("a[href='/concerns/new']")
    filer.look()
    filer.send()
    concern = filer.page.url.split("/concerns/")[1].split("/")[0]
    filer.fill(
        title="Intervistat bëhen pa përkthyes",
        narrative="Intervista e parë bëhet pa përkthyes.",
        where_when="Në disa zyra.",
        duty="Procedura standarde.",
        how_known="Nga vizitat.",
    )
    filer.send()
    filer.look()
    filer.fill(subject="interpretation", extent="pattern", case_range="from_5_to_20", affected="women")
    filer.send()
    filer.look()
    filer.fill(
        institutions=str(world.cast.organisations["sociale"]),
        county="kukes",
        period_from=(today() - timedelta(days=100)).isoformat(),
        ongoing=True,
    )
    filer.send()
    filer.look()
    if urgent:
        filer.fill(urgent="yes", urgency_reason="Rrezik i afërt.")
        filer.send()
        assert "/stop" in filer.page.url
        assert "129" in filer.page.inner_text("main")
        filer.send()
        assert "/stop" in filer.page.url, "it goes on without the confirmation"
        filer.fill(danger_reported=True, coordinator_told=True)
        filer.send()
    else:
        filer.fill(urgent="no")
        filer.send()
    filer.look()
    filer.fill(
        source="own_work",
        first_hand="yes",
        asks_for="Përkthyes.",
        naming="yes",
        level="group",
        unidentifiable=True,
    )
    filer.send()
    filer.look()
    assert filer.page.url.endswith("/check")
    filer.send()
    assert filer.page.url.endswith(f"/concerns/{concern}"), filer.page.inner_text("main")
    filer.look()
    return concern


@pytest.mark.by_turns
@pytest.mark.parametrize(
    ("backend", "language", "width"),
    [("postgresql", "sq", 390), ("sqlite", "en", 1280)],
    indirect=["backend"],
)
def test_from_filing_to_verified_closure(
    visit: Visit, people: World, app: Flask, language: str, width: int
) -> None:
    filer = visit("anila", language, width)
    concern = file_concern(filer, people)

    secretariat = visit("sekretaria", language, width)
    secretariat.go("/")
    assert concern in secretariat.page.content()
    secretariat.step(concern, "ask_for_information", question="Cila periudhë?")
    filer.step(concern, "supply_information", answer="Viti i fundit.")
    secretariat.step(concern, "admit")

    chair = visit("kastriot", language, width)
    rapporteur_id = people.cast.people["hana"].person_id
    chair.step(concern, "assign_rapporteur", person=str(rapporteur_id))
    rapporteur = visit("hana", language, width)
    rapporteur.step(concern, "draft_recommendation", **draft(people))
    rapporteur.step(concern, "draft_recommendation", **draft(people, heading="Formular në pesë gjuhë"))

    agency = visit("sociale", language, width)
    assert agency.go(f"/concerns/{concern}") == 404
    rapporteur.step(
        concern,
        "send_for_fact_check",
        addressee=str(people.cast.organisations["sociale"]),
        facts="Në tre zyra nuk kishte përkthyes.",
    )
    assert agency.go(f"/concerns/{concern}") == 200
    assert "Në tre zyra" in agency.page.inner_text("main")
    agency.step(concern, "return_facts", corrections="Asnjë gabim.")
    rapporteur.step(concern, "propose", findings="Detyra nuk përmbushet.")
    decide(chair, app, concern, "adopt", apart=True)
    coordinator = visit("koordinatorja", language, width)
    assert coordinator.go(f"/concerns/{concern}") == 404
    secretariat.step(
        concern, "transmit", extract_title="Intervistat pa përkthyes", extract="Ekstrakti i përcjellë."
    )

    for outsider in (agency, coordinator, ministry := visit("ministria", language, width)):
        assert outsider.go(f"/concerns/{concern}") == 200
        text = outsider.page.inner_text("main")
        assert "Ekstrakti i përcjellë." in text
        assert "Nga vizitat." not in text
    agency.step(concern, "ask_for_clarification", 1, question="Cilat zyra?")
    rapporteur.step(concern, "clarify", 1, answer="Të tria.")
    agency.step(concern, "accept", 1)
    ministry.step(concern, "reject", 2, reason="Nuk ka buxhet.")
    decide(chair, app, concern, "maintain", 2, reason="Detyrë ligjore.")
    coordinator.step(concern, "record_disagreement", 2, reason="Palët nuk u pajtuan.")

    assert agency.go(f"/concerns/{concern}/recommendations/1/steps/start") == 200
    agency.page.click("details:has([name='actions-1-what']) > summary")
    agency.fill(
        **{"actions-0-what": "Urdhër", "actions-0-unit": "Sektori", "actions-0-due_on": ahead(30)},
        **{"actions-1-what": "Trajnim", "actions-1-unit": "Sektori", "actions-1-due_on": ahead(60)},
    )
    agency.send()
    agency.step(concern, "ask_extension", 1, until=ahead(45), reason="Prokurimi.")
    with app.app_context():
        rebuild_months()
    coordinator.go("/desk/figures")
    assert coordinator.page.locator("svg.chart").count() == 2
    coordinator.go("/recommendations/by-institution")
    coordinator.go("/recommendations")
    coordinator.go("/desk?tab=extensions")
    assert "T-" in coordinator.page.inner_text("main table")
    coordinator.step(concern, "grant_extension", 1)
    counted = {
        "name": "Njësi",
        "baseline": "0",
        "baseline_on": ahead(0),
        "target": "9",
        "target_on": ahead(90),
    }
    rapporteur.step(concern, "set_indicator", 1, **counted)
    reported = {"rows-0-state": "done", "rows-0-percent": "100", "rows-0-said": "Doli."}
    agency.step(concern, "report_progress", 1, report="Urdhri doli.", **reported)
    agency.step(concern, "measure", 1, indicator="1", value="4", origin="Regjistri.")
    seen = {"rows-0-seen": "seen_in_part", "sources": "field_visit", "independent": True}
    rapporteur.step(concern, "check_actions", 1, **seen)
    rapporteur.look_on_tablets()  # its plan and its measured values are tables
    agency.step(concern, "report_done", 1, claim="U krye.", evidence="Urdhri.")

    assert agency.go(f"/concerns/{concern}/recommendations/1/steps/verify") == 404, "only the Group verifies"
    finding = {"finding": "U pa në vend.", "sources": "field_visit", "independent": True}
    rapporteur.step(concern, "verify_in_part", 1, grade="B", due_on=ahead(30), **finding)
    agency.step(concern, "report_done", 1, claim="U krye e gjitha.", evidence="Lista.")
    rapporteur.step(concern, "verify", 1, grade="A", **finding)
    secretariat.step(concern, "close", conclusion="U arrit.")

    filer.go(f"/concerns/{concern}")
    text = filer.page.inner_text("main")
    assert "U krye e gjitha." in text
    assert "U pa në vend." in text
    with app.app_context():
        row = db.session.scalars(select(Concern).where(Concern.public_id == concern)).one()
        assert row.stage == "closed"
        assert [b for b in history.verify(db.session()) if not isinstance(b, int)] == []


@pytest.mark.by_turns
@pytest.mark.parametrize(
    ("backend", "language"), [("sqlite", "sq"), ("postgresql", "en")], indirect=["backend"]
)
def test_an_urgent_concern_is_transmitted_at_once_by_two_people(
    visit: Visit, people: World, app: Flask, language: str
) -> None:
    filer = visit("anila", language)
    concern = file_concern(filer, people, urgent=True)
    coordinator = visit("koordinatorja", language)
    assert coordinator.go(f"/concerns/{concern}") == 200, (
        "the filer agreed that the coordinator sees it at once"
    )
    chair = visit("kastriot", language)
    assert chair.go(f"/concerns/{concern}/steps/transmit_urgent") == 200
    chair.fill(**draft(people))
    chair.send()
    assert chair.page.locator(".error-summary").count(), "it went out without a second person"
    secretariat = visit("sekretaria", language)
    secretariat.step(concern, "confirm_urgent", extract_title="Rrezik", extract="Pjesa.")
    assert chair.go(f"/concerns/{concern}/steps/transmit_urgent") == 200
    chair.send()  # what the chair had typed is there, and who came between is named first
    assert chair.page.locator(".conflict").count()
    chair.send()
    assert not chair.page.locator(".error-summary, .conflict").count() and "/steps/" not in chair.page.url
    agency = visit("sociale", language)
    agency.step(concern, "accept", 1)
    decide(chair, app, concern, "ratify")
    chair.go(f"/concerns/{concern}")
