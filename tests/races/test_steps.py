"""Eight people, one concern, each step: one winner, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.closure.service import Conclusion
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock, ClockState
from app.concerns.steps import take_step
from app.concerns.vocabulary import FindingSource, Ground, Weight
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.time import today
from app.demo import lives
from app.demo.lives import DemoStep
from app.filing.service import Answer, Declined
from app.filing.service import Question as FilerQuestion
from app.process import history
from app.process.data import Finding, Reason, StepData
from app.process.keys import Submission
from app.process.models import Event
from app.process.outcome import NotNow, Outcome, Stale, Taken
from app.response.service import Acceptance, Claim, Clarification, MoreTime, PartAcceptance, Question
from app.review.service import Assignment, Corrections, Draft, Extract, FactCheck, Proposal, Referral
from app.verification.service import Plan, PlannedAction, Progress
from tests.races import threads
from tests.world import World
from workflows.concern import CONCERN
from workflows.recommendation import RECOMMENDATION, Grade

pytestmark = pytest.mark.race
PEOPLE = 8
OUT_OF_SIGHT = ("discard", "return_facts", "disclaim")
Make = Callable[[World], Any]


def plain(data: Any) -> Make:
    return lambda _world: data


def soon(days: int = 30) -> Any:
    return today() + timedelta(days=days)


def found(grade: Grade, **more: Any) -> Make:
    return lambda _w: Finding(
        finding="U pa.",
        grade=grade,
        sources=(FindingSource.FIELD_VISIT,),
        independent=True,
        reason="Arsye.",
        **more,
    )


def draft(world: World) -> Draft:
    return Draft(
        heading="Titull",
        text="Kërkesa.",
        addressee=world.cast.organisations["sociale"],
        measure="Masa.",
        proposed_on=soon(),
        weight=Weight.URGES,
    )


EXTRACT = Extract(extract_title="Titull", extract="Pjesë.")
CLAIM = Claim(claim="U krye.", evidence="Urdhri.")
CLARIFY = [*lives.SENT, DemoStep(2, lives.A, "ask_for_clarification", plain(Question("Ç'është?")), 1)]
REJECTED = [*lives.SENT, lives.REJECT]
MEDIATED = [*REJECTED, DemoStep(2, "kastriot", "maintain", lives.decision("Arsye."), 1)]
ASKED = [*lives.SUBMITTED, DemoStep(1, "sekretaria", "ask_for_information", plain(FilerQuestion("Kur?")))]
CHECKED = [
    *lives.DRAFTED,
    DemoStep(1, lives.R, "send_for_fact_check", lambda s: FactCheck("Fakte.", addressee=s.addressee())),
]
EXTENDING = [
    *lives.PLANNED,
    DemoStep(1, lives.A, "ask_extension", lambda s: MoreTime("Arsye.", until=s.day + timedelta(90)), 1),
]

# who, step, what it needs, on which recommendation, after which steps
CASES: list[tuple[str, str, Make, int | None, list[DemoStep]]] = [
    ("anila", "submit", plain(StepData()), None, []),
    ("anila", "discard", plain(StepData()), None, []),
    ("sekretaria", "admit", plain(StepData()), None, lives.SUBMITTED),
    ("sekretaria", "ask_for_information", plain(FilerQuestion("Kur?")), None, lives.SUBMITTED),
    ("sekretaria", "decline", plain(Declined("Arsye.", ground=Ground.NO_DUTY)), None, lives.SUBMITTED),
    ("anila", "withdraw", plain(Reason("Arsye.")), None, lives.SUBMITTED),
    ("anila", "supply_information", plain(Answer("Sot.")), None, ASKED),
    (
        "kastriot",
        "assign_rapporteur",
        lambda w: Assignment(w.cast.people["mira"].person_id),
        None,
        lives.ADMITTED,
    ),
    ("hana", "draft_recommendation", draft, None, lives.ADMITTED),
    ("hana", "propose", plain(Proposal("Gjetje.")), None, lives.DRAFTED),
    (
        "hana",
        "send_for_fact_check",
        lambda w: FactCheck("F.", addressee=w.cast.organisations["sociale"]),
        None,
        lives.DRAFTED,
    ),
    ("sociale", "return_facts", plain(Corrections("Asgjë.")), None, CHECKED),
    ("hana", "refer_elsewhere", plain(Referral("Arsye.", way="Atje.")), None, lives.ADMITTED),
    ("sekretaria", "transmit", plain(EXTRACT), None, lives.ADOPTED),
    ("sociale", "accept", plain(Acceptance()), 1, lives.SENT),
    ("sociale", "accept_in_part", plain(PartAcceptance("Arsye.", part="Një.")), 1, lives.SENT),
    ("sociale", "reject", plain(Reason("Arsye.")), 1, lives.SENT),
    ("sociale", "claim_already_done", plain(CLAIM), 1, lives.SENT),
    ("sociale", "disclaim", plain(Reason("Arsye.")), 1, lives.SENT),
    ("sociale", "ask_for_clarification", plain(Question("Çfarë?")), 1, lives.SENT),
    ("hana", "clarify", plain(Clarification("Kjo.")), 1, CLARIFY),
    ("koordinatorja", "return_to_addressee", plain(Reason("Arsye.")), 1, MEDIATED),
    ("koordinatorja", "record_disagreement", plain(Reason("Arsye.")), 1, MEDIATED),
    ("sociale", "start", lambda _w: Plan(actions=(PlannedAction("A", "B", soon()),)), 1, lives.ACCEPTED),
    ("sociale", "report_progress", plain(Progress("R", done=(1,))), 1, lives.PLANNED),
    ("sociale", "report_done", plain(CLAIM), 1, lives.PLANNED),
    ("sociale", "ask_extension", lambda _w: MoreTime("Arsye.", until=soon(200)), 1, lives.PLANNED),
    ("koordinatorja", "grant_extension", plain(Reason()), 1, EXTENDING),
    ("koordinatorja", "refuse_extension", plain(Reason("Arsye.")), 1, EXTENDING),
    ("hana", "verify", found(Grade.A), 1, lives.REPORTED),
    ("hana", "verify_in_part", lambda w: found(Grade.B, due_on=soon())(w), 1, lives.REPORTED),
    ("hana", "contest", lambda w: found(Grade.C, due_on=soon())(w), 1, lives.REPORTED),
    ("sekretaria", "close", plain(Conclusion("Fund.")), None, lives.VERIFIED),
]


def at_once(app: Flask, work: Callable[[int], Outcome]) -> list[Outcome | None]:
    """What comes of doing this in eight threads at the same moment; None where the winner took it out of sight."""

    def one(place: int) -> Outcome | None:
        try:
            return work(place)
        except NotFound:
            return None

    return threads.at_once(app, [lambda place=place: one(place) for place in range(PEOPLE)])


@pytest.mark.parametrize(
    ("who", "do", "make", "number", "beats"), CASES, ids=[f"{'rec-' if c[3] else ''}{c[1]}" for c in CASES]
)
def test_eight_people_one_step_one_winner(
    world: World, who: str, do: str, make: Make, number: int | None, beats: list[DemoStep]
) -> None:
    address = world.concern(beats)
    case = world.case(who, address)
    subject = case.concern if number is None else case.recommendations[0]
    version, events = subject.version, count_events(case.concern.id)
    data = make(world)

    results = at_once(
        world.app,
        lambda _place: take_step(
            world.cast.people[who], address, do, data, number=number, version=version, key=one_time_key()
        ),
    )

    assert [type(r) for r in results].count(Taken) == 1
    refused = Stale | NotNow | None if do in OUT_OF_SIGHT else Stale | NotNow
    assert all(isinstance(r, Taken | refused) for r in results), results
    check(world, case.concern.id, version, number, events, do)


def test_the_same_form_sent_eight_times_does_one_thing(world: World) -> None:
    address = world.concern(lives.SUBMITTED)
    case = world.case("sekretaria", address)
    version, key = case.concern.version, one_time_key()
    results = at_once(
        world.app,
        lambda _place: take_step(
            world.cast.people["sekretaria"], address, "admit", StepData(), version=version, key=key
        ),
    )
    assert all(isinstance(r, Taken) for r in results)
    assert [r.repeated for r in results if isinstance(r, Taken)].count(False) == 1
    db.session.rollback()
    assert (
        db.session.scalar(select(func.count()).select_from(Submission).where(Submission.do == "admit")) == 1
    )


def test_two_different_steps_at_once_leave_one_standing(world: World) -> None:
    address = world.concern(lives.SENT)
    version = world.case("sociale", address).recommendations[0].version
    answers = [("accept", Acceptance()), ("reject", Reason("Arsye."))]
    results = at_once(
        world.app,
        lambda place: take_step(
            world.cast.people["sociale"],
            address,
            answers[place % 2][0],
            answers[place % 2][1],
            number=1,
            version=version,
            key=one_time_key(),
        ),
    )
    assert [type(r) for r in results].count(Taken) == 1
    rec = world.case("sociale", address).recommendations[0]
    clocks = db.session.scalars(
        select(Clock.rule).where(Clock.recommendation_id == rec.id, Clock.state == ClockState.RUNNING)
    ).all()
    assert len(clocks) == 1


def count_events(concern_id: int) -> int:
    db.session.rollback()
    return (
        db.session.scalar(select(func.count()).select_from(Event).where(Event.concern_id == concern_id)) or 0
    )


def check(world: World, concern_id: int, version: int, number: int | None, events: int, do: str) -> None:
    """The row moved once, the chain holds, and no clock runs twice."""
    db.session.rollback()
    concern = db.session.get_one(Concern, concern_id, populate_existing=True)
    workflow = CONCERN if number is None else RECOMMENDATION
    subject: Concern | Recommendation = concern
    if number is not None:
        subject = db.session.scalars(
            select(Recommendation).where(
                Recommendation.concern_id == concern_id, Recommendation.number == number
            )
        ).one()
    assert subject.version == version + 1
    numbers = db.session.scalars(
        select(Event.number).where(
            Event.concern_id == concern_id,
            Event.do == do,
            Event.machine == workflow.name,
            Event.number > events,
        )
    ).all()
    assert len(numbers) == 1
    assert not [b for b in history.verify(db.session()) if not isinstance(b, int)]
    open_clocks = db.session.execute(
        select(Clock.recommendation_id, Clock.rule).where(
            Clock.concern_id == concern_id, Clock.state != ClockState.STOPPED
        )
    ).all()
    assert len(open_clocks) == len(set(open_clocks))
