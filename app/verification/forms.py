"""Forms of action plans, reports and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField
from wtforms.validators import NumberRange, Optional

from app.concerns import fields
from app.concerns.access import Case
from app.concerns.fields import FindingFields, grades
from app.concerns.models import Action, Recommendation
from app.concerns.step_forms import StepForm, StepForms
from app.concerns.vocabulary import ActionState, Seen
from app.core.forms import Row
from app.core.language import lazy as _l
from app.core.numbers import WholeField, whole_or_zero
from app.process.data import StepData
from app.verification.service import (
    FAILED,
    FULL,
    PARTIAL,
    ActionCheck,
    ActionReport,
    Checks,
    Plan,
    PlannedAction,
    Progress,
)
from workflows.recommendation import RECOMMENDATION, Grade, RecommendationAction

step_forms = StepForms()

ROWS = 8  # of which the next empty one alone is seen


def _gather(rows: FieldList[Any]) -> None:
    """What is said of rows after they were checked: the summary above the form reads it of all of them together."""
    rows.errors = [row.errors for row in rows if row.errors]


class ActionRow(Row):
    """One planned action."""

    what = fields.short_text(_l("What will be done"), required=False, most=300)
    unit = fields.short_text(_l("Responsible unit"), required=False)
    starts_on = fields.day(_l("From"), required=False)
    due_on = fields.day(_l("Until"), "", fields.not_past, required=False)
    measure = fields.short_text(_l("Measure"), required=False, most=300)
    cost = fields.short_text(_l("Cost, or where the money comes from"), required=False, most=300)


@step_forms.of(RECOMMENDATION, RecommendationAction.START)
class PlanForm(StepForm):
    """The action plan: at least one action with a unit and a date."""

    data_class = Plan
    takes_files = True

    actions = FieldList(FormField(ActionRow), min_entries=ROWS, max_entries=20)
    note = fields.long_text(_l("Note"), required=False, rows=3)
    uploads = fields.files()

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that says anything says what, who and until when; one row at least."""
        valid = bool(super().validate(extra_validators))
        filled = [row for row in self.actions if any(row.form.data.values())]
        if not filled:
            self.actions[0].form.what.errors = [_l("Name at least one action, its unit and its date.")]
            _gather(self.actions)
            return False
        for row in filled:
            for name in ("what", "unit", "due_on"):
                if not row.form[name].data and not row.form[name].errors:
                    row.form[name].errors = [fields.REQUIRED]
                    valid = False
            valid &= fields.ordered(row.form.starts_on, row.form.due_on)
        _gather(self.actions)
        return valid

    def given(self, files: tuple[str, ...] = ()) -> StepData:
        """The rows that were filled."""
        rows = [row.form.data for row in self.actions if row.form.what.data]
        return Plan(
            note=self.note.data or "",
            actions=tuple(
                PlannedAction(
                    r["what"], r["unit"], r["due_on"], r["starts_on"], r["measure"] or "", r["cost"] or ""
                )
                for r in rows
            ),
            files=files,
            override_reason=self.override_reason.data or "",
        )


STATES = (
    (ActionState.NOT_BEGUN.value, _l("not begun")),
    (ActionState.UNDER_WAY.value, _l("under way")),
    (ActionState.DONE.value, _l("done")),
    (ActionState.STOPPED.value, _l("discontinued")),
)
SEEN = (
    (Seen.DONE.value, _l("done, as seen")),
    (Seen.IN_PART.value, _l("done in part")),
    (Seen.NOT.value, _l("not done")),
)


class ReportRow(Row):
    """One action: how it stands, as the institution says."""

    number = HiddenField()
    state = SelectField(_l("Status"), choices=[], default="")
    percent = WholeField(
        _l("Percentage"),
        [Optional(), NumberRange(0, 100, _l("Enter a number from 0 to 100."))],
        description=_l("If it can be said."),
    )
    said = fields.short_text(_l("In words"), required=False, most=500)
    evidence = fields.short_text(_l("What shows it"), required=False, most=300)


class CheckRow(Row):
    """One action: what the Group saw of it."""

    number = HiddenField()
    seen = SelectField(_l("What you saw"), choices=[], default="")
    said = fields.short_text(_l("In words"), required=False, most=500)


class RowsForm(StepForm):
    """A form with a row for each action of the plan; rows in which nothing is said are left out."""

    says: ClassVar[str] = ""  # the field of a row that says something
    choices: ClassVar[Sequence[tuple[str, Any]]] = ()
    whats: dict[int, str]

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """One row for each action, which a hidden number names."""
        found = session.execute(
            select(Action.number, Action.what)
            .where(Action.recommendation_id == (recommendation.id if recommendation else 0))
            .order_by(Action.number)
        )
        self.whats = {row.number: row.what for row in found}
        rows = self["rows"]
        if not self.is_filled and not len(rows):
            for number in self.whats:
                rows.append_entry({"number": str(number)})
        for row in rows:
            row.form[self.says].choices = [("", _l("nothing new")), *self.choices]

    def what(self, row: Any) -> str:
        """The words of the action that a row is about."""
        return self.whats.get(whole_or_zero(row.form.number.data), "")

    def filled(self) -> list[dict[str, Any]]:
        """What was said, row by row."""
        given = [{**row.form.data, "number": whole_or_zero(row.form.number.data)} for row in self["rows"]]
        for row in given:
            row.pop("csrf_token", None)
        return [row for row in given if row[self.says]]


@step_forms.of(RECOMMENDATION, RecommendationAction.PROGRESS)
class ProgressForm(RowsForm):
    """What has been done since, altogether and of each action."""

    data_class = Progress
    takes_files = True
    says = "state"
    choices = STATES

    report = fields.long_text(_l("What has been done since"))
    rows = FieldList(FormField(ReportRow), max_entries=40)
    uploads = fields.files()

    def given(self, files: tuple[str, ...] = ()) -> StepData:
        """The report, and what is claimed of each action."""
        rows = tuple(ActionReport(**{**row, "state": ActionState(row["state"])}) for row in self.filled())
        done = tuple(row.number for row in rows if row.state is ActionState.DONE)
        return Progress(
            report=self.report.data or "",
            done=done,
            rows=rows,
            files=files,
            override_reason=self.override_reason.data or "",
        )


@step_forms.of(RECOMMENDATION, RecommendationAction.CHECK)
class ChecksForm(RowsForm, FindingFields):
    """What a member of the Group saw of each action."""

    data_class = Checks
    says = "seen"
    choices = SEEN

    rows = FieldList(FormField(CheckRow), max_entries=40)
    finding = fields.long_text(
        _l("Besides"), _l("The institution reads it. Name nobody."), required=False, rows=4
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Something was seen."""
        valid = bool(super().validate(extra_validators))
        if len(self["rows"]) and not self.filled():
            self["rows"][0].form.seen.errors = [_l("Say of one action at least what you saw.")]
            _gather(self["rows"])
            valid = False
        return valid

    def given(self, files: tuple[str, ...] = ()) -> StepData:
        """What was seen of each action, and what that rests on."""
        whole = super().given(files)
        assert isinstance(whole, Checks)
        return replace(
            whole, rows=tuple(ActionCheck(**{**r, "seen": Seen(r["seen"])}) for r in self.filled())
        )


@step_forms.of(RECOMMENDATION, RecommendationAction.VERIFY)
class VerifyForm(FindingFields):
    """It has been done."""

    grade = fields.one_of(_l("Grade"), grades(FULL), Grade)


@step_forms.of(RECOMMENDATION, RecommendationAction.VERIFY_IN_PART)
class VerifyInPartForm(FindingFields):
    """A part has been done."""

    grade = fields.one_of(_l("Grade"), grades(PARTIAL), Grade)
    concludes = BooleanField(
        _l("Conclude it as implemented in part"),
        description=_l("Otherwise it goes back to the institution with a new date."),
    )
    due_on = fields.day(_l("New date"), _l("Unless it is concluded."), fields.not_past, required=False)

    def validate(self, extra_validators: Any = None) -> bool:
        """Either it is concluded, or it has a new date."""
        valid = bool(super().validate(extra_validators))
        if not self.concludes.data and not self.due_on.data and not self.due_on.errors:
            self.due_on.errors = [_l("Set a new deadline, or conclude it.")]
            return False
        return valid


@step_forms.of(RECOMMENDATION, RecommendationAction.CONTEST)
class ContestForm(FindingFields):
    """It has not been done as claimed."""

    grade = fields.one_of(_l("Grade"), grades(FAILED), Grade)
    reason = fields.long_text(_l("Why the claim is not justified"), rows=4)
    due_on = fields.day(_l("New date"), _l("Until when the institution is to report again."), fields.not_past)
