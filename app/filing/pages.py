"""The pages of a filing as its draft fills them, and the summary before it is filed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns import filing_fields
from app.concerns.access import Case
from app.concerns.attachments import Attachment
from app.concerns.filing_fields import TYPED, FilingPage, missing_fields
from app.concerns.models import Concern, ConcernInstitution
from app.concerns.vocabulary import Affected
from app.core.db import db
from app.core.formats import day
from app.core.labels import label
from app.core.language import translate as _
from app.core.random_ids import one_time_key
from app.filing import service
from app.filing.files.service import files_of
from app.filing.forms import ASKED_ON, FIELD, FORMS, PAGES, TITLES, FilingForm, shown
from app.process.refusal_labels import missing
from workflows.roles import Level

OWN = frozenset({"csrf_token", "version"})  # of the form, and no text of anybody
ORDER = [*PAGES, "check"]


def institution_ids(session: Session, concern_id: int) -> list[int]:
    """The institutions that the concern is about."""
    return list(
        session.scalars(
            select(ConcernInstitution.organisation_id).where(ConcernInstitution.concern_id == concern_id)
        )
    )


def saveable(case: Case, page: str) -> list[str]:
    """The fields of a page that a draft keeps as they were typed."""
    return [name for name in stored(case, page) if name not in OWN]


def stored(case: Case, page: str) -> dict[str, Any]:
    """What the draft holds for the fields of a page."""
    concern, names = case.concern, [field.name for field in filing_fields.PAGES[FilingPage(page)]]
    found = {name: shown(name, getattr(concern, name)) for name in names if hasattr(concern, name)}
    found["version"] = concern.version
    return found | ({"institutions": institution_ids(db.session(), concern.id)} if page == "where" else {})


def holds_something(case: Case, page: str) -> bool:
    """Whether anything of this page was given: what a new draft has by itself is nobody's."""
    concern, asked = case.concern, filing_fields.PAGES[FilingPage(page)]
    given = [getattr(concern, field.name) for field in asked if hasattr(concern, field.name)]
    own = any(value and value is not Level.GROUP for value in given)
    return own or (page == "where" and bool(institution_ids(db.session(), concern.id)))


def kept_form(case: Case, page: str) -> FilingForm:
    """The fields of a page that the draft keeps, as it keeps them."""
    form = FORMS[page](formdata=None, data=stored(case, page))
    for name in {field.name for field in form} - {*saveable(case, page), *OWN}:
        del form[name]
    return form


def progress_of(case: Case, here: int) -> list[dict[str, Any]]:
    """The pages, and which of them lack something."""
    lacking = {ASKED_ON.get(name) for name in missing_fields(case.concern)}
    return [
        {
            "label": TITLES[page],
            "url": url_for("submission.filing", public_id=case.concern.public_id, page=page),
            "state": "now"
            if place == here
            else "past"
            if page != "check" and page not in lacking
            else "todo",
        }
        for place, page in enumerate(ORDER)
    ]


def their_values(case: Case, form: FilingForm) -> list[tuple[str, str]]:
    """What the other window saved, beside what was typed here."""
    found = []
    for field in form:
        kept = shown(field.name, getattr(case.concern, field.name, None))
        if isinstance(kept, str) and kept and kept != field.data:
            found.append((field.label.text, kept))
    return found


def _identifiers(concern: Concern, files: Sequence[Attachment]) -> list[tuple[str, list[str]]]:
    """Where in the draft something looks like what identifies a person, and which kinds."""
    typed = [(str(FIELD[name].label), getattr(concern, name)) for name in TYPED]
    typed += [(f"{_('What it shows')} ({file.name})", file.shows) for file in files]
    return [
        (words, [str(label(kind)) for kind in kinds])
        for words, text in typed
        if (kinds := service.identifiers_in(text))
    ]


def summary_page(case: Case, refused: tuple[str, ...]) -> str:
    """The page, with what kept the filing back."""
    concern = case.concern
    lacking = missing_fields(concern)
    files = files_of(db.session(), concern.id)
    address = {page: url_for("submission.filing", public_id=concern.public_id, page=page) for page in PAGES}
    pages = [
        (
            TITLES[page],
            [
                {
                    "label": field.label,
                    "value": _readable(getattr(concern, field.name)),
                    "url": f"{address[page]}#{field.name}",
                    "missing": field.name in lacking,
                }
                for field in filing_fields.PAGES[FilingPage(page)]
                if hasattr(concern, field.name)
            ],
        )
        for page in PAGES
    ]
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
        found=_identifiers(concern, files),
        refused=refused,
        files=files,
        progress=progress_of(case, len(ORDER) - 1),
        key=one_time_key(),
        back=address["source"],
    )


def _readable(value: Any) -> str:
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
