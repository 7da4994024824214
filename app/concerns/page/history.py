"""The history in sentences, in the reader's language, with what steps were given and what was said last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.concerns.page.queries import Line, events_of
from app.concerns.vocabulary import FindingSource, Ground, Manner, Naming
from app.core.formats import day, number
from app.core.labels import label
from app.core.language import current_language, ngettext
from app.core.language import lazy as _l
from app.core.language import translate as _
from app.process.models import Statement
from app.process.outcome import NotNow, Refusal, Stale
from app.process.step_labels import done, step_words
from workflows.answer import ANSWER
from workflows.concern import CONCERN, ConcernAction
from workflows.contribution import CONTRIBUTION
from workflows.escalation import MOVED, REMINDED, EscalationAct
from workflows.periods import Rule
from workflows.permissions import Right
from workflows.recommendation import RECOMMENDATION, RecommendationAction
from workflows.streams import Stream
from workflows.voting import Did, Verdict

TABLES = {CONCERN.name, RECOMMENDATION.name}
ESCALATIONS = set(EscalationAct)
WITHIN = {ANSWER.name, CONTRIBUTION.name}


def tell(lines: Iterable[Line], recommendations: Iterable[Recommendation]) -> None:
    """Give each line its sentence, and who did it."""
    numbers = {r.id: r.number for r in recommendations}
    language = current_language()
    for line in lines:
        number = numbers.get(line.recommendation_id) if line.recommendation_id else None
        if line.machine in TABLES:
            line.sentence = done(language, line.machine, line.do) % {"number": number}
        elif line.do == REMINDED:
            line.sentence = f"{label(Rule(line.params['rule']))}: {step_words(line.machine, line.do).done}"
        elif line.do in ESCALATIONS and "days" in line.params:  # a request is reminded of by its asker, too
            line.sentence = describe_escalation(Rule(line.params["rule"]), line.do, int(line.params["days"]))
        elif line.do == MOVED:
            line.sentence = date_moved(Rule(line.params["rule"]), line.source, line.target)
        elif line.machine in WITHIN:
            rec = _("Rec. %(number)s", number=number)
            line.sentence = f"{rec}: {step_words(line.machine, line.do).done}"
        elif line.machine == Stream.VOTE:
            line.sentence = _voted(line)
        elif line.machine == Stream.LETTER:
            line.sentence = _written(line)
        line.by = _by(line)


def _by(line: Line) -> str:
    """Who did it, and how it came, where it was not with an account."""
    paper = line.params.get("paper")
    if paper:
        by = _("recorded by %(name)s", name=line.who) if line.who else ""
        return f"{line.organisation} ({'; '.join(str(x) for x in (on_paper(paper), by) if x)})"
    how = _("by a one-time link") if line.params.get("link") else ""
    named = " · ".join(x for x in (line.who, line.organisation) if x) or str(label(line.standing))
    return f"{named} ({how})" if how else named


def on_paper(paper: Mapping[str, str]) -> str:
    """That it came on paper, with the letter's number and dates."""
    return str(
        _(
            "on paper: no. %(protocol)s of %(dated)s, received on %(received)s",
            protocol=paper["protocol"],
            dated=day(date.fromisoformat(paper["dated_on"])),
            received=day(date.fromisoformat(paper["received_on"])),
        )
    )


def _voted(line: Line) -> str:
    said = str(step_words(Stream.VOTE, line.do).done)
    if "step" in line.params:
        said = f"{said}: {step_words(line.params['of'], line.params['step']).title}"
    return f"{said} – {label(Verdict(line.target))}" if line.target else said


def describe_escalation(rule: Rule, do: str, days: int) -> str:
    """What escalation did, and how far from the due day it was."""
    if do == EscalationAct.MEDIATED:
        return f"{label(rule)}: {step_words(Stream.CLOCK, do).done}"
    if do == EscalationAct.PAUSED:
        when = ngettext("paused for more than %(num)s day", "paused for more than %(num)s days", days)
    elif days < 0:
        when = ngettext("%(num)s working day before", "%(num)s working days before", -days)
    else:
        when = ngettext("%(num)s working day late", "%(num)s working days late", days)
    return f"{label(rule)}, {when}: {step_words(Stream.CLOCK, do).done}"


def _written(line: Line) -> str:
    given = {**line.params, "on": day(date.fromisoformat(line.params["on"]))}
    return str(step_words(line.machine, line.do).done) % given


def date_moved(rule: Rule, before: str, after: str) -> str:
    """That a change of the calendar or of a setting moved a date, given in ISO form."""
    return str(
        _(
            "The calendar or a setting changed: %(rule)s, date moved from %(before)s to %(after)s",
            rule=label(rule),
            before=day(date.fromisoformat(before)),
            after=day(date.fromisoformat(after)),
        )
    )


# In this order. What is not here is shown elsewhere (the plan, the recommendation) or is a key without words.
NAMES: dict[str, LazyString] = {
    "decided_on": _l("Day of the decision"),
    "manner": _l("How the Group decided"),
    "ground": _l("Ground"),
    "part": _l("Part that is accepted"),
    "reason": _l("Reasons"),
    "way": _l("How to get there"),
    "evidence": _l("What shows it"),
    "sources": _l("What it rests on"),
    "seen_on": _l("Day of the visit or interview"),
    "gaps": _l("Gaps in the evidence"),
    "naming": _l("May the filer be named?"),
    "until": _l("Until when?"),
    "due_on": _l("New date"),
    "override_reason": _l("Why it may stay"),
}
LISTS: dict[str, type[StrEnum]] = {
    "manner": Manner,
    "ground": Ground,
    "sources": FindingSource,
    "naming": Naming,
}
DATES = frozenset({"decided_on", "seen_on", "until", "due_on"})


def details(given: Mapping[str, Any] | None) -> list[tuple[LazyString, str]]:
    """Name and value of each thing that was given, from the JSON that is kept with the event."""
    return [(words, _read(name, given[name])) for name, words in NAMES.items() if given and name in given]


def _read(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_read(name, item) for item in value)
    if name in LISTS:
        return str(label(LISTS[name](value)))
    if name in DATES:
        return day(date.fromisoformat(value))
    return number(value) if isinstance(value, int) else str(value)


def facts_of(session: Session, case: Case) -> str:
    """The facts that an addressee is asked to check; empty for everybody else."""
    if Right.FACTS not in case.rights:
        return ""
    return facts_sent(session, case)


def facts_sent(session: Session, case: Case) -> str:
    """The facts that were sent to be checked, for who is asked and for who records what it says."""
    return _last_words(session, Statement.concern_id == case.concern.id, ConcernAction.CHECK_FACTS)


def why_disclaimed(session: Session, recommendation: Recommendation) -> str:
    """Why its addressee says that it is not competent."""
    if not recommendation.disclaimed:
        return ""
    about = Statement.recommendation_id == recommendation.id
    return _last_words(session, about, RecommendationAction.DISCLAIM)


def _last_words(session: Session, about: ColumnElement[bool], do: str) -> str:
    latest = select(Statement.text).where(about, Statement.do == do).order_by(Statement.id.desc()).limit(1)
    return session.scalar(latest) or ""


MOST = 5


def what_happened(
    session: Session, case: Case, recommendation: Recommendation | None, refusal: Refusal | None
) -> list[Line]:
    """The steps that were taken since the form was made, newest first, as far as the person may see them."""
    if not isinstance(refusal, Stale | NotNow):
        return []
    lines = [x for x in events_of(session, case) if _about(x, recommendation)]
    if isinstance(refusal, Stale):
        lines = [x for x in lines if x.params.get("version", 0) > refusal.since]
    lines = lines[:MOST]
    tell(lines, case.all_recommendations)
    return lines


def _about(line: Line, recommendation: Recommendation | None) -> bool:
    return line.recommendation_id == (recommendation.id if recommendation else None)


@dataclass(slots=True)
class VoteLine:
    """One vote: what it is about, and what came of it or when it ends."""

    public_id: str
    machine: str
    do: str
    number: int | None
    ends_at: datetime | None
    verdict: Verdict | None = None


def votes_on(case: Case, lines: Sequence[Line]) -> list[VoteLine]:
    """The votes that the person may see: those open first, then the latest."""
    if Right.DRAFTS not in case.rights:
        return []
    numbers = {r.id: r.number for r in case.all_recommendations}
    votes: dict[str, VoteLine] = {}
    for line in reversed([x for x in lines if x.machine == Stream.VOTE]):
        given = line.params
        if line.do == Did.OPENED:
            ends_at = datetime.fromisoformat(given["ends_at"]) if given["ends_at"] else None
            number = numbers.get(line.recommendation_id or 0)
            votes[given["vote"]] = VoteLine(given["vote"], given["of"], given["step"], number, ends_at)
        elif line.do == Did.CLOSED and given["vote"] in votes:
            votes[given["vote"]].verdict = Verdict(line.target)
    latest_first = list(votes.values())[::-1]
    return sorted(latest_first, key=lambda vote: vote.verdict is not None)
