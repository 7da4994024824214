"""Forms of letters."""

from __future__ import annotations

from collections.abc import Mapping

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
        _l(
            "In Albanian. The sender, where to answer, what is enclosed and the signature are added automatically. "
            "As long as you leave the text as it is, it counts the days anew until the letter is sent."
        ),
        rows=14,
    )
    function = fields.short_text(
        _l("Function of who signs"), _l("It is printed in capitals."), required=False
    )
    signed_by = fields.short_text(_l("Name of who signs"), required=False)
    drafted_by = fields.short_text(
        _l("Drafted by"), _l("It stands at the foot of the letter."), required=False
    )
    version = WholeField(widget=HiddenInput())
    key = HiddenField(default=one_time_key)

    def words(self, unless: Mapping[str, str]) -> LetterText:
        """What was written; what is left as it is anyway is no text of this letter's own."""
        names = ("recipient", "address", "body", "signed_by", "function", "drafted_by")
        typed = {name: (self[name].data or "").replace("\r\n", "\n").strip() for name in names}
        own = ("" if text == unless.get(name) else text for name, text in typed.items())
        return LetterText(*own, override_reason=(self.override_reason.data or "").strip())


class SentForm(Form):
    """Under which number it left, and when."""

    protocol = fields.short_text(_l("Protocol number"), _l("As it appears in your register."), most=60)
    sent_on = fields.day(
        _l("Sent on"), _l("The day that the letter bears: it counts the days until then."), fields.not_ahead
    )
    version = WholeField(widget=HiddenInput())
    key = HiddenField(default=one_time_key)
