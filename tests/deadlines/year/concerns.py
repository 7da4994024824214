"""The concerns of a year: filed, and lived on step by step by the people whose move it is."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from app.concerns.access import find
from app.concerns.models import Concern
from app.concerns.periods import load_calendar
from app.concerns.steps import event_of, step_of
from app.concerns.vocabulary import Manner
from app.core.db import db, unit_of_work
from app.core.refusals import NotFound
from app.core.time import ZONE, now, today
from app.demo.build import LIAISONS, Player
from app.demo.lives import OTHER, A, DemoStep, R, Scene
from app.demo.review import declare_for_all
from app.demo.stories import STORIES, Story
from app.process.data import Decision
from app.process.outcome import Missing, Outcome, Taken
from app.recusals.service import recuse_myself, recuse_organisation
from tests.deadlines.year.audience import About
from tests.deadlines.year.circle import Post, last
from tests.deadlines.year.patterns import COORDINATOR, PATTERNS, RECUSE, RECUSE_SEAT, Pattern
from tests.deadlines.year.people import MEMBERS
from tests.world import World
from workflows.roles import CaseRole

PACES = (0.6, 1, 1, 1.6, 3)  # in time, as usual, late, very late
VOTED = 8  # every eighth decision is put to the vote, with all that is told of it
CHAIR = "kastriot"
EARLY = 7  # o'clock: what is told of the day before still waits in a digest
PATIENCE = 40  # how often somebody tries what is not possible yet


@dataclass
class Life:
    """One concern: what is still to be done, and by whom."""

    pattern: Pattern
    filer: str
    rapporteur: str
    address: str
    id: int
    left: deque[DemoStep]
    hurried: bool
    filed_at: datetime
    posts: list[Post] = field(default_factory=list)  # who is rapporteur, from when on
    chair_is_out: bool = False
    tries: int = 0


class Concerns:
    """All of them. `plan` lets something happen at a moment, not after `ends`; `after` hears of what was done."""

    def __init__(
        self,
        world: World,
        dice: random.Random,
        plan: Callable[[datetime, Callable[[datetime], None]], None],
        ends: datetime,
        after: Callable[[Life, str], None],
    ) -> None:
        self._world, self._dice, self._plan, self._ends, self._after = world, dice, plan, ends, after
        self.lives: dict[int, Life] = {}
        self.steps: Counter[str] = Counter()

    def file(self, number: int, *, hurried: bool) -> None:
        """A concern is filed, the next of the patterns; `hurried` ones live without being very late."""
        pattern = PATTERNS[number % len(PATTERNS)]
        free = [member for member in MEMBERS if member not in (pattern.rapporteur, pattern.recused)]
        filer, rapporteur = self._dice.sample(free, 2)
        rapporteur = pattern.rapporteur or rapporteur
        player = Filer(self._world.cast, self._dice, load_calendar(db.session(), today()), made=number)
        address = player.file(filer, self._story(pattern), pattern)
        declare_for_all(self._world.cast, address)
        db.session.rollback()
        concern = db.session.scalars(select(Concern.id).where(Concern.public_id == address)).one()
        life = Life(pattern, filer, rapporteur, address, concern, deque(pattern.beats), hurried, self._now)
        self.lives[concern] = life
        self._go_on(life)

    def _story(self, pattern: Pattern) -> Story:
        return replace(STORIES[0], addressee=pattern.addressee)

    def _go_on(self, life: Life, wait: float | None = None) -> None:
        """Plan what is to be done next, some days from now, at any hour at which people work."""
        if not life.left:
            return
        pace = 1 if life.hurried else self._dice.choice(PACES)
        days = wait or life.left[0].after * pace * 7 / 5
        moment = self._now + timedelta(days=round(days), minutes=self._dice.randrange(1, 9))
        hour = max(moment.hour, self._dice.randrange(7, 22)) if days < 1 else self._dice.randrange(7, 22)
        if life.left[0].do == RECUSE:
            hour = EARLY
        moment = moment.replace(hour=hour)
        if moment <= self._now:
            moment = self._now + timedelta(minutes=5)
        if moment < self._ends:
            self._plan(moment, lambda _at: self._step(life))

    @property
    def _now(self) -> datetime:
        return now().astimezone(ZONE)

    def _step(self, life: Life) -> None:
        beat = life.left[0]
        agency = LIAISONS.get(life.pattern.addressee, "ministria")
        roles = {"filer": life.filer, R: life.rapporteur, A: agency, OTHER: "mira"}
        scene = Scene(self._story(life.pattern), self._world.cast, life.rapporteur, agency, self._now.date())
        who = roles.get(beat.who, beat.who)
        if who == CHAIR and life.chair_is_out:
            who = "sekretaria"  # holds the chair's place
        data = beat.data(scene)
        outcome: Outcome
        if beat.do in (RECUSE, RECUSE_SEAT):
            outcome = self._recuse(who, life, beat)
        elif isinstance(data, Decision) and life.id % VOTED:
            outcome = self._decide(who, life, beat, data)
        else:
            outcome = self._act(who, life, beat, data)
        if isinstance(outcome, Missing) and life.tries < PATIENCE:
            life.tries += 1  # not possible yet: nothing was escalated, no time has run out
            self._go_on(life, wait=2)
            return
        assert isinstance(outcome, Taken), (who, beat.do, outcome)
        self.steps[beat.do] += 1
        if beat.do == "assign_rapporteur":
            life.posts.append((self._now, self._world.cast.people[life.rapporteur].person_id))
        self._after(life, beat.do)
        life.left.popleft()
        life.tries = 0
        self._go_on(life)

    def _act(self, who: str, life: Life, beat: DemoStep, data: object) -> Outcome:
        try:
            return self._world.act(who, life.address, beat.do, data, number=beat.number)
        except NotFound:
            if who != COORDINATOR:
                raise
            return Missing(("coordinator",))  # nobody is: somebody will be

    def _recuse(self, who: str, life: Life, beat: DemoStep) -> Outcome:
        """Somebody is out from now on, by their own word or the chair's."""
        people = self._world.cast.people
        if beat.do == RECUSE_SEAT:
            seat = people[life.pattern.recused].organisation_id
            recuse_organisation(people[who], life.address, seat, "Marrëveshje e përbashkët.")
        else:
            recuse_myself(people[who], life.address, "Punoj për të.")
            life.chair_is_out = life.chair_is_out or who == CHAIR
            if who == life.rapporteur and life.posts:
                life.posts.append((self._now, None))
        return Taken("")

    def _decide(self, who: str, life: Life, beat: DemoStep, data: Decision) -> Outcome:
        """As the Group does, without the ballots of thirteen."""
        with unit_of_work() as session:
            case = find(session, self._world.cast.people[who], life.address, lock=True)
            drafts = tuple(rec.number for rec in case.all_recommendations)
            rec = next((rec for rec in case.all_recommendations if rec.number == beat.number), None)
            data = replace(data, adopted=drafts, decided_on=self._now.date(), manner=Manner.MEETING)
            event = event_of(step_of(session, case, rec, beat.do, data), CaseRole.DECISION)
            return Taken(str(event.target))

    @property
    def lived(self) -> Iterator[tuple[int, list[Post], int]]:
        """Of each concern its id, who was rapporteur when, and the institution that it is about."""
        organisations = self._world.cast.organisations
        for life in self.lives.values():
            yield life.id, life.posts, organisations[life.pattern.addressee]

    def about(self, concern: int, moment: datetime) -> About:
        """Who has to do with a concern at this moment."""
        life = self.lives[concern]
        people, organisations = self._world.cast.people, self._world.cast.organisations
        return About(
            filer=people[life.filer].organisation_id,
            rapporteur=last(life.posts, moment),
            addressee=organisations[life.pattern.addressee],
            of_the_state=life.pattern.addressee != "linja",
        )


class Filer(Player):
    """Writes filings of the level of confidentiality of their pattern, each under a reference of its own."""

    def file(self, filer: str, story: Story, pattern: Pattern) -> str:
        """A draft that is ready to be submitted."""
        address = self._draft(filer, story, urgent=pattern.urgent)
        with unit_of_work() as session:
            concern = session.scalars(select(Concern).where(Concern.public_id == address)).one()
            concern.level = pattern.level
        return address

    def _reference(self) -> str:
        return f"T-{self.made:05}"
