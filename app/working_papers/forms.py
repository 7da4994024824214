"""Forms of the working papers."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField
from wtforms.widgets import HiddenInput

from app.concerns import fields
from app.core.forms import Form
from app.core.language import lazy as _l
from app.core.numbers import WholeField
from app.working_papers.labels import LEANING
from app.working_papers.models import Leaning

LEANINGS = [(member.value, LEANING[member]) for member in Leaning]


class ViewForm(Form):
    """The first view of an organisation."""

    leaning = fields.one_of(_l("Your preliminary view"), LEANINGS, Leaning)
    text = fields.long_text(
        _l("Your view"), _l("The others read it when the round is over, and not before."), rows=8
    )
    round = WholeField(widget=HiddenInput())


class AssessmentForm(Form):
    """The assessment of a concern, as far as it has come."""

    facts = fields.long_text(
        _l("Facts established"),
        _l("What is certain, and what shows it. What was only said belongs under the gaps."),
        required=False,
        rows=7,
    )
    duty = fields.long_text(
        _l("The institution's duty and its source"),
        _l("What the institution has to do, and the law, order or procedure that says so."),
        required=False,
        rows=4,
    )
    findings = fields.long_text(
        _l("Findings"), _l("What follows from the facts and the duty."), required=False, rows=6
    )
    gaps = fields.long_text(
        _l("Gaps in the evidence"), _l("What is not known, and how it could be."), required=False, rows=4
    )
    harm = fields.long_text(
        _l("Do no harm"),
        _l(
            "Could the recommendation, its publication or the way it is verified put somebody at risk, "
            "and what makes that less?"
        ),
        required=False,
        rows=4,
    )
    harm_checked = BooleanField(_l("This was looked at, and nobody is put at risk as far as we can see"))
    notes = fields.long_text(
        _l("Free notes"),
        _l("For those who work on the review; nothing of it goes into a proposal."),
        required=False,
        rows=4,
    )
    version = WholeField(widget=HiddenInput())


class CommentForm(Form):
    """A comment on a passage of a draft, or on the whole."""

    passage = fields.long_text(
        _l("Passage"),
        _l("The words of the draft that you mean, copied from above. Leave it empty to speak of the whole."),
        required=False,
        rows=2,
    )
    text = fields.long_text(_l("Your comment"), rows=3)
    key = HiddenField()


class WordingForm(Form):
    """Other words for a passage."""

    passage = fields.long_text(
        _l("Passage to be replaced"), _l("The words of the draft, copied from above."), rows=2
    )
    wording = fields.long_text(
        _l("Suggested wording"), _l("Leave it empty to strike the passage."), required=False, rows=3
    )
    why = fields.long_text(_l("Reasons"), required=False, rows=2)
    key = HiddenField()


class ReplyForm(Form):
    """An answer to a comment."""

    text = fields.long_text(_l("Your reply"), rows=3)
    key = HiddenField()
