"""Whether who was to be told of a step was, and nobody else, each once and in nobody else's place than they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from app.notifications.models import SendState
from tests.deadlines.year import audience
from tests.deadlines.year.circle import Circle
from tests.deadlines.year.errand_facts import Errand
from tests.deadlines.year.found import Found, Reckoned
from tests.deadlines.year.reckoning import Stand, Step, day_of
from tests.deadlines.year.world import Year

ESCALATIONS = ("escalation-", "mediated-")  # of a clock: how the keys of these notices begin
Wanted = dict[str, set[int] | None]  # by key, in whose place, if in anybody's


def receivers(year: Year, found: Found) -> Iterator[str]:
    """Where somebody was told who was not to be, or was not told who was to be; or twice."""
    wanted: Wanted = {}
    for r in found.clocks:
        for stand, step in r.steps:
            told = _told(year, found, r, stand, step)
            key = f"escalation-{r.clock.id}-{stand.number}-{step.level}"
            wanted |= _with_deputies(year, found.circles[r.clock.concern_id], told, key, step.at)
        for over in r.asked.over:
            told = audience.told_of_talks(year.register.at(over.at))
            key = f"mediated-{r.clock.id}-{over.number}-{over.until}"
            wanted |= _with_deputies(year, found.circles[r.clock.concern_id], told, key, over.at)
    for each in found.owed:
        for stand, step in each.steps:
            told = each.told(step, year.register.at(step.at))
            wanted |= _with_deputies(year, each.errand, told, each.key(stand, step), step.at)
    notices = {n.key: n for n in found.notices if n.key.startswith(ESCALATIONS)}
    # what is dropped tells nobody anything: whether that is right, is asked of all notices alike
    heard = {key for key, notice in notices.items() if notice.state is not SendState.DROPPED}
    keys = Counter(n.key for n in found.notices)
    yield from (f"told {times} times: {key}" for key, times in keys.items() if times > 1)
    yield from (f"not told: {key}" for key in sorted(wanted.keys() - notices.keys()))
    yield from (f"told: {key}" for key in sorted(heard - wanted.keys()))
    for key in heard & wanted.keys():
        absents, absent = wanted[key], notices[key].absent_id
        if absent not in (absents or {None}):
            yield f"told in another's place: {key}, {absent}, {absents}"


def _told(year: Year, found: Found, r: Reckoned, stand: Stand, step: Step) -> set[int]:
    people = year.register.at(step.at)
    if stand.due is None:
        return audience.told_of_pause(r.clock.rule.value, people)
    out = found.circles[r.clock.concern_id].chair_is_out(people, step.at)
    about = replace(year.filed.about(r.clock.concern_id, step.at), chair_is_out=out)
    if r.clock.organisation_id and r.clock.rule.value in audience.FOLLOW_UP_REVIEWS:
        about = replace(about, follow_up_reviewer=r.clock.organisation_id)
    return audience.told(r.clock.rule.value, step.folded, about, people)


def _with_deputies(year: Year, about: Circle | Errand, told: set[int], key: str, at: datetime) -> Wanted:
    """Those of them who may hear of it, and who stands in for them and may, too."""
    people = year.register.at(at)
    may = {human.id for human in people if about.hears(human, at)}
    wanted: Wanted = {f"{key}-{person}": None for person in told & may}
    for deputy, absents in audience.deputies_of(told & may, people, day_of(at)).items():
        if deputy in may:
            wanted[f"{key}-{deputy}"] = absents
    return wanted
