"""The assessment: two people write it, neither overwrites the other in silence, and nothing typed is lost."""

from __future__ import annotations

from flask import Flask

from app.core.db import db
from app.demo import lives
from app.papers.assessment import assessment_of
from app.stages.review.service import Assignment
from tests.app.votes.pages import in_english, post
from tests.forms import fields_of, send
from tests.world import World


def test_rapporteur_and_second_reader_write_it_and_the_slower_one_keeps_the_words(
    app: Flask, people: World
) -> None:
    with app.app_context():
        address = people.concern(lives.DRAFTED)
        second = Assignment(people.cast.people["mira"].person_id)
        people.act("kastriot", address, "assign_second_reader", second)
    where = f"/concerns/{address}/papers/assessment"
    hana, mira = in_english(app, "hana"), in_english(app, "mira")
    old = fields_of(mira.get(where).text)
    given = {"facts": "Four registers were seen.", "duty": "Order 12.", "notes": "Ask again.", "gaps": "Two."}
    assert send(hana, where, {**given, "harm_checked": "y"}).status_code == 302
    typed = {"facts": "Typed by the second reader.", "version": old["version"][0]}
    slower = post(mira, where, **typed)
    assert slower.status_code == 409
    assert "Typed by the second reader." in slower.text and "Four registers were seen." in slower.text
    with app.app_context():
        kept = assessment_of(db.session(), people.case("hana", address).concern.id)
        assert kept and (kept.version, kept.facts, kept.harm_checked) == (
            1,
            "Four registers were seen.",
            True,
        )
    again = fields_of(slower.text)
    assert post(mira, where, **{name: values[0] for name, values in again.items()}).status_code == 302
    page = hana.get(f"/concerns/{address}/papers").text
    assert "Typed by the second reader." in page and "Mira Çelaj" in page
    proposal = hana.get(f"/concerns/{address}/steps/propose").text
    assert "Typed by the second reader." in fields_of(proposal)["findings"][0]
    assert "Ask again." not in proposal, "free notes stay where they are"


def test_it_is_saved_as_one_types(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.DRAFTED)
    where = f"/concerns/{address}/papers/assessment"
    hana = in_english(app, "hana")
    assert f'data-autosave-url="{where}/autosave" data-version="0"' in hana.get(where).text
    first = post(hana, f"{where}/autosave", version="0", facts="Begun.")
    assert first.status_code == 200 and first.json and first.json["version"] == 1
    assert post(hana, f"{where}/autosave", version="1", gaps="One.", harm_checked="y").json["version"] == 2
    late = post(hana, f"{where}/autosave", version="1", facts="From an older window.")
    assert late.status_code == 409 and late.json and late.json["url"] == where
    assert post(hana, f"{where}/autosave", version="2", facts="x" * 20_001).status_code == 422
    fields = fields_of(hana.get(where).text)
    assert [fields[name][0].strip() for name in ("facts", "gaps", "version")] == ["Begun.", "One.", "2"]


def test_others_read_it_and_do_not_write_it(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.DRAFTED)
        proposed = people.concern(lives.PROPOSED)
        people.concern(lives.DRAFTED, declared=False)
    where = f"/concerns/{address}/papers"
    send(in_english(app, "hana"), f"{where}/assessment", {"facts": "Four registers."})
    for who in ("drita", "kastriot", "sekretaria"):
        client = in_english(app, who)
        assert "Four registers." in client.get(where).text
        assert client.get(f"{where}/assessment").status_code == 404
        assert post(client, f"{where}/assessment/autosave", version="1", facts="No.").status_code == 404
    for who in ("ministria", "sociale", "koordinatorja", "vezhguesi", "administratori"):
        assert in_english(app, who).get(where).status_code == 404, who
    hana = in_english(app, "hana")
    assert hana.get(f"/concerns/{proposed}/papers/assessment").status_code == 404, "once it is proposed"
