"""Indicators of a recommendation, from the steps that set and measured them: a chart, and a table beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.concerns.models import Recommendation
from app.concerns.page.queries import Line
from app.core.chart import Mark, Scale, path
from app.core.language import translate as _
from workflows.recommendation import Do
from workflows.roles import CaseRole


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
        if line.do == Do.SET_INDICATOR and given:
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
        elif line.do == Do.MEASURE and given.get("indicator") in found:
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
