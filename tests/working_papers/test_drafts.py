"""Drafts: versions compared, comments on passages, suggested wording taken or refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.concerns.models import Recommendation
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound, Refusal
from app.demo import lives
from app.demo.review import IN_A_MEETING
from app.notifications.models import Notification
from app.process import history
from app.process.data import Decision
from app.process.models import Event
from app.process.outcome import Missing, Taken
from app.recusals.service import recuse_myself
from app.review.working_papers import Chosen, RefusedWording
from app.votes.service import open_vote
from app.working_papers.drafts.queries import suggestions, versions
from app.working_papers.drafts.service import comment, reply, resolve, suggest
from app.working_papers.models import Comment, Suggestion
from tests.forms import again, fields_of, send
from tests.posts import post_unshown
from tests.votes.pages import in_english
from tests.world import World
from workflows.suggestion import SuggestionState

TEXT = "The service opens a shelter for boys, and it reports every year."


def drafted(world: World) -> str:
    """A concern whose one draft says what these tests quote."""
    address = world.concern(lives.DRAFTED)
    old = world.case("hana", address).recommendations[0]
    data = lives.review.Draft(
        heading="Shelter for boys",
        text=TEXT,
        addressee=old.addressee_id,
        measure="A licence.",
        proposed_on=old.proposed_on,
        weight=old.weight,
    )
    assert isinstance(world.act("hana", address, "redraft", data, number=1), Taken)
    db.session.rollback()
    return address


def suggested(world: World, address: str, passage: str, wording: str, who: str = "mira") -> int:
    suggest(world.cast.people[who], address, 1, passage, wording, "Clearer.", key=one_time_key())
    db.session.rollback()
    return db.session.scalars(select(Suggestion.id).order_by(Suggestion.id.desc())).first() or 0


def told(do: str) -> set[int]:
    query = (
        select(Notification.person_id).join(Event, Event.id == Notification.event_id).where(Event.do == do)
    )
    return set(db.session.scalars(query))


def test_a_comment_marks_its_passage_and_is_answered_and_dealt_with(app: Flask, people: World) -> None:
    with app.app_context():
        address = drafted(people)
    where = f"/concerns/{address}/papers/drafts/1"
    mira, hana = in_english(app, "mira"), in_english(app, "hana")
    action = f"{where}/comments"
    wrong = send(mira, where, {"comment-passage": "never said", "comment-text": "Typed."}, action)
    assert wrong.status_code == 422 and "This passage is not in the draft" in wrong.text
    assert fields_of(wrong.text, action)["comment-text"][0].strip() == "Typed.", "nothing typed is lost"
    sent = send(mira, where, {"comment-passage": "a shelter\n for boys", "comment-text": "Why boys?"}, action)
    assert sent.status_code == 302
    page = hana.get(where).text
    assert "<mark>a shelter for boys</mark>" in page and "Why boys?" in page and "Mira Çelaj" in page
    with app.app_context():
        row = db.session.scalars(select(Comment)).one()
        assert told("comment_on_draft") == {people.cast.people["hana"].person_id}
        reply_to = f"/concerns/{address}/papers/comments/{row.public_id}"
    assert send(hana, f"{reply_to}/reply", {"text": "There is none for them."}).status_code == 302
    with app.app_context():
        assert people.cast.people["mira"].person_id in told("reply_on_draft")
    assert "There is none for them." in mira.get(where).text
    assert "1 open comment" in mira.get(f"/concerns/{address}/papers").text
    assert post_unshown(in_english(app, "drita"), f"{reply_to}/resolve", {}).status_code == 404, "not hers"
    assert send(hana, where, {}, f"{reply_to}/resolve").status_code == 302
    page = hana.get(where).text
    assert "dealt with by Hana Bardhi" in page and "<mark>" not in page
    history_page = hana.get(f"/concerns/{address}").text
    assert "was commented on" not in history_page, "the history of the case tells of steps"
    with app.app_context():
        assert list(history.verify(db.session()))[:-1] == []


def test_a_wording_is_taken_into_a_new_version_that_names_its_author(app: Flask, people: World) -> None:
    with app.app_context():
        address = drafted(people)
        suggested(people, address, "opens a shelter", "opens or funds a shelter")
        comment(people.cast.people["hana"], address, 1, "", "I take it.", key=one_time_key())
    where = f"/concerns/{address}/papers/drafts/1"
    hana = in_english(app, "hana")
    assert "1 suggested wording" in hana.get(f"/concerns/{address}/papers").text
    page = hana.get(where).text
    step = f"/concerns/{address}/recommendations/1/steps/take_wording"
    refuse = step.replace("take", "refuse")
    assert f"{step}?suggestion=" in page
    form = hana.get(page.split(f'href="{step}')[1].split('"')[0].join((step, "")))
    assert fields_of(form.text)["suggestion"], "the one that was clicked is chosen"
    other = hana.get(page.split(f'href="{refuse}')[1].split('"')[0].join((refuse, "")))
    for _ in range(2):  # sent twice, it is taken once
        assert again(hana, form, {}).status_code == 302
    late = again(hana, other, {"reason": "It costs more."})
    assert (
        late.status_code == 409 and "What happened meanwhile" in late.text and "It costs more." in late.text
    )
    with app.app_context():
        rec = db.session.scalars(select(Recommendation)).one()
        assert rec.text == TEXT.replace("opens a", "opens or funds a") and rec.suggestions == 0
        mine = people.cast.people["mira"].person_id
        assert mine in told("take_wording")
        case = people.case("hana", address)
        kept = versions(db.session(), case, suggestions(db.session(), case.recommendations[0]))[1]
        assert [v.fields["heading"] for v in kept][1:] == ["Shelter for boys"] * 2
        assert kept[-1].suggestion and kept[-1].suggestion.person_id == mine
        assert kept[-1].fields["text"] == rec.text
    page = hana.get(where).text
    assert "with the wording that Mira Çelaj suggested" in page and "decided by Hana Bardhi" in page
    compared = hana.get(f"{where}/versions").text
    assert re.search(r"<ins>[^<]*<span[^>]*> \[added: </span>\s*or funds", compared)
    assert "with the wording that Mira Çelaj suggested" in compared
    first = hana.get(f"{where}/versions?older=1&newer=3").text
    assert "removed:" in first and "Measure of success" in first
    assert hana.get(f"{where}/versions?older=1&newer=9").status_code == 404


def test_a_wording_is_refused_with_a_reason_or_no_longer_fits(world: World) -> None:
    address = drafted(world)
    one = suggested(world, address, "every year", "every month")
    two = suggested(world, address, "it reports every year", "nobody reports")
    assert world.act(
        "hana", address, "refuse_wording", RefusedWording("", suggestion=one), number=1
    ) == Missing(("reason",))
    refused = world.act(
        "hana", address, "refuse_wording", RefusedWording("Too often.", suggestion=one), number=1
    )
    assert isinstance(refused, Taken)
    assert world.act("hana", address, "take_wording", Chosen(one), number=1) == Missing(("suggestion",))
    three = suggested(world, address, "every year", "each year", who="drita")
    assert isinstance(world.act("kastriot", address, "take_wording", Chosen(three), number=1), Taken)
    assert world.act("hana", address, "take_wording", Chosen(two), number=1) == Missing(("passage_stands",))
    whole = suggested(world, address, "Shelter for boys", "")
    assert world.act("hana", address, "take_wording", Chosen(whole), number=1) == Missing(("wording_fits",))
    db.session.rollback()
    states = {row.id: (row.state, row.reason) for row in db.session.scalars(select(Suggestion))}
    assert states[one] == (SuggestionState.REFUSED, "Too often.")
    assert states[two] == (SuggestionState.OPEN, "") and states[three][0] is SuggestionState.TAKEN
    assert db.session.scalars(select(Recommendation.suggestions)).one() == 2
    with pytest.raises(Refusal, match="passage_twice"):
        suggested(world, address, "e", "E")


def test_while_a_vote_is_open_nothing_in_a_draft_changes(world: World) -> None:
    address = drafted(world)
    one = suggested(world, address, "every year", "every month")
    assert isinstance(world.act("hana", address, "propose", lives.review.Proposal("Gjetje.")), Taken)
    version = world.case("kastriot", address).concern.version
    chair: Any = world.cast.people["kastriot"]
    opened = open_vote(chair, address, "adopt", Decision(), IN_A_MEETING, version=version, key=one_time_key())
    assert isinstance(opened, Taken)
    assert world.act("hana", address, "take_wording", Chosen(one), number=1) == Missing(("no_vote_open",))
    with pytest.raises(Refusal, match="voting"):
        suggested(world, address, "a shelter", "two shelters")
    comment(world.cast.people["mira"], address, 1, "", "We vote on this.", key=one_time_key())


def test_nobody_outside_and_nobody_recused_or_undeclared_comes_near(app: Flask, people: World) -> None:
    with app.app_context():
        address = drafted(people)
        hidden = people.concern(lives.DRAFTED, declared=False)
        key = one_time_key()
        for _ in range(2):  # the same form, sent twice
            comment(people.cast.people["mira"], address, 1, "", "Once.", key=key)
        row = db.session.scalars(select(Comment)).one()
        comment(people.cast.people["mira"], address, 1, "", "And once more.", key=key)  # after Back
        assert len(db.session.scalars(select(Comment)).all()) == 2
        recuse_myself(people.cast.people["drita"], address)
        for act in (
            lambda: comment(people.cast.people["drita"], address, 1, "", "No.", key=one_time_key()),
            lambda: suggested(people, address, "a shelter", "no shelter", who="sociale"),
            lambda: suggested(people, hidden, "a", "b", who="ilir"),
            lambda: reply(people.cast.people["ministria"], address, row.public_id, "No.", key=one_time_key()),
            lambda: resolve(people.cast.people["koordinatorja"], address, row.public_id),
            lambda: reply(people.cast.people["mira"], hidden, row.public_id, "No.", key=one_time_key()),
        ):
            with pytest.raises(NotFound):
                act()
        public_id = row.public_id
    pages = ["", "/drafts/1", "/drafts/1/comments", "/drafts/1/suggestions", "/drafts/1/versions"]
    pages.append(f"/comments/{public_id}/reply")
    for who, where in (("drita", address), ("policia", address), ("observer", address), ("ilir", hidden)):
        client = in_english(app, "vezhguesi" if who == "observer" else who)
        for page in pages:
            expected = (302, 404) if (who, page) == ("ilir", "") else (404,)
            assert client.get(f"/concerns/{where}/papers{page}").status_code in expected, (who, page)
        assert (
            post_unshown(client, f"/concerns/{where}/papers/comments/{public_id}/resolve", {}).status_code
            == 404
        )
    assert (
        in_english(app, "ilir")
        .get(f"/concerns/{hidden}/papers")
        .headers["Location"]
        .startswith(f"/concerns/{hidden}/declare")
    )


def test_the_reason_why_what_looks_like_an_identifier_stays_is_kept_with_what_was_said(
    app: Flask, people: World
) -> None:
    with app.app_context():
        address = drafted(people)
    where = f"/concerns/{address}/papers/drafts/1"
    mira, call = in_english(app, "mira"), "Thirrni 069 123 4567."
    for action, typed, field, reason in (
        (f"{where}/comments", {"comment-text": call}, "comment-override_reason", "Numri i qendrës."),
        (
            f"{where}/suggestions",
            {"wording-passage": "a shelter for boys", "wording-wording": call},
            "wording-override_reason",
            "Numri i strehës.",
        ),
    ):
        refused = send(mira, where, typed, action)
        assert refused.status_code == 422, action
        assert again(mira, refused, {field: reason}, action).status_code == 302
    with app.app_context():
        first = db.session.scalars(select(Comment.public_id)).one()
    reply_to = f"/concerns/{address}/papers/comments/{first}/reply"
    refused = send(mira, reply_to, {"text": call})
    assert refused.status_code == 422
    assert again(mira, refused, {"override_reason": "Numri i zyrës."}).status_code == 302
    for who in ("kastriot", "sekretaria", "hana"):
        page = in_english(app, who).get(where).text
        for reason in ("Numri i qendrës.", "Numri i strehës.", "Numri i zyrës."):
            assert f"Why it may stay: {reason}" in page, (who, reason)
    with app.app_context():
        kept = db.session.scalars(select(Event.params).where(Event.machine == "record").order_by(Event.id))
        assert [params["override_reason"] for params in kept] == [
            "Numri i qendrës.",
            "Numri i strehës.",
            "Numri i zyrës.",
        ]
        assert not [found for found in history.verify(db.session()) if isinstance(found, history.Break)]
