"""Plays the lives: every row of the demonstration was made by the same steps that people take."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from app.concerns.access import find
from app.concerns.models import Concern, ConcernInstitution
from app.concerns.periods import load_calendar
from app.concerns.records import Reading
from app.concerns.steps import take_step
from app.concerns.vocabulary import Affected, CaseRange, County, Exploitation, Extent, Naming, Source
from app.core.db import db, unit_of_work
from app.core.random_ids import READABLE, one_time_key, public_id
from app.core.time import ZONE, frozen, now, today
from app.dashboards.figures.months import rebuild_months
from app.dashboards.models import SavedOn
from app.dashboards.saved_views.service import save_view
from app.demo.answers import make_answers
from app.demo.escalations import (
    answer_lateness,
    escalate_dates,
    escalate_until,
    make_access_requests,
    name_heads,
)
from app.demo.large import PACED_LIVES
from app.demo.lives import ADMITTED, LIVES, NAMING, OTHER, URGENT, A, DemoStep, R, Scene
from app.demo.measured import MEASURED_LIVES
from app.demo.meetings import make_meetings
from app.demo.notices import settle_notices, talk
from app.demo.people import ORGANISATIONS, Cast, make_entries, make_people, make_seats
from app.demo.review import (
    decided,
    declare_for_all,
    enter_interests,
    make_papers,
    open_written_procedure,
    recuse_somebody,
)
from app.demo.stories import STORIES, Story
from app.process.data import Decision
from app.process.outcome import Taken
from app.recusals.service import declare_no_conflict
from app.review.service import Joining
from workflows.roles import Level
from workflows.workdays import Calendar

SEED = 2026
MEMBERS = (
    "anila",
    "besnik",
    "drita",
    "elira",
    "fatmir",
    "gentiana",
    "hana",
    "ilir",
    "jonida",
    "luljeta",
    "mira",
    "nazmi",
)
LIAISONS = {
    "policia_a": "policia",
    "policia_b": "policia_b",
    "kufiri": "kufiri",
    "sociale": "sociale",
    "femijet": "femijet",
    "punes": "punes",
    "prokuroria": "prokuroria",
    "agjensi": "agjensi",
    "linja": "linja",
}
NAMES = {row[0]: row[1] for row in ORGANISATIONS}
COUNTIES = tuple(c for c in County if c is not County.NATIONAL)


TOLD = {
    "where_when": "Vërejtur gjatë punës sonë në terren, në disa zyra të qarkut.",
    "how_known": "Nga vizita në terren, biseda me profesionistë të fushës dhe dokumente të institucionit.",
    "tried": "Dy shkresa dhe një takim; përgjigje gojore.",
}


class DemoError(Exception):
    """A life could not be played: a step that should be possible was refused."""


@dataclass(slots=True)
class Player:
    """Plays one life after the other, with one seed."""

    cast: Cast
    random: random.Random
    calendar: Calendar
    made: int = 0
    escalates: bool = False  # whether a worker was there meanwhile
    latest: datetime = field(default_factory=lambda: now() - timedelta(minutes=1))

    def play(self, beats: list[DemoStep], age: int, story: Story, *, urgent: bool = False) -> str:
        """Play one life whose last step was `age` working days ago; returns the concern's public id."""
        filer, rapporteur = self._two_members()
        other = next(m for m in MEMBERS if m not in (filer, rapporteur))
        days = list(self._days(beats, age))
        agency = LIAISONS.get(story.addressee, "ministria")
        began = self.instant(
            self.calendar.add_working(days[0], -2) if days else days_back(self.calendar, age)
        )
        with frozen(began):
            address = self._draft(filer, story, urgent=urgent)
        for place, (beat, day) in enumerate(zip(beats, days, strict=True)):
            who = {"filer": filer, R: rapporteur, A: agency, OTHER: other}.get(beat.who, beat.who)
            at = self.instant(day, place)
            if self.escalates:
                escalate_until(address, at, self.calendar)
            with frozen(at):
                self.step(who, beat, address, Scene(story, self.cast, rapporteur, agency, day))
        if self.escalates:
            escalate_until(address, self.latest, self.calendar)
        self.made += 1
        return address

    def _days(self, beats: list[DemoStep], age: int) -> Iterator[date]:
        """The working day of each step, reckoned back from the last one."""
        day = days_back(self.calendar, age)
        days: list[date] = []
        for beat in reversed(beats):
            days.append(day)
            day = self.calendar.add_working(day, -beat.after) if beat.after else day
        return reversed(days)

    def instant(self, day: date, place: int = 0) -> datetime:
        """A moment in that day's office hours; steps of one day follow each other. Never after now."""
        local = datetime.combine(day, time(9, self.random.randrange(0, 50)), ZONE) + timedelta(
            minutes=30 * place % 360
        )
        return min(local.astimezone(UTC), self.latest)

    def _two_members(self) -> tuple[str, str]:
        filer, rapporteur = self.random.sample(MEMBERS, 2)
        return filer, rapporteur

    def _draft(self, filer: str, story: Story, *, urgent: bool) -> str:
        actor = self.cast.people[filer]
        with unit_of_work() as session:
            concern = Concern(
                public_id=public_id(),
                reference=self._reference(),
                stage_since=now(),
                created_at=now(),
                saved_at=now(),
                filer_organisation_id=actor.organisation_id,
                filer_id=actor.person_id,
                **self._told(story, urgent=urgent),
            )
            session.add(concern)
            session.flush()
            about = self.cast.organisations[story.addressee]
            session.add(ConcernInstitution(concern_id=concern.id, organisation_id=about))
            return concern.public_id

    def _told(self, story: Story, *, urgent: bool) -> dict[str, Any]:
        """What the filer fills in."""
        pick = self.random.choice
        pattern = pick((True, True, False))
        return {
            **TOLD,
            "title": story.title,
            "narrative": story.narrative,
            "duty": story.duty,
            "asks_for": story.asks_for,
            "pillar": story.pillar,
            "subject": story.subject,
            "exploitation": pick((None, Exploitation.LABOUR, Exploitation.SEXUAL, Exploitation.NOT_KNOWN)),
            "affected": [a.value for a in self.random.sample(list(Affected), 2)],
            "county": pick(COUNTIES),
            "period_from": today() - timedelta(days=self.random.randrange(60, 400)),
            "ongoing": True,
            "extent": Extent.PATTERN if pattern else Extent.SINGLE,
            "case_range": pick(list(CaseRange)) if pattern else None,
            "frequency": "Disa herë në muaj." if pattern else "",
            "urgent": urgent,
            "urgency_reason": "Rrezik i menjëhershëm për një fëmijë." if urgent else "",
            "danger_reported": urgent,
            "coordinator_told": urgent,
            "source": pick((Source.OWN_WORK, Source.OWN_WORK, Source.SEVERAL_ORGANISATIONS, Source.STUDY)),
            "first_hand": pick((True, False)),
            "naming": Naming.YES if urgent else NAMING[self.made % len(NAMING)],
            "level": pick((Level.GROUP, Level.GROUP, Level.GROUP, Level.SHARED, Level.RESTRICTED)),
            "unidentifiable": True,
            "institutions_text": NAMES[story.addressee],
        }

    def _reference(self) -> str:
        return f"T-{today().year}-" + "".join(self.random.choices(READABLE, k=4))

    def step(self, who: str, beat: DemoStep, address: str, scene: Scene) -> None:
        actor = self.cast.people[who]
        db.session.rollback()
        case = find(db.session(), actor, address)
        if case.undeclared:
            declare_no_conflict(actor, address)
            case = find(db.session(), actor, address)
        subject = (
            case.concern
            if beat.number is None
            else next(r for r in case.recommendations if r.number == beat.number)
        )
        data = beat.data(scene)
        if isinstance(data, Decision):
            declare_for_all(self.cast, address)
        take = decided if isinstance(data, Decision) else take_step
        outcome = take(
            actor,
            address,
            beat.do,
            data,
            number=beat.number,
            version=subject.version,
            key=one_time_key(),
        )
        if not isinstance(outcome, Taken):
            raise DemoError(f"{who} {beat.do} in {case.concern.stage}: {outcome}")
        with unit_of_work() as session:
            if actor.organisation_id != case.concern.filer_organisation_id:
                session.merge(
                    Reading(
                        concern_id=case.concern.id,
                        person_id=actor.person_id,
                        day=today(),
                        organisation_id=actor.organisation_id,
                        at=now(),
                        extract_only=beat.who == A,
                    )
                )


def days_back(calendar: Calendar, age: int) -> date:
    """The working day so many working days before today, or the last one."""
    day = today() if calendar.is_working(today()) else calendar.add_working(today(), -1)
    return calendar.add_working(day, -age) if age else day


def build(most: int = 99) -> int:
    """Create the demonstration, of each life at most so many concerns; returns their number."""
    with unit_of_work() as work:
        cast = make_people(work)
        make_seats(work, cast)
        enter_interests(work, cast)
    name_heads(cast)
    player = Player(cast, random.Random(SEED), load_calendar(db.session(), today()), escalates=True)
    stories = list(STORIES)
    player.random.shuffle(stories)
    played: dict[str, list[str]] = {}
    for name, count, ages, beats in (*LIVES, *MEASURED_LIVES, *PACED_LIVES):
        for place in range(min(count, most)):
            address = player.play(beats, ages[place], stories[player.made % len(stories)])
            played.setdefault(name, []).append(address)
    urgent = next(s for s in STORIES if s.addressee == "femijet")
    player.play(URGENT, 1, urgent, urgent=True)
    player.play(URGENT[:1], 1, next(s for s in STORIES if s.addressee == "kufiri"), urgent=True)
    _join(player, stories)
    open_written_procedure(cast, played["deliberation"][0])
    recuse_somebody(cast, played["deliberation"][-1])
    answer_lateness(cast)
    talk(cast, played["deliberation"][0])
    make_papers(player)
    make_meetings(cast, player.calendar)
    make_entries(cast)
    make_answers(cast, player.calendar)
    make_access_requests(cast, player.calendar)
    escalate_dates(player.calendar)
    settle_notices(cast)
    rebuild_months()
    _save_views(cast)
    return player.made


def _save_views(cast: Cast) -> None:
    """Lists that people come back to."""
    coordinator, labour = cast.people["koordinatorja"], str(cast.organisations["punes"])
    save_view(coordinator, SavedOn.DESK, {"rule": "response"}, "Pa përgjigje, me vonesë", shared=True)
    save_view(coordinator, SavedOn.DESK, {"institution": labour}, "Inspektorati i Punës", shared=False)
    save_view(
        cast.people["anila"], SavedOn.CONCERNS, {"mine": "1", "open": "1"}, "Të miat, të hapura", shared=False
    )


def _join(player: Player, stories: list[Story]) -> None:
    """One concern goes on with another about the same matter."""
    lead = player.play(ADMITTED, 6, stories[0])
    joined = player.play(ADMITTED, 4, stories[0])
    chair = player.cast.people["kastriot"]
    lead_id = find(db.session(), chair, lead).concern.id
    beat = DemoStep(
        0,
        "kastriot",
        "join",
        lambda _s: Joining(reason="E njëjta praktikë, i njëjti institucion.", lead=lead_id),
    )
    day = days_back(player.calendar, 2)
    with frozen(player.instant(day)):
        player.step("kastriot", beat, joined, Scene(stories[0], player.cast, "", "", day))
