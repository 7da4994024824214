"""Dates of contributions and access requests: their escalation, once and in hours, and the calendar that moves them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, func, or_, select

from app.access_requests.models import AccessRequest, AccessRequestEvent
from app.access_requests.service import AccessRequestData
from app.access_requests.service import Given as AccessRequestGiven
from app.accounts.models import Person
from app.answers.contributions.service import Given
from app.answers.models import ContributionRequest
from app.concerns.periods import load_calendar
from app.core.country import OwnKind
from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key
from app.core.time import frozen, today
from app.dashboards import waiting
from app.deadlines.calendar import service
from app.deadlines.recompute import recompute_clocks
from app.deadlines.request_dates import Dated
from app.deadlines.rules.service import Amounts, set_rule
from app.deadlines.rules.service import effect_of as effect_of_rule
from app.demo import lives
from app.notifications.models import Notification
from app.process import history
from app.process.models import Event
from tests.answers.conftest import Desk
from tests.deadlines.test_escalation import after_due, at, escalated, running
from tests.deadlines.test_escalation import told as told_of_clocks
from tests.races.threads import at_once
from tests.sign_in import sign_in
from tests.steps import Refused, take, take_access_request
from tests.steps import ask_access_request as ask
from tests.world import World
from workflows import access_request, contribution
from workflows.escalation import DEFAULT_ESCALATION, EscalationLevel, EscalationRule
from workflows.notifications import Topic
from workflows.periods import Rule

MINISTRY = {"ministria", "ministria_b"}
CONVENERS = {"kastriot", "sekretaria"}
STEPS = (-5, -1, 1, 5, 10, 15, 20, 30)
Row = ContributionRequest | AccessRequest


@pytest.fixture
def desk(world: World) -> Desk:
    """A recommendation that waits; one of the ministry leads it."""
    with unit_of_work() as session:
        session.get_one(Person, world.cast.people["ministria"].person_id).leads = True
    return Desk(world, world.concern(lives.SENT))


def new_access_request(world: World) -> str:
    asked_for = AccessRequestData(
        access_request.AccessKind.DATA, world.cast.organisations["policia_a"], "Shifrat."
    )
    return ask(world.cast.people["mira"], asked_for, one_time_key())


def the(table: type[Row]) -> Any:
    db.session.rollback()
    return db.session.scalars(select(table).execution_options(populate_existing=True)).one()


def off(row: Dated, working_days: int) -> date:
    due_on: date = row.due_on
    return load_calendar(db.session(), due_on).add_working(due_on, working_days)


def of_dated() -> ColumnElement[bool]:
    """The notices that are not of a clock."""
    tables = (ContributionRequest, AccessRequest)
    return or_(*(Notification.key.startswith(f"escalation-{table.__tablename__}-") for table in tables))


def told(world: World) -> dict[int, set[str]]:
    """Who was told of each level, by its distance from the date."""
    db.session.rollback()
    names = {person.person_id: key for key, person in world.cast.people.items()}
    found = defaultdict(set)
    rows = db.session.execute(
        select(
            Notification.person_id,
            Notification.topic,
            func.coalesce(Event.params, AccessRequestEvent.details),
        )
        .outerjoin(Event, Event.id == Notification.event_id)
        .outerjoin(AccessRequestEvent, AccessRequestEvent.id == Notification.access_request_event_id)
        .where(of_dated())
    )
    for person, topic, said in rows:
        assert topic is Topic.DATE
        found[said["days"]].add(names[person])
    return dict(found)


def escalate_all(row: Dated, days: tuple[int, ...] = STEPS) -> None:
    for day in days:
        escalated(off(row, day))


def test_the_agency_that_owes_a_contribution_and_the_ministry_that_asked_hear_of_it_and_nobody_else(
    desk: Desk,
) -> None:
    desk.ask()
    escalate_all(the(ContributionRequest))
    agency = {"prokuroria"}
    assert told(desk.world) == {
        -5: agency,
        -1: agency,
        1: agency | MINISTRY,
        5: agency | MINISTRY,  # nobody with an account leads the agency: it hears again
        10: MINISTRY,
        15: MINISTRY,
        20: MINISTRY,
        30: MINISTRY,
    }
    events = db.session.scalars(
        select(Event).where(Event.machine == "contribution", Event.person_id.is_(None))
    )
    assert [(e.params["days"], e.public, e.params["owner"]) for e in events] == [
        (day, False, desk.who("ministria").organisation_id) for day in STEPS
    ]
    assert list(history.verify(db.session()))[-1:] != [] and not [
        x for x in history.verify(db.session()) if not isinstance(x, int)
    ]


def test_the_ministry_owes_an_access_request_and_the_coordinator_is_asked_to_decide(desk: Desk) -> None:
    new_access_request(desk.world)
    escalate_all(the(AccessRequest))
    head, coordinator = {"ministria"}, {"koordinatorja"}
    assert told(desk.world) == {
        -5: MINISTRY,
        -1: MINISTRY,
        1: MINISTRY | coordinator | {"mira"},
        5: head | coordinator,
        10: coordinator,
        15: {"sekretaria", "kastriot"},
        20: head | coordinator,
        30: head | coordinator,
    }
    events = db.session.scalars(select(AccessRequestEvent).where(AccessRequestEvent.person_id.is_(None)))
    assert [event.details["days"] for event in events] == list(STEPS)


def test_what_the_coordinator_would_hear_falls_to_chair_and_secretariat_where_nobody_is_coordinator(
    desk: Desk,
) -> None:
    without_coordinator(desk)
    new_access_request(desk.world)
    escalate_all(the(AccessRequest))
    heard = told(desk.world)
    assert heard[1] == MINISTRY | CONVENERS | {"mira"}
    assert heard[10] == heard[15] == CONVENERS and heard[20] == CONVENERS | {"ministria"}


def test_the_same_of_a_recommendation(desk: Desk) -> None:
    without_coordinator(desk)
    for day in (1, 10):
        escalated(after_due(running(Rule.RESPONSE), day))
    clocks = told_of_clocks(desk.world)
    assert clocks[10] == CONVENERS and clocks[1] >= CONVENERS | MINISTRY


def without_coordinator(desk: Desk) -> None:
    with unit_of_work() as session:
        session.get_one(Person, desk.who("koordinatorja").person_id).active = False


def test_what_is_late_still_after_its_date_moved_stays_escalated_and_proposed(desk: Desk) -> None:
    new_access_request(desk.world)
    row = the(AccessRequest)
    before, now_on = row.due_on, off(row, 16)
    escalate_all(row, (5, 16))
    assert (the(AccessRequest).escalated, the(AccessRequest).on_agenda) == (True, True)
    for amount, kept in ((11, True), (60, False)):
        with frozen(at(now_on, 10)):
            amounts = Amounts(amount, amount)
            foreseen = effect_of_rule(db.session(), Rule.ACCESS_REQUEST, amounts)
            set_rule(Rule.ACCESS_REQUEST, amounts, DEFAULT_ESCALATION, foreseen.key)
            moved = the(AccessRequest)
            assert moved.due_on > before and (moved.escalated, moved.on_agenda) == (kept, kept)


def awaited(desk: Desk, who: str) -> list[str]:
    db.session.rollback()
    return [what.value for what, _row in waiting.without_clock(db.session(), desk.who(who))]


def test_what_is_late_for_long_stands_in_my_work_until_somebody_decides(desk: Desk) -> None:
    request, address = desk.ask(), new_access_request(desk.world)
    latest = max(off(the(ContributionRequest), 10), off(the(AccessRequest), 10))
    while escalated(latest):
        pass
    late, owed = the(ContributionRequest), the(AccessRequest)
    assert (late.escalated, owed.escalated) == (True, True)
    with frozen(at(latest, 10)):
        assert "late_contribution" in awaited(desk, "ministria") and awaited(desk, "koordinatorja") == [
            "late_access_request"
        ]
        assert "late_contribution" not in awaited(desk, "prokuroria")
        until = today() + timedelta(days=14)
        for stranger in ("ministria", "mira"):
            with pytest.raises(Refused, match="NotYours"):
                take_access_request(
                    desk.who(stranger),
                    address,
                    access_request.AccessRequestAction.EXTEND,
                    1,
                    AccessRequestGiven(reason="A.", due_on=until),
                )
        with pytest.raises(Refused, match="date_ahead"):
            take(
                desk.who("ministria"),
                request,
                contribution.ContributionAction.EXTEND,
                1,
                Given(due_on=today()),
            )
        take(desk.who("ministria"), request, contribution.ContributionAction.EXTEND, 1, Given(due_on=until))
        take_access_request(
            desk.who("koordinatorja"),
            address,
            access_request.AccessRequestAction.EXTEND,
            1,
            AccessRequestGiven(reason="A.", due_on=until),
        )
        for row in (the(ContributionRequest), the(AccessRequest)):
            assert (row.until, row.escalated, row.escalation_level, row.set_on) == (
                until,
                False,
                None,
                today(),
            )
            assert row.due_on == load_calendar(db.session(), until).next_working(until)
        assert "late_contribution" not in awaited(desk, "ministria") and not awaited(desk, "koordinatorja")
    escalate_all(the(ContributionRequest), (-1,))
    assert the(ContributionRequest).escalation_level == -1, "a new date begins a new escalation"


def test_steps_missed_fold_and_nothing_is_taken_outside_hours_or_when_it_was_given(desk: Desk) -> None:
    request = desk.ask()
    new_access_request(desk.world)
    row = the(ContributionRequest)
    assert [escalated(off(row, 6), hour) for hour in (7, 17, 23)] == [0, 0, 0]
    assert escalated(off(row, 6)) >= 2, "the request and the access request"
    assert the(ContributionRequest).escalation_level == 5
    assert told(desk.world)[5] >= {"prokuroria", *MINISTRY, "koordinatorja", "mira"}
    with frozen(at(off(row, 7))):
        take(
            desk.who("prokuroria"),
            request,
            contribution.ContributionAction.GIVE,
            1,
            Given(contribution="Po."),
        )
    assert the(ContributionRequest).next_check_on is None


def test_two_workers_tell_nobody_twice(desk: Desk) -> None:
    desk.ask()
    for _ in range(3):
        new_access_request(desk.world)
    db.session.rollback()
    day = max(
        off(row, 5)
        for table in (ContributionRequest, AccessRequest)
        for row in db.session.scalars(select(table))
    )
    at_once(desk.world.app, [lambda: escalated(day)] * 3)
    assert not escalated(day)
    keys = db.session.scalars(select(Notification.key).where(of_dated())).all()
    assert len(keys) == len(set(keys)) == 3 + 3 * 4, (
        "agency and ministry; both of it, the coordinator and who asked"
    )


def test_a_new_holiday_moves_them_as_it_was_shown_and_the_rule_gives_its_dates_anew(desk: Desk) -> None:
    desk.ask()
    new_access_request(desk.world)
    promised = the(ContributionRequest)
    with unit_of_work() as session:
        row = session.get_one(ContributionRequest, promised.id)
        row.until = row.due_on  # as if a person had chosen this day
    owed, given = the(AccessRequest).due_on, the(ContributionRequest).due_on
    shown = service.effect_of(db.session(), given, OwnKind.HOLIDAY)
    moves = {(m.rule, m.before) for m in shown.moves}
    assert (Rule.CONTRIBUTION, given) in moves
    assert service.add(given, OwnKind.HOLIDAY, "Urë", shown.key) == shown
    after = the(ContributionRequest)
    assert after.due_on == load_calendar(db.session(), given).next_working(given) > given
    assert (after.date_version, after.set_on) == (2, today())
    (moved,) = db.session.scalars(
        select(Event).where(Event.do == "due_changed", Event.machine == "contribution")
    ).all()
    assert (moved.source, moved.target, moved.public) == (str(given), str(after.due_on), False)
    amounts = Amounts(14, 14)
    foreseen = effect_of_rule(db.session(), Rule.ACCESS_REQUEST, amounts)
    before = the(AccessRequest).due_on
    assert before >= owed and foreseen.total == 1
    set_rule(Rule.ACCESS_REQUEST, amounts, DEFAULT_ESCALATION, foreseen.key)
    assert the(AccessRequest).due_on == off(the(AccessRequest), 0) > before
    changes = db.session.scalars(
        select(AccessRequestEvent).where(AccessRequestEvent.do == "due_changed")
    ).all()
    assert changes[-1].details["before"] == str(before)
    assert effect_of_rule(db.session(), Rule.CONTRIBUTION, amounts).total == 0, "a promise stands"
    assert recompute_clocks() == []


def test_a_date_that_the_rule_gave_goes_with_the_rule(desk: Desk) -> None:
    desk.ask()
    row = the(ContributionRequest)
    assert row.until is None, "the ministry left what was proposed"
    later = off(row, 2)
    foreseen = effect_of_rule(db.session(), Rule.CONTRIBUTION, Amounts(12, 2))
    assert [(m.rule, m.before) for m in foreseen.moves] == [(Rule.CONTRIBUTION, row.due_on)]
    own = EscalationRule((EscalationLevel(-2, DEFAULT_ESCALATION.levels[0].act),), 0)
    set_rule(Rule.CONTRIBUTION, Amounts(12, 2), own, foreseen.key)
    assert the(ContributionRequest).due_on == later
    escalate_all(the(ContributionRequest), (-5, -2, -1, 1, 10))
    assert set(told(desk.world)) == {-2}, "escalation of its own rule"


def test_its_pages_say_how_it_escalated(app: Flask, people: World) -> None:
    with app.app_context():
        desk = Desk(people, people.concern(lives.SENT))
        request, address = desk.ask(), new_access_request(people)
        escalated(off(the(AccessRequest), 12))
        escalated(off(the(ContributionRequest), 12))
        while escalated(off(the(AccessRequest), 12)):
            pass
        db.session.remove()
    coordinator, ministry = app.test_client(), app.test_client()
    sign_in(coordinator, "koordinatorja")
    sign_in(ministry, "ministria")
    page = coordinator.get(f"/access-requests/{address}").text
    assert "10 ditë pune vonesë" in page and f"/access-requests/{address}/extend" in page
    assert f"/access-requests/{address}" in coordinator.get("/").text
    assert f"/requests/{request}" in ministry.get("/").text
    assert f"/requests/{request}/extend" in ministry.get(f"/requests/{request}").text
    assert "10 ditë pune vonesë" in ministry.get(f"/concerns/{desk.address}/whole").text
