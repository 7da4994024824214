"""What has a date and no ledger, as the year lives it: what a ministry asks of agencies, and access requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.access_requests import service as access_requests
from app.access_requests.models import AccessRequest
from app.answers.contributions import service as contributions
from app.answers.contributions.deadlines import proposed_due
from app.answers.models import ContributionRequest
from app.concerns.access import find
from app.concerns.models import Recommendation
from app.core.db import db
from app.core.refusals import NotFound
from app.core.time import ZONE, now
from tests.deadlines.year.audience import Human
from tests.deadlines.year.concerns import Life
from tests.deadlines.year.errand_facts import Errand, Said
from tests.steps import ask_access_request, forward, take, take_access_request
from tests.world import World
from workflows.access_request import AccessKind, AccessRequestAction
from workflows.contribution import ContributionAction
from workflows.roles import Level

ONE = timedelta(days=1)
OF_THE_STATE = ("policia_a", "policia_b", "kufiri", "sociale", "femijet", "punes")
ANSWERS = ("accept", "accept_in_part", "reject")  # what was asked for an answer is closed by it


Play = Callable[["Errands", Errand], None]
Script = Sequence[tuple[int, Play]]  # after so many days each


class Errands:
    """All of them. `plan` lets something happen at a moment before the year's end; `bridges` are days to come off."""

    def __init__(
        self,
        world: World,
        plan: Callable[[datetime, Callable[[datetime], None]], None],
        human: Callable[[str], Human],
        bridges: Sequence[date],
        ends: datetime,
    ) -> None:
        self._world, self._plan, self._human, self._ends = world, plan, human, ends
        self.bridges = bridges
        self.all: list[Errand] = []
        self._asked = 0

    # --- contributions ---------------------------------------------------------------

    def after(self, life: Life, do: str) -> None:
        """A step of a concern was taken: what is sent to the ministry, it asks an agency about.

        Who filed a restricted one makes an access request that is tied to it.
        """
        concern, address, addressee = life.id, life.address, life.pattern.addressee
        for errand in self.all:
            if do in ANSWERS and errand.concern == concern:
                self._end(errand, closed=True)
        if do == "admit" and life.pattern.level is Level.RESTRICTED:
            self._later(1, lambda _at: self.ask(life.filer, addressee, (), tied_to=address))
        if do.startswith("transmit") and addressee in OF_THE_STATE:
            agency, script = CONTRIBUTIONS[self._asked % len(CONTRIBUTIONS)]
            self._asked += 1
            self._later(2, lambda _at: self._forward(concern, address, agency, script))

    def _forward(self, concern: int, address: str, agency: str, script: Script) -> None:
        asker, session = self._world.cast.people["ministria"], db.session()
        session.rollback()
        case = find(session, asker, address)
        [rec, *_] = case.recommendations
        if rec.state.value != "awaiting_response":
            return  # it was answered at once
        due = proposed_due(session, case.concern.urgent, rec.due_on)
        session.rollback()
        wanted = contributions.Wanted(self._world.cast.organisations[agency], "Si veprohet sot?", due)
        public_id = forward(asker, address, 1, wanted)
        row = db.session.scalars(select(ContributionRequest.id).filter_by(public_id=public_id)).one()
        days = 1 if case.concern.urgent else 10
        said = Said(self._now, days, before=rec.id)
        self._begin(Errand(row, public_id, self._human("ministria"), wanted.agency, concern, [said]), script)

    def give(self, errand: Errand) -> None:
        """The agency gives its part."""
        agencies = self._world.cast.organisations
        who = next(key for key, agency in agencies.items() if agency == errand.agency)
        self._contribute(
            errand, who, ContributionAction.GIVE, contributions.Given(contribution="Sipas urdhrit të 2021-s.")
        )
        self._end(errand)

    def ask_again(self, errand: Errand) -> None:
        """Something is missing in it: the time begins anew."""
        self._contribute(
            errand, "ministria", ContributionAction.ASK_AGAIN, contributions.Given(reason="Mungojnë shifrat.")
        )
        errand.said.append(replace(errand.said[0], at=self._now))

    def another_day(self, errand: Errand, until: date) -> None:
        """The ministry gives it a date, well before its own while that is ahead."""
        rec = db.session.get_one(Recommendation, errand.said[0].before)
        today, own = self._now.date(), rec.due_on
        if own is not None and own > today:
            until = min(until, own - 7 * ONE)
        db.session.rollback()
        if until <= today:
            return
        self._contribute(errand, "ministria", ContributionAction.EXTEND, contributions.Given(due_on=until))
        errand.said.append(Said(self._now, until=until, before=errand.said[0].before))

    def take_back(self, errand: Errand) -> None:
        """The ministry needs it no more."""
        self._contribute(errand, "ministria", ContributionAction.WITHDRAW, contributions.Given())
        self._end(errand, closed=True)

    def _contribute(
        self, errand: Errand, who: str, do: ContributionAction, given: contributions.Given
    ) -> None:
        db.session.rollback()
        version = db.session.scalars(select(ContributionRequest.version).filter_by(id=errand.row)).one()
        db.session.rollback()
        take(self._world.cast.people[who], errand.address, do, version, given)

    # --- access requests ------------------------------------------------------------------------

    def ask(self, who: str, agency: str, script: Script, *, tied_to: str = "") -> None:
        """A member makes an access request."""
        cast = self._world.cast
        asked_for = access_requests.AccessRequestData(
            AccessKind.DATA, cast.organisations[agency], "Shifrat e vitit të fundit.", tied_to
        )
        public_id = ask_access_request(cast.people[who], asked_for)
        row = db.session.scalars(select(AccessRequest.id).filter_by(public_id=public_id)).one()
        self._begin(
            Errand(row, public_id, self._human(who), asked_for.agency, said=[Said(self._now, 10)]), script
        )

    def accept(self, errand: Errand) -> None:
        """The ministry takes it on, and has to arrange it."""
        self._take(errand, "ministria", AccessRequestAction.ACCEPT, access_requests.Given())
        errand.said.append(Said(self._now, 15))

    def refuse(self, errand: Errand) -> None:
        """The ministry does not."""
        self._take(errand, "ministria", AccessRequestAction.REFUSE, access_requests.Given(reason="Jo tani."))
        self._end(errand, closed=True)

    def more_time(self, errand: Errand, until: date) -> None:
        """The coordinator gives it a date."""
        self._take(
            errand,
            "koordinatorja",
            AccessRequestAction.EXTEND,
            access_requests.Given(reason="Ka arsye.", due_on=until),
        )
        errand.said.append(Said(self._now, until=until))

    def arrange(self, errand: Errand) -> None:
        """It is said with whom, where and when."""
        self._take(errand, "ministria", AccessRequestAction.ARRANGE, access_requests.Given(how="Në zyrë."))
        self._end(errand)

    def fall_through(self, errand: Errand) -> None:
        """It did not come about, and has to be arranged anew."""
        self._take(
            errand,
            self._key(errand),
            AccessRequestAction.FELL_THROUGH,
            access_requests.Given(reason="Nuk erdhi askush."),
        )
        errand.said.append(Said(self._now, 15))

    def withdraw(self, errand: Errand) -> None:
        """The member needs it no more."""
        self._take(errand, self._key(errand), AccessRequestAction.WITHDRAW, access_requests.Given())
        self._end(errand, closed=True)

    def _key(self, errand: Errand) -> str:
        people = self._world.cast.people.items()
        return next(key for key, actor in people if actor.person_id == errand.by.id)

    def _take(self, errand: Errand, who: str, do: AccessRequestAction, given: access_requests.Given) -> None:
        db.session.rollback()
        version = db.session.scalars(select(AccessRequest.version).filter_by(id=errand.row)).one()
        db.session.rollback()
        take_access_request(self._world.cast.people[who], errand.address, do, version, given)

    # --- when ------------------------------------------------------------------------

    @property
    def _now(self) -> datetime:
        return now().astimezone(ZONE)

    def _begin(self, errand: Errand, script: Script) -> None:
        db.session.rollback()
        self.all.append(errand)
        for days, play in script:
            self._later(days, lambda _at, do=play: self._go_on(errand, do))

    def _go_on(self, errand: Errand, play: Play) -> None:
        if errand.closed:
            return
        try:
            play(self, errand)
        except NotFound:  # nobody is coordinator: somebody will be
            self._later(3, lambda _at: self._go_on(errand, play))

    def _later(self, days: int, do: Callable[[datetime], None]) -> None:
        moment = (self._now + timedelta(days=days)).replace(hour=10 + days % 7)
        if moment < self._ends:
            self._plan(moment, do)

    def _end(self, errand: Errand, *, closed: bool = False) -> None:
        errand.closed = errand.closed or closed
        if not errand.said[-1].ends:
            errand.said.append(Said(self._now))


def _next_bridge(errands: Errands) -> date:
    today = now().astimezone(ZONE).date()
    return next((day for day in errands.bridges if day > today + 2 * ONE), today + 20 * ONE)


def _in(days: int) -> date:
    return now().astimezone(ZONE).date() + days * ONE


# whom the ministry asks, and what becomes of it; one after the other
CONTRIBUTIONS: tuple[tuple[str, Script], ...] = (
    ("prokuroria", ()),  # never given: escalation to its end
    (
        "sociale",
        (
            (3, lambda errands, errand: errands.another_day(errand, _next_bridge(errands))),
            (45, Errands.give),
            (50, Errands.ask_again),
        ),
    ),
    ("agjensi", ((9, Errands.give), (11, Errands.ask_again), (40, Errands.take_back))),
    (
        "prokuroria",
        ((30, lambda errands, errand: errands.another_day(errand, _in(16))), (70, Errands.give)),
    ),
)
# by whom, to whom, and what becomes of it
WAYS: tuple[tuple[str, str, Script], ...] = (
    ("hana", "policia_b", ()),  # never answered
    (
        "besnik",
        "kufiri",
        (
            (8, Errands.accept),
            (45, lambda errands, errand: errands.more_time(errand, _next_bridge(errands))),
            (70, Errands.arrange),
            (72, Errands.fall_through),
        ),
    ),
    ("mira", "prokuroria", ((20, Errands.refuse),)),
    ("anila", "femijet", ((14, Errands.accept), (36, Errands.withdraw))),
    (
        "ilir",
        "sociale",
        (
            (16, lambda errands, errand: errands.more_time(errand, _in(11))),
            (60, Errands.accept),
            (75, Errands.arrange),
        ),
    ),
)
