"""Standing follows what is open to whom now: a former addressee keeps what it was sent that day, and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.concerns.vocabulary import Weight
from app.core.refusals import NotFound
from app.demo import lives
from app.demo.lives import DemoStep
from app.process.data import Decision, Reason
from app.process.outcome import Taken
from app.response.service import Question, Readdressing
from app.review.service import Assignment, Draft, Extract, FactCheck, Proposal
from tests.forms import send
from tests.sign_in import sign_in
from tests.world import World
from workflows.concern import ConcernAction
from workflows.roles import CaseRole

Browse = Callable[[str], FlaskClient]


@pytest.fixture
def browse(app: Flask, people: World) -> Browse:
    def open_as(who: str) -> FlaskClient:
        client = app.test_client()
        sign_in(client, who)
        return client

    return open_as


def act(people: World, who: str, concern: str, do: str, data: object, number: int | None = None) -> None:
    with people.app.app_context():
        outcome = people.act(who, concern, do, data, number=number)
        assert isinstance(outcome, Taken), (do, outcome)


def concern(people: World, beats: list[DemoStep], **changed: object) -> str:
    with people.app.app_context():
        return people.concern(beats, **changed)


def drafted(people: World, key: str, mark: str) -> Draft:
    from app.core.time import today

    return Draft(
        heading=f"{mark}heading",
        text=f"{mark}text",
        addressee=people.cast.organisations[key],
        duty=f"{mark}duty",
        measure=f"{mark}measure",
        proposed_on=today(),
        will_look_at=f"{mark}look",
        weight=Weight.URGES,
    )


def test_a_fact_check_shows_the_drafts_of_who_is_asked(people: World, browse: Browse) -> None:
    case = concern(people, lives.ADMITTED)
    act(people, "hana", case, ConcernAction.DRAFT, drafted(people, "linja", "zqlinja"))
    act(people, "hana", case, ConcernAction.DRAFT, drafted(people, "policia_a", "zqpolicia"))
    linja = people.cast.organisations["linja"]
    act(people, "hana", case, ConcernAction.CHECK_FACTS, FactCheck(facts="zqfacts", addressee=linja))
    page = browse("linja").get(f"/concerns/{case}").text
    assert "zqlinjatext" in page and "zqfacts" in page
    assert "zqpolicia" not in page
    assert "zqpolicia" not in browse("linja").get(f"/concerns/{case}/steps/return_facts").text
    for who in ("policia", "ministria", "koordinatorja"):
        assert browse(who).get(f"/concerns/{case}").status_code == 404, who
    assert (
        send(browse("linja"), f"/concerns/{case}/steps/return_facts", {"corrections": "Asnjë."}).status_code
        == 302
    )
    assert browse("linja").get(f"/concerns/{case}").status_code == 404


def test_a_revoke_leaves_what_was_sent_and_nothing_else(people: World, browse: Browse) -> None:
    first = Extract(extract_title="zqtitleone", extract="zqextractone")
    beats = [lives.URGENT[0], replace(lives.URGENT[1], data=lambda _s: first), lives.URGENT[2]]
    case = concern(people, beats, urgent=True, coordinator_told=False)
    page = f"/concerns/{case}"
    former = ("sociale", "ministria", "koordinatorja")
    for who in former:
        assert "zqextractone" in browse(who).get(page).text
    act(people, "kastriot", case, ConcernAction.REVOKE, Decision(reason="zqrevokereason"))
    act(people, "kastriot", case, ConcernAction.SEND_BACK, Decision(reason="zqsendback"))
    act(people, "kastriot", case, ConcernAction.ASSIGN, _assignment(people))
    draft = drafted(people, "linja", "zqlinja")
    act(people, "hana", case, "drop", Reason(reason="zqdrop"), 1)
    act(people, "hana", case, ConcernAction.DRAFT, draft)
    linja = people.cast.organisations["linja"]
    act(people, "hana", case, ConcernAction.CHECK_FACTS, FactCheck(facts="zqfacts", addressee=linja))
    for who in former:
        text = browse(who).get(page).text
        assert "zqextractone" in text, who
        assert not [w for w in ("zqlinja", "zqfacts", "zqsendback", "zqdrop") if w in text], who
        assert browse(who).get(f"{page}/steps/return_facts").status_code == 404
        assert browse(who).get(f"{page}/dates").status_code == 404
        assert page not in browse(who).get("/concerns").text
    assert "zqextractone" not in browse("linja").get(page).text


def _assignment(people: World) -> object:
    return Assignment(person=people.cast.people["hana"].person_id)


def test_what_is_disclaimed_and_readdressed_leaves_its_addressee(people: World, browse: Browse) -> None:
    case = concern(people, lives.SENT)
    page = f"/concerns/{case}"
    act(people, "sociale", case, "disclaim", Reason(reason="zqdisclaim"), 1)
    assert browse("sociale").get(f"{page}/recommendations/1/steps/accept").status_code == 404
    to = Readdressing(reason="zqreaddress", addressee=people.cast.organisations["policia_a"])
    act(people, "ministria", case, "readdress", to, 1)
    act(people, "policia", case, "ask_for_clarification", _question(), 1)
    kept = browse("sociale").get(page)
    assert kept.status_code == 200 and "zqquestion" not in kept.text and "zqreaddress" not in kept.text
    assert "zqdisclaim" not in browse("policia").get(page).text
    assert "zqquestion" in browse("ministria").get(page).text


def _question() -> object:
    return Question(question="zqquestion")


def test_each_of_two_addressees_reads_its_own_extract(people: World, browse: Browse) -> None:
    case = concern(people, lives.ADMITTED)
    act(people, "hana", case, ConcernAction.DRAFT, drafted(people, "linja", "zqlinja"))
    act(people, "hana", case, ConcernAction.DRAFT, drafted(people, "policia_a", "zqpolicia"))
    act(people, "hana", case, ConcernAction.PROPOSE, Proposal(findings="zqfindings"))
    act(people, "kastriot", case, ConcernAction.ADOPT, Decision(adopted=(1, 2)))
    with people.app.app_context():
        naming = people.case("anila", case).concern.naming
    assert naming is not None
    answer = send(browse("sekretaria"), f"/concerns/{case}/steps/transmit", {})
    assert answer.status_code == 302, answer.text
    for who, own, other in (("linja", "zqlinja", "zqpolicia"), ("policia", "zqpolicia", "zqlinja")):
        text = browse(who).get(f"/concerns/{case}").text
        assert f"{own}text" in text and other not in text, who
        assert case not in browse(who).get(f"/concerns?q={other}text").text
        assert case in browse(who).get(f"/concerns?q={own}text").text


def test_who_has_disclaimed_is_an_addressee_no_more_before_another_is_found(
    people: World, browse: Browse
) -> None:
    case = concern(people, lives.SENT)
    lists = ("/", "/concerns", "/recommendations", "/my-dates")
    assert case in browse("sociale").get("/recommendations").text
    act(people, "sociale", case, "disclaim", Reason(reason="zqdisclaim"), 1)
    with people.app.app_context():
        assert people.case("ministria", case).relations.addressees == frozenset()
        with pytest.raises(NotFound):
            people.case("sociale", case)
    assert [address for address in lists if case in browse("sociale").get(address).text] == []
    assert case in browse("ministria").get("/recommendations").text


def test_of_two_recommendations_the_disclaimed_one_alone_is_no_more_its_addressee_s(
    people: World, browse: Browse
) -> None:
    case = concern(people, lives.ADMITTED)
    for text in ("zqkept", "zqlet"):
        act(people, "hana", case, ConcernAction.DRAFT, drafted(people, "sociale", text))
    act(people, "hana", case, ConcernAction.PROPOSE, Proposal(findings="zqfindings"))
    act(people, "kastriot", case, ConcernAction.ADOPT, Decision(adopted=(1, 2)))
    assert send(browse("sekretaria"), f"/concerns/{case}/steps/transmit", {}).status_code == 302
    act(people, "sociale", case, "disclaim", Reason(reason="zqdisclaim"), 2)
    with people.app.app_context():
        seen = people.case("sociale", case)
        kept, let = seen.all_recommendations
        assert CaseRole.ADDRESSEE in seen.standing_in(kept)
        assert CaseRole.ADDRESSEE not in seen.standing_in(let)
        assert seen.shows(kept) and not seen.shows(let)
    listed = browse("sociale").get("/recommendations").text
    assert "zqkeptheading" in listed and "zqletheading" not in listed
