"""Filing: what is typed is kept, what is missing is said, and danger stops the form."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import undefer_group

from app.accounts.models import Organisation
from app.concerns.attachments import Attachment
from app.concerns.models import Concern
from app.core.db import db
from app.core.time import frozen, now
from app.demo.people import PASSWORD
from app.process.models import Event
from tests.forms import again, fields_of, forge, form_of, send
from tests.posts import autosave, keep
from tests.sign_in import sign_in
from tests.world import World

WHAT = {
    "title": "Titulli",
    "narrative": "Çfarë ndodh.",
    "where_when": "Këtu.",
    "duty": "Detyra.",
    "how_known": "Nga puna.",
}


@pytest.fixture
def filer(app: Flask, people: World) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "anila")
    return client


def begin(client: FlaskClient) -> str:
    answer = send(client, "/concerns/new", {}, "/concerns/new")
    assert answer.status_code == 302
    return answer.location.split("/concerns/")[1].split("/")[0]


def concern_of(client: FlaskClient, public_id: str) -> Concern:
    query = select(Concern).where(Concern.public_id == public_id).options(undefer_group("filing"))
    return rows(client, query)[0]


def rows(client: FlaskClient, query: Any) -> Sequence[Any]:
    """What the database holds. No context stays open: two browsers would share one person in it."""
    with client.application.app_context():
        return db.session.scalars(query).all()


def fill_all(client: FlaskClient, people: World, concern: str, **changed: object) -> None:
    pages: dict[str, dict[str, object]] = {
        "what": dict(WHAT),
        "subject": {"subject": "shelter", "extent": "single", "affected": ["boys"]},
        "where": {
            "institutions": [str(people.cast.organisations["sociale"])],
            "county": "kukes",
            "period_from": "2026-01-01",
        },
        "urgency": {"urgent": "no"},
        "source": {
            "source": "own_work",
            "first_hand": "yes",
            "asks_for": "Ndryshim.",
            "naming": "ask",
            "level": "group",
            "unidentifiable": "y",
        },
    }
    for page, typed in pages.items():
        typed.update(
            {k: v for k, v in changed.items() if k in typed or (page == "where" and k.startswith("new_"))}
        )
        answer = send(client, f"/concerns/{concern}/filing/{page}", typed)
        assert answer.status_code == 302, (page, answer.text[:500])


def test_a_get_of_the_first_page_makes_no_draft(filer: FlaskClient) -> None:
    assert filer.get("/concerns/new").status_code == 200
    assert not rows(filer, select(Concern))


def test_saved_is_said_on_no_page_on_which_nothing_was_given(filer: FlaskClient) -> None:
    pages = f"/concerns/{begin(filer)}/filing/"
    send(filer, f"{pages}what", {"title": "Titulli"})
    said = {
        page: 'data-state="saved"' in filer.get(pages + page).text for page in ("what", "subject", "where")
    }
    assert said == {"what": True, "subject": False, "where": False}
    send(filer, f"{pages}where", {"municipality": "Kukës"})
    assert 'data-state="saved"' in filer.get(f"{pages}where").text


def test_a_whole_filing_reaches_the_secretariat(filer: FlaskClient, people: World) -> None:
    concern = begin(filer)
    fill_all(filer, people, concern)
    answer = send(filer, f"/concerns/{concern}/filing/check", {}, follow_redirects=True)
    row = concern_of(filer, concern)
    assert f"u paraqit me numrin {row.reference}." in answer.text
    told = answer.text.split('id="next"')[1].split("</section>")[0]
    assert row.reference in told and "vendos deri më " in told and "sekretariati lexojnë gjithçka" in told
    assert (row.stage, row.pillar, row.institutions_text) == (
        "submitted",
        "protection",
        "Qendra Kombëtare e Shërbimeve Sociale",
    )


def test_what_is_missing_leads_to_its_field(filer: FlaskClient) -> None:
    concern = begin(filer)
    send(filer, f"/concerns/{concern}/filing/what", {"title": "Vetëm titulli"})
    answer = send(filer, f"/concerns/{concern}/filing/check", {})
    assert answer.status_code == 422
    assert f"/concerns/{concern}/filing/what#narrative" in answer.text
    assert f"/concerns/{concern}/filing/what#title" not in answer.text.split("answers")[0]
    assert concern_of(filer, concern).stage == "draft"


def test_a_wrong_date_is_said_beside_its_field_and_loses_nothing(filer: FlaskClient) -> None:
    concern = begin(filer)
    answer = send(
        filer, f"/concerns/{concern}/filing/where", {"period_from": "31/02/2026", "municipality": "Kukës"}
    )
    assert answer.status_code == 422
    assert "31/02/2026" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert concern_of(filer, concern).municipality == "Kukës"


def test_two_windows_never_overwrite_each_other_in_silence(filer: FlaskClient) -> None:
    concern = begin(filer)
    address = f"/concerns/{concern}/filing/what"
    first, second = filer.get(address), filer.get(address)
    assert again(filer, first, {"title": "Nga e para"}).status_code == 302
    answer = again(filer, second, {"title": "Nga e dyta"})
    assert answer.status_code == 409
    assert "Nga e para" in answer.text
    assert "Nga e dyta" in answer.text
    assert concern_of(filer, concern).title == "Nga e para"
    assert again(filer, answer, {}).status_code == 302
    assert concern_of(filer, concern).title == "Nga e dyta"


@pytest.mark.parametrize("marks", [None, "x", "[]", '{"title": 1}'])
def test_without_marks_a_field_counts_as_shown_in_the_version_of_its_form(
    filer: FlaskClient, marks: str | None
) -> None:
    address = f"/concerns/{begin(filer)}/filing/what"
    first, second = filer.get(address), filer.get(address)
    assert again(filer, first, {"title": "Nga e para"}).status_code == 302
    late, typed = {"seen": marks}, {"title": "Nga e dyta"}
    assert forge(filer, second, late, typed=typed).status_code == 409
    assert forge(filer, address, late, typed=typed).status_code == 302, "nobody came between"


def test_autosave_keeps_only_what_was_sent_and_refuses_an_old_version(filer: FlaskClient) -> None:
    concern = begin(filer)
    address = f"/concerns/{concern}/filing/what"
    old = filer.get(address)
    assert autosave(filer, old, {"title": "Një"}).json["version"] == 2
    autosave(filer, filer.get(address), {"duty": "Dy"})
    row = concern_of(filer, concern)
    assert (row.title, row.duty) == ("Një", "Dy")
    late = autosave(filer, old, {"title": "Vonë"})
    assert late.status_code == 409
    assert late.json["message"]
    assert concern_of(filer, concern).title == "Një"


def test_what_is_typed_after_the_session_ended_comes_back_after_sign_in(filer: FlaskClient) -> None:
    concern = begin(filer)
    address = f"/concerns/{concern}/filing/what"
    page = filer.get(address)
    with frozen(now() + timedelta(hours=2)):
        answer = again(filer, page, {"narrative": "Një tregim i gjatë."})
        assert answer.status_code == 302
        assert "/sign-in" in answer.location
        signed = send(filer, answer.location, {"email": "anila@example.org", "password": PASSWORD})
        assert signed.status_code == 302
        back = filer.get(signed.location)
    assert "Një tregim i gjatë." in back.text
    assert concern_of(filer, concern).narrative == ""


def test_danger_stops_the_form_until_it_is_reported(filer: FlaskClient, people: World) -> None:
    concern = begin(filer)
    answer = send(
        filer, f"/concerns/{concern}/filing/urgency", {"urgent": "yes", "urgency_reason": "Rrezik i afërt."}
    )
    assert answer.location.endswith("/filing/stop")
    stop = filer.get(answer.location)
    assert "116 006" in stop.text
    assert again(filer, stop, {}).status_code == 422
    fill_all(filer, people, concern, urgent="yes")
    assert send(filer, f"/concerns/{concern}/filing/check", {}).status_code == 422
    assert concern_of(filer, concern).stage == "draft"
    send(filer, f"/concerns/{concern}/filing/stop", {"danger_reported": "y"})
    send(filer, f"/concerns/{concern}/filing/urgency", {"urgent": "yes", "urgency_reason": "Rrezik."})
    assert send(filer, f"/concerns/{concern}/filing/check", {}).status_code == 302
    assert concern_of(filer, concern).stage == "submitted"


def test_an_identifier_is_warned_of_masked_or_let_stand_with_a_reason(
    filer: FlaskClient, people: World
) -> None:
    concern = begin(filer)
    fill_all(filer, people, concern, narrative="Ajo u thirr në numrin 069 212 3456 nga punonjësi.")
    answer = send(filer, f"/concerns/{concern}/filing/check", {})
    assert answer.status_code == 422
    assert concern_of(filer, concern).stage == "draft"
    masked = send(filer, f"/concerns/{concern}/filing/check", {}, f"/concerns/{concern}/mask")
    assert masked.status_code == 302
    row = concern_of(filer, concern)
    assert "069" not in row.narrative
    assert row.narrative.startswith("Ajo u thirr në numrin")
    assert send(filer, f"/concerns/{concern}/filing/check", {}).status_code == 302


def test_a_reason_lets_an_identifier_of_an_office_stand(filer: FlaskClient, people: World) -> None:
    concern = begin(filer)
    fill_all(filer, people, concern, narrative="Zyra përgjigjet në zyra@institucioni.gov.al vetëm.")
    answer = send(filer, f"/concerns/{concern}/filing/check", {"override_reason": "Është adresa e zyrës."})
    assert answer.status_code == 302
    assert concern_of(filer, concern).override_reason == "Është adresa e zyrës."


def test_an_institution_named_anew_waits_for_the_secretariat(filer: FlaskClient, people: World) -> None:
    concern = begin(filer)
    fill_all(
        filer,
        people,
        concern,
        institutions=[],
        new_institution="Zyra e Re",
        new_institution_kind="non_state_agency",
    )
    assert not rows(filer, select(Organisation).where(Organisation.name == "Zyra e Re"))
    row = concern_of(filer, concern)
    assert (row.new_institution, row.new_institution_kind) == ("Zyra e Re", "non_state_agency")
    assert row.institutions_text == "Zyra e Re"


def test_another_organisation_finds_no_draft(filer: FlaskClient, app: Flask) -> None:
    concern = begin(filer)
    stranger = app.test_client()
    sign_in(stranger, "besnik")
    for page in ("what", "check", "source"):
        assert stranger.get(f"/concerns/{concern}/filing/{page}").status_code == 404
    assert stranger.get(f"/concerns/{concern}").status_code == 404


def test_a_file_is_kept_and_its_reading_is_an_event(filer: FlaskClient, people: World, app: Flask) -> None:
    concern = begin(filer)
    fill_all(filer, people, concern)
    upload = (io.BytesIO("Shënime të takimit.".encode()), "shenime.txt")
    answer = send(filer, f"/concerns/{concern}/filing/source", {"files": upload, "shows": "Procesverbal"})
    assert answer.status_code == 302
    row = rows(filer, select(Attachment))[0]
    assert (row.name, row.shows, row.media_type) == ("shenime.txt", "Procesverbal", "text/plain")
    send(filer, f"/concerns/{concern}/filing/check", {})
    secretariat = app.test_client()
    sign_in(secretariat, "sekretaria")
    file = secretariat.get(f"/concerns/{concern}/files/{row.public_id}", buffered=True)
    assert file.data.decode() == "Shënime të takimit."
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert [e.do for e in rows(filer, select(Event).where(Event.machine == "record"))] == ["read_file"]
    outsider = app.test_client()
    sign_in(outsider, "ministria")
    assert outsider.get(f"/concerns/{concern}/files/{row.public_id}").status_code == 404


def test_a_file_that_is_not_what_it_says_is_refused_beside_its_field(filer: FlaskClient) -> None:
    concern = begin(filer)
    upload = (io.BytesIO(b"MZ this is a program"), "raport.pdf")
    answer = send(filer, f"/concerns/{concern}/filing/source", {"files": upload, "asks_for": "Ndryshim."})
    assert answer.status_code == 422
    assert "raport.pdf" in answer.text
    assert not rows(filer, select(Attachment))
    assert concern_of(filer, concern).asks_for == "Ndryshim."


def test_a_discarded_draft_leaves_nothing_behind(filer: FlaskClient) -> None:
    concern = begin(filer)
    send(filer, f"/concerns/{concern}/filing/what", dict(WHAT))
    answer = send(filer, f"/concerns/{concern}/steps/discard", {})
    assert answer.status_code == 302
    assert filer.get(f"/concerns/{concern}").status_code == 404
    row = concern_of(filer, concern)
    assert (row.stage, row.title, row.narrative) == ("discarded", "", "")


def test_a_reason_that_is_typed_is_kept_until_the_filing_is_sent(filer: FlaskClient, people: World) -> None:
    concern = begin(filer)
    fill_all(filer, people, concern, narrative="Ajo u thirr në numrin 069 212 3456 nga punonjësi.")
    check, reason = f"/concerns/{concern}/filing/check", "Numri i institucionit."
    assert keep(filer, filer.get(check), {"override_reason": reason}).status_code == 200
    assert form_of(filer.get(check).text, own=check).named("override_reason")[0].value == reason
    assert send(filer, check, {}).status_code == 302
    assert concern_of(filer, concern).override_reason == reason


def test_a_reason_files_no_text_that_its_author_has_not_seen(filer: FlaskClient, people: World) -> None:
    concern = begin(filer)
    fill_all(filer, people, concern, narrative="Ajo u thirr në numrin 069 212 3456 nga punonjësi.")
    check = f"/concerns/{concern}/filing/check"
    shown = filer.get(check)
    other = {"title": "Tjetër", "narrative": "Numri 069 999 8888."}
    assert send(filer, f"/concerns/{concern}/filing/what", other).status_code == 302
    answer = again(filer, shown, {"override_reason": "Numri i institucionit."})
    assert answer.status_code == 409
    assert "Tjetër" in answer.text and "Numri i institucionit." in answer.text
    row = concern_of(filer, concern)
    assert (row.stage, row.override_reason) == ("draft", "")
    assert fields_of(answer.text)["override_reason"][0].strip() == "Numri i institucionit."
    assert again(filer, answer, {}).status_code == 302
    assert concern_of(filer, concern).stage == "submitted"


@pytest.mark.parametrize("version", ["abc", "²", "9" * 30, ""])
def test_a_version_that_is_no_number_files_nothing(filer: FlaskClient, people: World, version: str) -> None:
    concern = begin(filer)
    fill_all(filer, people, concern)
    check, mask = f"/concerns/{concern}/filing/check", f"/concerns/{concern}/mask"
    assert forge(filer, check, {"version": version}).status_code == 409
    assert forge(filer, check, {"version": version}, to=mask).status_code == 302
    assert concern_of(filer, concern).stage == "draft"


@pytest.mark.parametrize(
    ("page", "wrong", "right"),
    [
        ("where", {"period_to": "2099-01-01"}, {"municipality": "Kukës"}),
        ("where", {"period_from": "31/02/2026"}, {"new_institution": "Zyra e re"}),
        ("where", {"county": "nowhere"}, {"ongoing": "y"}),
        ("what", {"narrative": "x" * 20_001}, {"title": "Titulli"}),
        ("what", {"title": "x" * 201}, {"duty": "Detyra"}),
        ("what", {"period_to": "2025-01-01"}, {"how_known": "Nga puna"}),
        ("subject", {"extent": "huge"}, {"frequency": "Çdo muaj"}),
        ("source", {"shows": "Foto"}, {"tried": "Letra"}),
    ],
)
def test_saved_is_said_only_of_what_is_kept(
    filer: FlaskClient, page: str, wrong: dict[str, str], right: dict[str, str]
) -> None:
    address = f"/concerns/{begin(filer)}/filing/{page}"
    answer = autosave(filer, filer.get(address), {**wrong, **right})
    assert answer.status_code == 422 and answer.json["message"]
    assert list(answer.json["seen"]) == list(right)
    (name, value), kept = next(iter(right.items())), fields_of(filer.get(address).text)
    assert kept[name][0].strip() == value
    saved = autosave(filer, filer.get(address), right)
    assert saved.status_code == 200 and saved.json["saved_at_text"]


def test_a_page_sent_twice_is_no_conflict_with_itself(filer: FlaskClient) -> None:
    address = f"/concerns/{begin(filer)}/filing/what"
    page = filer.get(address)
    assert [again(filer, page, WHAT).status_code for _time in range(2)] == [302, 302]
