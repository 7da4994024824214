"""The tables that say the same as the pictures, and the words of both."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.formats import period
from app.core.labels import label
from app.core.language import translate as _
from app.help.layout import Words
from app.process.step_labels import STEPS, step_name
from workflows.access_request import ACCESS_REQUEST
from workflows.answer import ANSWER
from workflows.concern import CONCERN, Phase, Stage
from workflows.contribution import CONTRIBUTION
from workflows.engine import StateInfo, Step, Workflow
from workflows.escalation_decision import ESCALATION
from workflows.extension import EXTENSION
from workflows.first_round import FIRST_ROUND
from workflows.formal_letter import FORMAL_LETTER
from workflows.meeting import MEETING
from workflows.periods import Unit, period_for
from workflows.recommendation import RECOMMENDATION
from workflows.roles import ITSELF, CaseRole, Owner, Role
from workflows.suggestion import SUGGESTION
from workflows.vote import VOTE


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step that can be taken from a state; no targets where it moves nothing."""

    name: str
    targets: tuple[str, ...]
    who: str
    decision: bool


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state: whose move it is, how long there is, and what can be done."""

    state: str
    name: str
    owner: str
    clock: str
    urgent: str
    leaves: tuple[StepRow, ...]
    stays: tuple[StepRow, ...]


def state_rows(workflow: Workflow[Any]) -> list[StateRow]:
    """Every state of a workflow in the order of its table."""
    rows = []
    for state, place in workflow.places.items():
        steps = [_row(workflow, state, step) for source, step in workflow if source == state]
        rows.append(
            StateRow(
                state=state.value,
                name=str(label(state)),
                owner=owner(place),
                clock=clock(place),
                urgent=urgent_clock(place),
                leaves=tuple(step for step in steps if step.targets),
                stays=tuple(step for step in steps if not step.targets),
            )
        )
    return rows


def _row(workflow: Workflow[Any], state: Any, step: Step[Any]) -> StepRow:
    targets = tuple(str(label(target)) for target in step.destinations(state) if target != state)
    return StepRow(step_label(workflow, step), targets, who(workflow, step), step.decision)


@dataclass(frozen=True, slots=True)
class OwnStep:
    """A step that people of one's roles take: what follows from it, when it is open, and the time that one has."""

    name: str
    explain: str
    states: tuple[str, ...]
    deadline: str  # of the state in which it is one's own turn; empty where it never is


# What a person of each role can be to a case. Who looks on or administers takes no step.
STANDINGS: dict[Role, frozenset[CaseRole]] = {
    Role.MEMBER: frozenset(
        {
            CaseRole.FILER,
            CaseRole.RAPPORTEUR,
            CaseRole.SECOND_READER,
            CaseRole.GROUP,
            CaseRole.VERIFIER,
            CaseRole.SECOND_VERIFIER,
            CaseRole.ASKER,
        }
    ),
    Role.CHAIR: frozenset({CaseRole.CHAIR, CaseRole.SENDER}),
    Role.SECRETARIAT: frozenset({CaseRole.SECRETARIAT, CaseRole.RECORDER}),
    Role.MINISTRY: frozenset({CaseRole.MINISTRY}),
    Role.AGENCY: frozenset({CaseRole.ADDRESSEE, CaseRole.CHECKER, CaseRole.CONTRIBUTOR}),
    Role.COORDINATOR: frozenset({CaseRole.COORDINATOR}),
    Role.OBSERVER: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
}


def own_steps(workflow: Workflow[Any], roles: Set[Role]) -> list[OwnStep]:
    """The steps of a workflow that people of these roles take, in the order of its table."""
    mine = frozenset().union(*(STANDINGS[role] for role in roles))
    owners = {standing.value for standing in mine}
    open_in: dict[str, list[Any]] = {}
    for source, step in workflow:
        if step.offered_to & mine:
            open_in.setdefault(step.do, []).append(source)
    rows = []
    for do, states in open_in.items():
        words = STEPS.get(workflow.name, {}).get(do)  # small tables name their steps and explain none
        turns = [workflow.places[state] for state in states if workflow.places[state].owner.value in owners]
        times = dict.fromkeys(filter(None, map(clock, turns)))
        where = tuple(str(label(state)) for state in dict.fromkeys(states))
        explain = str(words.explain) if words else ""
        rows.append(OwnStep(step_name(workflow.name, do), explain, where, " / ".join(times)))
    return rows


WORKFLOWS: tuple[Workflow[Any], ...] = (
    CONCERN,
    RECOMMENDATION,
    CONTRIBUTION,
    ANSWER,
    ACCESS_REQUEST,
    VOTE,
    MEETING,
    FIRST_ROUND,
    SUGGESTION,
    EXTENSION,
    ESCALATION,
    FORMAL_LETTER,
)
# No clock of its own: each recommendation has one.
ANSWERED_BY_OTHERS = frozenset({Stage.RESPONSE, Stage.FOLLOW_UP})


def words_of(workflow: Workflow[Any], title: str, *, lit: StrEnum | None = None) -> Words:
    """Words for a picture of this workflow."""
    description = _("Each box is a stage: who acts next, the deadline, and the steps that lead out of it.")
    if lit is not None:
        description += " " + _("It is in “%(stage)s” now.", stage=str(label(lit)))

    def step(row: Step[Any]) -> str:
        return step_label(workflow, row)

    return Words(
        title=title,
        description=description,
        here=_("It is here"),
        nothing=_("Moves nothing:"),
        state=lambda state: str(label(state)),
        owner=owner,
        clock=clock,
        step=step,
        phase=lambda phase: str(label(Phase(phase))),
    )


def title_of(workflow: Workflow[Any]) -> str:
    """What the picture of this workflow is called."""
    return {
        CONCERN.name: _("The course of a concern"),
        RECOMMENDATION.name: _("The course of a recommendation"),
        CONTRIBUTION.name: _("A contribution to an answer"),
        ANSWER.name: _("An answer that two persons see"),
        ACCESS_REQUEST.name: _("An access request"),
        VOTE.name: _("A vote of the Group"),
        MEETING.name: _("A meeting of the Group"),
        FIRST_ROUND.name: _("A blind first round"),
        SUGGESTION.name: _("A suggested wording"),
        EXTENSION.name: _("A requested extension"),
        ESCALATION.name: _("An escalation"),
        FORMAL_LETTER.name: _("A formal letter"),
    }[workflow.name]


def owner(place: StateInfo) -> str:
    """Whose move it is, as a line of its own."""
    if place.owner is Owner.NOBODY:
        return _("Nobody has to act")
    return str(label(place.owner))


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
    name = step_name(workflow.name, step.do)
    return _("%(step)s (automatically)", step=name) if step.who == ITSELF and not follows(workflow) else name


def follows(workflow: Workflow[Any]) -> bool:
    """Whether nobody moves it: it moves with steps of the case or its recommendation."""
    return all(step.who == ITSELF for step in workflow.steps)


def who(workflow: Workflow[Any], step: Step[Any]) -> str:
    """Everybody who may take the step, or what it comes with."""
    if follows(workflow):
        return _("with a step of the case or its recommendation")
    return ", ".join(str(label(standing)) for standing in CaseRole if standing in step.who)
