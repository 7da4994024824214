"""Forms of conflicts of interest, and what the register of interests shows beside a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField
from wtforms.validators import InputRequired

from app.concerns import fields
from app.concerns.attachments import Attachment
from app.concerns.page.step_parts import StepPart
from app.concerns.step_forms import StepForm
from app.core.forms import Form
from app.core.labels import choices_of
from app.core.language import lazy as _l
from app.recusals.models import InterestKind
from app.recusals.queries import proposed
from app.votes.forms import DecisionForm
from workflows.concern import ConcernAction

NONE, CONFLICT = "none", "conflict"
ANSWERS = [(NONE, _l("No conflict of interest")), (CONFLICT, _l("I recuse myself"))]


class DeclareForm(Form):
    """Whether there is a conflict of interest, asked before the text opens."""

    answer = RadioField(
        _l("Is there a conflict of interest?"), [InputRequired(fields.CHOOSE)], choices=ANSWERS
    )
    reason = fields.long_text(
        _l("Why you recuse yourself"), _l("The Group reads it."), required=False, rows=3
    )


class RecuseForm(Form):
    """The chair recuses a member organisation."""

    organisation = fields.pick(_l("Member organisation"))
    reason = fields.long_text(_l("Reasons"), _l("The Group reads it."), rows=3)


class LiftForm(Form):
    """The chair lifts a recusal."""

    reason = fields.long_text(_l("Reasons"), _l("The Group reads it."), rows=3)


class InterestForm(Form):
    """A tie to another organisation."""

    organisation = fields.pick(_l("Member organisation"))
    towards = fields.pick(_l("Towards which organisation"))
    kind = fields.one_of(_l("What ties them"), choices_of(InterestKind), InterestKind)
    text = fields.long_text(
        _l("What kind of tie it is"),
        _l("No amounts are needed; no names of other people."),
        required=False,
        rows=3,
    )
    from_on = fields.day(_l("Since"))
    to_on = fields.day(_l("Until"), _l("Leave it empty while it lasts."), required=False)


NAMING = frozenset({ConcernAction.ASSIGN, ConcernAction.SECOND})


class RecusalPart(StepPart):
    """Of steps that give somebody a part in the case."""

    def context(self, form: StepForm, _files: Sequence[Attachment]) -> dict[str, Any]:
        """The ties that propose a recusal."""
        page = self.page
        asked = page.do in NAMING or isinstance(form, DecisionForm)
        return {"conflicts": proposed(page.session, page.case.concern) if asked else []}
