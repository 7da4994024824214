"""Forms of the pages behind a link, and of sending one."""

from __future__ import annotations

from wtforms import EmailField, HiddenField
from wtforms.validators import Email, InputRequired, Length

from app.answers.forms import OwedForm
from app.concerns import fields
from app.core.forms import TOO_LONG, Form
from app.core.language import lazy as _l
from app.core.random_ids import one_time_key

SIGNED = _l("Your name and function")
SIGNED_HELP = _l("So that the answer says who gave it.")
FILES_HELP = _l(
    "At most five, if they show what you write. PDF, Word, Excel, OpenDocument, JPEG, PNG, text or CSV."
)


class LinkContributionForm(Form):
    """A contribution by a link."""

    contribution = fields.long_text(_l("Your contribution"), _l("The ministry reads it."), rows=10)
    signed = fields.short_text(SIGNED, SIGNED_HELP)
    uploads = fields.files(help=FILES_HELP)

    def names(self) -> list[str]:
        """The names under which what is typed comes."""
        return ["contribution", "signed"]


class LinkStepForm(OwedForm):
    """The steps that are owed, by a link."""

    signed = fields.short_text(SIGNED, SIGNED_HELP)
    uploads = fields.files(help=FILES_HELP)


class CodeForm(Form):
    """The code of the second mail."""

    identifiers_allowed = True  # an address

    code = fields.short_text(_l("Code"), _l("Six digits, from the e-mail that was sent just now."), most=12)


class SendForm(Form):
    """To which address a link goes."""

    identifiers_allowed = True  # an address

    email = EmailField(
        _l("E-mail address"),
        [
            InputRequired(fields.REQUIRED),
            Length(max=200, message=TOO_LONG),
            Email(_l("This is not an e-mail address.")),
        ],
        description=_l("The link and the code go to this address alone."),
    )
    key = HiddenField(default=one_time_key)
