"""Forms of letters."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.widgets import HiddenInput

from app.concerns import fields
from app.core.forms import Form
from app.core.language import lazy as _l
from app.core.numbers import WholeField
from app.core.random_ids import one_time_key
from app.formal_letters.steps import LetterText


class LetterForm(Form):
    """A letter as it is to be signed."""

    recipient = fields.short_text(_l("To whom"), _l("Name and office, as the letter is addressed."))
    address = fields.long_text(_l("Address"), required=False, rows=3)
    body = fields.long_text(
        _l("Text"),
        _l("In Albanian. The extract and the recommendation are added to it automatically."),
        rows=14,
    )
    signed_by = fields.short_text(_l("Signed by"), _l("Name and office."), required=False)
    version = WholeField(widget=HiddenInput())
    key = HiddenField(default=one_time_key)

    def words(self) -> LetterText:
        """What was written."""
        parts = (self.recipient, self.address, self.body, self.signed_by)
        texts = ((part.data or "").strip() for part in parts)
        return LetterText(*texts, override_reason=(self.override_reason.data or "").strip())


class SentForm(Form):
    """Under which number it left, and when."""

    protocol = fields.short_text(_l("Protocol number"), _l("As it appears in your register."), most=60)
    sent_on = fields.day(_l("Sent on"), "", fields.not_ahead)
    version = WholeField(widget=HiddenInput())
    key = HiddenField(default=one_time_key)
