"""Who is to be told of a step of escalation, from the table of people and the words of docs/coordinator.md alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from tests.deadlines.year.reckoning import BEFORE


@dataclass(frozen=True)
class Human:
    """A row of the table of people, as it was at some moment."""

    id: int
    email: str
    organisation: int
    kind: str
    roles: frozenset[str]
    active: bool
    leads: bool
    away: tuple[date, date] | None
    deputy: int | None
    preferences: dict[str, str]
    quiet: tuple[time, time] | None


@dataclass(frozen=True)
class About:
    """What of a concern decides who is told: organisations and people by their ids."""

    filer: int
    rapporteur: int | None
    addressee: int
    of_the_state: bool
    follow_up_reviewer: int | None = None
    chair_is_out: bool = False  # the secretariat holds the chair's place


INSIDE = {"intake", "information", "review", "fact_check", "deliberation", "transmission", "ratification"}
THEIRS = {"response", "plan", "implementation"}  # of the institution, once a recommendation was sent
FOLLOW_UP_REVIEWS = {"follow_up_review", "last_review"}


def told(rule: str, folded: frozenset[int], about: About, people: Sequence[Human]) -> set[int]:
    """Who is told of these levels of a rule's date, folded into one: without deputies."""
    active = [human for human in people if human.active]

    def holding(role: str, organisation: int | None = None) -> set[int]:
        return {h.id for h in active if role in h.roles and organisation in (None, h.organisation)}

    def leading(people: set[int]) -> set[int]:
        return {h.id for h in active if h.leads and h.id in people}

    institution = holding("agency", about.addressee) | (holding("ministry") if about.of_the_state else set())
    conveners = convening(people)
    chair = conveners if about.chair_is_out else holding("chair")
    outside = coordinating(people)
    coordinator = conveners if rule in INSIDE else outside
    rapporteur = {h.id for h in active if h.id == about.rapporteur}
    owing = {
        "intake": holding("secretariat"),
        "information": holding("member", about.filer),
        "review": rapporteur if about.rapporteur else chair,
        "fact_check": institution,
        "deliberation": chair,
        "transmission": holding("secretariat"),
        "ratification": chair,
        "response": institution,
        "clarification": rapporteur,
        "plan": institution,
        "implementation": institution,
        "reconsideration": chair,
        "mediation": outside,
        "verification": chair | rapporteur,
    }
    for review in FOLLOW_UP_REVIEWS:
        owing[review] = chair | {h.id for h in active if h.organisation == about.follow_up_reviewer}
    heads = leading(holding("agency", about.addressee)) if rule in THEIRS else conveners
    minister = leading(holding("ministry")) if rule in THEIRS and about.of_the_state else heads
    found: set[int] = set()
    for level in folded:
        if level in (*BEFORE, 1):
            found |= owing[rule]
        if level == 1 or level in (5, 10):
            found |= coordinator
        if level == 5:
            found |= heads
        if level == 15:
            found |= conveners
        if level >= 20:
            found |= coordinator | minister
    return found


def told_of_pause(rule: str, people: Sequence[Human]) -> set[int]:
    """Who is told of a pause that lasts for long."""
    return convening(people) if rule in INSIDE else coordinating(people)


def told_of_talks(people: Sequence[Human]) -> set[int]:
    """Who is asked again when the day of talks has passed."""
    return coordinating(people)


def convening(people: Sequence[Human]) -> set[int]:
    """Chair and secretariat."""
    return {human.id for human in people if human.active and human.roles & {"chair", "secretariat"}}


def coordinating(people: Sequence[Human]) -> set[int]:
    """Who is coordinator; while nobody is, chair and secretariat hear in that place."""
    held = {human.id for human in people if human.active and "coordinator" in human.roles}
    return held or convening(people)


def deputies_of(receivers: set[int], people: Sequence[Human], day: date) -> dict[int, set[int]]:
    """Who is told besides, and in whose place they may be."""
    by_id = {human.id: human for human in people}
    found: dict[int, set[int]] = {}
    for absent in (by_id[person] for person in receivers):
        deputy = by_id.get(absent.deputy or 0)
        is_away = absent.away is not None and absent.away[0] <= day <= absent.away[1]
        if is_away and deputy and deputy.active and deputy.organisation == absent.organisation:
            found.setdefault(deputy.id, set()).add(absent.id)
    return {deputy: absents for deputy, absents in found.items() if deputy not in receivers}


def told_of_contribution(
    folded: frozenset[int], ministry: int, agency: int, people: Sequence[Human]
) -> set[int]:
    """Who is told of levels of what a ministry asked of an agency (docs/ministry.md): those two and nobody else."""
    asked = [h for h in people if h.active and "agency" in h.roles and h.organisation == agency]
    asks = [h for h in people if h.active and "ministry" in h.roles and h.organisation == ministry]
    found: set[int] = set()
    for level in folded:
        if level in (*BEFORE, 1):
            found |= {human.id for human in asked}
        if level == 5:
            found |= {human.id for human in leading_or_all(asked)}
        if level > 0:
            found |= {human.id for human in asks}
        if level >= 20:
            found |= {human.id for human in leading_or_all(asks)}
    return found


def told_of_access_request(folded: frozenset[int], asker: int, people: Sequence[Human]) -> set[int]:
    """Who is told of levels of an access request (docs/coordinator.md): the ministry owes it."""
    ministry = [human for human in people if human.active and "ministry" in human.roles]
    found: set[int] = set()
    for level in folded:
        if level in (*BEFORE, 1):
            found |= {human.id for human in ministry}
        if level == 1:
            found |= {asker}
        if level in (1, 5, 10) or level >= 20:
            found |= coordinating(people)
        if level == 5 or level >= 20:
            found |= {human.id for human in leading_or_all(ministry)}
        if level == 15:
            found |= convening(people)
    return found


def leading_or_all(people: Sequence[Human]) -> Sequence[Human]:
    """Who leads them; all of them, where nobody who does has an account."""
    return [human for human in people if human.leads] or people
