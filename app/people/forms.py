"""Forms about people and organisations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_security import LoginForm
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Email, EqualTo, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import Form
from app.core.places import County
from app.web.words import choices
from workflows.standing import Kind, Role

FIELDS = [
    ("", _l("none")),
    ("child_care", _l("Care for children")),
    ("victim_services", _l("Services to victims")),
    ("human_rights", _l("Human rights")),
]
LANGUAGES = [("sq", "Shqip"), ("en", "English")]
NEEDED = _l("Fill this in.")


class SignInForm(LoginForm):
    """Sign-in by e-mail and password."""

    email = EmailField(_l("E-mail"), render_kw={"autocomplete": "username"})
    password = PasswordField(_l("Password"), render_kw={"autocomplete": "current-password"})


class ProfileForm(Form):
    """What a person sets for themselves."""

    name = StringField(_l("Name"), [InputRequired(NEEDED), Length(max=120)])
    language = RadioField(_l("Language"), choices=LANGUAGES)


class InvitationForm(Form):
    """Whom to invite."""

    name = StringField(_l("Name"), [InputRequired(NEEDED), Length(max=120)])
    email = EmailField(_l("E-mail"), [InputRequired(NEEDED), Email(_l("This is no e-mail address."))])
    organisation = SelectField(_l("Organisation"), coerce=int)
    roles = SelectMultipleField(
        _l("Roles"),
        [InputRequired(_l("Choose at least one."))],
        choices=choices(Role),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    language = RadioField(_l("Language"), choices=LANGUAGES, default="sq")


class RolesForm(Form):
    """What a person may do, and whether at all."""

    roles = SelectMultipleField(
        _l("Roles"),
        choices=choices(Role),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    active = BooleanField(_l("The account is active"))


class AcceptForm(Form):
    """The password that an invited person chooses."""

    password = PasswordField(
        _l("New password"),
        [InputRequired(NEEDED)],
        description=_l("At least 15 characters; a sentence is good."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("Once more"),
        [EqualTo("password", _l("The two passwords differ."))],
        render_kw={"autocomplete": "new-password"},
    )


class OrganisationForm(Form):
    """An organisation in the directory."""

    name = StringField(_l("Name"), [InputRequired(NEEDED), Length(max=200)])
    kind = SelectField(_l("Kind"), choices=choices(Kind))
    field = SelectField(_l("Field"), choices=FIELDS, description=_l("For members of the Group."))
    area = SelectField(_l("County"), choices=[("", _l("none")), *choices(County)])
    email = EmailField(_l("E-mail"), [Optional(), Email(_l("This is no e-mail address."))])
    phone = StringField(_l("Telephone"), [Length(max=60)])
    answers_for = StringField(_l("Answers for"), [Length(max=300)])
    active = BooleanField(_l("Active"), default=True)
