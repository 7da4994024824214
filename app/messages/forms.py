"""The form of a message."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.widgets import HiddenInput

from app.concerns import fields
from app.core.forms import Form
from app.core.language import lazy as _l
from app.core.numbers import WholeField


class MessageForm(Form):
    """One message."""

    text = fields.long_text(_l("Your message"), rows=3)
    channel = HiddenField()
    institution = WholeField(widget=HiddenInput())
    key = HiddenField()
