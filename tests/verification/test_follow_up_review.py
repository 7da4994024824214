"""The follow-up review: who takes it and when, on whose desk it stands, and what follows from a relapse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.concerns.records import Clock, ClockState
from app.concerns.vocabulary import FindingSource, Manner
from app.core.db import db
from app.core.time import frozen, now, today
from app.dashboards import work
from app.demo import lives
from app.demo.lives import FOUND_ALL, PART_KEPT
from app.process import history
from app.process.outcome import Missing, NotYours, Taken
from app.recusals.service import recuse_myself
from app.verification.follow_up_reviews import FollowUpReview, FollowUpReviewAssignment
from app.verification.indicator_forms import FollowUpReviewAssignmentForm
from app.votes.models import Vote
from app.votes.steps import Procedure
from tests.forms import send
from tests.sign_in import sign_in
from tests.world import World
from workflows.periods import FOLLOW_UP_REVIEWS, Rule
from workflows.recommendation import Grade, Outcome, State
from workflows.vote import VoteState
from workflows.voting import Rules

REVIEWED = FollowUpReview(
    finding=FOUND_ALL, grade=Grade.A, sources=(FindingSource.FIELD_VISIT,), independent=True, seen_on=today()
)
MONTHS_6, MONTHS_12 = timedelta(days=183), timedelta(days=366)


def reviews_ahead(world: World, address: str) -> dict[Rule, date | None]:
    """The follow-up reviews that are still to come, with their dates."""
    concern = world.case("kastriot", address).concern
    rows = db.session.execute(
        select(Clock.rule, Clock.due_on).where(
            Clock.concern_id == concern.id,
            Clock.state == ClockState.RUNNING,
            Clock.rule.in_(sorted(FOLLOW_UP_REVIEWS)),
        )
    )
    return {row.rule: row.due_on for row in rows}


def on_the_desk_of(world: World, who: str) -> set[Rule]:
    db.session.rollback()
    return {row.rule for row in work.clocks(db.session(), world.cast.people[who])} & FOLLOW_UP_REVIEWS


def relapse() -> FollowUpReview:
    ends_at = now() + timedelta(days=7)
    return replace(
        REVIEWED,
        finding=PART_KEPT,
        grade=Grade.C,
        reopens=True,
        due_on=today() + timedelta(days=60),
        procedure=Procedure(Manner.WRITTEN, Rules(), ends_at),
    )


def test_another_organisation_looks_again_after_6_and_12_months_and_closing_does_not_end_it(
    world: World,
) -> None:
    address = world.concern([*lives.VERIFIED, lives.CLOSE])
    dates = reviews_ahead(world, address)
    assert set(dates) == FOLLOW_UP_REVIEWS
    case = world.case("mira", address)
    assert case.recommendations[0].due_on is None, "what is concluded is not due for the institution"
    assert case.concern.due_on is None
    assert not on_the_desk_of(world, "mira"), "it is months away"
    assert world.act("mira", address, "follow_up_review", REVIEWED, number=1) == Missing(
        ("follow_up_review_due",)
    )

    with frozen(now() + MONTHS_6):
        assert on_the_desk_of(world, "mira") == {Rule.FOLLOW_UP_REVIEW}
        assert not on_the_desk_of(world, "hana"), "who verified does not review again"
        assert isinstance(world.act("hana", address, "follow_up_review", REVIEWED, number=1), NotYours)
        for wrong, name in (
            (replace(REVIEWED, independent=False), "independent"),
            (replace(REVIEWED, sources=(FindingSource.STATEMENT_ALONE,)), "sources_suffice"),
            (replace(REVIEWED, sources=(FindingSource.PEOPLE_CONCERNED,)), "consent"),
            (replace(REVIEWED, reopens=True, due_on=today()), "relapse"),
        ):
            refused = world.act("mira", address, "follow_up_review", wrong, number=1)
            assert isinstance(refused, Missing) and name in refused.names
        assert isinstance(world.act("mira", address, "follow_up_review", REVIEWED, number=1), Taken)
        assert set(reviews_ahead(world, address)) == {Rule.LAST_REVIEW}
    with frozen(now() + MONTHS_12):
        assert isinstance(world.act("anila", address, "last_review", REVIEWED, number=1), Taken)
        rec = world.case("anila", address).recommendations[0]
        assert (rec.state, rec.outcome, rec.grade) == (State.CONCLUDED, Outcome.IMPLEMENTED, Grade.A)
        assert not reviews_ahead(world, address)
    assert not [b for b in history.verify(db.session()) if not isinstance(b, int)]


def test_the_organisation_that_is_named_has_it_on_its_desk_alone(world: World) -> None:
    address = world.concern(lives.VERIFIED)
    of = world.cast.organisations
    verifier = world.cast.people["hana"].organisation_id
    refused = world.act(
        "kastriot",
        address,
        "assign_reviewer",
        FollowUpReviewAssignment(organisation=verifier),
        number=1,
    )
    assert refused == Missing(("reviewers_apart",))
    refused = world.act(
        "kastriot",
        address,
        "assign_reviewer",
        FollowUpReviewAssignment(organisation=of["sociale"]),
        number=1,
    )
    assert refused == Missing(("organisation",))
    named = FollowUpReviewAssignment(organisation=world.cast.people["mira"].organisation_id)
    assert isinstance(world.act("kastriot", address, "assign_reviewer", named, number=1), Taken)
    with frozen(now() + MONTHS_6):
        assert on_the_desk_of(world, "mira") == {Rule.FOLLOW_UP_REVIEW}
        assert not on_the_desk_of(world, "besnik")
        assert not on_the_desk_of(world, "sociale")


def test_who_is_recused_is_not_named_and_who_is_recused_later_is_freed(world: World) -> None:
    address = world.concern(lives.VERIFIED)
    mira, besnik = world.cast.people["mira"], world.cast.people["besnik"]
    named = FollowUpReviewAssignment(organisation=mira.organisation_id)
    assert isinstance(world.act("kastriot", address, "assign_reviewer", named, number=1), Taken)
    recuse_myself(mira, address, "A contract.")
    assert world.act("kastriot", address, "assign_reviewer", named, number=1) == Missing(("eligible",))
    with frozen(now() + MONTHS_6):
        assert on_the_desk_of(world, "besnik") == {Rule.FOLLOW_UP_REVIEW}
    case = world.case("kastriot", address)
    with world.app.test_request_context():
        form = FollowUpReviewAssignmentForm(formdata=None)
        form.prepare(db.session(), case, case.recommendations[0])
    offered = {key for key, _name in form.organisation.choices}
    assert mira.organisation_id not in offered and besnik.organisation_id in offered


def test_a_relapse_goes_to_the_vote_in_the_same_step_and_the_vote_reopens_it(world: World) -> None:
    address = world.concern([*lives.VERIFIED, lives.CLOSE])
    with frozen(now() + MONTHS_6):
        assert isinstance(world.act("mira", address, "follow_up_review", relapse(), number=1), Taken)
        case = world.case("kastriot", address)
        rec = case.recommendations[0]
        assert (rec.grade, rec.outcome, rec.voting) == (Grade.C, Outcome.IMPLEMENTED, True)
        vote = db.session.scalars(select(Vote).where(Vote.concern_id == case.concern.id)).all()[-1]
        assert (vote.do, vote.state, vote.by_id) == (
            "reopen",
            VoteState.OPEN,
            world.cast.people["mira"].person_id,
        )
        again = world.act("besnik", address, "last_review", relapse(), number=1)
        assert again == Missing(("last_review_due",))

        from app.demo.review import cast_all
        from app.votes.service import close_vote

        vote_id = vote.public_id
        cast_all(vote_id)
        close_vote(world.cast.people["kastriot"], vote_id)
        case = world.case("kastriot", address)
        assert case.recommendations[0].state is State.IMPLEMENTATION
        assert case.recommendations[0].verified_by_id is None
        assert case.concern.stage.value == "in_follow_up"
        assert not reviews_ahead(world, address), "it is open again: nothing is left to look at"


@pytest.mark.parametrize("who", ["mira", "sociale"])
def test_the_page_shows_it_beside_the_claim(app: Flask, people: World, who: str) -> None:
    with app.app_context():
        address = people.concern([*lives.VERIFIED, lives.CLOSE])
    with frozen(now() + MONTHS_6):
        member = app.test_client()
        sign_in(member, "mira")
        form = f"/concerns/{address}/recommendations/1/steps/follow_up_review"
        given = {
            "finding": PART_KEPT,
            "grade": "C",
            "sources": ["field_visit", "people_concerned"],
            "independent": "y",
            "reopens": "y",
        }
        text = send(member, form, given).text
        assert "Caktoni një afat të ri ose lëreni të përfunduar." in text
        given["due_on"] = (today() + timedelta(days=60)).isoformat()
        text = send(member, form, given).text
        assert "Pa pëlqimin e tyre nuk është burim: konfirmojeni ose lëreni jashtë." in text
        named = {**given, "consent": "y", "finding": "Na foli Ana, tel. 069 123 4567."}
        assert send(member, form, named).status_code == 422, "no victim leaves the Group"
        assert send(member, form, {**given, "consent": "y"}).status_code == 302
        client = app.test_client()
        sign_in(client, who)
        text = client.get(f"/concerns/{address}").text
        assert PART_KEPT in text
        assert "rishikim pas 6 muajsh" in text
        assert "Mbështetet në: Vizitë në terren" in text
        assert ("Mira Çelaj" in text) == (who == "mira")
