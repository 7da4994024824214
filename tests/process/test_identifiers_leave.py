"""What could identify a person leaves with no step and no file's name, unless a reason in words lets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from app.concerns.models import Concern, Recommendation
from app.core.db import db, unit_of_work
from app.core.files.contents import Reason as Why
from app.core.files.contents import RefusedFile
from app.core.files.store import check_upload
from app.core.random_ids import one_time_key
from app.core.refusals import Refusal
from app.core.time import today
from app.demo import lives
from app.demo.lives import Scene, draft, extract
from app.formal_letters.steps import LetterText, Sent
from app.meetings import service as meetings
from app.meetings.minutes import service as minutes
from app.meetings.models import AgendaItem
from app.meetings.session import service as sessions
from app.process.data import Decision, Reason
from app.process.outcome import Missing, Taken
from app.process.run import run
from app.process.tables import Address
from app.response.service import Claim, PartAcceptance
from app.review.service import Proposal
from app.verification.service import Plan, PlannedAction
from app.working_papers.models import Leaning
from app.working_papers.rounds import note_view
from tests.forms import again, send
from tests.process.test_letters_run import drafted
from tests.process.test_meetings_run import particulars
from tests.sign_in import sign_in
from tests.working_papers.test_rounds import opened
from tests.world import STATE_STORY, World
from workflows.formal_letter import FORMAL_LETTER, FormalLetterAction
from workflows.meeting import MeetingAction

PHONE = "Telefononi 069 20 30 405."
NO_REASONS = ("", "   ", "\u200b\u200b\u200b", "...", "1 2 3", "-")
REASON = "Është numri i zyrës."


def _scene(world: World) -> Scene:
    return Scene(STATE_STORY, world.cast, "hana", "sociale", today())


@pytest.mark.parametrize("name", ["heading", "text", "duty", "measure", "will_look_at"])
def test_no_part_of_a_recommendation_may_hold_one(world: World, name: str) -> None:
    address = world.concern(lives.ADMITTED)
    data = replace(draft()(_scene(world)), **{name: PHONE})
    assert world.act("hana", address, "draft_recommendation", data) == Missing(("unnamed",))
    for reason in NO_REASONS:
        refused = world.act("hana", address, "draft_recommendation", replace(data, override_reason=reason))
        assert refused == Missing(("unnamed",)), reason
    given = world.act("hana", address, "draft_recommendation", replace(data, override_reason=REASON))
    assert isinstance(given, Taken)


def test_answers_plans_and_claims_may_hold_none(world: World) -> None:
    address = world.concern(lives.SENT)
    part = PartAcceptance(reason="Mungesë fondesh.", part=PHONE)
    assert world.act("sociale", address, "accept_in_part", part, number=1) == Missing(("unnamed",))
    claim = Claim(claim="U krye.", evidence=PHONE)
    assert world.act("sociale", address, "claim_already_done", claim, number=1) == Missing(("unnamed",))
    accepted = world.concern([*lives.SENT, lives.ACCEPT])
    day = _scene(world).day
    plan = Plan(actions=(PlannedAction(what=PHONE, unit="Sektori", starts_on=day, due_on=day),))
    assert world.act("sociale", accepted, "start", plan, number=1) == Missing(("unnamed",))


def test_what_the_group_votes_on_may_hold_none(world: World) -> None:
    address = world.concern(lives.PROPOSED)
    refused = world.act("kastriot", address, "dismiss", Decision(reason=PHONE))
    assert refused == Missing(("unnamed",))


def test_reasons_of_the_review_may_hold_none(world: World) -> None:
    address = world.concern(lives.DRAFTED)
    assert world.act("hana", address, "propose", Proposal(findings=PHONE)) == Missing(("unnamed",))
    assert world.act("hana", address, "decline_post", Reason(PHONE)) == Missing(("unnamed",))


def test_a_letter_may_hold_none(world: World) -> None:
    letter = drafted(world)
    text = LetterText("Drejtori", "Rruga 1", PHONE, "V. I.")
    at, edit = Address(letter), FormalLetterAction.EDIT
    writer = world.cast.people["sekretaria"]
    for data, came in (
        (text, Missing(("unnamed",))),
        (replace(text, override_reason=REASON), Taken("drafted")),
    ):
        db.session.rollback()
        assert run(FORMAL_LETTER, writer, at, edit, data, version=1, key=one_time_key()) == came


def test_a_letter_that_nobody_wrote_on_is_looked_through_as_it_leaves(world: World) -> None:
    letter = drafted(world)
    with unit_of_work() as session:
        session.scalars(select(Recommendation)).one().heading = PHONE
    at, writer, do = Address(letter), world.cast.people["sekretaria"], FormalLetterAction.SENT
    left = Sent("17/3", today())
    for data, came in (
        (left, Missing(("unnamed",))),
        (replace(left, override_reason=REASON), Taken("sent")),
    ):
        db.session.rollback()
        assert run(FORMAL_LETTER, writer, at, do, data, version=1, key=one_time_key()) == came


def test_what_is_said_of_a_meeting_may_hold_none(world: World) -> None:
    chair, writer = world.cast.people["kastriot"], world.cast.people["sekretaria"]
    when = particulars()
    for name in ("title", "place", "note"):
        with pytest.raises(Refusal, match="unnamed"):
            meetings.call(chair, replace(when, **{name: PHONE}), key=one_time_key())
    meeting = meetings.call(chair, when, key=one_time_key())
    with pytest.raises(Refusal, match="unnamed"):
        meetings.add_free(chair, meeting, PHONE)
    meetings.add_free(chair, meeting, "Tjetër")
    meetings.act(chair, meeting, MeetingAction.OPEN, version=1, key=one_time_key())
    with db.session() as session:
        item = session.scalars(select(AgendaItem.public_id)).one()
    owner, day = writer.person_id, particulars().ends_at.date()
    said: tuple[Callable[[str], object], ...] = (
        lambda why: sessions.resolve(chair, meeting, item, PHONE, override_reason=why),
        lambda why: sessions.assign(chair, meeting, item, PHONE, owner, day, override_reason=why),
        lambda why: minutes.write(writer, meeting, item, PHONE, 1, key=one_time_key(), override_reason=why),
    )
    for say in said:
        with pytest.raises(Refusal, match="unnamed"):
            say("")
        say(REASON)
    meetings.act(writer, meeting, MeetingAction.CIRCULATE, version=2, key=one_time_key())
    with pytest.raises(Refusal, match="unnamed"):
        minutes.correct(chair, meeting, item, PHONE)


def test_the_view_of_a_first_round_may_hold_none(world: World) -> None:
    address = world.concern(lives.DRAFTED)
    round_id = opened(world, address)
    member = world.cast.people["mira"]
    with pytest.raises(Refusal, match="unnamed"):
        note_view(member, address, round_id, Leaning.MORE, PHONE)
    note_view(member, address, round_id, Leaning.MORE, PHONE, override_reason=REASON)


def test_the_recommendations_are_looked_through_once_more_before_they_leave(world: World) -> None:
    """They were drafted when nobody looked, or with a reason that the Group took: who transmits decides anew."""
    address = world.concern(lives.ADOPTED)
    with unit_of_work() as session:
        concern = session.scalars(select(Concern).where(Concern.public_id == address)).one()
        rec = session.scalars(select(Recommendation).where(Recommendation.concern_id == concern.id)).one()
        rec.measure = PHONE
    data = extract(_scene(world))
    assert world.act("sekretaria", address, "transmit", data) == Missing(("goes_with_it",))
    assert isinstance(
        world.act("sekretaria", address, "transmit", replace(data, override_reason=REASON)), Taken
    )


def test_a_filing_is_not_filed_past_the_page_that_shows_what_was_found(world: World) -> None:
    address = world.concern([])
    with unit_of_work() as session:
        session.scalars(select(Concern).where(Concern.public_id == address)).one().tried = PHONE
    assert world.act("anila", address, "submit", None) == Missing(("unnamed",))
    assert world.act("anila", address, "submit", Reason(override_reason=" \u200b ")) == Missing(("unnamed",))
    assert isinstance(world.act("anila", address, "submit", Reason(override_reason=REASON)), Taken)
    db.session.expire_all()
    kept = db.session.scalars(select(Concern).where(Concern.public_id == address)).one()
    assert kept.override_reason == REASON


@pytest.mark.parametrize(
    "name", ["069 20 30 405.pdf", "nid_J05412012K.pdf", "a.b@example.com.pdf", "069-2030405.txt"]
)
def test_no_file_is_named_after_a_person(name: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        check_upload(BytesIO(b"%PDF-1.4"), name)
    assert refused.value.reason is Why.IDENTIFYING


def test_the_page_says_what_was_found_and_takes_a_reason(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.SENT)
    client = app.test_client()
    sign_in(client, "sociale")
    where = f"/concerns/{address}/recommendations/1/steps/accept"
    refused = send(client, where, {"note": PHONE})
    assert refused.status_code == 422
    assert "Pse mund të mbetet" in refused.text and PHONE in refused.text
    assert again(client, refused, {"override_reason": "\u2800"}).status_code == 422
    assert again(client, refused, {"override_reason": REASON}).status_code == 302


def test_the_reason_of_a_message_is_kept_and_read_where_the_message_is(app: Flask, people: World) -> None:
    with app.app_context():
        address, institution = people.concern(lives.SENT), people.cast.organisations["sociale"]
        db.session.rollback()
    browse = {who: app.test_client() for who in ("hana", "mira", "sociale")}
    for who, client in browse.items():
        sign_in(client, who)
    for channel in ("group", f"exchange&institution={institution}"):
        where, reason = f"/concerns/{address}/messages?channel={channel}", f"{REASON} Për {channel[:8]}."
        asked = send(browse["hana"], where, {"text": PHONE}, f"/concerns/{address}/messages")
        assert asked.status_code == 422
        assert (
            again(browse["hana"], asked, {"override_reason": reason}, asked.request.path).status_code == 302
        )
    send(browse["hana"], where, {"text": "Asgjë që të gjendet."}, f"/concerns/{address}/messages")
    pages = {who: client.get(f"/concerns/{address}").text for who, client in browse.items()}
    assert pages["mira"].count("Për group.") == pages["mira"].count("Për exchange.") == 1
    assert pages["mira"].count(PHONE) == 2 and "Asgjë që të gjendet." in pages["mira"]
    assert "Për exchange." in pages["sociale"] and "Për group." not in pages["sociale"]
