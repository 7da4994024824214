"""Forms of what is said of a draft."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.concerns import fields
from app.core.forms import Form


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
