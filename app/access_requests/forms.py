"""Forms of access requests."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.widgets import HiddenInput

from app.concerns import fields
from app.core.forms import Form
from app.core.labels import choices_of
from app.core.language import lazy as _l
from app.core.numbers import WholeField
from workflows.access_request import AccessKind


class AskForm(Form):
    """What is asked for, of which institution, and what for."""

    key = HiddenField()
    concern = HiddenField()
    kind = fields.one_of(_l("What do you need?"), choices_of(AccessKind), AccessKind)
    agency = fields.pick(_l("Institution"))
    purpose = fields.long_text(
        _l("What for?"),
        _l("The ministry reads it. Name nobody, and nothing of a concern that was not transmitted."),
        rows=5,
    )


class StepForm(Form):
    """A step that says nothing but that it is taken."""

    version = WholeField(widget=HiddenInput())
    key = HiddenField()


class ReasonForm(StepForm):
    """A step with its reasons."""

    reason = fields.long_text(_l("Reasons"), rows=3)


class DateForm(StepForm):
    """More time, and why."""

    due_on = fields.day(_l("New date"), "", fields.not_past)
    reason = fields.long_text(_l("Reasons"), rows=3)


class ArrangeForm(StepForm):
    """How it is arranged."""

    how = fields.long_text(_l("With whom, where and how?"), rows=3)
    happens_on = fields.day(_l("On which day?"), "", fields.not_past, required=False)


class ConfirmForm(StepForm):
    """It came about."""

    note = fields.long_text(_l("What came of it"), required=False, rows=3)
