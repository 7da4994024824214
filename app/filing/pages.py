"""The pages of a filing as its draft fills them."""

from __future__ import annotations

from typing import Any

from app.concerns.access import Case
from app.core.db import db
from app.filing.forms import PAGES, FilingForm, StopForm, field_names, shown
from app.filing.queries import institution_ids

OWN = frozenset({"csrf_token", "version"})  # of the form, and no text of anybody


def kind_of(page: str) -> type[FilingForm]:
    """The form of a page."""
    return StopForm if page == "stop" else PAGES[page]


def saveable(case: Case, page: str) -> list[str]:
    """The fields of a page that a draft keeps as they were typed."""
    return [name for name in stored(case, page) if name not in OWN]


def stored(case: Case, page: str) -> dict[str, Any]:
    """What the draft holds for the fields of a page."""
    concern, names = case.concern, field_names(kind_of(page))
    found = {name: shown(name, getattr(concern, name)) for name in names if hasattr(concern, name)}
    return found | ({"institutions": institution_ids(db.session(), concern.id)} if page == "where" else {})


def kept_form(case: Case, page: str) -> FilingForm:
    """The fields of a page that the draft keeps, as it keeps them."""
    form = kind_of(page)(formdata=None, data=stored(case, page))
    for name in {field.name for field in form} - {*saveable(case, page), *OWN}:
        del form[name]
    return form
