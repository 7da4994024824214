"""The pages of a person's notices, of how they want to be told, and of mail for the administrator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app.access_requests.access import READERS
from app.core.actor import Actor, me
from app.core.db import db
from app.core.formats import day
from app.core.labels import label
from app.core.language import translate as _
from app.core.paging import Page, pager, place_in
from app.core.refusals import NotFound
from app.core.rights import anyone, requires
from app.core.time import now
from app.core.undo import flash_undoable
from app.meetings.access import GUESTS
from app.notifications import queries, service
from app.notifications.forms import PreferencesForm, filled
from app.notifications.labels import kind_words
from app.notifications.mails import path_of, text_of, unsubscribing
from app.notifications.models import preferences_of
from app.notifications.queries import NEWEST, NEWEST_MAIL, MailState
from workflows.notifications import NEVER_SILENT, Topic
from workflows.roles import ANSWERING, CASEWORK, INSIDERS, Role

inbox = Blueprint("centre", __name__)
preferences = Blueprint("preferences", __name__)
outgoing = Blueprint("outgoing", __name__, url_prefix="/outgoing")
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


@inbox.get("/notices")
@requires(*CASEWORK)
def notices() -> ResponseReturnValue:
    """What is unread, or with `show=all` everything, or of one topic; the newest first, by what it is about."""
    unread, topic = request.args.get("show") != ALL, request.args.get("topic", type=Topic)
    kept = {} if unread else {"show": ALL}
    if topic is not None:
        kept["topic"] = topic.value
    page = queries.notices(db.session(), me(), place_in(NEWEST), unread=unread, topic=topic)
    return render_template(
        "notifications/inbox.html",
        groups=_grouped(page),
        unread=unread,
        topic=topic,
        topics=Topic,
        pager=pager("centre.notices", kept, NEWEST, page),
    )


@inbox.post("/notices/read")
@requires(*CASEWORK)
def read_all() -> ResponseReturnValue:
    """Everything is read."""
    at = service.mark_all_read(me())
    flash_undoable(_("Everything is marked as read."), url_for("centre.unread"), at=at.isoformat())
    return redirect(url_for("centre.notices"))


@inbox.post("/notices/unread")
@requires(*CASEWORK)
def unread() -> ResponseReturnValue:
    """What was marked as read a moment ago is unread again."""
    try:
        at = datetime.fromisoformat(request.form.get("at", ""))
    except ValueError:
        abort(404)
    if at.tzinfo is None:
        abort(404)
    service.mark_unread(me(), at)
    return redirect(url_for("centre.notices"))


@inbox.post("/concerns/<public_id>/notices/read")
@requires(*CASEWORK)
def read_case(public_id: str) -> ResponseReturnValue:
    """What came of this case is read. The page of the case says so by itself, where scripts run."""
    return _read(service.mark_case_read, public_id)


@inbox.post("/requests/<public_id>/notices/read")
@requires(*ANSWERING)
def read_request(public_id: str) -> ResponseReturnValue:
    """What came of this request for a contribution is read; its page says so in the same way."""
    return _read(service.mark_request_read, public_id)


@inbox.post("/access-requests/<public_id>/notices/read")
@requires(*READERS)
def read_access_request(public_id: str) -> ResponseReturnValue:
    """What came of this access request is read; its page says so in the same way."""
    return _read(service.mark_access_request_read, public_id)


@inbox.post("/votes/<vote_id>/notices/read")
@requires(*INSIDERS)
def read_vote(vote_id: str) -> ResponseReturnValue:
    """What came of this vote on the Group itself is read; its page says so in the same way."""
    return _read(service.mark_vote_read, vote_id)


@inbox.post("/meetings/<public_id>/notices/read")
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
                "words": text_of(row),
                "url": path_of(row),
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


@preferences.route("/me/notices", methods=["GET", "POST"])
@requires(*CASEWORK)
def mine() -> ResponseReturnValue:
    """How often, at which hours, and who is told too while one is away."""
    actor, session = me(), db.session()
    form = PreferencesForm(data=filled(preferences_of(session, actor.person_id)))
    form.prepare(queries.colleagues(session, actor))
    if form.validate_on_submit():
        try:
            service.save_preferences(actor, form.chosen())
        except service.NoColleague:
            form.deputy.errors = [_("Choose one.")]
        else:
            flash(_("Saved."))
            return redirect(url_for("preferences.mine"))
    return render_template(
        "notifications/preferences.html", form=form, topics=list(Topic)
    ), 422 if form.errors else 200


@preferences.route("/notices/unsubscribe/<token>", methods=["GET", "POST"])
@anyone
def unsubscribe(token: str) -> ResponseReturnValue:
    """Less mail of one kind. Opened, it asks; sent by a person or a mail program, it is done."""
    meant = unsubscribing(token)
    if meant is None:
        return render_template("notifications/unsubscribe_invalid.html"), 404
    person_id, topic = meant
    left = service.less_mail(person_id, topic) if request.method == "POST" else None
    return render_template(
        "notifications/unsubscribe.html",
        topic=topic,
        left=left,
        topics=list(Topic),
        rarer=topic in NEVER_SILENT,
    )


@preferences.record_once
def _sent_by_mail_programs(state: BlueprintSetupState) -> None:
    """They hold no page of ours and no token of it: the link itself is signed (RFC 8058)."""
    state.app.extensions["csrf"].exempt(unsubscribe)


# --- mail, for the administrator -----------------------------------------------------


@outgoing.get("")
@requires(Role.ADMINISTRATOR)
def mails() -> ResponseReturnValue:
    """What waits, what does not get through, or what left."""
    show = request.args.get("show")
    standing = MailState(show) if show in set(MailState) else MailState.WAITING
    page = queries.outgoing(db.session(), standing, place_in(NEWEST_MAIL))
    return render_template(
        "notifications/outgoing.html",
        rows=page.rows,
        standing=standing,
        standings=list(MailState),
        counts=queries.counts(db.session()),
        words=kind_words,
        now=now(),
        pager=pager("outgoing.mails", {"show": standing.value}, NEWEST_MAIL, page),
    )


@outgoing.post("/<int:row_id>/again")
@requires(Role.ADMINISTRATOR)
def again(row_id: int) -> ResponseReturnValue:
    """Send one mail at once."""
    try:
        service.send_again(row_id)
    except LookupError:
        abort(404)
    except service.NotWaiting:
        abort(409)
    flash(_("The e-mail will be sent in the next round."))
    return redirect(url_for(".mails", show=MailState.TROUBLE.value))


@outgoing.post("/again")
@requires(Role.ADMINISTRATOR)
def all_again() -> ResponseReturnValue:
    """Send everything that is not tried any more."""
    service.send_all_again()
    flash(_("The e-mails will be sent in the next rounds."))
    return redirect(url_for(".mails"))
