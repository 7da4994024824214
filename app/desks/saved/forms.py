"""The form of a saved view."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from app.core.forms import Form
from app.people.forms import NEEDED, TOO_LONG


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class SavedViewForm(Form):
    """Its name."""

    name = StringField(
        _l("Name of the view"), [DataRequired(NEEDED), Length(max=60, message=TOO_LONG)], filters=[_stripped]
    )


class SharedViewForm(SavedViewForm):
    """Its name, and for whom."""

    shared = BooleanField(
        _l("Share it with the coordinator's office"),
        description=_l(
            "Everybody with the role of coordinator finds it above this list. Only you change it."
        ),
    )
