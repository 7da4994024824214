"""Action plans, progress, indicators and the double check: the institution claims, only the Group verifies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import select

from app.concerns.models import Action
from app.concerns.steps import CaseStep
from app.concerns.vocabulary import ActionState, FindingSource, Seen
from app.process.data import Finding, StepData
from app.process.effects import StepEffects
from workflows.recommendation import RECOMMENDATION, Grade, Outcome, RecommendationAction

effects = StepEffects()


@dataclass(frozen=True)
class PlannedAction:
    """One row of a plan."""

    what: str
    unit: str
    due_on: date
    starts_on: date | None = None
    measure: str = ""
    cost: str = ""


@dataclass(frozen=True)
class Plan(StepData):
    """What will be done, by which unit, until when. `due_on` is the first of its dates."""

    words: ClassVar[str] = "note"
    note: str = ""
    actions: tuple[PlannedAction, ...] = ()

    @property
    def due_on(self) -> date | None:
        """When the first action is due: the date that the clock measures."""
        return min((a.due_on for a in self.actions), default=None)


@dataclass(frozen=True)
class ActionReport:
    """What the institution says of one action: its claim. `percent` is 0 to 100, where it can be said."""

    number: int
    state: ActionState
    percent: int | None = None
    said: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Progress(StepData):
    """What has been done since. `done` numbers the actions that are done now; the effect finds the next date."""

    words: ClassVar[str] = "report"
    report: str = ""
    done: tuple[int, ...] = ()
    rows: tuple[ActionReport, ...] = ()
    due_on: date | None = None


@dataclass(frozen=True)
class ActionCheck:
    """What the Group saw of one action."""

    number: int
    seen: Seen
    said: str = ""


@dataclass(frozen=True)
class Checks(Finding):
    """What the Group saw, action by action. It gives no grade: that is said of the whole, once it is reported done."""

    rows: tuple[ActionCheck, ...] = ()


@effects.before(RECOMMENDATION, RecommendationAction.START)
def save_plan(context: CaseStep, data: Plan) -> None:
    """Every action has a unit and a date that is not past."""
    if any(action.due_on < context.day for action in data.actions):
        context.refuse("date_ahead")
    if any(action.starts_on and action.starts_on > action.due_on for action in data.actions):
        context.refuse("date_order")
    for number, action in enumerate(data.actions, 1):
        context.session.add(
            Action(
                recommendation_id=context.rec.id,
                number=number,
                what=action.what,
                unit=action.unit,
                starts_on=action.starts_on,
                due_on=action.due_on,
                measure=action.measure,
                cost=action.cost,
            )
        )


@effects.before(RECOMMENDATION, RecommendationAction.PROGRESS)
def save_progress(context: CaseStep, data: Progress) -> None:
    """Actions that are done leave the clock to the next one; a date that is already past stays overdue."""
    actions = _plan_of(context, data.rows)
    for action in actions:
        if action.number in data.done and action.done_on is None:
            action.done_on = context.day
    ahead = [a.due_on for a in actions if a.done_on is None]
    if data.done and ahead and min(ahead) >= context.day:
        context.data = replace(data, due_on=min(ahead))


@effects.before(RECOMMENDATION, RecommendationAction.CHECK)
def save_checks(context: CaseStep, data: Checks) -> None:
    """Beside each claim what the Group saw; both are read from the history, so that neither overwrites the other."""
    check_finding(context, data, on_statement=all(row.seen is Seen.NOT for row in data.rows))
    _plan_of(context, data.rows)


def _plan_of(context: CaseStep, rows: Sequence[ActionReport | ActionCheck]) -> Sequence[Action]:
    """The actions of the plan, those due first; refuses what is said twice, or of none of them."""
    actions = context.session.scalars(
        select(Action)
        .where(Action.recommendation_id == context.rec.id)
        .order_by(Action.due_on, Action.number)
    ).all()
    named = {row.number for row in rows}
    if len(named) < len(rows) or not named <= {action.number for action in actions}:
        context.refuse("rows")
    return actions


FULL = frozenset({Grade.A})
PARTIAL = frozenset({Grade.B, Grade.C})
FAILED = frozenset({Grade.C, Grade.D, Grade.E})


@effects.before(
    RECOMMENDATION,
    RecommendationAction.VERIFY,
    RecommendationAction.VERIFY_IN_PART,
    RecommendationAction.CONTEST,
)
def save_finding(context: CaseStep, data: Finding) -> None:
    """What the Group found, beside what was claimed. The institution's word alone never makes it implemented."""
    check_finding(context, data, on_statement=context.do == RecommendationAction.CONTEST)
    allowed = {
        RecommendationAction.VERIFY: FULL,
        RecommendationAction.VERIFY_IN_PART: PARTIAL,
        RecommendationAction.CONTEST: FAILED,
    }[RecommendationAction(context.do)]
    if data.grade not in allowed:
        context.refuse("grade_fits")
    concludes = context.do == RecommendationAction.VERIFY or (
        context.do == RecommendationAction.VERIFY_IN_PART and data.concludes
    )
    if not concludes and (data.due_on is None or data.due_on < context.day):
        context.refuse("date_ahead")
    rec = context.rec
    rec.finding, rec.grade, rec.found_at = data.finding, data.grade, context.at
    if concludes:
        rec.outcome = Outcome.IMPLEMENTED if context.do == RecommendationAction.VERIFY else Outcome.IN_PART
        rec.concluded_at = context.at


def check_finding(context: CaseStep, data: Finding, *, on_statement: bool = False) -> None:
    """Independent; with the consent of those concerned who were asked; never resting on the institution's word alone.

    `on_statement` is for a finding that the claim does not hold: the institution's own words may show it.
    Refuses what does not hold.
    """
    if not data.independent:
        context.refuse("independent")
    if FindingSource.PEOPLE_CONCERNED in data.sources and not data.consent:
        context.refuse("consent")
    if not on_statement and set(data.sources) == {FindingSource.STATEMENT_ALONE}:
        context.refuse("sources_suffice")


MOST = 5  # indicators of one recommendation: more of them are looked at by nobody


@dataclass(frozen=True)
class Indicator(StepData):
    """What is counted, where it stood, and where it is to be. `number` is given by the effect: the next one."""

    words: ClassVar[str] = "name"
    name: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None
    target_on: date | None = None


@dataclass(frozen=True)
class Measurement(StepData):
    """One value on one day, and where it was read. Whose it is, the institution's or the Group's, says its event."""

    words: ClassVar[str] = "origin"
    indicator: int | None = None
    measured_on: date | None = None
    value: Decimal | None = None
    origin: str = ""


@effects.before(RECOMMENDATION, RecommendationAction.SET_INDICATOR)
def count_indicator(context: CaseStep, data: Indicator) -> None:
    """It gets the next number; its target lies after its baseline."""
    if context.rec.indicators >= MOST:
        context.refuse("indicators")
    if data.baseline_on is None or data.target_on is None or data.target_on <= data.baseline_on:
        context.refuse("target_on")
    context.rec.indicators += 1
    context.params["indicator"] = context.rec.indicators


@effects.before(RECOMMENDATION, RecommendationAction.MEASURE)
def check_measurement(context: CaseStep, data: Measurement) -> None:
    """Of an indicator that there is, on a day that has been."""
    if not 1 <= (data.indicator or 0) <= context.rec.indicators:
        context.refuse("indicator")
    if data.measured_on is None or data.measured_on > context.day:
        context.refuse("measured_on")
