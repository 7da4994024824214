"""The draft that an address names."""

from __future__ import annotations

from flask import abort

from app.concerns.access import Case, find
from app.core.actor import me
from app.core.db import db
from app.core.refusals import NotFound
from workflows.permissions import Right


def found_draft(public_id: str) -> Case:
    """The draft, if it is the person's to edit; else the page of what does not exist."""
    try:
        case = find(db.session(), me(), public_id)
    except NotFound:
        abort(404)
    if Right.EDIT not in case.rights:
        abort(404)
    return case
