"""Answers that two persons see: prepared by one, signed off by another, and never by one alone."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.answers.models import PreparedAnswer
from app.answers.service import answer
from app.concerns.page.queries import events_of
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.time import now
from app.directory.service import OnePersonOnly, save_entry
from app.process.models import Ended, Event, Statement
from app.process.outcome import Missing, NotNow, Taken
from app.response.service import Acceptance, PartAcceptance
from tests.answers.conftest import Desk
from tests.steps import Refused, drop, give_back, sign
from workflows.answer import State
from workflows.recommendation import State as RecommendationState


def prepare(
    desk: Desk, who: str = "ministria", note: str = "Pranohet.", draft: bool = False
) -> PreparedAnswer:
    outcome = answer(
        desk.who(who), desk.address, 1, "accept", Acceptance(note=note),
        version=desk.rec().version, key=one_time_key(), draft=draft,
    )  # fmt: skip
    assert isinstance(outcome, Taken), outcome
    return row()


def row() -> PreparedAnswer:
    db.session.rollback()
    query = select(PreparedAnswer).order_by(PreparedAnswer.id.desc()).limit(1)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def test_without_the_setting_an_answer_goes_at_once(desk: Desk) -> None:
    outcome = answer(
        desk.who("ministria"), desk.address, 1, "accept", Acceptance(),
        version=desk.rec().version, key=one_time_key(),
    )  # fmt: skip
    assert isinstance(outcome, Taken) and desk.rec().state is RecommendationState.ACCEPTED
    assert db.session.scalars(select(PreparedAnswer)).all() == []


def test_a_second_person_signs_and_only_then_the_answer_is_given(desk: Desk) -> None:
    desk.two_signatures()
    assert desk.world.act("ministria", desk.address, "accept", Acceptance(), number=1) == Missing(
        ("signed_off",)
    )
    prepared = prepare(desk)
    assert desk.rec().state is RecommendationState.AWAITING and prepared.state is State.TO_SIGN
    with pytest.raises(Refused, match="another_person"):
        sign(desk.who("ministria"), prepared.public_id, prepared.version)
    for stranger in ("sociale", "policia", "kastriot", "sekretaria"):
        with pytest.raises(NotFound):
            sign(desk.who(stranger), prepared.public_id, prepared.version)
    sign(desk.who("ministria_b"), prepared.public_id, prepared.version)
    assert desk.rec().state is RecommendationState.ACCEPTED and row().state is State.SENT
    said = db.session.scalars(select(Statement.text).where(Statement.do == "accept")).all()
    assert said == ["Pranohet."]
    event = db.session.scalars(select(Event).where(Event.do == "accept")).one()
    assert event.public and event.person_id == desk.who("ministria_b").person_id


def test_what_is_returned_is_changed_and_signed_and_only_the_ministry_reads_of_it(desk: Desk) -> None:
    desk.two_signatures()
    first = prepare(desk)
    give_back(desk.who("ministria_b"), first.public_id, first.version, "Shtoni afatin.")
    assert row().state is State.RETURNED and row().reason == "Shtoni afatin."
    second = prepare(desk, note="Pranohet, deri në qershor.")
    assert second.id == first.id
    sign(desk.who("ministria_b"), second.public_id, second.version)
    internal = [x.do for x in events_of(db.session(), desk.case()) if x.machine == "answer"]
    assert internal == ["sign", "propose", "return", "propose"]
    for other in ("anila", "sekretaria", "koordinatorja", "sociale"):
        assert [x for x in events_of(db.session(), desk.case(other)) if x.machine == "answer"] == []


def test_it_lapses_where_the_agency_itself_answers(desk: Desk) -> None:
    desk.two_signatures()
    prepared = prepare(desk)
    assert isinstance(desk.world.act("sociale", desk.address, "accept", Acceptance(), number=1), Taken)
    assert row().state is State.LAPSED
    with pytest.raises(Refused, match=r"NotNow|Stale"):
        sign(desk.who("ministria_b"), prepared.public_id, prepared.version)


def test_a_draft_may_lack_what_the_answer_needs_and_a_proposal_may_not(desk: Desk) -> None:
    desk.two_signatures()
    given = {"version": desk.rec().version, "key": one_time_key()}
    ministry = desk.who("ministria")
    missing = answer(ministry, desk.address, 1, "accept_in_part", PartAcceptance(), **given)
    assert missing == Missing(("part", "reason"))
    kept = answer(ministry, desk.address, 1, "accept_in_part", PartAcceptance(), draft=True, **given)
    assert isinstance(kept, Taken) and row().state is State.DRAFT
    again = answer(ministry, desk.address, 1, "accept_in_part", PartAcceptance(), draft=True, **given)
    assert isinstance(again, Taken) and again.repeated
    prepare(desk)
    other = answer(
        desk.who("ministria_b"), desk.address, 1, "accept", Acceptance(),
        version=desk.rec().version, key=one_time_key(),
    )  # fmt: skip
    assert isinstance(other, NotNow), "one answer waits already"
    drop(desk.who("ministria_b"), row().public_id, row().version)
    assert row().state is State.DROPPED and desk.rec().state is RecommendationState.AWAITING


def test_the_setting_needs_two_people_and_the_database_two_names(desk: Desk) -> None:
    alone = desk.who("sociale")
    with pytest.raises(OnePersonOnly):
        save_entry(alone, alone.organisation_id, {"sign_off": True})
    desk.two_signatures()
    prepared = prepare(desk)
    prepared.ended, prepared.ended_at, prepared.ended_by_id = Ended.CARRIED_OUT, now(), prepared.by_id
    with pytest.raises(Exception, match="two_persons"):
        db.session.flush()
    db.session.rollback()
