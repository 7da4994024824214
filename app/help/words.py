"""The words of pictures and tables of a workflow, in the language in force."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from app.core.formats import period
from app.core.labels import label
from app.core.language import translate as _
from app.help.layout import Words
from app.process.step_labels import step_words
from workflows.access_request import ACCESS_REQUEST
from workflows.answer import ANSWER
from workflows.concern import CONCERN, Phase, Stage
from workflows.contribution import CONTRIBUTION
from workflows.engine import StateInfo, Step, Workflow
from workflows.periods import Unit, period_for
from workflows.recommendation import RECOMMENDATION
from workflows.roles import CaseRole, Owner

WORKFLOWS: tuple[Workflow[Any], ...] = (CONCERN, RECOMMENDATION, CONTRIBUTION, ANSWER, ACCESS_REQUEST)
# No clock of its own: each recommendation has one.
ANSWERED_BY_OTHERS = frozenset({Stage.RESPONSE, Stage.FOLLOW_UP})


def words_of(workflow: Workflow[Any], title: str, *, lit: StrEnum | None = None) -> Words:
    """Words for a picture of this workflow."""
    description = _("Each box is a stage: whose move it is, its time, and the steps that lead out of it.")
    if lit is not None:
        description += " " + _("It stands in “%(stage)s” now.", stage=str(label(lit)))

    def step(row: Step[Any]) -> str:
        return step_label(workflow, row)

    return Words(
        title=title,
        description=description,
        here=_("It stands here"),
        nothing=_("Moves nothing:"),
        state=lambda state: str(label(state)),
        party=party,
        clock=clock,
        step=step,
        phase=lambda phase: str(label(Phase(phase))),
    )


def title_of(workflow: Workflow[Any]) -> str:
    """What the picture of this workflow is called."""
    return {
        CONCERN.name: _("The way of a concern"),
        RECOMMENDATION.name: _("The way of a recommendation"),
        CONTRIBUTION.name: _("A contribution to an answer"),
        ANSWER.name: _("An answer that two persons see"),
        ACCESS_REQUEST.name: _("An access request"),
    }[workflow.name]


def party(place: StateInfo) -> str:
    """Whose move it is, as a line of its own."""
    if place.party is Owner.NOBODY:
        return _("Nobody's move")
    return str(label(place.party))


def clock(place: StateInfo) -> str:
    """How long there is, ordinarily; empty where no clock of the state runs."""
    if place.rule is None:
        return _("the times of its recommendations") if place.state in ANSWERED_BY_OTHERS else ""
    given = period_for(place.rule, urgent=False)
    if given.unit is Unit.BY_DATE:
        return str(label(Unit.BY_DATE))
    return period(given.amount, given.unit)


def urgent_clock(place: StateInfo) -> str:
    """How long there is where a concern is urgent; empty where that is the same."""
    if place.rule is None or period_for(place.rule, urgent=True) == period_for(place.rule, urgent=False):
        return ""
    given = period_for(place.rule, urgent=True)
    return period(given.amount, given.unit)


def step_label(workflow: Workflow[Any], step: Step[Any]) -> str:
    """The step, and that nobody takes it where it follows by itself."""
    name = str(step_words(workflow.name, step.do).button)
    return _("%(step)s (by itself)", step=name) if step.who == {CaseRole.SYSTEM} else name


def who(step: Step[Any]) -> str:
    """Everybody who may take the step."""
    return ", ".join(str(label(standing)) for standing in CaseRole if standing in step.who)
