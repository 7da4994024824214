"""The form of a saved view, and the saved views above a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session
from wtforms import BooleanField, StringField
from wtforms.validators import Length

from app.core.actor import Actor
from app.core.forms import TOO_LONG, Filled, Form
from app.core.language import lazy as _l
from app.core.language import translate as _
from app.core.templates import address
from app.dashboards.models import SavedOn
from app.dashboards.quick_filters import Chip
from app.dashboards.saved_views.service import chosen_in, views_on


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


ENDPOINTS = {
    SavedOn.DESK: "desks.coordinator",
    SavedOn.CONCERNS: "desks.concerns",
    SavedOn.RECOMMENDATIONS: "desks.recommendations",
}
PLACES = {
    SavedOn.DESK: lambda: _("Coordinator's desk"),
    SavedOn.CONCERNS: lambda: _("Concerns"),
    SavedOn.RECOMMENDATIONS: lambda: _("Recommendations"),
}


@dataclass(frozen=True, slots=True)
class Saved:
    """The views of a list as chips, and the address that saves the present one; empty where it is the whole list."""

    chips: list[Chip]
    save: str


def saved_above(session: Session, actor: Actor, place: SavedOn, here: Mapping[str, str]) -> Saved:
    """One query. `here`: the parameters of the list that is shown."""
    chips = []
    for view in views_on(session, actor, place):
        kept = chosen_in(view).address()
        name = view.name if view.mine else f"{view.name} ({view.owner})"
        chips.append(Chip(name, address(ENDPOINTS[place], **kept), kept == here))
    known = any(chip.current for chip in chips)
    return Saved(chips, address("saved.new", place=place.value, **here) if here and not known else "")
