"""Forms of minutes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.widgets import HiddenInput

from app.concerns import fields
from app.core.forms import Form
from app.core.numbers import WholeField
from app.core.random_ids import one_time_key


class MinutesForm(Form):
    """What was said at an item."""

    text = fields.long_text(
        _l("Minutes of this item"),
        _l("Votes, decisions and action items stand in the minutes by themselves."),
        required=False,
        rows=14,
    )
    version = WholeField(widget=HiddenInput())
    key = HiddenField(default=one_time_key)


class CorrectionForm(Form):
    """What is to be corrected."""

    text = fields.long_text(_l("What is to be corrected"), _l("The Group reads it, with your name."))
