"""The page of a person's notices."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cases.access import NotFound
from app.core.db import db
from app.core.paging import Page, Place, seal, unseal
from app.notices.centre.queries import NEWEST
from app.notices.centre.queries import notices as notices_page
from app.notices.centre.service import mark_all_read, mark_case_read
from app.notices.places import place_of
from app.web import me
from app.web.rights import requires
from app.web.words import step_words
from workflows.standing import Role

bp = Blueprint("centre", __name__)
CASEWORK = (Role.MEMBER, Role.SECRETARIAT, Role.MINISTRY, Role.AGENCY, Role.COORDINATOR, Role.OBSERVER)
ALL = "all"


@dataclass(frozen=True, slots=True)
class Of:
    """The notices of one case on this page."""

    public_id: str
    reference: str
    title: str | None
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def unread(self) -> bool:
        """Whether there is something to read."""
        return any(line["new"] for line in self.lines)


@bp.get("/notices")
@requires(*CASEWORK)
def notices() -> ResponseReturnValue:
    """What is unread, or with `show=all` everything; the newest first, by case."""
    unread = request.args.get("show") != ALL
    page = notices_page(db.session(), me(), _place(), unread=unread)
    return render_template(
        "notices/centre.html", cases=_by_case(page), unread=unread, pager=_pager(page, unread)
    )


@bp.post("/notices/read")
@requires(*CASEWORK)
def read_all() -> ResponseReturnValue:
    """Everything is read."""
    mark_all_read(me())
    return redirect(url_for("centre.notices"))


@bp.post("/concerns/<public_id>/notices/read")
@requires(*CASEWORK)
def read_case(public_id: str) -> ResponseReturnValue:
    """What came of this case is read. The page of the case says so by itself, where scripts run."""
    try:
        mark_case_read(me(), public_id)
    except NotFound:
        abort(404)
    if request.headers.get("HX-Request"):
        return "", 204
    return redirect(url_for("centre.notices"))


def _by_case(page: Page) -> list[Of]:
    """By case, in the order of each one's newest notice."""
    cases: dict[str, Of] = {}
    for row in page.rows:
        of = cases.setdefault(row.public_id, Of(row.public_id, row.reference, row.title))
        of.lines.append(
            {
                "words": step_words(row.machine, row.do).notice,
                "url": place_of(row.public_id, row.machine, row.params, row.number),
                "topic": row.topic,
                "number": row.number,
                "at": row.at,
                "absent": row.absent,
                "new": row.read_at is None,
            }
        )
    return list(cases.values())


def _place() -> Place | None:
    for name in ("after", "before"):
        key = unseal(_secret(), NEWEST, request.args.get(name, ""))
        if key is not None:
            return Place(key, backwards=name == "before")
    return None


def _pager(page: Page, unread: bool) -> tuple[str, str]:
    kept: dict[str, Any] = {} if unread else {"show": ALL}
    before = url_for(".notices", before=seal(_secret(), NEWEST, page.first), **kept) if page.first else ""
    after = url_for(".notices", after=seal(_secret(), NEWEST, page.last), **kept) if page.last else ""
    return before, after


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
