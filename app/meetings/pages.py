"""What the pages of a meeting share: finding it for the person who asks, and one page for every small form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, render_template, request
from flask_babel.speaklater import LazyString

from app.core.actor import Actor
from app.core.attempts import refusal_of
from app.core.db import db
from app.core.not_found import NotFound
from app.core.numbers import whole_or_zero
from app.core.random_ids import one_time_key
from app.meetings.access import convenes, find_meeting, may_change
from app.meetings.labels import refusal_words
from app.meetings.models import Meeting
from app.meetings.queries import Line, agenda
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
