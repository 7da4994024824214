"""Minutes as a procesverbal: the meeting's number, who chaired and wrote, who was there and who was not, who signs."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from flask import Flask
from pypdf import PdfReader

from app.core.documents.files import has_pdf
from app.core.time import today
from tests.forms import send
from tests.meetings.pages import called
from tests.votes.pages import in_english
from tests.world import World


@pytest.fixture
def attended(app: Flask, people: World) -> str:
    """A meeting at which two organisations are there; the alternates of the demonstration are none of its chairs."""
    secretariat = in_english(app, "sekretaria")
    called(app, secretariat, starts="08:00", ends="09:00")  # never opened: it has no number
    meeting = called(app, secretariat)
    assert send(secretariat, f"/meetings/{meeting}", {}, f"/meetings/{meeting}/open").status_code == 302
    there = [str(people.cast.people[who].organisation_id) for who in ("kastriot", "mira")]
    assert send(secretariat, f"/meetings/{meeting}/attendance", {"present": there}).status_code == 302
    return meeting


def test_the_minutes_say_who_was_there_and_who_was_not(app: Flask, attended: str) -> None:
    page = in_english(app, "sekretaria").get(f"/meetings/{attended}/minutes").text
    assert f"<h1>Minutes no. 1/{today().year}</h1>" in page
    assert "<dt>Chaired by</dt><dd>Kastriot Vokshi</dd>" in page
    assert "<dt>Minutes taken by</dt><dd>Sonila Prendi</dd>" in page
    present, absent = (
        page.split(f"<dt>{term}</dt><dd>")[1].split("</dd>")[0] for term in ("Present", "Absent")
    )
    assert present.count(";") == 1 and "(Kastriot Vokshi)" in present and "(Mira " in present
    assert absent.count(";") == 10 and "(Anila " in absent and "Kastriot" not in absent
    assert "<strong>Chair of the meeting</strong><span>Kastriot Vokshi</span>" in page
    assert "<strong>Keeper of the minutes</strong><span>Sonila Prendi</span>" in page


def test_another_may_have_chaired(app: Flask, people: World, attended: str) -> None:
    secretariat, where = in_english(app, "sekretaria"), f"/meetings/{attended}/attendance"
    chair = people.cast.people["kastriot"].person_id
    assert f'<option selected value="{chair}">Kastriot Vokshi' in secretariat.get(where).text
    other = {"chaired_by": str(people.cast.people["mira"].person_id), "taken_by": "0"}
    assert send(secretariat, where, other).status_code == 302
    page = secretariat.get(f"/meetings/{attended}/minutes").text
    assert "<dt>Chaired by</dt><dd>Mira " in page and "Minutes taken by</dt>" not in page
    assert "<strong>Keeper of the minutes</strong><span>Name</span>" in page


def test_meetings_are_counted_as_they_are_opened(app: Flask, attended: str) -> None:
    secretariat = in_english(app, "sekretaria")
    later = called(app, secretariat, starts="07:00", ends="07:30")  # begins earlier, and is opened later
    assert send(secretariat, f"/meetings/{later}", {}, f"/meetings/{later}/open").status_code == 302
    for meeting, number in ((attended, 1), (later, 2)):
        page = secretariat.get(f"/meetings/{meeting}/minutes").text
        assert f"Minutes no. {number}/{today().year}" in page


def test_the_files_have_a_place_for_both_signatures(app: Flask, attended: str) -> None:
    secretariat = in_english(app, "sekretaria")
    made = docx.Document(BytesIO(secretariat.get(f"/meetings/{attended}/minutes.docx").data))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts[0] == f"Minutes no. 1/{today().year}"
    assert any(text.startswith("Absent: ") for text in texts) and "Chaired by: Kastriot Vokshi" in texts
    (table,) = made.tables
    chair, keeper = (cell.text.split("\n") for cell in table.rows[0].cells)
    assert (chair[0], chair[-1]) == ("Chair of the meeting", "Kastriot Vokshi")
    assert (keeper[0], keeper[-1]) == ("Keeper of the minutes", "Sonila Prendi")
    if has_pdf():
        pages = PdfReader(BytesIO(secretariat.get(f"/meetings/{attended}/minutes.pdf").data)).pages
        text = "\n".join(page.extract_text() for page in pages)
        assert "Keeper of the minutes" in text and text.count("Sonila Prendi") == 2
