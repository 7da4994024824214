"""The page of a person's notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access_requests.access import READERS
from app.core.actor import Actor, me
from app.core.db import db
from app.core.formats import day
from app.core.labels import label
from app.core.paging import Cursor, Page, seal, unseal
from app.core.refusals import NotFound
from app.core.rights import requires
from app.meetings.access import GUESTS
from app.notifications.inbox import service
from app.notifications.inbox.queries import NEWEST
from app.notifications.inbox.queries import notices as notices_page
from app.notifications.links import place_of, said_of
from workflows.roles import ANSWERING, CASEWORK, INSIDERS

bp = Blueprint("centre", __name__)
ALL = "all"


@dataclass(frozen=True, slots=True)
class Of:
    """The notices of one case on this page; of a contribution or an access request where the reader has no case."""

    title: str
    read: str  # the address that says that they are read
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def unread(self) -> bool:
        """Whether there is something to read."""
        return any(line["new"] for line in self.lines)


@bp.get("/notices")
@requires(*CASEWORK)
def notices() -> ResponseReturnValue:
    """What is unread, or with `show=all` everything; the newest first, by what it is about."""
    unread = request.args.get("show") != ALL
    page = notices_page(db.session(), me(), _place(), unread=unread)
    return render_template(
        "notifications/inbox.html", groups=_grouped(page), unread=unread, pager=_pager(page, unread)
    )


@bp.post("/notices/read")
@requires(*CASEWORK)
def read_all() -> ResponseReturnValue:
    """Everything is read."""
    service.mark_all_read(me())
    return redirect(url_for("centre.notices"))


@bp.post("/concerns/<public_id>/notices/read")
@requires(*CASEWORK)
def read_case(public_id: str) -> ResponseReturnValue:
    """What came of this case is read. The page of the case says so by itself, where scripts run."""
    return _read(service.mark_case_read, public_id)


@bp.post("/requests/<public_id>/notices/read")
@requires(*ANSWERING)
def read_request(public_id: str) -> ResponseReturnValue:
    """What came of this request for a contribution is read; its page says so in the same way."""
    return _read(service.mark_request_read, public_id)


@bp.post("/access-requests/<public_id>/notices/read")
@requires(*READERS)
def read_access_request(public_id: str) -> ResponseReturnValue:
    """What came of this access request is read; its page says so in the same way."""
    return _read(service.mark_access_request_read, public_id)


@bp.post("/votes/<vote_id>/notices/read")
@requires(*INSIDERS)
def read_vote(vote_id: str) -> ResponseReturnValue:
    """What came of this vote on the Group itself is read; its page says so in the same way."""
    return _read(service.mark_vote_read, vote_id)


@bp.post("/meetings/<public_id>/notices/read")
@requires(*INSIDERS, *GUESTS)
def read_meeting(public_id: str) -> ResponseReturnValue:
    """What came of this meeting is read; its page says so in the same way."""
    return _read(service.mark_meeting_read, public_id)


def _read(mark: Callable[[Actor, str], None], public_id: str) -> ResponseReturnValue:
    try:
        mark(me(), public_id)
    except NotFound:
        abort(404)
    if request.headers.get("HX-Request"):
        return "", 204
    return redirect(url_for("centre.notices"))


def _grouped(page: Page) -> list[Of]:
    """By what it is about, in the order of each one's newest notice."""
    groups: dict[str, Of] = {}
    for row in page.rows:
        title, read = _about(row)
        of = groups.setdefault(read, Of(title, read))
        of.lines.append(
            {
                "words": said_of(row),
                "url": place_of(row),
                "topic": row.topic,
                "number": row.number if row.public_id else None,
                "at": row.at,
                "absent": row.absent,
                "new": row.read_at is None,
            }
        )
    return list(groups.values())


def _about(row: Any) -> tuple[str, str]:
    """What a notice is about, by its title, and the address that says that it was read."""
    if row.public_id:
        title = row.title or _("Fact check")
        return f"{row.reference} · {title}", url_for(".read_case", public_id=row.public_id)
    if row.vote:
        return _("Vote of the Group"), url_for(".read_vote", vote_id=row.vote)
    if row.meeting:
        title = f"{_('Meeting of the Group')} · {day(row.starts_at)}"
        return title, url_for(".read_meeting", public_id=row.meeting)
    if row.request:
        return row.heading, url_for(".read_request", public_id=row.request)
    return f"{label(row.asked_for)} · {row.agency}", url_for(
        ".read_access_request", public_id=row.access_request
    )


def _place() -> Cursor | None:
    for name in ("after", "before"):
        key = unseal(_secret(), NEWEST, request.args.get(name, ""))
        if key is not None:
            return Cursor(key, backwards=name == "before")
    return None


def _pager(page: Page, unread: bool) -> tuple[str, str]:
    kept: dict[str, Any] = {} if unread else {"show": ALL}
    before = url_for(".notices", before=seal(_secret(), NEWEST, page.first), **kept) if page.first else ""
    after = url_for(".notices", after=seal(_secret(), NEWEST, page.last), **kept) if page.last else ""
    return before, after


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
