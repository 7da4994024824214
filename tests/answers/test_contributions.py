"""What a ministry asks of agencies before it answers: who sees it, by when, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.answers.contributions.deadlines import proposed_due
from app.answers.contributions.service import Given, Wanted
from app.answers.models import ContributionRequest
from app.concerns.page.queries import events_of
from app.concerns.periods import due_by, load_calendar
from app.concerns.records import Clock, ClockState
from app.core.country import OwnKind
from app.core.db import db
from app.core.refusals import NotFound
from app.core.time import frozen, today
from app.deadlines.calendar.service import add, remove
from app.deadlines.calendar.service import effect_of as effect_of_day
from app.deadlines.recompute import recompute_clocks
from app.deadlines.rules.service import Amounts, effect_of, set_rule
from app.demo import lives
from app.notifications.models import Notification
from app.process import history
from app.process.data import Reason
from app.process.models import Event
from app.process.outcome import Taken
from app.response.service import Acceptance, Question, Readdressing
from tests.answers.conftest import QUESTION, Desk
from tests.deadlines.test_escalation import at
from tests.forms import again, send
from tests.sign_in import sign_in
from tests.steps import Refused, forward, take
from tests.world import World
from workflows.contribution import ContributionAction, State
from workflows.escalation import DEFAULT_ESCALATION
from workflows.periods import Rule

GIVEN = Given(contribution="Veprohet sipas urdhrit; mund të caktojmë një person.")


def test_the_agency_sees_the_request_and_the_concern_does_not_exist_for_it(desk: Desk) -> None:
    request = desk.ask()
    asked = desk.request("prokuroria", request)
    assert asked.request.concern.extract and asked.request.question == QUESTION
    with pytest.raises(NotFound):
        desk.case("prokuroria")
    for other in ("sociale", "policia", "sekretaria", "kastriot", "koordinatorja", "anila"):
        with pytest.raises(NotFound):  # not even the addressee, whose recommendation it is
            desk.request(other, request)


def test_with_the_recommendation_in_other_hands_the_request_is_gone(desk: Desk) -> None:
    request = desk.ask()
    assert desk.request("prokuroria", request)
    desk.world.act("sociale", desk.address, "disclaim", Reason(reason="Nuk jemi ne."), number=1)
    to = Readdressing(reason="E tyre.", addressee=desk.world.cast.organisations["linja"])
    assert isinstance(desk.world.act("ministria", desk.address, "readdress", to, number=1), Taken)
    for who in ("prokuroria", "ministria"):  # none of the state's institutions answers it now
        with pytest.raises(NotFound):
            desk.request(who, request)


def test_its_clock_is_earlier_and_the_main_clock_runs_on(desk: Desk) -> None:
    before = desk.rec().due_on
    request = desk.request("ministria", desk.ask()).request
    assert before is not None and today() < request.due_on < before
    assert desk.rec().due_on == before
    clocks = select(Clock.rule).where(Clock.state == ClockState.RUNNING)
    assert db.session.scalars(clocks).all() == [Rule.RESPONSE]
    soon = proposed_due(db.session(), False, today())
    assert soon > today(), "never a date that is over"


def test_its_date_stays_before_the_ministrys_own_however_long_the_rule(desk: Desk) -> None:
    own = desk.rec().due_on
    assert own is not None
    address = desk.ask()
    calendar = load_calendar(db.session(), today())
    for too_late in (own, own + timedelta(days=9)):
        with pytest.raises(Refused, match="before_own"):
            take(desk.who("ministria"), address, ContributionAction.EXTEND, 1, Given(due_on=too_late))
    amounts = Amounts(60, 60)
    shown = effect_of(db.session(), Rule.CONTRIBUTION, amounts)
    set_rule(Rule.CONTRIBUTION, amounts, DEFAULT_ESCALATION, shown.key)
    row = desk.request("ministria", address).request
    assert row.due_on == calendar.add_working(own, -2) and [m.after for m in shown.moves] == [row.due_on]
    assert recompute_clocks() == [], "it stands as it was shown"
    last = calendar.add_working(own, -1)
    take(desk.who("ministria"), address, ContributionAction.EXTEND, 1, Given(due_on=last))
    holiday = effect_of_day(db.session(), last, OwnKind.HOLIDAY)
    add(last, OwnKind.HOLIDAY, "Urë", holiday.key)
    assert desk.request("ministria", address).request.due_on == calendar.add_working(own, -2) < own
    holiday = effect_of_day(db.session(), last, None)
    remove(last, holiday.key)
    assert desk.request("ministria", address).request.due_on == last and recompute_clocks() == []
    with frozen(at(own, 10)):
        later = today() + timedelta(days=9)
        take(desk.who("ministria"), address, ContributionAction.EXTEND, 2, Given(due_on=later))
        assert desk.request("ministria", address).request.due_on >= later, (
            "its own is over: it cannot be kept"
        )


def test_a_contribution_comes_back_is_asked_for_again_and_closes_with_the_answer(desk: Desk) -> None:
    address = desk.ask()
    take(desk.who("prokuroria"), address, ContributionAction.GIVE, 1, GIVEN)
    with pytest.raises(Refused, match="Stale"):  # from the page as it was
        take(desk.who("prokuroria"), address, ContributionAction.GIVE, 1, GIVEN)
    with pytest.raises(Refused, match="NotYours"):
        take(
            desk.who("prokuroria"),
            address,
            ContributionAction.ASK_AGAIN,
            2,
            Given(reason="Mungojnë shifrat."),
        )
    take(desk.who("ministria"), address, ContributionAction.ASK_AGAIN, 2, Given(reason="Mungojnë shifrat."))
    take(desk.who("prokuroria"), address, ContributionAction.GIVE, 3, Given(contribution="Me shifra."))
    row = desk.request("ministria", address).request
    assert (row.state, row.contribution, row.given_by) == (State.GIVEN, "Me shifra.", "Ledina Sula")
    assert isinstance(desk.world.act("ministria", desk.address, "accept", Acceptance(), number=1), Taken)
    assert desk.request("ministria", address).request.state is State.CLOSED
    assert [x for x in history.verify(db.session()) if not isinstance(x, int)] == []


def test_while_the_ministrys_time_stands_still_the_date_of_the_rapporteur_shortens_nothing(
    desk: Desk,
) -> None:
    address = desk.ask()
    take(desk.who("prokuroria"), address, ContributionAction.GIVE, 1, GIVEN)
    asked = desk.world.act(
        "ministria", desk.address, "ask_for_clarification", Question("Cilat njësi?"), number=1
    )
    assert isinstance(asked, Taken)
    usual = due_by(db.session(), Rule.CONTRIBUTION, today())
    assert desk.rec().due_on < usual, "the rapporteur answers sooner than an agency"
    take(desk.who("ministria"), address, ContributionAction.ASK_AGAIN, 2, Given(reason="Mungojnë shifrat."))
    assert desk.request("ministria", address).request.due_on == usual


def test_it_is_asked_once_of_an_agency_that_may_be_asked(desk: Desk) -> None:
    desk.ask()
    with pytest.raises(Refused, match="asked_already"):
        desk.ask()
    for wrong in (desk.world.cast.organisations["agimi"], 0):
        with pytest.raises(Refused, match="agency"):
            forward(desk.who("ministria"), desk.address, 1, Wanted(wrong, QUESTION, today()))
    police = desk.world.cast.organisations["policia_a"]
    with pytest.raises(Refused, match="date_ahead"):
        forward(desk.who("ministria"), desk.address, 1, Wanted(police, QUESTION, today()))
    with pytest.raises(Refused, match="NotYours"):  # only the ministry forwards
        forward(desk.who("sociale"), desk.address, 1, Wanted(police, QUESTION, today()))


def test_a_reminder_goes_out_once_a_day_and_a_withdrawal_ends_it(desk: Desk) -> None:
    address = desk.ask()
    take(desk.who("ministria"), address, ContributionAction.REMIND, 1)
    with pytest.raises(Refused, match="reminded_today"):
        take(desk.who("ministria"), address, ContributionAction.REMIND, 2)
    take(desk.who("ministria"), address, ContributionAction.WITHDRAW, 2)
    of_work = select(Notification.kind).where(Notification.kind.startswith("contribution_"))
    mails = db.session.scalars(of_work.order_by(Notification.id)).all()
    assert mails == ["contribution_asked", "contribution_reminded", "contribution_withdrawn"]
    with pytest.raises(Refused, match="NotNow"):
        take(desk.who("prokuroria"), address, ContributionAction.GIVE, 3, GIVEN)


def test_the_history_tells_it_to_the_ministry_alone(desk: Desk) -> None:
    take(desk.who("prokuroria"), desk.ask(), ContributionAction.GIVE, 1, GIVEN)
    told = {who: [x for x in events_of(db.session(), desk.case(who)) if x.machine == "contribution"] for who in (
        "ministria", "ministria_b", "sociale", "anila", "kastriot", "sekretaria", "koordinatorja"
    )}  # fmt: skip
    assert [x.do for x in told["ministria"]] == ["give", "forward"]
    assert {who for who, lines in told.items() if lines} == {"ministria", "ministria_b"}
    public = select(func.count(Event.id)).where(Event.machine == "contribution", Event.public)
    assert db.session.scalar(public) == 0
    assert db.session.scalar(select(func.count(ContributionRequest.id))) == 1


def test_what_was_typed_is_given_back_where_the_request_went_on(app: Flask, people: World) -> None:
    with app.app_context():
        place = f"/requests/{Desk(people, people.concern(lives.SENT)).ask()}"
        db.session.remove()
    asked, colleague = app.test_client(), app.test_client()
    for client in (asked, colleague):
        sign_in(client, "prokuroria")
    stale = asked.get(place)
    assert send(colleague, place, {"contribution": "Nga kolegu."}, f"{place}/give").status_code == 302
    late = again(asked, stale, {"contribution": "Nga unë, ndryshe."}, f"{place}/give")
    assert late.status_code == 409 and "Nga unë, ndryshe." in late.text, "there is no form for it any more"
