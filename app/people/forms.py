"""Forms about people and organisations."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
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
from wtforms.validators import Email, EqualTo, InputRequired, Length, Optional, ValidationError
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
TOO_LONG = _l("This is too long: at most %(max)d characters.")


class ProfileForm(Form):
    """What a person sets for themselves."""

    name = StringField(_l("Name"), [InputRequired(NEEDED), Length(max=120, message=TOO_LONG)])
    language = RadioField(_l("Language"), [InputRequired(NEEDED)], choices=LANGUAGES)


class InvitationForm(Form):
    """Whom to invite."""

    name = StringField(_l("Name"), [InputRequired(NEEDED), Length(max=120, message=TOO_LONG)])
    email = EmailField(
        _l("E-mail"),
        [InputRequired(NEEDED), Length(max=200, message=TOO_LONG), Email(_l("This is no e-mail address."))],
    )
    organisation = SelectField(_l("Organisation"), coerce=int, validators=[InputRequired(NEEDED)])
    roles = SelectMultipleField(
        _l("Roles"),
        [InputRequired(_l("Choose at least one."))],
        choices=choices(Role),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    language = RadioField(_l("Language"), [InputRequired(NEEDED)], choices=LANGUAGES, default="sq")


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
    password_confirm = PasswordField(
        _l("Once more"),
        [InputRequired(NEEDED), EqualTo("password", _l("The two passwords differ."))],
        render_kw={"autocomplete": "new-password"},
    )


class OrganisationForm(Form):
    """An organisation in the directory."""

    name = StringField(_l("Name"), [InputRequired(NEEDED), Length(max=200, message=TOO_LONG)])
    kind = SelectField(_l("Kind"), [InputRequired(NEEDED)], choices=choices(Kind))
    field = SelectField(_l("Field"), choices=FIELDS, description=_l("For members of the Group."))
    area = SelectField(_l("County"), choices=[("", _l("none")), *choices(County)])
    email = EmailField(
        _l("E-mail"), [Optional(), Length(max=200, message=TOO_LONG), Email(_l("This is no e-mail address."))]
    )
    phone = StringField(_l("Telephone"), [Length(max=60, message=TOO_LONG)])
    answers_for = StringField(_l("Answers for"), [Length(max=300, message=TOO_LONG)])
    head_name = StringField(
        _l("Head"),
        [Length(max=200, message=TOO_LONG)],
        description=_l("Name and office, as a formal letter is addressed."),
    )
    head_address = TextAreaField(
        _l("Address of the head"), [Length(max=1000, message=TOO_LONG)], render_kw={"rows": 3}
    )
    leader = SelectField(
        _l("Account of the head"),
        coerce=int,
        choices=[(0, _l("none"))],
        description=_l("Hears of what is late for long, as far as this account may see the case."),
    )
    active = BooleanField(_l("Active"), default=True)

    def validate_field(self, field: SelectField) -> None:
        """A member of the Group works in one of its three fields."""
        if self.kind.data == Kind.MEMBER and not field.data:
            raise ValidationError(_("Choose the field in which this member works."))
