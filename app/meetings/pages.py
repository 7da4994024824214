"""What the pages of a meeting share: finding it for the person who asks, and one page for every small form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, render_template, request
from flask_babel.speaklater import LazyString

from app.core.actor import Actor
from app.core.db import db
from app.core.formats import day
from app.core.ical import Entry
from app.core.labels import label
from app.core.language import translate as _
from app.core.numbers import whole_or_zero
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound, refusal_of
from app.meetings.access import convenes, find_meeting, may_change
from app.meetings.labels import refusal_words
from app.meetings.models import ItemKind, Meeting
from app.meetings.queries import Line, agenda
from app.meetings.suggestions import Suggestion
from config import Settings
from workflows.roles import INSIDERS
from workflows.voting import Quorum


def found(
    actor: Actor, public_id: str, *, group: bool = False, convener: bool = False, changing: bool = False
) -> Meeting:
    """The meeting for this person, else the page of what does not exist."""
    if (group and not actor.is_(*INSIDERS)) or (convener and not convenes(actor)):
        abort(404)
    try:
        meeting = find_meeting(db.session(), actor, public_id)
    except NotFound:
        abort(404)
    return abort(404) if changing and not may_change(db.session(), actor, meeting) else meeting


def line_of(actor: Actor, meeting: Meeting, item_id: str) -> tuple[Line, list[Line]]:
    """One item as the person has it, and the whole agenda that they have."""
    lines = agenda(db.session(), actor, meeting)
    line = next((line for line in lines if line.item.public_id == item_id), None)
    return (line or abort(404)), lines


def quorum_rule() -> Quorum:
    """The rule of the installation."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    return settings.voting_rules.quorum


def form_page(form: Any, title: str, back: str, **more: Any) -> tuple[str, int]:
    """The page of a small form; `refused` says what is wrong with none of its fields."""
    status = 409 if more.get("refused") else 422 if form.errors else 200
    return render_template("meetings/form.html", form=form, title=title, back=back, **more), status


def sent_once() -> dict[str, Any]:
    """What a button sent besides its address: the version of the page it stood on, and its one-time key."""
    return {
        "version": whole_or_zero(request.form.get("version")),
        "key": request.form.get("key") or one_time_key(),
    }


def turn(act: Callable[[], object]) -> LazyString | None:
    """Take a step by a button alone; None when it was taken, else why not."""
    name = refusal_of(act)
    return None if name is None else refusal_words("moved_on" if name == "moved" else name)


def item_title(line: Any) -> str:
    """Of a line of an agenda, or of a suggestion for one: what it is about, without saying why it stands there."""
    match line.kind:
        case ItemKind.FREE:
            return str(line.title if isinstance(line, Suggestion) else line.item.title)
        case ItemKind.MINUTES:
            return _("Minutes of the meeting of %(day)s", day=day(line.about_at))
        case ItemKind.MANDATE:
            return _("Mandate of %(organisation)s", organisation=line.organisation)
        case ItemKind.ACCESS_REQUEST:
            return f"{label(line.asked_for)} · {line.organisation}"
    return " · ".join(part for part in (line.reference, line.heading or line.title) if part)


def meeting_entry(meeting: Meeting, sequence: int, url: str) -> Entry:
    """A meeting as calendars have it: no title of its own and no item, for they are kept by others."""
    lines = [_("Join remotely") + f": {meeting.link}"] if meeting.link else []
    return Entry(
        uid=f"{meeting.public_id}@tryeza",
        summary=_("Meeting of the Group"),
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        sequence=sequence,
        place=meeting.place or meeting.link,
        text="\n".join([*lines, _("Agenda and papers, after signing in: %(link)s", link=url)]),
        url=url,
    )
