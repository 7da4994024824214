"""A year as it is lived: everything stands in one queue by its moment, and is done by the real services."""

from __future__ import annotations

import random
from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from heapq import heappop, heappush
from itertools import count

from sqlalchemy import select

from app.core.country import OwnKind
from app.core.db import db
from app.core.time import ZONE, frozen, now
from app.deadlines.calendar import service as calendar_queries
from app.deadlines.calendar import service as calendar_service
from app.deadlines.escalation_runs import run_escalations
from app.directory.service import ask_whether_right
from app.notifications.delivery import deliver
from app.notifications.models import Notification, NotificationKind, SendState
from app.votes.service import close_due
from app.working_papers.rounds import close_due_round
from tests.deadlines.year.audience import Human
from tests.deadlines.year.concerns import Concerns
from tests.deadlines.year.errands import WAYS, Errands
from tests.deadlines.year.lists import Shown, look_around
from tests.deadlines.year.people import Register
from tests.deadlines.year.post import Post, Refusal
from tests.deadlines.year.reckoning import Country
from tests.world import World

ONE = timedelta(days=1)
FIRST_WAY = 11
LONG = 200  # days; a shorter year has no time for what is very late


@dataclass
class Year:
    """A year, its people and its worker."""

    world: World
    post: Post
    concerns: int
    first: date
    days: int
    dice: random.Random = field(default_factory=lambda: random.Random(2026))
    queue: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    looks: list[datetime] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = count()
        self.country = Country(self.first)
        self.register = Register(self.world, self.at)
        self.bridges = self._choose_bridges()
        self.errands = Errands(self.world, self.plan, self._human, self.bridges, self.at(self.days))
        self.filed = Concerns(self.world, self.dice, self.plan, self.at(self.days), self.errands.after)

    def _human(self, key: str) -> Human:
        return self.register.of(self.world.cast.people[key].person_id, now())

    # --- when ------------------------------------------------------------------------

    def at(self, day: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment of the year, by the clock on the wall."""
        return datetime.combine(self.first + day * ONE, time(hour, minute), ZONE)

    def plan(self, moment: datetime, do: Callable[[datetime], None]) -> None:
        """Let something happen; no two things happen at one moment."""
        number = next(self._numbers)
        heappush(self.queue, (moment.astimezone(UTC) + timedelta(microseconds=number), number, do))

    def live(self) -> None:
        """Live the year to its end, and after it until no mail waits any more."""
        span = self.days // 8 if self.days < LONG else self.days - 15
        for number in range(self.concerns):
            day = self.at(number * span // self.concerns, self.dice.randrange(8, 20))
            self.plan(day, lambda _at, n=number: self.filed.file(n, hurried=self.days < LONG))
        self._plan_looks()
        self._plan_calendar()
        for number in range(max(self.concerns // 3, len(WAYS))):
            who, agency, script = WAYS[number % len(WAYS)]
            day = self.at(FIRST_WAY + number * self.days // 2 // max(self.concerns // 3, len(WAYS)), 10)
            self.plan(day, lambda _at, asks=(who, agency, script): self.errands.ask(*asks))
        for day, hour, do in self.register.changes(self.days):
            self.plan(self.at(day, hour, 7), do)
        for address, day, answer in self.register.unknown(self.days):
            self.plan(self.at(day, 7), lambda _at, who=address, says=answer: self._know(who, says))
        for day in range(0, self.days, 30):
            self.plan(self.at(day, 12), self._say)
        while self.queue:
            moment, _number, do = heappop(self.queue)
            with frozen(moment):
                do(moment)
        for day in range(self.days, self.days + 20):
            with frozen(moment := self.at(day, 9, 3).astimezone(UTC)):
                self._deliver()
                if not self._mails_wait():
                    return
        raise AssertionError("mails wait for ever")

    def _say(self, moment: datetime) -> None:
        self.shown += look_around(moment)
        mails = len(self.post.arrivals)
        print(f"{moment:%d %b}: {len(self.filed.lives)} concerns, {mails} mails", flush=True)  # noqa: T201 - with -s

    # --- the worker ------------------------------------------------------------------

    def _plan_looks(self) -> None:
        """At any hour, by night too; some days not at all, and now and then not for many days."""
        for begins in range(12, self.days, 45):
            how = list(Refusal)[begins // 45 % 3]
            hour = self.dice.choice((8, 10, 13))
            self.post.windows.append((self.at(begins, hour), how))
            for n in range(9):
                self.plan(self.at(begins, hour) + timedelta(minutes=45 + 60 * n), self._look)
        day = 0
        while day < self.days:
            if self.dice.random() < 0.03:
                day += self.dice.randrange(3, 12)
                continue
            if self.dice.random() > 0.12:
                for hour in (
                    self.dice.randrange(8),
                    8,
                    self.dice.randrange(9, 17),
                    self.dice.randrange(17, 24),
                ):
                    self.plan(self.at(day, hour, self.dice.randrange(60)), self._look)
                if self.dice.random() < 0.05:
                    self.plan(self.at(day, 16, 50), self._die)
            day += 1

    def _look(self, moment: datetime) -> None:
        """What the worker's command does until nothing is left, with this year's mail server."""
        self.looks.append(moment)
        while close_due() or close_due_round() or run_escalations() or ask_whether_right():
            pass
        self._deliver()

    def _deliver(self) -> None:
        while deliver(self._send):
            pass
        db.session.rollback()

    def _die(self, moment: datetime) -> None:
        """A worker that ends before it sends what it has written."""
        self.looks.append(moment)
        while run_escalations():
            pass
        db.session.rollback()

    def _send(self, mail: EmailMessage) -> None:
        self.post.carry(self.world.app, mail)

    def _know(self, address: str, answer: str) -> None:
        if answer:
            self.post.unknown[address] = answer
            self.post.unknown_once.add(address)
        else:
            self.post.unknown.pop(address, None)

    def _mails_wait(self) -> bool:
        kinds = Notification.kind.in_(NotificationKind)
        waits = select(Notification.id).where(Notification.state == SendState.WAITING, kinds).limit(1)
        found = db.session.scalar(waits)
        db.session.rollback()
        return found is not None

    # --- the calendar ----------------------------------------------------------------

    def _choose_bridges(self) -> list[date]:
        """Three working days in the middle of a week that are to come off."""
        known = self.country.at(self.at(0)).known
        found = [day for n in range(30, self.days) if (day := self.first + n * ONE) in known]
        weekdays = [day for day in found if day.weekday() == 2]
        return weekdays[:: max(1, len(weekdays) // 3)][:3]

    def _plan_calendar(self) -> None:
        """Two days off are announced on their eve; a third long before, and withdrawn two days before it."""
        for place, bridge in enumerate(self.bridges):
            day = (bridge - self.first).days
            announced = day - (1, 25, 1)[place]
            self.plan(self.at(announced, 14, 20), lambda at, d=day: self._announce(at, d, off=True))
            if place == 1:
                self.plan(self.at(day - 2, 11, 40), lambda at, d=day: self._announce(at, d, off=False))

    def _announce(self, moment: datetime, day: int, *, off: bool) -> None:
        on = self.first + day * ONE
        shown = calendar_queries.effect_of(db.session(), on, OwnKind.HOLIDAY if off else None)
        if off:
            calendar_service.add(on, OwnKind.HOLIDAY, "Urë", shown.key)
        else:
            calendar_service.remove(on, shown.key)
        insort(self.country.told, (moment, on, off))
