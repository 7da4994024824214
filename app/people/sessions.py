"""How long a session lasts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, flash, g, request, session
from flask_babel import gettext as _
from flask_login import current_user, logout_user, user_logged_out
from flask_security.signals import user_authenticated

from app.core.time import now
from app.people.models import Person
from config import Settings

SIGNED_IN_AT, SEEN_AT, LAST_PERSON = "signed_in_at", "seen_at", "last_person"
SEEN_EVERY = timedelta(minutes=1)  # how exact the idle limit is


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

    user_authenticated.connect(_begin, app, weak=False)
    user_logged_out.connect(_signed_out, app, weak=False)


def _begin(_app: Flask, user: Person, **_more: Any) -> None:
    """A new session: its token of forms is new, too."""
    at = now().isoformat()
    session[SIGNED_IN_AT] = session[SEEN_AT] = at
    session[LAST_PERSON] = user.id
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)


def _signed_out(_app: Flask, **_more: Any) -> None:
    for key in (SIGNED_IN_AT, SEEN_AT):
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
