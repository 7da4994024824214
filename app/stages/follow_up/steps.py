"""Forms of action plans, reports and findings."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import BooleanField, FieldList, Form, FormField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from app.cases import fields
from app.cases.access import Case
from app.cases.data import StepData
from app.cases.finding_form import FindingFields, grades
from app.cases.forms import StepForm, form_for
from app.cases.models import Action, Recommendation
from app.stages.follow_up.service import FAILED, FULL, PARTIAL, Plan, PlannedAction, Progress
from workflows.recommendation import RECOMMENDATION, Do, Grade

ROWS = 4


class ActionRow(Form):
    """One planned action."""

    what = fields.short_text(_l("What will be done"), required=False, most=300)
    unit = fields.short_text(_l("Responsible unit"), required=False)
    starts_on = fields.day(_l("From"), required=False)
    due_on = fields.day(_l("Until"), "", fields.not_past, required=False)
    measure = fields.short_text(_l("Measure"), required=False, most=300)


@form_for(RECOMMENDATION, Do.START)
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
            return False
        for row in filled:
            for name in ("what", "unit", "due_on"):
                if not row.form[name].data and not row.form[name].errors:
                    row.form[name].errors = [fields.REQUIRED]
                    valid = False
        return valid

    def given(self, files: tuple[str, ...] = ()) -> StepData:
        """The rows that were filled."""
        rows = [row.form.data for row in self.actions if row.form.what.data]
        return Plan(
            note=self.note.data or "",
            actions=tuple(
                PlannedAction(r["what"], r["unit"], r["due_on"], r["starts_on"], r["measure"] or "")
                for r in rows
            ),
            files=files,
        )


@form_for(RECOMMENDATION, Do.PROGRESS)
class ProgressForm(StepForm):
    """What has been done since."""

    data_class = Progress
    takes_files = True

    report = fields.long_text(_l("What has been done since"))
    done = SelectMultipleField(
        _l("Actions that are done now"),
        choices=[],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    uploads = fields.files()

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """List the actions that are not done yet."""
        rows = session.execute(
            select(Action.number, Action.what)
            .where(
                Action.recommendation_id == (recommendation.id if recommendation else 0),
                Action.done_on.is_(None),
            )
            .order_by(Action.number)
        )
        self.done.choices = [(r.number, f"{r.number}. {r.what}") for r in rows]


@form_for(RECOMMENDATION, Do.VERIFY)
class VerifyForm(FindingFields):
    """It has been done."""

    grade = fields.one_of(_l("Grade"), grades(FULL), Grade)


@form_for(RECOMMENDATION, Do.VERIFY_IN_PART)
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
            self.due_on.errors = [_l("Give a new date, or conclude it.")]
            return False
        return valid


@form_for(RECOMMENDATION, Do.CONTEST)
class ContestForm(FindingFields):
    """It has not been done as claimed."""

    checks_identifiers = ("finding", "reason")

    grade = fields.one_of(_l("Grade"), grades(FAILED), Grade)
    reason = fields.long_text(_l("Why the claim does not hold"), rows=4)
    due_on = fields.day(_l("New date"), _l("Until when the institution is to report again."), fields.not_past)
