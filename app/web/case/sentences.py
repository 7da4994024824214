"""The history in sentences, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import ngettext

from app.cases.models import Recommendation
from app.ladder.letters import MACHINE as LETTER
from app.web.case.reading import Line
from app.web.format import day
from app.web.language import translate as _
from app.web.words import label, step_words, voted_on
from app.web.words.steps.climbing import CLIMBING
from workflows.answer import ANSWER
from workflows.concern import CONCERN
from workflows.contribution import CONTRIBUTION
from workflows.ladder import REMINDED, Act
from workflows.periods import Rule
from workflows.recommendation import RECOMMENDATION
from workflows.voting import Verdict

TABLES = {CONCERN.name, RECOMMENDATION.name}
WITHIN = {ANSWER.name, CONTRIBUTION.name}
VOTE = "vote"


def tell(lines: Iterable[Line], recommendations: Iterable[Recommendation]) -> None:
    """Give each line its sentence, and who did it."""
    numbers = {r.id: r.number for r in recommendations}
    for line in lines:
        number = numbers.get(line.recommendation_id) if line.recommendation_id else None
        if line.machine in TABLES:
            line.sentence = step_words(line.machine, line.do).happened(number)
        elif line.machine in WITHIN:
            rec = _("Rec. %(number)s", number=number)
            line.sentence = f"{rec}: {step_words(line.machine, line.do).done}"
        elif line.machine == VOTE:
            line.sentence = _voted(line)
        elif line.machine == LETTER:
            line.sentence = _written(line)
        elif line.do == REMINDED:
            line.sentence = f"{label(Rule(line.params['rule']))}: {step_words(line.machine, line.do).done}"
        elif line.do in CLIMBING:
            line.sentence = _climbed(line)
        else:
            line.sentence = _date_moved(line)
        line.by = " · ".join(x for x in (line.who, line.organisation) if x) or str(label(line.standing))


def _voted(line: Line) -> str:
    said = str(step_words(VOTE, line.do).done)
    if "step" in line.params:
        said = f"{said}: {voted_on(line.params['of'], line.params['step'])}"
    return f"{said} – {label(Verdict(line.target))}" if line.target else said


def _climbed(line: Line) -> str:
    """What the ladder did, and how far from the due day it was."""
    rule, days = label(Rule(line.params["rule"])), int(line.params["days"])
    if line.do == Act.PAUSED:
        when = ngettext("paused for more than %(num)s day", "paused for more than %(num)s days", days)
    elif days < 0:
        when = ngettext("%(num)s working day before", "%(num)s working days before", -days)
    else:
        when = ngettext("%(num)s working day late", "%(num)s working days late", days)
    return f"{rule}, {when}: {step_words(line.machine, line.do).done}"


def _written(line: Line) -> str:
    given = {**line.params, "on": day(date.fromisoformat(line.params["on"]))}
    return str(step_words(line.machine, line.do).done) % given


def _date_moved(line: Line) -> str:
    return str(
        _(
            "The calendar or a setting changed: %(rule)s, date moved from %(before)s to %(after)s",
            rule=label(Rule(line.params["rule"])),
            before=day(date.fromisoformat(line.source)),
            after=day(date.fromisoformat(line.target)),
        )
    )
