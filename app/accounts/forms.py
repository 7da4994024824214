"""Forms about people and organisations."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, EqualTo, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import REQUIRED, TOO_LONG, Filled, Form
from app.core.labels import choices_of
from app.core.language import lazy as _l
from app.core.numbers import a_choice
from workflows.roles import Role

FIELDS = [
    ("", _l("none")),
    ("child_care", _l("Care for children")),
    ("victim_services", _l("Services to victims")),
    ("human_rights", _l("Human rights")),
]
LANGUAGES = [("sq", "Shqip"), ("en", "English")]
NEEDED = REQUIRED


NAMES = {
    "characters": _l("A name is one line of letters: leave out what cannot be printed."),
    "empty": NEEDED,
    "long": _l("This name is too long."),
    "taken": _l(
        "Somebody else here has the same name: add a second name or an initial, so that you are told apart."
    ),
}
RIGHTS = {
    "self": _l("Nobody gives a role to themselves: another administrator proposes it."),
    "kind": _l(
        "This kind of organisation does not go with these roles: choose others, or another organisation."
    ),
    "organisation": _l("Choose an organisation that is in use."),
}


class ProfileForm(Form):
    """What a person sets for themselves."""

    identifiers_allowed = True  # an address book

    name = StringField(_l("Name"), [Filled(), Length(max=120, message=TOO_LONG)])
    unit = SelectField(
        _l("Your unit"),
        coerce=a_choice,
        description=_l("What is assigned to it stands first on your own page."),
    )
    language = RadioField(_l("Language"), [InputRequired(NEEDED)], choices=LANGUAGES)
    compact = BooleanField(_l("Compact pages: more lines at once, with less space between them"))

    def offer(self, units: Sequence[tuple[int, str]]) -> None:
        """The units of the person's organisation; where it has none, it is not asked."""
        self.unit.choices = [(0, _l("none")), *units]
        if not units:
            del self.unit


class InvitationForm(Form):
    """Whom to invite."""

    identifiers_allowed = True  # an address book

    name = StringField(_l("Name"), [Filled(), Length(max=120, message=TOO_LONG)])
    email = EmailField(
        _l("E-mail"),
        [
            InputRequired(NEEDED),
            Length(max=200, message=TOO_LONG),
            Email(_l("This is not an e-mail address.")),
        ],
    )
    organisation = SelectField(_l("Organisation"), coerce=a_choice, validators=[InputRequired(NEEDED)])
    roles = SelectMultipleField(
        _l("Roles"),
        [InputRequired(_l("Choose at least one."))],
        choices=choices_of(Role),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    language = RadioField(_l("Language"), [InputRequired(NEEDED)], choices=LANGUAGES, default="sq")


class AccountForm(Form):
    """What an administrator sets about an account."""

    identifiers_allowed = True  # an address book

    name = StringField(_l("Name"), [Length(max=120, message=TOO_LONG)])
    email = EmailField(
        _l("E-mail"), [Length(max=200, message=TOO_LONG), Email(_l("This is not an e-mail address."))]
    )
    organisation = SelectField(_l("Organisation"), coerce=a_choice)
    roles = SelectMultipleField(
        _l("Roles"),
        choices=choices_of(Role),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    active = BooleanField(_l("The account is active"))


class RefusalForm(Form):
    """Why what was proposed does not take effect."""

    reason = TextAreaField(
        _l("Reason"),
        [Length(max=2000, message=TOO_LONG)],
        description=_l("Who proposed it reads it."),
        render_kw={"rows": 3},
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """In words."""
        if not any(c.isalnum() for c in field.data or ""):
            raise ValidationError(NEEDED)


class AcceptForm(Form):
    """The password that an invited person chooses."""

    identifiers_allowed = True  # an address book

    password = PasswordField(
        _l("New password"),
        [InputRequired(NEEDED)],
        description=_l("At least 15 characters; a sentence is good."),
        render_kw={"autocomplete": "new-password"},
    )
    password_confirm = PasswordField(
        _l("Once more"),
        [InputRequired(NEEDED), EqualTo("password", _l("The two passwords differ."))],
        render_kw={"autocomplete": "new-password"},
    )
