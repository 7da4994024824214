"""Forms of the calculator, the calendar, the rules, and of a decision on an escalation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session
from wtforms import BooleanField, DateField, HiddenField, SelectField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from app.concerns import fields
from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.concerns.step_forms import StepForm, StepForms
from app.core.country import OwnKind
from app.core.forms import Form
from app.core.labels import choices_of
from app.core.language import lazy as _l
from app.core.language import translate as _
from app.core.numbers import WholeField
from app.core.time import today
from app.deadlines.calendar.service import BACK, first_day, last_day
from app.deadlines.escalations import EscalationDecision
from app.deadlines.queries import Lateness, latenesses
from app.deadlines.rules.service import Amounts, RuleLine
from workflows.deadlines import Entry, EntryKind
from workflows.escalation import EscalationAct, EscalationLevel, EscalationRule
from workflows.escalation_decision import Remedy
from workflows.periods import Rule
from workflows.recommendation import RECOMMENDATION, RecommendationAction

FURTHEST_DAY = timedelta(days=2 * 365)  # from today: so far the calendar is known
LONGEST_PERIOD = 400


def _near(_form: Form, field: DateField) -> None:
    if field.data is not None and abs(field.data - today()) > FURTHEST_DAY:
        raise ValidationError(_("Enter a day within two years of today."))


class CalculatorForm(Form):
    """A start, a rule, and what may come between."""

    class Meta(Form.Meta):
        """Looked at and not sent: no token is needed."""

        csrf = False

    start = fields.day(_l("Begins on"), "", _near)
    rule = SelectField(_l("What is awaited"), choices=choices_of(Rule))
    urgent = BooleanField(_l("An urgent concern"))
    until = fields.day(_l("Date promised"), _l("For an implementation report alone."), _near, required=False)
    pause = fields.day(_l("Paused from"), _l("The day itself does not count."), _near, required=False)
    resumed = fields.day(_l("Goes on from"), _l("This day counts again."), _near, required=False)
    extended = WholeField(
        _l("Extended by, in days"),
        [Optional(), NumberRange(1, LONGEST_PERIOD, _l("Enter a number from 1 to 400."))],
        description=_l("In the unit of the rule."),
    )

    def validate_rule(self, field: SelectField) -> None:
        """A promised date has to be given."""
        if field.data == Rule.IMPLEMENTATION and self.until.data is None:
            self.until.errors = [_("Enter the date that was promised.")]
            raise ValidationError(_("An implementation report is due on the date promised."))

    def validate_until(self, field: DateField) -> None:
        """Not before the start."""
        self._after(field, self.start.data)

    def validate_pause(self, field: DateField) -> None:
        """Not before the start, and with an end."""
        self._after(field, self.start.data)
        if field.data and not self.resumed.data:
            raise ValidationError(_("Say from when it continues."))

    def validate_resumed(self, field: DateField) -> None:
        """After its beginning."""
        if field.data and not self.pause.data:
            raise ValidationError(_("Say from when it is paused."))
        self._after(field, self.pause.data)

    def _after(self, field: DateField, earlier: object) -> None:
        if field.data and isinstance(earlier, type(field.data)) and field.data < earlier:
            raise ValidationError(_("This day lies before the one it follows."))

    def ledger(self) -> list[Entry]:
        """The clock that this describes."""
        assert self.start.data
        entries = [Entry(EntryKind.START, self.start.data, until=self.until.data)]
        if self.extended.data:
            entries.append(Entry(EntryKind.EXTEND, self.start.data, days=self.extended.data))
        if self.pause.data and self.resumed.data:
            entries.append(Entry(EntryKind.PAUSE, self.pause.data))
            entries.append(Entry(EntryKind.RESUME, self.resumed.data))
        return entries


KINDS = [
    (OwnKind.HOLIDAY.value, _l("Day off")),
    (OwnKind.WORKING.value, _l("Working day")),
]
LONGEST_NAME = 120


class OwnDateForm(Form):
    """A day that the installation knows better than the library."""

    day = fields.day(_l("Day"))
    kind = fields.one_of(
        _l("What it is"),
        KINDS,
        OwnKind,
        _l("A working day lifts a weekend or an official holiday, as when a Saturday is worked in exchange."),
    )
    name = fields.short_text(
        _l("Name"),
        _l("As it is announced, for instance “Bridge day”. Everybody reads it."),
        most=LONGEST_NAME,
    )

    def validate_day(self, field: DateField) -> None:
        """Not long past, and no further ahead than the page shows."""
        if not isinstance(field.data, date):
            return
        if field.data < first_day():
            raise ValidationError(
                _("This is more than %(days)d days ago. Is the year right?", days=BACK.days)
            )
        if field.data > last_day():
            raise ValidationError(
                _("The calendar is kept until the end of %(year)d. Is the year right?", year=last_day().year)
            )


class ConfirmForm(Form):
    """What the person was shown before saying yes."""

    shown = HiddenField()


step_forms = StepForms()

REMEDIES = [
    (Remedy.MEDIATE.value, _l("Mediate: I speak with both sides")),
    (Remedy.EXTEND.value, _l("Give more time")),
    (Remedy.RAISE.value, _l("Raise it at the next meeting of the Group")),
    (Remedy.WRITE.value, _l("Write to the head of the institution: a letter is drafted")),
]


@step_forms.of(RECOMMENDATION, RecommendationAction.DECIDE_ESCALATION)
class EscalationForm(StepForm):
    """What is to be done."""

    data_class = EscalationDecision

    late: Sequence[Lateness] = ()

    remedy = fields.one_of(_l("What is to be done"), REMEDIES, Remedy)
    until = fields.day(
        _l("Until when"),
        _l(
            "If the deadline is extended, the new date. If you mediate, the day after which you are "
            "asked again if nothing came of it."
        ),
        fields.not_past,
        required=False,
    )
    reason = fields.long_text(_l("Reasons"), _l("All who read the case read them."), rows=4)

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """How late it is, and what was done about it so far."""
        self.late = latenesses(session, recommendation.id) if recommendation else ()

    def validate(self, extra_validators: object = None) -> bool:
        """More time needs its new date, and mediation its end."""
        valid = bool(super().validate(extra_validators))
        if (
            self.remedy.data in (Remedy.EXTEND, Remedy.MEDIATE)
            and self.until.data is None
            and not self.until.errors
        ):
            self.until.errors = [_l("Enter a date: day, month and year.")]
            return False
        return valid


LONGEST, FURTHEST = 400, 120  # of a period, and of a level from its date


def _amount(label: Any) -> WholeField:
    needed = [
        InputRequired(_l("Enter a number.")),
        NumberRange(1, LONGEST, _l("Enter a number from 1 to 400.")),
    ]
    return WholeField(label, needed)


def _days(label: Any, help: Any = "", least: int = 1, most: int = FURTHEST) -> WholeField:
    wrong = _l("Enter a number from %(min)s to %(max)s, or leave it empty.")
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
    late = _days(_l("Reminder to the responsible party and the coordinator, working days after the deadline"))
    head = _days(_l("To the head of the institution, working days after the date"))
    escalate = _days(_l("Escalation to the coordinator, working days after the date"))
    agenda = _days(_l("To the next meeting, working days after the date"))
    minister = _days(_l("To the minister, working days after the date"))
    every = _days(_l("Then again every … working days"), _l("Empty: never again."))
    pause = _days(_l("A pause becomes a task after … calendar days"), _l("Empty: never."), most=LONGEST)

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
