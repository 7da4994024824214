"""The summary before filing: what stands, what is missing, what looks like an identifier."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from app.concerns.access import Case
from app.concerns.facts import missing_fields
from app.concerns.vocabulary import Affected
from app.core.db import db
from app.core.formats import day
from app.core.identifiers import Kind as IdentifierKind
from app.core.labels import label
from app.core.random_ids import one_time_key
from app.filing import drafts
from app.filing.forms import ASKED_ON, PAGES, TITLES, field_names
from app.filing.queries import files_of
from app.process.refusal_labels import missing


def summary_page(case: Case, refused: tuple[str, ...], progress: list[dict[str, Any]]) -> str:
    """The page, with what kept the filing back."""
    concern = case.concern
    lacking = missing_fields(concern)
    found = drafts.identifiers_in(concern)
    address = {page: url_for("submission.filing", public_id=concern.public_id, page=page) for page in PAGES}
    pages = []
    for page, kind in PAGES.items():
        form = kind(formdata=None)
        rows = [
            {
                "label": form[name].label.text,
                "value": _readable(name, getattr(concern, name)),
                "url": f"{address[page]}#{name}",
                "missing": name in lacking,
            }
            for name in field_names(kind)
            if hasattr(concern, name) and name != "version"
        ]
        pages.append((TITLES[page], rows))
    return render_template(
        "filing/check.html",
        case=case,
        concern=concern,
        pages=pages,
        institutions=concern.institutions_text,
        lacking=[
            (missing(name), f"{address[ASKED_ON.get(name, 'what')]}#{name}")
            for name in lacking + (() if concern.unidentifiable else ("unidentifiable",))
        ]
        if refused or request.args.get("all")
        else [],
        found=[
            (PAGES[ASKED_ON[name]](formdata=None)[name].label.text, [label(IdentifierKind(k)) for k in kinds])
            for name, kinds in found.items()
            if name in ASKED_ON
        ],
        refused=refused,
        files=files_of(db.session(), concern.id),
        progress=progress,
        key=one_time_key(),
        back=address["source"],
    )


def _readable(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list):
        return ", ".join(str(label(Affected(item))) for item in value)
    if value is None:
        return ""
    if hasattr(value, "value"):
        return str(label(value))
    if hasattr(value, "isoformat"):
        return str(day(value))
    return str(value)
