"""Forms of the work inside an answering organisation."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from app.answers.service import ANSWERS
from app.cases import fields
from app.core.forms import Form
from app.web.words import step_words
from workflows.recommendation import RECOMMENDATION, Do
from workflows.text import shows

KINDS = [(do.value, step_words(RECOMMENDATION.name, do).button) for do in Do if do in ANSWERS]
# What each kind of answer has to say, by the names of its data.
TEXTS = {
    Do.ACCEPT: (),
    Do.ACCEPT_IN_PART: ("part", "reason"),
    Do.REJECT: ("reason",),
    Do.CLAIM_DONE: ("claim", "evidence"),
}
# And the other way round: to which kinds each text belongs, its note to an acceptance.
KINDS_OF = {
    name: [do.value for do, names in TEXTS.items() if name in (names or ("note",))]
    for name in ("note", "part", "reason", "claim", "evidence")
}


class AssignForm(Form):
    """Who sees to it."""

    identifiers_allowed = True  # a note that stays in its organisation

    unit = fields.pick(_l("Unit"), required=False)
    person = fields.pick(_l("Person"), required=False)
    note = fields.long_text(_l("Note"), _l("Read inside your institution alone."), required=False, rows=3)


class ForwardForm(Form):
    """What is asked of which institution, and by when."""

    agency = fields.pick(
        _l("Institution"),
        _l("Where nobody has an account, you send a one-time link in the next step."),
    )
    question = fields.long_text(_l("What do you ask of it?"), rows=5)
    due_on = fields.day(_l("Until when?"), _l("Before your own date, which runs on."), fields.not_past)


class ContributionForm(Form):
    """What the institution contributes."""

    version = IntegerField(widget=HiddenInput())
    contribution = fields.long_text(
        _l("Your contribution"), _l("The ministry reads it and builds its answer on it."), rows=10
    )
    uploads = fields.files(
        help=_l(
            "Only the ministry reads them, and it may send them on with its answer. PDF, Word, Excel, OpenDocument, "
            "JPEG, PNG, text or CSV."
        )
    )


class DateForm(Form):
    """Until when, instead of the date that was given."""

    version = IntegerField(widget=HiddenInput())
    due_on = fields.day(_l("Until when?"), _l("Before your own date, which runs on."), fields.not_past)


class ReasonForm(Form):
    """Why it is asked once more, or returned."""

    version = IntegerField(widget=HiddenInput())
    reason = fields.long_text(_l("Reasons"), rows=4)


class AnswerTexts(Form):
    """An answer of one kind, with the texts of every kind."""

    do = RadioField(_l("Answer"), [InputRequired(fields.CHOOSE)], choices=KINDS)
    note = fields.long_text(
        _l("Note"), _l("For an acceptance, if you wish to say more."), required=False, rows=3
    )
    part = fields.long_text(
        _l("Which part do you accept?"), _l("For an acceptance in part."), required=False, rows=3
    )
    reason = fields.long_text(
        _l("Reasons"), _l("For an acceptance in part or a refusal."), required=False, rows=4
    )
    claim = fields.long_text(
        _l("What has been done"), _l("Where it is done already."), required=False, rows=3
    )
    evidence = fields.long_text(_l("What shows it"), _l("Where it is done already."), required=False, rows=3)

    kinds_of = KINDS_OF

    def texts(self) -> dict[str, str]:
        """The texts that belong to the kind that was chosen."""
        names = ("note",) if self.do.data == Do.ACCEPT else TEXTS[Do(self.do.data)]
        return {name: self[name].data or "" for name in names}


class BatchForm(AnswerTexts):
    """The same answer to several recommendations."""

    key = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Each kind of answer has its own texts."""
        valid = bool(super().validate(extra_validators))
        for name in TEXTS.get(Do(self.do.data), ()) if self.do.data else ():
            if not shows(self[name].data):
                self[name].errors = [fields.REQUIRED]
                valid = False
        return valid


class WordingForm(AnswerTexts):
    """Words to be used again."""

    name = fields.short_text(_l("Name of these words"), most=120)
