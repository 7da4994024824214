"""Forms of who sends letters, and of their texts."""

from __future__ import annotations

from typing import Any

from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import Email, Length, Optional
from wtforms.widgets import HiddenInput

from app.core.forms import TOO_LONG, Filled, Form
from app.core.language import lazy as _l
from app.core.language import translate as _
from app.core.numbers import WholeField
from app.formal_letters.labels import SENDER
from app.formal_letters.models import SenderParts
from app.formal_letters.wording import unknown_names


def _line(name: str, help: Any = "", most: int = 200) -> StringField:
    return StringField(SENDER[name], [Filled(), Length(max=most, message=TOO_LONG)], description=help)


def _several(name: str, help: Any, *, needed: bool = True) -> TextAreaField:
    check = Filled() if needed else Optional()
    long = Length(max=600, message=TOO_LONG)
    return TextAreaField(SENDER[name], [check, long], description=help, render_kw={"rows": 3}, default="")


class SenderForm(Form):
    """What letters say of their sender. Their language is Albanian, whoever reads the page."""

    identifiers_allowed = True  # the address of an office

    head = _several("head", _l("As it stands below “REPUBLIKA E SHQIPËRISË”, one line below the other."))
    place = _line("place", _l("Where letters are dated, as “Tiranë”."), 60)
    address = _line("address", _l("Where answers are sent."), 300)
    email = EmailField(
        SENDER["email"],
        [Filled(), Email(_l("This is not an e-mail address.")), Length(max=200, message=TOO_LONG)],
    )
    phone = _line("phone", most=60)
    founding_act = _several(
        "founding_act",
        _l("As it follows “Në mbështetje të”, for example: urdhrit nr. 12, datë 3.2.2026."),
    )
    function = _line(
        "function", _l("It is printed in capitals above the name. A single letter may name another.")
    )
    signed_by = _line("signed_by")
    copies = _several("copies", _l("Who gets a copy of every letter, one in each line."), needed=False)
    made_from = WholeField(widget=HiddenInput())

    def parts(self) -> SenderParts:
        """What was entered."""
        return SenderParts(**{name: (self[name].data or "").strip() for name in SenderParts.__slots__})


class WordingForm(Form):
    """What letters of a kind say."""

    body = TextAreaField(
        _l("Text of the letter"),
        [Filled(), Length(max=10_000, message=TOO_LONG)],
        description=_l(
            "In Albanian. The sender, the addressee, where to answer, what is enclosed and the signature are "
            "added automatically. What stands in braces is filled in for each letter."
        ),
        render_kw={"rows": 16},
        default="",
    )
    made_from = WholeField(widget=HiddenInput())

    def validate(self, extra_validators: Any = None) -> bool:
        """Only names that there are stand in braces."""
        valid = bool(super().validate(extra_validators))
        unknown = unknown_names(self.body.data or "")
        if not unknown:
            return valid
        said = _(
            "Unknown in braces: %(names)s. The names that can be used are listed below the field.",
            names=", ".join(unknown[:5]),
        )
        self.body.errors = [*self.body.errors, said]
        return False

    def text(self) -> str:
        """What was written."""
        return (self.body.data or "").replace("\r\n", "\n").strip()


class ResetForm(Form):
    """Back to the built-in text."""

    identifiers_allowed = True  # nothing is typed

    made_from = WholeField(widget=HiddenInput())
