"""Escalation as it runs: who hears of what, once, in working hours, and what lateness asks of whom."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts.models import Organisation, Person
from app.concerns.models import Recommendation
from app.concerns.periods import load_calendar
from app.concerns.records import Clock, ClockState, Escalated, Extension
from app.core.db import db, unit_of_work
from app.core.time import ZONE, frozen, today
from app.dashboards.waiting import Awaited, without_clock
from app.deadlines.escalation_runs import run_escalations
from app.deadlines.escalations import EscalationDecision
from app.deadlines.models import Escalation, FormalLetter
from app.demo import lives
from app.demo.lives import DemoStep
from app.notifications.models import Notification
from app.process import history
from app.process.data import Reason
from app.process.models import Event
from app.process.outcome import Missing, NotYours, Outcome, Taken
from app.response.service import Acceptance, Question
from app.review.service import FactCheck
from tests.databases import only_sqlite
from tests.races.threads import at_once
from tests.world import World
from workflows.concern import Stage
from workflows.escalation import EscalationAct
from workflows.escalation_decision import EscalationState, Remedy
from workflows.extension import ExtensionState
from workflows.formal_letter import LetterState
from workflows.periods import Rule
from workflows.recommendation import Grade

HEADS = {"sociale", "ministria"}
RESPONDERS = HEADS | {"ministria_b"}
CONVENERS = {"kastriot", "sekretaria"}


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour, 5), ZONE)


def escalated(day: date, hour: int = 9) -> int:
    """Escalate all that is due on this day; in how many concerns."""
    with frozen(at(day, hour)):
        done = 0
        while run_escalations():
            done += 1
    db.session.rollback()
    return done


def running(rule: Rule) -> Clock:
    db.session.rollback()
    return db.session.scalars(
        select(Clock).where(Clock.rule == rule, Clock.state != ClockState.STOPPED)
    ).one()


def after_due(clock: Clock, working_days: int) -> date:
    assert clock.due_on
    return load_calendar(db.session(), clock.due_on).add_working(clock.due_on, working_days)


def told(world: World) -> dict[int, set[str]]:
    """Who was told of each level, by how many working days it is from the date."""
    db.session.rollback()
    names = {person.person_id: key for key, person in world.cast.people.items()}
    found = defaultdict(set)
    for person, params in db.session.execute(
        select(Notification.person_id, Event.params)
        .join(Event, Event.id == Notification.event_id)
        .where(Notification.key.startswith("escalation-"))
    ):
        assert names[person] not in found[params["days"]], "told twice"
        found[params["days"]].add(names[person])
    return dict(found)


def escalation_events() -> list[Event]:
    db.session.rollback()
    return list(db.session.scalars(select(Event).where(Event.machine == "clock").order_by(Event.id)))


def letters() -> list[FormalLetter]:
    db.session.rollback()
    return list(db.session.scalars(select(FormalLetter).order_by(FormalLetter.id)))


@pytest.fixture
def sent(world: World) -> str:
    """A recommendation that awaits its answer; the heads of the institution and of the ministry have accounts."""
    with unit_of_work() as session:
        for name in HEADS:
            session.get_one(Person, world.cast.people[name].person_id).leads = True
        ministry = session.get_one(Organisation, world.cast.people["ministria"].organisation_id)
        ministry.head_name, ministry.head_address = "Ministrja", "Tiranë"
    return world.concern(lives.SENT)


def test_each_levels_reaches_whom_it_should_and_each_of_them_once(world: World, sent: str) -> None:
    clock = running(Rule.RESPONSE)
    for ahead in range((after_due(clock, 41) - today()).days):
        escalated(today() + timedelta(days=ahead))
    coordinator = {"koordinatorja"}
    assert told(world) == {
        -5: RESPONDERS,
        -1: RESPONDERS,
        1: RESPONDERS | coordinator,
        5: {"sociale"} | coordinator,
        10: coordinator,
        15: CONVENERS,
        20: {"ministria"} | coordinator,
        30: {"ministria"} | coordinator,
        40: {"ministria"} | coordinator,
    }
    calendar = load_calendar(db.session(), clock.due_on or today())
    assert [(e.at.astimezone(ZONE).date(), e.params["days"]) for e in escalation_events()] == [
        (calendar.add_working(clock.due_on or today(), n), n) for n in (-5, -1, 1, 5, 10, 15, 20, 30, 40)
    ]
    assert list(history.verify(db.session())) == [db.session.scalar(select(func.count()).select_from(Event))]


def test_what_it_asks_for_on_the_way_up_and_what_ends_with_the_answer(world: World, sent: str) -> None:
    clock = running(Rule.RESPONSE)
    escalated(after_due(clock, 5))
    assert [(x.state, x.act, x.recipient) for x in letters()] == [
        (LetterState.DRAFTED, EscalationAct.HEAD, "")
    ]
    assert running(Rule.RESPONSE).escalation is None
    escalated(after_due(clock, 10))
    assert running(Rule.RESPONSE).escalation is Escalated.OPEN
    escalated(after_due(clock, 15))
    assert running(Rule.RESPONSE).on_agenda
    escalated(after_due(clock, 20))
    assert [x.state for x in letters()] == [LetterState.ENDED] * 3 + [LetterState.DRAFTED]
    assert (letters()[-1].recipient, letters()[-1].address) == ("Ministrja", "Tiranë")
    assert db.session.scalars(select(Escalation.state)).all() == [EscalationState.OPEN]
    with frozen(at(after_due(clock, 21))):
        assert isinstance(world.act("sociale", sent, "accept", Acceptance(), number=1), Taken)
    assert {x.state for x in letters()} == {LetterState.ENDED}
    assert db.session.scalars(select(Escalation.state)).all() == [EscalationState.ENDED]
    answered = db.session.get_one(Clock, clock.id, populate_existing=True)
    assert (answered.escalation, answered.on_agenda, answered.next_check_on) == (None, False, None)


def test_what_an_outage_missed_folds_into_the_highest(world: World, sent: str) -> None:
    clock = running(Rule.RESPONSE)
    assert escalated(after_due(clock, 12)) == 1
    assert told(world) == {10: {*RESPONDERS, "koordinatorja"}}, "all who would have been told, once"
    assert (len(escalation_events()), len(letters()), running(Rule.RESPONSE).escalation) == (
        1,
        1,
        Escalated.OPEN,
    )
    assert escalated(after_due(clock, 12), 10) == 0


def test_nothing_is_taken_outside_working_hours(world: World, sent: str) -> None:
    due = after_due(running(Rule.RESPONSE), 2)
    saturday = due + timedelta(days=(5 - due.weekday()) % 7)
    assert [escalated(due, hour) for hour in (0, 7, 17, 23)] == [0, 0, 0, 0]
    assert escalated(saturday) == 0 and not escalation_events()
    assert escalated(due, 16) == 1


LATE_INSIDE: dict[str, tuple[list[DemoStep], Rule, set[str]]] = {
    "intake": (lives.SUBMITTED, Rule.INTAKE, {"sekretaria"}),
    "review": (lives.ADMITTED, Rule.REVIEW, {"hana"}),
    "fact_check": (
        [
            *lives.DRAFTED,
            DemoStep(1, lives.R, "send_for_fact_check", lambda s: FactCheck("Fakte.", s.addressee())),
        ],
        Rule.FACT_CHECK,
        RESPONDERS,
    ),
    "deliberation": (lives.PROPOSED, Rule.DELIBERATION, {"kastriot"}),
}


@pytest.mark.parametrize("place", LATE_INSIDE)
def test_before_transmission_only_the_group_hears_of_its_lateness(world: World, place: str) -> None:
    beats, rule, owing = LATE_INSIDE[place]
    world.concern(beats)
    clock = running(rule)
    for day in (1, 5, 10, 15, 20):
        escalated(after_due(clock, day))
    assert told(world) == {1: owing | CONVENERS} | dict.fromkeys((5, 10, 15, 20), CONVENERS)
    assert not any(event.public for event in escalation_events())
    assert not letters() and running(rule).escalation is None and running(rule).on_agenda


def test_two_workers_and_a_restart_tell_nobody_twice(world: World, sent: str) -> None:
    for _ in range(3):
        world.concern(lives.SENT)
    db.session.rollback()
    day = max(after_due(c, 5) for c in db.session.scalars(select(Clock).where(Clock.rule == Rule.RESPONSE)))

    def work() -> None:
        escalated(day)

    at_once(world.app, [work, work, work])
    assert escalated(day) == 0
    assert len(escalation_events()) == 4
    keys = db.session.scalars(
        select(Notification.key).where(Notification.key.startswith("escalation-"))
    ).all()
    assert len(keys) == len(set(keys)) == 4 * len({*RESPONDERS, "koordinatorja"})


def test_a_new_date_begins_escalation_anew_with_what_is_to_come(world: World, sent: str) -> None:
    clock = running(Rule.RESPONSE)
    escalated(after_due(clock, 10))
    before, day = clock.due_on or today(), after_due(clock, 11)
    with frozen(at(day)):
        until = day + timedelta(days=20)
        decision = EscalationDecision("Ka arsye.", Remedy.EXTEND, until)
        assert isinstance(decided(world, sent, decision), Taken)
        extended = running(Rule.RESPONSE)
        assert extended.due_on and extended.due_on >= until
        assert (extended.escalation, extended.escalation_level, extended.set_on) == (None, None, day)
        assert (extended.moved, extended.moved_days) == (1, (extended.due_on - before).days)
    assert {x.state for x in letters()} == {LetterState.ENDED}
    assert escalated(day, 10) == 1 and len(escalation_events()) == 1, "looked at, and nothing taken"
    escalated(after_due(extended, -1))
    assert [event.params["days"] for event in escalation_events()] == [10, -1]
    row = db.session.scalars(select(Recommendation)).one()
    assert (row.moved, row.moved_days) == (extended.moved, extended.moved_days)
    assert db.session.scalars(select(Extension.state)).all() == [ExtensionState.GRANTED]


def test_who_mediates_is_asked_again_when_the_day_has_passed(world: World, sent: str) -> None:
    clock = running(Rule.RESPONSE)
    escalated(after_due(clock, 10))
    day, until = after_due(clock, 11), after_due(clock, 14)
    with frozen(at(day)):
        assert decided(world, sent, EscalationDecision("Flas me të dyja palët.", Remedy.MEDIATE)) == Missing(
            ("until",)
        )
        mediation = EscalationDecision("Flas me të dyja palët.", Remedy.MEDIATE, until)
        assert isinstance(decided(world, sent, mediation), Taken)
        assert (awaited(world), running(Rule.RESPONSE).escalation) == (
            [(Awaited.TALKS, until)],
            Escalated.DECIDED,
        )
    escalated(until)
    assert EscalationAct.MEDIATED not in {event.do for event in escalation_events()}, (
        "the day itself is still the coordinator's"
    )
    after = after_due(clock, 15)
    assert escalated(after) == 1 and escalated(after, 10) == 0
    asked = db.session.scalars(
        select(Notification.person_id).where(Notification.key.startswith("mediated-"))
    ).all()
    assert asked == [world.cast.people["koordinatorja"].person_id]
    assert awaited(world) == [(Awaited.ESCALATION, clock.due_on)]
    assert [row.state for row in db.session.scalars(select(Escalation).order_by(Escalation.id))] == [
        EscalationState.DECIDED,
        EscalationState.OPEN,
    ]
    assert all(isinstance(found, int) for found in history.verify(db.session()))


def test_talks_end_with_the_answer_or_with_another_decision(world: World, sent: str) -> None:
    clock = running(Rule.RESPONSE)
    escalated(after_due(clock, 10))
    with frozen(at(after_due(clock, 11))):
        until = after_due(clock, 20)
        decided(world, sent, EscalationDecision("Flas.", Remedy.MEDIATE, until))
        later = EscalationDecision("Flas edhe pak.", Remedy.MEDIATE, after_due(clock, 25))
        assert isinstance(decided(world, sent, later), Taken)
        assert awaited(world) == [(Awaited.TALKS, after_due(clock, 25))]
        assert isinstance(world.act("sociale", sent, "accept", Acceptance(), number=1), Taken)
    assert awaited(world) == []
    escalated(after_due(clock, 40))
    assert EscalationAct.MEDIATED not in {event.do for event in escalation_events()}


def test_a_second_look_that_is_late_is_decided_on_as_well(world: World) -> None:
    address = world.concern(lives.VERIFIED)
    clock = running(Rule.FOLLOW_UP_REVIEW)
    escalated(after_due(clock, 10))
    assert running(Rule.FOLLOW_UP_REVIEW).escalation is Escalated.OPEN
    with frozen(at(after_due(clock, 11))):
        assert awaited(world) == [(Awaited.ESCALATION, clock.due_on)]
        refused = decided(world, address, EscalationDecision("Shkruaj.", Remedy.WRITE))
        assert refused == Missing(("remedy",)), "no institution owes it"
        assert isinstance(
            decided(world, address, EscalationDecision("Ta caktojë Grupi.", Remedy.RAISE)), Taken
        )
        assert running(Rule.FOLLOW_UP_REVIEW).on_agenda and awaited(world) == []


def awaited(world: World) -> list[tuple[Awaited, date | None]]:
    """What awaits the coordinator's decision, with its date."""
    db.session.rollback()
    found = without_clock(db.session(), world.cast.people["koordinatorja"])
    return [(what, row.due_on) for what, row in found]


@only_sqlite
def test_a_new_date_after_a_contest_counts_as_one_more_promise(world: World) -> None:
    contest = DemoStep(12, lives.R, "contest", lives.finding(Grade.C, lives.FOUND_NOT, again_in=30), 1)
    world.concern([*lives.REPORTED, contest])
    clock, *_earlier = db.session.scalars(
        select(Clock).where(Clock.rule == Rule.IMPLEMENTATION).order_by(Clock.id.desc())
    )
    first = _earlier[-1]
    assert clock.due_on and first.due_on
    assert (clock.moved, clock.moved_days) == (
        first.moved + 1,
        (clock.due_on - first.due_on).days + first.moved_days,
    )
    row = db.session.scalars(select(Recommendation)).one()
    assert (row.moved, row.moved_days) == (clock.moved, clock.moved_days)


def test_a_pause_of_more_than_sixty_days_is_the_coordinators_task(world: World) -> None:
    address = world.concern(
        [*lives.SENT, DemoStep(1, lives.A, "ask_for_clarification", lambda _s: Question("A?"), 1)]
    )
    since = running(Rule.RESPONSE).paused_since
    assert since
    for days in range(90):
        escalated(since + timedelta(days=days))
    assert told(world)[60] == {"koordinatorja"}
    (event,) = [event for event in escalation_events() if event.do == EscalationAct.PAUSED]
    assert (event.at.astimezone(ZONE).date() - since).days >= 61
    assert running(Rule.RESPONSE).escalation is Escalated.OPEN
    with frozen(at(since + timedelta(days=91))):
        refused = decided(world, address, EscalationDecision("A.", Remedy.WRITE))
        assert isinstance(refused, Missing)
        assert isinstance(decided(world, address, EscalationDecision("A.", Remedy.RAISE)), Taken)


def decided(world: World, address: str, data: Any, who: str = "koordinatorja") -> Outcome:
    return world.act(who, address, "decide_escalation", data, number=1)


def test_the_coordinator_decides_once_and_the_group_can_then_record_the_silence(
    world: World, sent: str
) -> None:
    clock = running(Rule.RESPONSE)
    with frozen(at(after_due(clock, 12))):
        decision = EscalationDecision("Shkruaj.", Remedy.WRITE)
        assert isinstance(decided(world, sent, decision), Missing), (
            "not yet escalated: lateness alone is not enough"
        )
        silence = lives.decision("Asnjë përgjigje.")(None)  # type: ignore[arg-type]  # it reads no scene
        assert isinstance(world.act("kastriot", sent, "record_silence", silence, number=1), Missing)
    escalated(after_due(clock, 12))
    with frozen(at(after_due(clock, 12), 11)):
        assert isinstance(decided(world, sent, decision, "kastriot"), NotYours)
        assert isinstance(decided(world, sent, decision), Taken)
        assert [x.state for x in letters()] == [LetterState.ENDED, LetterState.DRAFTED]
        assert isinstance(decided(world, sent, decision), Missing), "it is decided"
        assert running(Rule.RESPONSE).escalation is Escalated.DECIDED
        assert isinstance(world.act("kastriot", sent, "record_silence", silence, number=1), Taken)
    row = db.session.scalars(select(Escalation)).one()
    assert (row.state, row.remedy) == (EscalationState.DECIDED, Remedy.WRITE)


def test_what_is_concluded_or_withdrawn_is_never_looked_at_again(world: World) -> None:
    address = world.concern(lives.ADMITTED)
    world.act("anila", address, "withdraw", Reason("A."))
    assert world.case("anila", address).concern.stage is Stage.WITHDRAWN
    assert escalated(today() + timedelta(days=70)) == 0 and not escalation_events()
