"""Action plan and indicators of a recommendation: what the institution says, and beside it what the Group found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.concerns.models import Action, Recommendation
from app.concerns.page.queries import Line
from app.concerns.vocabulary import ActionState, Seen
from app.core.chart import Mark, Scale, path
from app.core.labels import label
from app.core.language import translate as _
from workflows.recommendation import RecommendationAction, State
from workflows.roles import CaseRole


@dataclass(frozen=True, slots=True)
class RowVoice:
    """What one side says of one action."""

    label: str
    at: dt.datetime
    who: str
    said: str = ""
    evidence: str = ""
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class ActionView:
    """One action with both voices; late where it was to be done and is not said to be."""

    row: Action
    claim: RowVoice | None
    finding: RowVoice | None
    late: bool


def plan_of(
    rec: Recommendation, actions: Sequence[Action], history: Sequence[Line], today: dt.date
) -> list[ActionView]:
    """The plan of a recommendation; `history` are its lines, newest first, as the reader may see them."""
    claims = dict(reversed([*_said(history, RecommendationAction.PROGRESS)]))
    seen = dict(reversed([*_said(history, RecommendationAction.CHECK)]))
    return [
        ActionView(
            action,
            _claim(rec, *claims[action.number]) if action.number in claims else None,
            _finding(*seen[action.number]) if action.number in seen else None,
            rec.state is State.IMPLEMENTATION and action.done_on is None and action.due_on < today,
        )
        for action in actions
    ]


def _said(
    history: Sequence[Line], do: RecommendationAction
) -> Iterator[tuple[int, tuple[Mapping[str, Any], Line]]]:
    """What was said of each action in steps of this kind, newest first."""
    for line in history:
        if line.do == do and line.details:
            for row in line.details.get("rows", ()):
                yield int(row["number"]), (row, line)


def _claim(rec: Recommendation, row: Mapping[str, Any], line: Line) -> RowVoice:
    who = line.organisation or rec.addressee.name
    if "paper" in line.params:
        who += " " + _("(on paper)")
    state = str(label(ActionState(row["state"])))
    return RowVoice(state, line.at, who, row["said"], row["evidence"], row["percent"])


def _finding(row: Mapping[str, Any], line: Line) -> RowVoice:
    who = " · ".join(word for word in (_("The Group"), line.organisation) if word)
    return RowVoice(str(label(Seen(row["seen"]))), line.at, who, row["said"])


@dataclass(frozen=True, slots=True)
class Value:
    """One value: a claim of the institution, or a finding of the Group."""

    on: dt.date
    value: float
    claim: bool
    who: str
    origin: str
    reported: dt.datetime


@dataclass(slots=True)
class IndicatorView:
    """What is counted, and how it went."""

    number: int
    name: str
    unit: str
    baseline: float
    baseline_on: dt.date
    target: float
    target_on: dt.date
    values: list[Value] = field(default_factory=list)

    @property
    def scale(self) -> Scale:
        """Of its chart."""
        days = [self.baseline_on, self.target_on, *(v.on for v in self.values)]
        return Scale.over(days, [self.baseline, self.target, *(v.value for v in self.values)])

    def marks(self, claim: bool) -> list[Mark]:
        """The marks of one side, in the order of their days."""
        scale = self.scale
        return [scale.mark(v.on, v.value) for v in self.values if v.claim == claim]

    def line(self, claim: bool) -> str:
        """The line through the marks of one side, which begins at the baseline."""
        return path([self.scale.mark(self.baseline_on, self.baseline), *self.marks(claim)])


def indicators_of(rec: Recommendation, history: Sequence[Line]) -> list[IndicatorView]:
    """The indicators in the order in which they were set; `history` are the lines that the reader may see."""
    found: dict[int, IndicatorView] = {}
    for line in reversed(history):
        given = line.details or {}
        if line.do == RecommendationAction.SET_INDICATOR and given:
            number = int(line.params["indicator"])
            found[number] = IndicatorView(
                number,
                line.text,
                given.get("unit", ""),
                float(given["baseline"]),
                dt.date.fromisoformat(given["baseline_on"]),
                float(given["target"]),
                dt.date.fromisoformat(given["target_on"]),
            )
        elif line.do == RecommendationAction.MEASURE and given.get("indicator") in found:
            found[given["indicator"]].values.append(_value(rec, line))
    for indicator in found.values():
        indicator.values.sort(key=lambda value: value.on)
    return list(found.values())


def _value(rec: Recommendation, line: Line) -> Value:
    given = line.details or {}
    claim = line.standing in (CaseRole.ADDRESSEE, CaseRole.RECORDER)
    who = line.organisation or (rec.addressee.name if claim else "")
    if "paper" in line.params:
        who += " " + _("(on paper)")
    return Value(
        dt.date.fromisoformat(given["measured_on"]),
        float(given["value"]),
        claim,
        who if claim else " · ".join(word for word in (_("The Group"), who) if word),
        line.text,
        line.at,
    )
