"""Who sends letters, and their texts: entered by the secretariat, tried by an invented case; what left stays."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.core.time import today
from app.deadlines.models import FormalLetter
from app.formal_letters.models import LetterWording
from tests.databases import only_sqlite
from tests.formal_letters.test_pages import letter_of
from tests.forms import again, send
from tests.votes.pages import in_english
from tests.world import World

WHO = {
    "head": "Grupi i Provës",
    "place": "Durrës",
    "address": "Rruga e Provës 1",
    "email": "zyra@example.org",
    "phone": "04 000 0000",
    "founding_act": "urdhrit nr. 7",
    "function": "Kryesuese",
    "signed_by": "Mira PROVA",
    "copies": "Arkivi",
}
TEXTS = "/letters/texts/head"


def entered(client: FlaskClient, **more: str) -> int:
    return send(client, "/letters/sender", {**WHO, **more}).status_code


def test_the_secretariat_enters_who_sends_and_each_change_has_its_name(app: Flask, late: str) -> None:
    secretariat, coordinator = in_english(app, "sekretaria"), in_english(app, "koordinatorja")
    address = letter_of(coordinator)
    assert "does not say enough of its sender" in coordinator.get(address).text
    assert "Still missing: Sending body, Place" in secretariat.get(address).text
    open_before = secretariat.get("/letters/sender")
    wrong = send(secretariat, "/letters/sender", {**WHO, "email": "zyra", "place": ""})
    assert wrong.status_code == 422 and "This is not an e-mail address." in wrong.text
    assert entered(secretariat) == 302
    assert again(secretariat, open_before, WHO).status_code == 302, "the same once more is no other change"
    slower = again(secretariat, open_before, {**WHO, "place": "Vlorë"})
    assert slower.status_code == 409 and "Vlorë" in slower.text
    page = coordinator.get(address).text
    assert "does not say enough" not in page and "Durrës, më " in page and "KRYESUESE" in page
    assert entered(secretariat, place="Korçë") == 302
    for reader in (secretariat, coordinator):
        history = reader.get("/letters/sender").text
        assert history.count("Sonila Prendi<p") == 2 and "Place: Korçë" in history
    assert 'name="place"' not in coordinator.get("/letters/sender").text


def test_a_text_is_tried_changed_and_set_back(app: Flask, late: str) -> None:
    secretariat = in_english(app, "sekretaria")
    page = secretariat.get(TEXTS).text
    assert "{pergjigjja_deri}" in page and "It is the built-in text." in page
    wrong = send(secretariat, TEXTS, {"body": "Afati ishte {afatti}."})
    assert wrong.status_code == 422 and "Unknown in braces: {afatti}." in wrong.text
    number = send(secretariat, TEXTS, {"body": "Telefononi 069 123 4567."})
    assert number.status_code == 422 and "could identify a person" in number.text
    own = {"body": "Afati ishte {afati}; prova."}
    tried = send(secretariat, TEXTS, own, press="Preview with an invented case")
    assert tried.status_code == 200 and "; prova." in tried.text and "Drejtoria e Shembullit" in tried.text
    address = letter_of(secretariat)
    assert "; prova." not in secretariat.get(address).text
    open_before = secretariat.get(TEXTS)
    assert send(secretariat, TEXTS, own).status_code == 302
    assert "; prova." in secretariat.get(address).text
    assert again(secretariat, open_before, {"body": "Tjetër."}).status_code == 409
    changed = secretariat.get(TEXTS).text
    assert "changed here" in changed and "Afati ishte {afati}; prova." in changed
    back = send(secretariat, TEXTS, {}, f"{TEXTS}/reset")
    assert back.status_code == 302
    assert "; prova." not in secretariat.get(address).text
    assert "Sonila Prendi: back to the built-in text" in secretariat.get(TEXTS).text
    with app.app_context():
        assert [row.body for row in db.session.query(LetterWording)] == [own["body"], ""]


def test_what_left_stays_as_it_left(app: Flask, late: str) -> None:
    secretariat, coordinator = in_english(app, "sekretaria"), in_english(app, "koordinatorja")
    assert entered(secretariat) == 302
    address = letter_of(coordinator)
    left = {"protocol": "17/3", "sent_on": today().isoformat()}
    assert send(coordinator, f"{address}/sent", left).status_code == 302
    before = coordinator.get(address).text.split("<article")[1]
    assert "Grupi i Provës" in before and "Nr. 17/3 Prot." in before
    assert entered(secretariat, head="Grupi tjetër", place="Vlorë") == 302
    assert send(secretariat, TEXTS, {"body": "Krejt tjetër."}).status_code == 302
    assert coordinator.get(address).text.split("<article")[1] == before
    with app.app_context():
        kept = db.session.query(FormalLetter).filter_by(protocol="17/3").one()
        assert kept.paper is not None and kept.paper["head"][1] == "Grupi i Provës"


def test_a_text_that_is_left_as_it_is_counts_its_days_anew(app: Flask, late: str) -> None:
    coordinator = in_english(app, "koordinatorja")
    address = letter_of(coordinator)
    assert send(coordinator, f"{address}/edit", {"recipient": "Drejtori"}).status_code == 302
    with app.app_context():
        letter = db.session.query(FormalLetter).filter_by(public_id=address.rpartition("/")[2]).one()
        assert (letter.recipient, letter.body, letter.drafted_by) == ("Drejtori", "", "Valbona Isufaj")


@only_sqlite
def test_the_settings_of_letters_exist_for_who_writes_them_alone(app: Flask, people: World) -> None:
    for who in ("anila", "kastriot", "ministria", "sociale", "vezhguesi", "administratori"):
        client = in_english(app, who)
        for where in ("/letters/sender", TEXTS, "/letters/texts/minister"):
            assert client.get(where).status_code == 404, (who, where)
    assert in_english(app, "koordinatorja").get("/letters/texts/other").status_code == 404
