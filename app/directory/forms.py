"""Forms of the directory."""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.forms import FIELDS, NEEDED
from app.core.country import County
from app.core.forms import TOO_LONG, Filled, Form
from app.core.labels import choices, choices_of
from app.core.language import lazy as _l
from app.core.language import translate as _
from app.core.numbers import a_choice
from app.directory.links import Subject
from workflows.roles import Kind


def _ticks(label: Any, offered: Any, help: Any = "") -> SelectMultipleField:
    return SelectMultipleField(
        label,
        choices=offered,
        description=help,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def _counties() -> list[tuple[str, Any]]:
    return [("", _l("none")), *choices(County)]


def _mail() -> EmailField:
    wrong = Email(_l("This is not an e-mail address."))
    return EmailField(_l("E-mail"), [Optional(), Length(max=200, message=TOO_LONG), wrong])


def _phone() -> StringField:
    return StringField(_l("Telephone"), [Length(max=60, message=TOO_LONG)])


class OwnEntryForm(Form):
    """What an institution says of itself."""

    identifiers_allowed = True  # an address book

    email = _mail()
    phone = _phone()
    postal = StringField(_l("Postal address"), [Length(max=300, message=TOO_LONG)])
    area = SelectField(_l("County of its seat"), choices=_counties)
    counties = _ticks(_l("Where it works"), choices_of(County))
    answers_for = StringField(_l("Answers for"), [Length(max=300, message=TOO_LONG)])
    subjects = _ticks(_l("Subjects"), choices_of(Subject))
    sign_off = BooleanField(
        _l("Answers need a second signature"),
        description=_l("What one person prepares, another signs off before it goes to the Group."),
    )


class OrganisationForm(OwnEntryForm):
    """An entry, as the secretariat and the administrator keep it."""

    name = StringField(_l("Name"), [Filled(), Length(max=200, message=TOO_LONG)])
    kind = SelectField(_l("Kind"), [InputRequired(NEEDED)], choices=choices_of(Kind))
    field = SelectField(_l("Field"), choices=FIELDS, description=_l("For members of the Group."))
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
        coerce=a_choice,
        choices=[(0, _l("none"))],
        description=_l("Is notified of long delays, as far as this account may see the case."),
    )
    active = BooleanField(_l("Active"), default=True)

    def validate_field(self, field: SelectField) -> None:
        """A member of the Group works in one of its three fields."""
        if self.kind.data == Kind.MEMBER and not field.data:
            raise ValidationError(_("Choose the field in which this member works."))


class NewOrganisationForm(OrganisationForm):
    """An entry that is made; sent twice it is made once, for the page gave it its address."""

    key = HiddenField()


class UnitForm(Form):
    """A unit of an institution."""

    identifiers_allowed = True  # an address book

    name = StringField(_l("Name"), [Filled(), Length(max=200, message=TOO_LONG)])
    email = _mail()
    phone = _phone()


class CheckForm(Form):
    """Whether an entry is still right."""

    identifiers_allowed = True  # an address book

    note = TextAreaField(
        _l("What has changed?"),
        [Length(max=5000, message=TOO_LONG)],
        description=_l("Leave it empty where all is still right."),
        render_kw={"rows": 5},
    )
