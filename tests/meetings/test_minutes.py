"""Minutes: written, circulated, corrected, adopted, then frozen; as files with only what their reader may see."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from app.core.documents.files import LAYOUTS
from app.demo import lives
from app.meetings.minutes import views
from app.process.data import Decision, Reason
from app.process.outcome import Taken
from app.recusals.service import recuse_myself
from tests.forms import again, send
from tests.meetings.pages import called, items, pick
from tests.posts import post_unshown
from tests.votes.pages import in_english
from tests.world import World


@pytest.fixture
def proposed(people: World, app: Flask) -> str:
    with app.app_context():
        return people.concern(lives.PROPOSED)


@pytest.fixture
def sat(app: Flask, proposed: str) -> tuple[str, str, str]:
    """A meeting that sits, with a free item and one about the concern, and something written at each."""
    secretariat = in_english(app, "sekretaria")
    meeting = called(app, secretariat)
    send(secretariat, f"/meetings/{meeting}/agenda/new", {"title": "Other business"})
    free, case = pick(secretariat, meeting, proposed)
    send(secretariat, f"/meetings/{meeting}", {}, f"/meetings/{meeting}/open")
    for item, text in ((free, "Spoke of the year."), (case, "Spoke of the case.\n\n=1+1 #strong[x]")):
        assert write(secretariat, meeting, item, text).status_code == 302
    return meeting, free, case


def write(client: FlaskClient, meeting: str, item: str, text: str) -> TestResponse:
    return send(client, f"/meetings/{meeting}/items/{item}/minutes", {"text": text})


def words(content: bytes) -> str:
    """The text of a DOCX or of a PDF."""
    if content.startswith(b"PK"):
        return "\n".join(p.text for p in docx.Document(BytesIO(content)).paragraphs)
    assert content.startswith(b"%PDF")
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_two_writers_lose_nothing(app: Flask, sat: tuple[str, str, str]) -> None:
    meeting, free, _case = sat
    secretariat = in_english(app, "sekretaria")
    open_before = secretariat.get(f"/meetings/{meeting}/items/{free}/minutes")
    assert write(secretariat, meeting, free, "The other version.").status_code == 302
    late = again(secretariat, open_before, {"text": "Mine."})
    assert late.status_code == 409
    assert "The other version." in late.text and "Mine." in late.text and 'value="3"' in late.text
    for _ in range(2):
        assert again(secretariat, late, {}).status_code == 302, "the same once more is no other writer"
    assert "Mine." in secretariat.get(f"/meetings/{meeting}/items/{free}/minutes").text


def test_circulated_corrected_adopted_and_frozen(app: Flask, sat: tuple[str, str, str]) -> None:
    meeting, free, _case = sat
    secretariat, chair, member = (in_english(app, who) for who in ("sekretaria", "kastriot", "mira"))
    where = f"/meetings/{meeting}/minutes"
    assert member.get(where).status_code == 404, "before they are circulated"
    correction = f"/meetings/{meeting}/items/{free}/corrections"
    assert member.get(correction).status_code == 404
    assert post_unshown(chair, f"{where}/circulate", {}).status_code == 404
    assert send(secretariat, where, {}, f"{where}/circulate").status_code == 302
    page = member.get(where).text
    assert "Spoke of the year." in page and "Spoke of the case." in page
    assert send(member, correction, {"text": "It was two years."}).status_code == 302
    page = secretariat.get(where).text
    assert "It was two years." in page and "Mira" in page
    assert write(secretariat, meeting, free, "Spoke of two years.").status_code == 302
    refused = send(chair, where, {}, f"{where}/adopt")
    assert refused.status_code == 409 and "has them on its agenda" in refused.text
    assert post_unshown(secretariat, f"{where}/adopt", {}).status_code == 404

    after = called(app, secretariat, starts="12:00", ends="13:00")
    pick(secretariat, after, f"minutes:{meeting}")
    assert send(chair, where, {}, f"{where}/adopt").status_code == 409, "the next meeting is not open"
    send(secretariat, f"/meetings/{after}", {}, f"/meetings/{after}/open")
    resolutions = f"/meetings/{meeting}/items/{free}/resolutions"
    open_before = {
        client: client.get(address)
        for client, address in (
            (secretariat, f"/meetings/{meeting}/items/{free}/minutes"),
            (member, correction),
            (chair, resolutions),
        )
    }
    assert send(chair, where, {}, f"{where}/adopt").status_code == 302
    page = member.get(where).text
    assert "Minutes adopted" in page and "Spoke of two years." in page
    late = again(secretariat, open_before[secretariat], {"text": "Later."})
    assert late.status_code == 409 and "Later." in late.text
    assert again(member, open_before[member], {"text": "Too late."}).status_code == 409
    assert "Too late." not in member.get(where).text
    assert again(chair, open_before[chair], {"text": "Later."}).status_code == 409


def test_files_hold_what_their_reader_may_see(
    app: Flask, people: World, proposed: str, sat: tuple[str, str, str]
) -> None:
    meeting, _free, _case = sat
    secretariat, member, other = (in_english(app, who) for who in ("sekretaria", "mira", "hana"))
    with app.app_context():
        concern = people.case("hana", proposed).concern
        recuse_myself(people.cast.people["mira"], proposed, "A contract.")
    send(secretariat, f"/meetings/{meeting}/minutes", {}, f"/meetings/{meeting}/minutes/circulate")
    for name in ("minutes.docx", "minutes.pdf", "papers.pdf"):
        whole, less = other.get(f"/meetings/{meeting}/{name}"), member.get(f"/meetings/{meeting}/{name}")
        assert whole.status_code == less.status_code == 200
        assert whole.headers["Cache-Control"] == "no-store"
        assert re.fullmatch(
            r"attachment; filename=(minutes|papers)-\d{4}-\d\d-\d\d\.\w+",
            whole.headers["Content-Disposition"],
        )
        assert "Other business" in words(whole.data) and "Other business" in words(less.data)
        assert concern.reference in words(whole.data)
        for hidden in (concern.reference, concern.title[:20], "Spoke of the case", "2. "):
            assert hidden not in words(less.data)
    assert "=1+1 #strong[x]" in words(other.get(f"/meetings/{meeting}/minutes.pdf").data), "nothing was run"
    send(other, "/me", {}, "/language")
    assert "Procesverbal" in words(other.get(f"/meetings/{meeting}/minutes.docx").data)
    pdf = other.get(f"/meetings/{meeting}/minutes.pdf").data
    assert re.search(rb"/Lang ?\(sq", pdf) and b"/StructTreeRoot" in pdf and b"/Marked true" in pdf


def test_the_papers_are_one_file_with_what_each_item_is_about(
    app: Flask, people: World, proposed: str, sat: tuple[str, str, str]
) -> None:
    meeting, _free, _case = sat
    with app.app_context():
        reported = people.concern(lives.REPORTED)
        undeclared = people.concern(lives.PROPOSED, declared=False)
        concern = people.case("sekretaria", proposed).concern
        reference, narrative = concern.reference, concern.narrative[:20]
        claim = people.case("sekretaria", reported).recommendations[0].claim[:20]
        hidden = people.case("sekretaria", undeclared).concern.reference
    secretariat, member = in_english(app, "sekretaria"), in_english(app, "mira")
    send(secretariat, f"/meetings/{meeting}/minutes", {}, f"/meetings/{meeting}/minutes/circulate")
    after = called(app, secretariat, starts="12:00", ends="13:00")
    send(secretariat, f"/meetings/{after}/agenda/new", {"title": "Visits"})
    pick(secretariat, after, f"minutes:{meeting}", proposed, "recommendation:", undeclared)
    paper = words(member.get(f"/meetings/{after}/papers.pdf").data)
    for there in (
        "Visits",
        "Spoke of the year.",
        "What was filed",
        narrative,
        "Findings of the review",
        "Claim of the institution",
        claim,
        hidden,
    ):
        assert there in paper, there
    assert paper.count("What was filed") == 2, "who has not declared reads its title alone"
    with app.app_context():
        recuse_myself(people.cast.people["mira"], proposed, "A contract.")
    less = words(member.get(f"/meetings/{after}/papers.pdf").data)
    assert "Spoke of the year." in less and claim in less
    assert reference not in less and "Spoke of the case" not in less


def test_a_guest_has_papers_of_their_item_and_no_minutes(app: Flask, people: World) -> None:
    with app.app_context():
        sent = people.concern(lives.SENT, age=60)
        untold = people.case("hana", sent).concern.how_known
    chair, guest = in_english(app, "kastriot"), in_english(app, "sociale")
    meeting = called(app, chair)
    send(chair, f"/meetings/{meeting}/agenda/new", {"title": "Between us"})
    _free, item = pick(chair, meeting, "recommendation:")
    person = str(people.cast.people["sociale"].person_id)
    assert send(chair, f"/meetings/{meeting}/items/{item}/guests", {"person": person}).status_code == 302
    send(chair, f"/meetings/{meeting}", {}, f"/meetings/{meeting}/open")
    paper = words(guest.get(f"/meetings/{meeting}/papers.pdf").data)
    assert "What was transmitted" in paper and "Recommendation 1" in paper
    assert "Between us" not in paper and untold[:20] not in paper
    for name in ("minutes", "minutes.docx", "minutes.pdf", f"items/{item}/corrections"):
        assert guest.get(f"/meetings/{meeting}/{name}").status_code == 404
    for name in ("minutes/circulate", "minutes/adopt", f"items/{item}/corrections"):
        assert post_unshown(guest, f"/meetings/{meeting}/{name}", {"text": "A."}).status_code == 404
    assert guest.get(f"/meetings/{meeting}/items/{item}").status_code == 200
    assert in_english(app, "policia").get(f"/meetings/{meeting}/papers.pdf").status_code == 404


def test_a_guest_of_an_item_about_minutes_has_papers_and_none_of_the_minutes(
    app: Flask, people: World, sat: tuple[str, str, str]
) -> None:
    before, _free, _case = sat
    secretariat, guest = in_english(app, "sekretaria"), in_english(app, "ministria")
    send(secretariat, f"/meetings/{before}/minutes", {}, f"/meetings/{before}/minutes/circulate")
    meeting = called(app, secretariat, starts="12:00", ends="13:00")
    (item,) = pick(secretariat, meeting, f"minutes:{before}")
    guests = f"/meetings/{meeting}/items/{item}/guests"
    person = str(people.cast.people["ministria"].person_id)
    assert send(secretariat, guests, {"person": person}).status_code == 302
    assert before not in guest.get(f"/meetings/{meeting}").text
    answer = guest.get(f"/meetings/{meeting}/papers.pdf")
    assert answer.status_code == 200
    paper = words(answer.data)
    assert "Minutes of the meeting" in paper and "Spoke of" not in paper


def test_without_typst_the_pages_say_so(
    app: Flask, sat: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, _free, _case = sat
    for place in (
        "app.meetings.minutes.views.has_pdf",
        "app.meetings.views.has_pdf",
        "app.core.documents.files.has_pdf",
    ):
        monkeypatch.setattr(place, lambda: False)
    secretariat = in_english(app, "sekretaria")
    assert "PDF is not available" in secretariat.get(f"/meetings/{meeting}").text
    assert "PDF is not available" in secretariat.get(f"/meetings/{meeting}/minutes").text
    assert secretariat.get(f"/meetings/{meeting}/minutes.pdf").status_code == 404
    assert secretariat.get(f"/meetings/{meeting}/minutes.docx").status_code == 200
    assert views.has_pdf() is False and items(secretariat, meeting)


def test_the_layout_lies_beside_its_code() -> None:
    assert (LAYOUTS / "paper.typ").is_file()


def test_the_reason_why_what_looks_like_an_identifier_stays_is_kept_with_the_minutes(
    app: Flask, sat: tuple[str, str, str]
) -> None:
    meeting, free, _case = sat
    secretariat, member = in_english(app, "sekretaria"), in_english(app, "mira")
    where, reason = f"/meetings/{meeting}/minutes", "Numri i zyrës, jo i një personi."
    refused = write(secretariat, meeting, free, "Thirrni 069 123 4567.")
    assert refused.status_code == 422
    assert again(secretariat, refused, {"override_reason": reason}).status_code == 302
    assert reason in secretariat.get(where).text
    assert reason in secretariat.get(f"/meetings/{meeting}/items/{free}/minutes").text, (
        "to be kept or changed"
    )
    assert send(secretariat, where, {}, f"{where}/circulate").status_code == 302
    correction = f"/meetings/{meeting}/items/{free}/corrections"
    refused = send(member, correction, {"text": "Është 069 765 4321."})
    assert refused.status_code == 422
    assert again(member, refused, {"override_reason": "Numri i qendrës."}).status_code == 302
    for reader in (in_english(app, "kastriot"), secretariat):
        page = reader.get(where).text
        assert reason in page and "Numri i qendrës." in page and page.count("Why it may stay") == 2
    assert write(secretariat, meeting, free, "Pa numër.").status_code == 302


def test_papers_give_the_reasons_of_the_answer_that_stands_alone(app: Flask, people: World) -> None:
    reasons = "There is no such duty."
    with app.app_context():
        case = people.concern(lives.SENT)
        assert isinstance(people.act("sociale", case, "reject", Reason(reasons), number=1), Taken)
    secretariat, member = in_english(app, "sekretaria"), in_english(app, "mira")
    meeting = called(app, secretariat)
    pick(secretariat, meeting, "recommendation:")
    papers = f"/meetings/{meeting}/papers.pdf"
    assert reasons in words(member.get(papers, buffered=True).data)
    with app.app_context():
        again_ = Decision(reason="The duty is in the law.")
        assert isinstance(people.act("kastriot", case, "maintain", again_, number=1), Taken)
        back = Reason("A new answer is in sight.")
        assert isinstance(people.act("koordinatorja", case, "return_to_addressee", back, number=1), Taken)
    text = words(member.get(papers, buffered=True).data)
    assert reasons not in text and "None" not in text
