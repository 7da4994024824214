"""What was changed of an entry of the directory, as people read it."""

from __future__ import annotations

from typing import Any

from app.accounts.labels import Line
from app.accounts.models import OrganisationEvent
from app.accounts.role_labels import KIND
from app.concerns.labels import COUNTY, SUBJECT
from app.core.language import lazy as _l
from app.core.language import translate as _
from app.group.labels import FIELD

FIELDS = {
    "name": _l("Name"),
    "kind": _l("Kind"),
    "field": _l("Field"),
    "area": _l("County of its seat"),
    "email": _l("E-mail"),
    "phone": _l("Telephone"),
    "postal": _l("Postal address"),
    "answers_for": _l("Answers for"),
    "counties": _l("Where it works"),
    "subjects": _l("Subjects"),
    "sign_off": _l("Answers need a second signature"),
    "active": _l("Active"),
    "head_name": _l("Head"),
    "head_address": _l("Address of the head"),
    "leader": _l("Account of the head"),
    "unit": _l("Unit"),
}
_WORDS = {str(key.value): words for table in (KIND, FIELD, COUNTY, SUBJECT) for key, words in table.items()}


def entry_lines(event: OrganisationEvent) -> list[Line]:
    """What was, and what is."""
    return [
        Line(str(FIELDS.get(name, name)), _said(change["before"]), _said(change["after"]) or _("nothing"))
        for name, change in event.changes.items()
    ]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value)
    return str(_WORDS.get(value, value)) if value else ""
