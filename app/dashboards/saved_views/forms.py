"""The form of a saved view."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import Length

from app.core.fields import Filled
from app.core.forms import TOO_LONG, Form


class SavedViewForm(Form):
    """Its name."""

    name = StringField(_l("Name of the view"), [Filled(), Length(max=60, message=TOO_LONG)])


class SharedViewForm(SavedViewForm):
    """Its name, and for whom."""

    shared = BooleanField(
        _l("Share it with the coordinator's office"),
        description=_l(
            "Everybody with the role of coordinator finds it above this list. Only you change it."
        ),
    )
