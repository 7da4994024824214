"""The assessment: two people write it, neither overwrites the other in silence, and nothing typed is lost."""

from __future__ import annotations

from flask import Flask

from app.core.db import db
from app.demo import lives
from app.review.service import Assignment
from app.working_papers.rounds import assessment_of
from tests.forms import again, fields_of, send
from tests.posts import autosave, post_unshown
from tests.votes.pages import in_english
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
    open_before = mira.get(where)
    given = {"facts": "Four registers were seen.", "duty": "Order 12.", "notes": "Ask again.", "gaps": "Two."}
    assert send(hana, where, {**given, "harm_checked": "y"}).status_code == 302
    slower = again(mira, open_before, {"facts": "Typed by the second reader."})
    assert slower.status_code == 409
    assert "Typed by the second reader." in slower.text and "Four registers were seen." in slower.text
    with app.app_context():
        kept = assessment_of(db.session(), people.case("hana", address).concern.id)
        assert kept and (kept.version, kept.facts, kept.harm_checked) == (
            1,
            "Four registers were seen.",
            True,
        )
    assert again(mira, slower, {}).status_code == 302
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
    old = hana.get(where)
    assert f'data-autosave-url="{where}/autosave" data-version="0"' in old.text
    first = autosave(hana, old, {"facts": "Begun."})
    assert first.status_code == 200 and first.json and first.json["version"] == 1
    more = autosave(hana, hana.get(where), {"gaps": "One.", "harm_checked": "y"})
    assert more.json and more.json["version"] == 2
    late = autosave(hana, old, {"facts": "From an older window."})
    assert late.status_code == 409 and late.json and late.json["url"] == where
    assert autosave(hana, hana.get(where), {"facts": "x" * 20_001}).status_code == 422
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
        unshown = {"version": "1", "facts": "No."}
        assert post_unshown(client, f"{where}/assessment/autosave", unshown).status_code == 404
    for who in ("ministria", "sociale", "koordinatorja", "vezhguesi", "administratori"):
        assert in_english(app, who).get(where).status_code == 404, who
    hana = in_english(app, "hana")
    assert hana.get(f"/concerns/{proposed}/papers/assessment").status_code == 404, "once it is proposed"
