"""Every row of the tables of answers, contributions and access requests, taken by the driver and refused by it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.access_requests.models import AccessRequest, AccessRequestEvent
from app.access_requests.service import AccessRequestData
from app.access_requests.service import Given as AccessRequestGiven
from app.answers.contributions.service import Given, Wanted
from app.answers.models import ContributionRequest, PreparedAnswer
from app.answers.sign_off.steps import Prepared
from app.concerns.periods import load_calendar
from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.time import now, today
from app.demo import lives
from app.process.data import Reason
from app.process.models import Event
from app.process.outcome import Missing, NotNow, NotYours, Outcome, Stale, Taken
from app.process.run import run
from app.process.tables import Address
from app.response.service import Acceptance, PartAcceptance
from tests.answers.conftest import QUESTION, Desk
from tests.steps import ask_access_request
from tests.world import World
from workflows import access_request, contribution
from workflows.access_request import ACCESS_REQUEST, AccessKind
from workflows.answer import ANSWER
from workflows.contribution import CONTRIBUTION
from workflows.deadlines import EntryKind
from workflows.engine import Step, Workflow
from workflows.roles import CaseRole

LATER = timedelta(days=40)


class Driven:
    """A row of one table, as each test of a step has it."""

    workflow: Workflow[Any]
    people: dict[CaseRole, str]  # who takes the steps of this role
    strangers: tuple[str, ...]  # who sees the row, or its concern, and has other roles
    data: dict[str, Any]
    model: type[Any]

    def __init__(self, world: World) -> None:
        self.world = world

    def address(self, do: str) -> Address:
        raise NotImplementedError

    def version(self, do: str) -> int:
        return int(self.row().version)

    def row(self) -> Any:
        db.session.rollback()
        query = select(self.model).order_by(self.model.id.desc()).limit(1)
        return db.session.scalars(query.execution_options(populate_existing=True)).one()

    def events(self) -> int:
        return db.session.scalar(select(func.count(Event.id)).where(Event.machine == self.workflow.name)) or 0

    def take(self, who: str, do: str, data: Any = None, version: int | None = None, key: str = "") -> Outcome:
        version = self.version(do) if version is None else version
        data = self.data.get(do) if data is None else data
        db.session.rollback()
        sent: dict[str, Any] = {"version": version, "key": key or one_time_key()}
        return run(self.workflow, self.world.cast.people[who], self.address(do), do, data, **sent)

    def stands(self) -> tuple[Any, ...]:
        row = self.row()
        return (row.state, row.version, getattr(row, "due_on", None), self.events())

    def check(self, source: str, step: Step[Any]) -> None:
        """Refused to others, from an old page, without what it needs; then taken, and once for its key."""
        do, who = step.do.value, self.people[next(iter(step.who))]
        before = self.stands()
        for other in self.strangers:
            if other in {self.people[role] for role in step.who}:
                continue
            with suppress(NotFound):  # it does not exist for them
                assert self.take(other, do) == NotYours(), (source, do, other)
        assert isinstance(self.take(who, do, version=self.version(do) - 1), Stale), (source, do)
        for need in step.needs:
            assert self.take(who, do, self.without(do, need)) == Missing((need,)), (source, do, need)
        assert self.stands() == before, "nothing has changed"
        key = one_time_key()
        version = self.version(do)
        taken = self.take(who, do, version=version, key=key)
        assert isinstance(taken, Taken) and not taken.repeated, (source, do, taken)
        after = self.stands()
        assert after[:2] == (step.destinations(before[0])[0], before[1] + 1), (source, do)
        assert after[3] == before[3] + 1, "one event"
        again = self.take(who, do, version=version, key=key)
        assert isinstance(again, Taken) and again.repeated and self.stands() == after
        self.check_clock(step)

    def without(self, do: str, need: str) -> Any:
        empty: Any = None if need in ("due_on", "kind") else ""
        return replace(self.data[do], **{need: empty})

    def check_clock(self, step: Step[Any]) -> None:
        row, kinds = self.row(), {effect.kind for effect in step.clocks}
        if kinds & {EntryKind.START, EntryKind.RESET}:
            assert row.started_on == today() and row.next_check_on == today(), step.do
            until = next(effect.until for effect in step.clocks if effect.kind is not EntryKind.STOP)
            assert row.until == (getattr(self.data[step.do], until) if until else None), step.do
        elif kinds:
            assert row.next_check_on is None, step.do

    def refuses_all_others(self, source: str) -> None:
        """No step of the table from a state that it does not name."""
        for do in {step.do for step in self.workflow.steps}:
            rows = self.workflow.named(do)
            makes_one = do in NEW or (do == "propose" and source == "dropped")
            if (source, do) in self.workflow or CaseRole.SYSTEM in rows[0].who or makes_one:
                continue
            taken = self.take(self.people[next(iter(rows[0].who))], do.value)
            assert isinstance(taken, NotNow), (source, do, taken)


NEW = (contribution.ContributionAction.FORWARD, access_request.AccessRequestAction.ASK)


class Contributions(Driven):
    workflow, model = CONTRIBUTION, ContributionRequest
    people = {CaseRole.MINISTRY: "ministria", CaseRole.CONTRIBUTOR: "prokuroria"}
    strangers = ("ministria", "prokuroria", "sociale", "sekretaria", "kastriot")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.desk = Desk(world, world.concern(lives.SENT))
        self.request = self.desk.ask()
        self.data = {
            "give": Given(contribution="Po."),
            "remind": Given(),
            "extend": Given(due_on=self.before_own()),
            "ask_again": Given(reason="Mungojnë shifrat."),
            "withdraw": Given(),
        }

    def before_own(self) -> date:
        own = self.desk.rec().due_on
        assert own is not None
        return load_calendar(db.session(), today()).add_working(own, -3)

    def address(self, _do: str) -> Address:
        return Address(self.request)


class AccessRequests(Driven):
    workflow, model = ACCESS_REQUEST, AccessRequest
    people = {CaseRole.ASKER: "mira", CaseRole.MINISTRY: "ministria", CaseRole.COORDINATOR: "koordinatorja"}
    strangers = ("mira", "ministria", "koordinatorja", "sekretaria", "anila", "policia")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        asked_for = AccessRequestData(AccessKind.VISIT, world.cast.organisations["policia_a"], "Vizitë.")
        self.request = ask_access_request(world.cast.people["mira"], asked_for)
        self.data = {
            "accept": AccessRequestGiven(),
            "refuse": AccessRequestGiven(reason="Jo tani."),
            "extend": AccessRequestGiven(reason="Ka arsye.", due_on=today() + LATER),
            "arrange": AccessRequestGiven(how="Në zyrë."),
            "confirm": AccessRequestGiven(note="U bë."),
            "fell_through": AccessRequestGiven(reason="Nuk erdhi askush."),
            "withdraw": AccessRequestGiven(),
        }

    def address(self, _do: str) -> Address:
        return Address(self.request)

    def events(self) -> int:
        return db.session.scalar(select(func.count(AccessRequestEvent.id))) or 0


class Answers(Driven):
    workflow, model = ANSWER, PreparedAnswer
    people = {CaseRole.ADDRESSEE: "ministria_b"}  # another than who prepared it
    strangers = ("sekretaria", "kastriot", "prokuroria", "koordinatorja")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.desk = Desk(world, world.concern(lives.SENT))
        self.desk.two_signatures()
        prepared = Prepared("accept", Acceptance(note="Pranohet."))
        self.data = {"propose": prepared, "return": Reason(reason="Shtoni afatin.")}
        self.first = self.take("ministria", "propose", version=self.version("propose"))
        self.answer = self.row().public_id

    def address(self, do: str) -> Address:
        return Address(self.desk.address, 1) if do == "propose" else Address(self.answer)

    def version(self, do: str) -> int:
        return self.desk.rec().version if do == "propose" else int(self.row().version)


def bring(driven: Driven, source: str) -> None:
    """Put the row in this state, past the driver."""
    with unit_of_work() as session:
        row = session.get(driven.model, driven.row().id)
        row.state = driven.workflow.states(source)
        if isinstance(row, ContributionRequest) and source == "given":
            row.contribution, row.given_at = "Po.", now()
        if isinstance(row, AccessRequest):
            row.due_on = today() if source in ("asked", "accepted") else None
            row.how = "Në zyrë."
    db.session.rollback()


MADE: dict[str, Callable[[World], Driven]] = {
    CONTRIBUTION.name: Contributions,
    ACCESS_REQUEST.name: AccessRequests,
    ANSWER.name: Answers,
}
TAKEN_BY_PEOPLE = [
    (workflow, source, step)
    for workflow in (CONTRIBUTION, ACCESS_REQUEST, ANSWER)
    for source, step in workflow
    if CaseRole.SYSTEM not in step.who and step.do not in NEW
]


def test_every_row_is_taken_and_refused_as_its_table_says(world: World) -> None:
    for workflow, source, step in TAKEN_BY_PEOPLE:
        driven = MADE[workflow.name](world)
        bring(driven, source)
        driven.check(source, step)


@pytest.mark.parametrize("workflow", [CONTRIBUTION, ACCESS_REQUEST, ANSWER], ids=lambda w: w.name)
def test_no_other_step_is_taken_from_any_state(world: World, workflow: Workflow[Any]) -> None:
    driven = MADE[workflow.name](world)
    for state in workflow.states:
        if state not in ("new", "lapsed", "sent"):
            bring(driven, state)
            driven.refuses_all_others(state)


def test_the_steps_that_make_a_row_are_refused_and_taken_once(world: World) -> None:
    desk, people = Desk(world, world.concern(lives.SENT)), world.cast.people
    agency, due_on = world.cast.organisations["prokuroria"], Contributions(world).before_own()
    wanted = Wanted(agency, QUESTION, due_on)
    address, version, key = Address(desk.address, 1), desk.rec().version, one_time_key()

    def forward(who: str, data: Wanted, version: int, key: str = "") -> Outcome:
        db.session.rollback()
        sent: dict[str, Any] = {"version": version, "key": key or one_time_key()}
        return run(CONTRIBUTION, people[who], address, "forward", data, **sent)

    count = select(func.count(ContributionRequest.id))
    before = db.session.scalar(count)
    assert forward("sociale", wanted, version) == NotYours()
    assert forward("ministria", Wanted(agency, "", due_on), version) == Missing(("question",))
    assert forward("ministria", Wanted(agency, QUESTION), version) == Missing(("due_on",))
    assert isinstance(forward("ministria", wanted, version - 1), Stale)
    assert db.session.scalar(count) == before
    made = forward("ministria", wanted, version, key)
    assert isinstance(made, Taken) and forward("ministria", wanted, version, key) == Taken(
        made.target, repeated=True
    )
    row = db.session.scalars(select(ContributionRequest).filter_by(public_id=made.target)).one()
    assert (row.state, row.version, row.due_on, row.next_check_on) == ("asked", 1, due_on, today())


def test_an_answer_that_could_not_be_given_is_not_proposed(world: World) -> None:
    driven = Answers(world)
    bring(driven, "draft")
    half = Prepared("accept_in_part", PartAcceptance())
    assert driven.take("ministria", "propose", half) == Missing(("part", "reason"))
    named = Prepared("accept", Acceptance(note="Telefononi 069 20 30 405."))
    assert driven.take("ministria", "propose", named) == Missing(("unnamed",))
    bring(driven, "to_sign")
    assert driven.take("ministria", "sign") == Missing(("another_person",)), "who prepared it"


def test_what_is_asked_and_given_names_nobody(world: World) -> None:
    driven = Contributions(world)
    phone = "Telefononi 069 20 30 405."
    assert driven.take("prokuroria", "give", Given(contribution=phone)) == Missing(("unnamed",))
    access_request = AccessRequests(world)
    bring(access_request, "accepted")
    assert access_request.take("ministria", "arrange", AccessRequestGiven(how=phone)) == Missing(("unnamed",))
    allowed = AccessRequestGiven(how=phone, override_reason="Është numri i zyrës.")
    assert isinstance(access_request.take("ministria", "arrange", allowed), Taken)
