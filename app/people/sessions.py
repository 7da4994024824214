"""How long a session lasts, and when its person was here."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, flash, g, request, session
from flask_babel import gettext as _
from flask_login import current_user, logout_user, user_logged_out
from flask_security.signals import user_authenticated
from sqlalchemy.exc import OperationalError

from app.core.db import db
from app.core.time import now
from app.people import service
from app.people.models import Person
from config import Settings

log = logging.getLogger(__name__)
SIGNED_IN_AT, SEEN_AT, NOTED_AT, LAST_PERSON = "signed_in_at", "seen_at", "noted_at", "last_person"
SEEN_EVERY = timedelta(minutes=1)  # how exact the idle limit is
NOTED_EVERY = timedelta(minutes=5)  # how exact the time of a visit is in the database
CHANGED_PASSWORD = "change"  # noqa: S105 - the library's word for a sign-in that follows a changed password


def limit_sessions(app: Flask, settings: Settings) -> None:
    """End sessions that are too old, or whose account is disabled or has changed."""
    idle, whole = timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.session_hours)

    @app.before_request
    def _end_old_session() -> None:
        if request.endpoint == "static":
            return
        if not current_user.is_authenticated:
            if SIGNED_IN_AT in session:
                _end()
            return
        began, seen, at = _instant(SIGNED_IN_AT), _instant(SEEN_AT), now()
        if began is None or seen is None or at - began > whole or at - seen > idle:
            _end()
            flash(
                _("You were signed out, because the session was open for too long. Sign in again to go on.")
            )
        elif at - seen > SEEN_EVERY:
            session[SEEN_AT] = at.isoformat()

    @app.after_request
    def _note_visit(response: Response) -> Response:
        """After the answer is made: writing forgets what the request has read."""
        noted = _instant(NOTED_AT)
        person_id = session.get(LAST_PERSON)
        if noted is None or person_id is None or now() - noted <= NOTED_EVERY or request.endpoint == "static":
            return response
        try:
            service.note_visit(person_id)
        except OperationalError:
            log.warning("the time of a visit was not noted: the database was busy")
            db.session.rollback()
        else:
            session[NOTED_AT] = now().isoformat()
        return response

    user_authenticated.connect(_begin, app, weak=False)
    user_logged_out.connect(_signed_out, app, weak=False)


def _begin(_app: Flask, user: Person, authn_via: list[str] | None = None, **_more: Any) -> None:
    """A new session: its token of forms is new, too."""
    at = now().isoformat()
    session[SIGNED_IN_AT] = session[SEEN_AT] = session[NOTED_AT] = at
    session[LAST_PERSON] = user.id
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)
    if CHANGED_PASSWORD not in (authn_via or ()):
        service.begin_visit(user.id)


def _signed_out(_app: Flask, **_more: Any) -> None:
    for key in (SIGNED_IN_AT, SEEN_AT, NOTED_AT):
        session.pop(key, None)


def _end() -> None:
    """End the session; whose it was stays known, so that a form sent too late finds its way back."""
    kept = {key: session[key] for key in (LAST_PERSON, "language") if session.get(key)}
    logout_user()
    session.clear()
    session.update(kept)


def _instant(key: str) -> datetime | None:
    """An instant kept in the session cookie, or None."""
    try:
        return datetime.fromisoformat(session[key])
    except (KeyError, TypeError, ValueError):
        return None
