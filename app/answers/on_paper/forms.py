"""The form of what came on paper."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from app.answers.forms import OwedForm
from app.concerns import fields
from app.core.forms import TOO_LONG, Filled
from app.core.language import lazy as _l
from app.core.numbers import WholeField
from app.process.data import Paper


class RegisterNumber(StringField):
    """The number of a letter: no text, and it names nobody."""


class PaperForm(OwedForm):
    """The letter, what it says, and its scan."""

    do = RadioField(_l("What does the letter say?"), [InputRequired(fields.CHOOSE)])
    version = WholeField(widget=HiddenInput())
    key = HiddenField()
    protocol = RegisterNumber(
        _l("Protocol number"),
        [Filled(), Length(max=60, message=TOO_LONG)],
        description=_l("Under which the letter is registered."),
        default="",
    )
    dated_on = fields.day(_l("Date on the letter"), "", fields.not_ahead)
    received_on = fields.day(_l("Received on"), "", fields.not_ahead)
    uploads = fields.files(
        _l("Scan of the letter, and what came with it"),
        _l("The scan is needed. PDF, Word, Excel, OpenDocument, JPEG, PNG, text or CSV."),
    )

    def takes_files(self) -> tuple[str, ...]:
        """With every step: the letter shows it."""
        return tuple(self.steps)

    def paper(self) -> Paper:
        """The letter, as it was given."""
        assert self.dated_on.data is not None and self.received_on.data is not None
        return Paper((self.protocol.data or "").strip(), self.dated_on.data, self.received_on.data)
