"""The history in sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from flask_babel import ngettext

from app.concerns.models import Recommendation
from app.concerns.page.queries import Line
from app.core.formats import day
from app.core.labels import label
from app.core.language import translate as _
from app.process.step_labels import step_words
from workflows.answer import ANSWER
from workflows.concern import CONCERN
from workflows.contribution import CONTRIBUTION
from workflows.escalation import MOVED, REMINDED, EscalationAct
from workflows.periods import Rule
from workflows.recommendation import RECOMMENDATION
from workflows.streams import Stream
from workflows.voting import Verdict

TABLES = {CONCERN.name, RECOMMENDATION.name}
ESCALATIONS = set(EscalationAct)
WITHIN = {ANSWER.name, CONTRIBUTION.name}


def tell(lines: Iterable[Line], recommendations: Iterable[Recommendation]) -> None:
    """Give each line its sentence, and who did it."""
    numbers = {r.id: r.number for r in recommendations}
    for line in lines:
        number = numbers.get(line.recommendation_id) if line.recommendation_id else None
        if line.machine in TABLES:
            line.sentence = step_words(line.machine, line.do).happened(number)
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
