"""Escalation of a clock: what is done as its date comes near and passes, in working days, and who is told.

Pure: a due date, the day it was set on, today and a calendar in; the steps that have come out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from workflows.workdays import ONE_DAY, Calendar


class EscalationAct(StrEnum):
    """What a level does."""

    REMIND = "remind"
    LATE = "late"
    HEAD = "to_head"
    ESCALATE = "escalate"
    AGENDA = "to_agenda"
    MINISTER = "to_minister"
    PAUSED = "long_pause"
    MEDIATED = "mediation_over"


REMINDED = "reminded"  # a reminder by a person, between the levels, told in the history as they are
REMINDERS = (REMINDED, EscalationAct.REMIND.value, EscalationAct.LATE.value)  # to who owes, by whomever
MOVED = "due_changed"  # what the history calls a date that moved by itself


class Audience(StrEnum):
    """Who is told of a level."""

    OWING = "owing"
    COORDINATOR = "coordinator"
    HEAD = "head"  # of the owing institution
    CONVENERS = "conveners"  # chair and secretariat
    MINISTER = "minister"
    ASKER = "asker"  # who waits for what is owed, where that is a request


@dataclass(frozen=True, slots=True)
class EscalationLevel:
    """One step; `day` is in working days after the due day, before it where negative."""

    day: int
    act: EscalationAct


@dataclass(frozen=True, slots=True)
class EscalationRule:
    """The levels of a rule, from the lowest up. The last is repeated `every` so many working days, 0 for never.

    `pause` is how many calendar days a pause may last before somebody has to look at it, 0 for ever.
    """

    levels: tuple[EscalationLevel, ...]
    every: int = 10
    pause: int = 60

    def __post_init__(self) -> None:
        days = [level.day for level in self.levels]
        if days != sorted(set(days)):
            raise ValueError("levels stand in order, one on a day")
        if 0 in days:
            raise ValueError("the due day itself has no level")
        if self.every < 0 or self.pause < 0:
            raise ValueError("a number of days is not negative")

    def upwards(self) -> Iterator[EscalationLevel]:
        """All levels, without end where the last is repeated."""
        yield from self.levels
        if self.levels and self.every and self.levels[-1].day > 0:
            top = self.levels[-1]
            yield from (EscalationLevel(top.day + n * self.every, top.act) for n in count(1))


DEFAULT_ESCALATION = EscalationRule(
    (
        EscalationLevel(-5, EscalationAct.REMIND),
        EscalationLevel(-1, EscalationAct.REMIND),
        EscalationLevel(1, EscalationAct.LATE),
        EscalationLevel(5, EscalationAct.HEAD),
        EscalationLevel(10, EscalationAct.ESCALATE),
        EscalationLevel(15, EscalationAct.AGENDA),
        EscalationLevel(20, EscalationAct.MINISTER),
    )
)
"""The default of every rule (workflow.md, "Clocks")."""

AUDIENCES: dict[EscalationAct, frozenset[Audience]] = {
    EscalationAct.REMIND: frozenset({Audience.OWING}),
    EscalationAct.LATE: frozenset({Audience.OWING, Audience.COORDINATOR}),
    # the coordinator signs the letter that goes to who has no account
    EscalationAct.HEAD: frozenset({Audience.HEAD, Audience.COORDINATOR}),
    EscalationAct.ESCALATE: frozenset({Audience.COORDINATOR}),
    EscalationAct.AGENDA: frozenset({Audience.CONVENERS}),
    EscalationAct.MINISTER: frozenset({Audience.MINISTER, Audience.COORDINATOR}),
    EscalationAct.PAUSED: frozenset({Audience.COORDINATOR}),
    EscalationAct.MEDIATED: frozenset({Audience.COORDINATOR}),
}
ABOVE = frozenset({Audience.HEAD, Audience.MINISTER})


def audience(
    acts: Collection[EscalationAct], *, coordinator_sees: bool, institution_owes: bool, under_minister: bool
) -> frozenset[Audience]:
    """Who is told of these acts together.

    What the coordinator may not see is the chair's and the secretariat's instead. Only an institution has a head, and
    only one of the state a minister above it: for the others the head hears again, for the Group these two.
    """
    return frozenset(
        _stands_for(who, coordinator_sees, institution_owes, under_minister)
        for act in acts
        for who in AUDIENCES[act]
    )


def _stands_for(
    who: Audience, coordinator_sees: bool, institution_owes: bool, under_minister: bool
) -> Audience:
    outside = who is Audience.COORDINATOR or who in ABOVE
    if (outside and not coordinator_sees) or (who in ABOVE and not institution_owes):
        return Audience.CONVENERS
    if who is Audience.MINISTER and not under_minister:
        return Audience.HEAD
    return who


def day_of(level: int, due_on: dt.date, calendar: Calendar) -> dt.date:
    """The working day on which a level is taken."""
    return calendar.add_working(due_on, level)


def levels_due(
    escalation_rule: EscalationRule,
    due_on: dt.date,
    set_on: dt.date,
    day: dt.date,
    taken: int | None,
    calendar: Calendar,
) -> Sequence[EscalationLevel]:
    """The levels that have come by `day`, from the lowest up: they fold into the last, which is taken for all.

    `taken` is the highest that was taken of this date. A date that was set on `set_on` has no levels on that day or
    before it: only what is still to come is armed.
    """
    come: list[EscalationLevel] = []
    for level in escalation_rule.upwards():
        on = day_of(level.day, due_on, calendar)
        if on > day:
            break
        if on > set_on and (taken is None or level.day > taken):
            come.append(level)
    return come


def next_day(
    escalation_rule: EscalationRule,
    due_on: dt.date,
    set_on: dt.date,
    day: dt.date,
    taken: int | None,
    calendar: Calendar,
) -> dt.date | None:
    """The first day after `day` on which a level comes, None where no level is left."""
    for level in escalation_rule.upwards():
        on = day_of(level.day, due_on, calendar)
        if on > max(day, set_on) and (taken is None or level.day > taken):
            return on
    return None


def pause_ends_patience(escalation_rule: EscalationRule, paused_since: dt.date) -> dt.date | None:
    """The first day on which a pause that still lasts has become somebody's task; None for never."""
    return paused_since + (escalation_rule.pause + 1) * ONE_DAY if escalation_rule.pause else None


OPENS, CLOSES = dt.time(8), dt.time(17)


def in_hours(local: dt.datetime, calendar: Calendar) -> bool:
    """Whether a level may be taken at this local time: on a working day, from 08:00 until before 17:00."""
    return OPENS <= local.time() < CLOSES and calendar.is_working(local.date())


def next_hours(local: dt.datetime, calendar: Calendar) -> dt.datetime:
    """This local time if it is within working hours, else the next moment at which they begin."""
    if in_hours(local, calendar):
        return local
    day = local.date() if local.time() < OPENS else local.date() + ONE_DAY
    return dt.datetime.combine(calendar.next_working(day), OPENS, tzinfo=local.tzinfo)
