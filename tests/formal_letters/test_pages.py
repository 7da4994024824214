"""Escalations and letters as the coordinator and the secretariat have them on their pages."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import docx
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from app.core.db import db
from app.core.documents.files import has_pdf
from app.core.time import frozen, today
from app.deadlines.models import FormalLetter
from app.demo import lives
from app.process.models import Event
from tests.databases import only_sqlite
from tests.deadlines.test_escalation import after_due, at, escalated, running
from tests.forms import again, send
from tests.meetings.pages import called
from tests.posts import post_unshown
from tests.votes.pages import in_english
from tests.world import World
from workflows.formal_letter import LetterState
from workflows.periods import Rule

FILED = "Vërejtur gjatë punës sonë"  # of the filing, which leaves the Group in no letter


def letter_of(client: FlaskClient) -> str:
    found = re.search(r'href="(/letters/[\w-]{10,})"', client.get("/letters").text)
    assert found
    return found[1]


def test_the_coordinator_decides_from_the_desk(app: Flask, late: str) -> None:
    coordinator = in_english(app, "koordinatorja")
    desk = coordinator.get("/desk?tab=escalations").text
    step = f"/concerns/{late}/recommendations/1/steps/decide_escalation"
    assert step in desk and "Decide on the escalation" in desk
    work = coordinator.get("/").text
    assert step in work and "Your decision: it was escalated" in work
    page = coordinator.get(f"/concerns/{late}/whole").text
    assert "escalated: the coordinator decides" in page and "10 working days late: it was escalated" in page
    told = coordinator.get(step).text.split('id="decision"')[1].split("<form")[0]
    assert "days late, it was due by" in told and "never moved" in told
    assert "<dt>Reminded</dt><dd>no reminder yet</dd>" in told, "its one notice is that it was escalated"
    wrong = send(coordinator, step, {"remedy": "extend", "reason": "More time."})
    assert wrong.status_code == 422 and "Enter a date" in wrong.text and "More time." in wrong.text
    undated = send(coordinator, step, {"remedy": "mediate", "reason": "I speak with both."})
    assert undated.status_code == 422 and "Enter a date" in undated.text
    until = (today() + timedelta(days=30)).isoformat()
    extended = {"remedy": "extend", "reason": "More time.", "until": until}
    assert send(coordinator, step, extended).status_code == 302
    assert step not in coordinator.get("/desk?tab=escalations").text
    assert step not in coordinator.get("/").text
    page = coordinator.get(f"/concerns/{late}").text
    assert "decided on the escalation of recommendation 1" in page and "moved 1 time, by" in page
    for who, where in (
        ("policia", "/recommendations"),
        ("sociale", "/recommendations"),
        ("anila", "/concerns"),
    ):
        shown = "moved 1 time, by" in in_english(app, who).get(where).text
        assert shown == (who != "policia"), who
    assert "moved 1 time, by" in coordinator.get("/desk?tab=institutions").text


def test_a_letter_is_checked_signed_and_noted_as_sent(app: Flask, late: str) -> None:
    coordinator, secretariat = in_english(app, "koordinatorja"), in_english(app, "sekretaria")
    address = letter_of(coordinator)
    for reader in (coordinator, secretariat):
        title = reader.get(f"/concerns/{late}").text.split("<h1>")[1].split("</h1>")[0]
        assert f" · {title}</small>" in reader.get("/letters").text, "each reads the title that they have"
    page = coordinator.get(address).text
    assert "Kërkesë për përmbushjen e detyrimit me afat të kaluar" in page and "Nr. ________ Prot." in page
    assert FILED not in page and "Qendra Agimi" not in page
    stale = secretariat.get(f"{address}/edit")
    words = {
        "recipient": "Drejtori",
        "address": "Rruga 1\nTiranë",
        "body": "I nderuar,\n\nPo presim.",
        "signed_by": "V. I.",
    }
    assert send(coordinator, f"{address}/edit", words).status_code == 302
    slower = again(secretariat, stale, words | {"body": "Teksti im."})
    assert slower.status_code == 409 and "Teksti im." in slower.text
    number = words | {"body": "Telefononi 069 123 4567."}
    asked = send(coordinator, f"{address}/edit", number)
    assert asked.status_code == 422 and "could identify a person" in asked.text
    for _ in range(2):  # sent twice, it is written once
        assert again(coordinator, asked, {"override_reason": "The number of an office."}).status_code == 302
    assert "The number of an office." in secretariat.get(address).text
    assert "The number of an office." in secretariat.get(f"{address}/edit").text
    assert send(coordinator, f"{address}/edit", words).status_code == 302
    missing = send(coordinator, f"{address}/sent", {"protocol": "", "sent_on": ""})
    assert missing.status_code == 422 and "Fill this in." in missing.text
    ahead = {"protocol": "17/3", "sent_on": (today() + timedelta(days=1)).isoformat()}
    assert send(coordinator, f"{address}/sent", ahead).status_code == 422
    open_before = coordinator.get(f"{address}/edit")
    assert send(coordinator, f"{address}/sent", {**ahead, "sent_on": today().isoformat()}).status_code == 302
    assert "Nr. 17/3 Prot." in coordinator.get(address).text
    assert coordinator.get(f"{address}/edit").status_code == 404
    assert again(coordinator, open_before, words).status_code == 409
    assert "protocol number 17/3" in in_english(app, "sociale").get(f"/concerns/{late}").text
    with app.app_context():
        row = db.session.scalars(select(FormalLetter).where(FormalLetter.state == LetterState.SENT)).one()
        assert (row.protocol, row.sent_on, row.body) == (
            "17/3",
            today(),
            "I nderuar,\n\nPo presim.",
        )
        event = db.session.scalars(select(Event).where(Event.machine == "letter")).one()
        assert event.params["protocol"] == "17/3"


@only_sqlite
def test_a_letter_is_a_file_in_albanian_whoever_reads_it(app: Flask, late: str) -> None:
    secretariat = in_english(app, "sekretaria")
    address = letter_of(secretariat)
    made = secretariat.get(f"{address}/letter.docx")
    text = "\n".join(p.text for p in docx.Document(BytesIO(made.data)).paragraphs)
    assert "Afati për përmbushjen" in text and "Ekstrakti i çështjes" in text and FILED not in text
    assert "shkrese-" in made.headers["Content-Disposition"]
    printed = secretariat.get(f"{address}/letter.pdf")
    if has_pdf():
        words = "".join(page.extract_text() for page in PdfReader(BytesIO(printed.data)).pages)
        assert "Duke ju falënderuar për bashkëpunimin" in words and "REPUBLIKA E SHQIPËRISË" in words
    else:
        assert printed.status_code == 404


@only_sqlite
def test_letters_exist_for_who_writes_them_alone(app: Flask, people: World, late: str) -> None:
    address = letter_of(in_english(app, "koordinatorja"))
    for who in ("anila", "kastriot", "ministria", "sociale", "vezhguesi", "administratori"):
        client = in_english(app, who)
        for where in ("/letters", address, f"{address}/edit", f"{address}/sent", f"{address}/letter.docx"):
            assert client.get(where).status_code == 404, (who, where)
        assert post_unshown(client, f"{address}/sent", {"version": "1"}).status_code == 404
    nothing = in_english(app, "koordinatorja").get("/letters/AAAAAAAAAAAAAAAA")
    assert nothing.status_code == 404


def test_what_is_late_for_long_proposes_itself_for_the_next_meeting(app: Flask, people: World) -> None:
    with app.app_context():
        people.concern(lives.ACCEPTED, age=70)
        people.concern(lives.ADMITTED, age=70)
        db.session.remove()
    secretariat = in_english(app, "sekretaria")
    meeting = called(app, secretariat)
    picks = r'name="pick" value="((?:recommendation|concern):[^"]+)"'
    assert not re.findall(picks, secretariat.get(f"/meetings/{meeting}/agenda").text)
    with app.app_context(), frozen(at(today())):
        escalated(after_due(running(Rule.REVIEW), 15))
        escalated(after_due(running(Rule.PLAN), 15))
    found = re.findall(picks, secretariat.get(f"/meetings/{meeting}/agenda").text)
    assert sorted(pick.split(":")[0] for pick in found) == ["concern", "recommendation"]


def test_who_leads_an_organisation_is_kept_with_it(app: Flask, people: World) -> None:
    secretariat = in_english(app, "sekretaria")
    page = secretariat.get("/organisations").text
    where = re.search(r'href="(/organisations/[\w-]+)">Drejtoria Vendore e Policisë, Qarku A', page)
    assert where
    entry = f"{where[1]}/edit"
    form = secretariat.get(entry).text
    policeman = re.search(r'<option value="(\d+)">Rezart Dokaj', form)
    assert policeman and "Sonila Prendi" not in form.split('name="leader"')[1].split("</select>")[0]
    fields = {
        "name": "Policia A",
        "kind": "state_agency",
        "active": "y",
        "head_name": "Drejtori",
        "head_address": "Tiranë",
        "field": "",
        "area": "",
    }
    assert send(secretariat, entry, {**fields, "leader": policeman[1]}).status_code == 302
    assert f'<option selected value="{policeman[1]}">' in secretariat.get(entry).text
    assert send(secretariat, entry, {**fields, "leader": "0"}).status_code == 302
    assert f'<option selected value="{policeman[1]}">' not in secretariat.get(entry).text
