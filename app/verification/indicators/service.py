"""Indicators of a recommendation: a baseline, a target, and what both sides measured over time.

Definition and values are the data of their steps and are read from the history: what was said stands as it was said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from app.concerns.steps import CaseStep
from app.process.data import StepData
from app.process.effects import StepEffects
from workflows.recommendation import RECOMMENDATION, Do

effects = StepEffects()

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


@effects.before(RECOMMENDATION, Do.SET_INDICATOR)
def count_indicator(taking: CaseStep, data: Indicator) -> None:
    """It gets the next number; its target lies after its baseline."""
    if taking.rec.indicators >= MOST:
        taking.refuse("indicators")
    if data.baseline_on is None or data.target_on is None or data.target_on <= data.baseline_on:
        taking.refuse("target_on")
    taking.rec.indicators += 1
    taking.params["indicator"] = taking.rec.indicators


@effects.before(RECOMMENDATION, Do.MEASURE)
def check_measurement(taking: CaseStep, data: Measurement) -> None:
    """Of an indicator that there is, on a day that has been."""
    if not 1 <= (data.indicator or 0) <= taking.rec.indicators:
        taking.refuse("indicator")
    if data.measured_on is None or data.measured_on > taking.day:
        taking.refuse("measured_on")
