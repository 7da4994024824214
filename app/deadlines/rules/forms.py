"""The form of a rule: how long it gives, and on which days its escalation does what."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, NumberRange, Optional

from app.core.forms import Form
from app.core.numbers import WholeField
from app.deadlines.rules.queries import Amounts, RuleLine
from workflows.escalation import EscalationAct, EscalationLevel, EscalationRule

LONGEST, FURTHEST = 400, 120  # of a period, and of a level from its date


def _amount(label: Any) -> WholeField:
    needed = [
        InputRequired(_l("Give a number.")),
        NumberRange(1, LONGEST, _l("Give a number from 1 to 400.")),
    ]
    return WholeField(label, needed)


def _days(label: Any, help: Any = "", least: int = 1, most: int = FURTHEST) -> WholeField:
    wrong = _l("Give a number from %(min)s to %(max)s, or nothing.")
    return WholeField(label, [Optional(), NumberRange(least, most, wrong)], description=help)


# field -> what the level does, and whether it lies before the date
LEVELS = {
    "before_first": (EscalationAct.REMIND, -1),
    "before_last": (EscalationAct.REMIND, -1),
    "late": (EscalationAct.LATE, 1),
    "head": (EscalationAct.HEAD, 1),
    "escalate": (EscalationAct.ESCALATE, 1),
    "agenda": (EscalationAct.AGENDA, 1),
    "minister": (EscalationAct.MINISTER, 1),
}


class RuleForm(Form):
    """Days are working days; an empty field leaves the level out."""

    normal = _amount(_l("How long it gives"))
    urgent = _amount(_l("How long it gives in an urgent concern"))
    before_first = _days(_l("First reminder, working days before the date"), _l("Empty: none."))
    before_last = _days(_l("Last reminder, working days before the date"))
    late = _days(_l("Reminder to who owes and to the coordinator, working days after the date"))
    head = _days(_l("To the head of the institution, working days after the date"))
    escalate = _days(_l("Escalation to the coordinator, working days after the date"))
    agenda = _days(_l("To the next meeting, working days after the date"))
    minister = _days(_l("To the minister, working days after the date"))
    every = _days(_l("Then again every so many working days"), _l("Empty: never again."))
    pause = _days(_l("A pause becomes a task after so many calendar days"), _l("Empty: never."), most=LONGEST)

    def without_periods(self) -> None:
        """A promised date has no period that could be set."""
        del self.normal, self.urgent

    def fill(self, line: RuleLine) -> None:
        """With the rule as it is."""
        if not line.promised:
            self.normal.data, self.urgent.data = line.period.amount, line.urgent.amount
        left = list(line.escalation_rule.levels)
        for name, (act, side) in LEVELS.items():
            level = next((r for r in left if r.act is act), None)
            if level is not None:
                left.remove(level)
                self[name].data = level.day * side
        self.every.data, self.pause.data = (
            line.escalation_rule.every or None,
            line.escalation_rule.pause or None,
        )

    def validate(self, extra_validators: object = None) -> bool:
        """Levels rise: what is done later lies further from the date."""
        if not super().validate(extra_validators):
            return False
        last = None
        for name, (_act, side) in LEVELS.items():
            if self[name].data is None:
                continue
            day = self[name].data * side
            if last is not None and day <= last:
                self[name].errors = [_("This comes after the one above it: give a later day.")]
                return False
            last = day
        return True

    def amounts(self) -> Amounts:
        """How long the rule is to give."""
        normal, urgent = (self[name].data if name in self else None for name in ("normal", "urgent"))
        return Amounts(normal, urgent)

    def escalation_rule(self) -> EscalationRule:
        """How it is to escalate."""
        levels = tuple(
            EscalationLevel(self[name].data * side, act)
            for name, (act, side) in LEVELS.items()
            if self[name].data is not None
        )
        return EscalationRule(levels, self.every.data or 0, self.pause.data or 0)
