"""How long a session lasts, and that it ends on the server: the cookie holds a mark, and what is not there is over."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from flask import Flask, current_app, flash, g, request, session
from flask_login import current_user, logout_user, user_logged_out
from flask_security import RoleMixin, UserMixin
from flask_security.signals import user_authenticated
from flask_security.utils import set_request_attr
from sqlalchemy import Select, bindparam, delete, exists, select

from app.accounts.models import OpenSession, Organisation, Person, Role, person_role
from app.core.actor import Actor, is_nobody
from app.core.db import db, read_rows, unit_of_work
from app.core.language import translate as _
from app.core.time import now
from config import Settings
from workflows.roles import Role as RoleName

SIGNED_IN_AT, SEEN_AT, LAST_PERSON, MARK = "signed_in_at", "seen_at", "last_person", "mark"
View = TypeVar("View", bound=Callable[..., Any])
SEEN_EVERY = timedelta(minutes=1)  # how exact the idle limit is


class HeldRole(RoleMixin):
    """A role, as the accounts library asks for it."""

    def __init__(self, name: str) -> None:
        self.name = name


class SignedIn(UserMixin):
    """An account that is on, with the facts on which rights stand."""

    def __init__(self, rows: Sequence[Any]) -> None:
        """From the columns of an account, once for each of its roles."""
        first = rows[0]
        held = [row.role for row in rows if row.role]
        self.id, self.active, self.language = first.id, True, first.language
        self.fs_uniquifier = first.fs_uniquifier
        self.previous_seen_at, self.last_seen_at = first.previous_seen_at, first.last_seen_at
        self.roles = [HeldRole(name) for name in held]
        self.actor = Actor(
            person_id=first.id,
            organisation_id=first.organisation_id,
            organisation_kind=first.organisation_kind,
            name=first.name,
            organisation_name=first.organisation_name,
            email=first.email,
            roles=frozenset(map(RoleName, held)),
            language=first.language,
            compact=first.compact,
        )

    def as_actor(self) -> Actor:
        """The facts of this person that services need."""
        return self.actor


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
        elif at - seen > SEEN_EVERY and not _asked_by_the_page_itself():
            session[SEEN_AT] = at.isoformat()

    def _begin(_app: Flask, user: Person, **_more: Any) -> None:
        """A new session: its token of forms is new, too."""
        at, person_id = now(), user.id
        session[SIGNED_IN_AT] = session[SEEN_AT] = at.isoformat()
        session[LAST_PERSON] = person_id
        session.pop("csrf_token", None)
        g.pop("csrf_token", None)
        before, session[MARK] = session.get(MARK), secrets.token_urlsafe(32)
        with unit_of_work() as writing:
            over = (OpenSession.mark == _hashed(before)) | (OpenSession.began_at < at - whole)
            writing.execute(delete(OpenSession).where(over))
            writing.add(OpenSession(mark=_hashed(session[MARK]), person_id=person_id, began_at=at))
        current_app.extensions["security"].datastore.find_user(id=person_id)  # writing forgot who it is

    app.login_manager.user_loader(_loaded)  # type: ignore[attr-defined]  # set by the library
    user_authenticated.connect(_begin, app, weak=False)
    user_logged_out.connect(_signed_out, app, weak=False)


def no_activity(view: View) -> View:
    """Mark what a page that stays open asks for by itself: it does not keep the session of who is away."""
    view.no_activity = True  # type: ignore[attr-defined]  # read below
    return view


def _asked_by_the_page_itself() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "no_activity", False)


def _loaded(uniquifier: str) -> SignedIn | Person | None:
    """Who is signed in by this cookie: the account is as it was then, and the session was not ended."""
    if is_nobody():
        return None
    given = {"value": uniquifier, "mark": _hashed(session.get(MARK))}
    rows = read_rows(db.session(), _signed_in(), given).all()
    if not rows:
        return None
    set_request_attr("fs_authn_via", "session")  # the library's own pages ask for it
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    if request.blueprint == current_app.config["SECURITY_BLUEPRINT_NAME"]:  # its pages write to the account
        whole: Person | None = current_app.extensions["security"].datastore.find_user(id=rows[0].id)
        return whole
    return SignedIn(rows)


@cache
def _signed_in() -> Select[Any]:
    """Made once: every request begins with it. One query tells all, in a row for each role."""
    is_open = exists().where(OpenSession.mark == bindparam("mark"), OpenSession.person_id == Person.id)
    return (
        select(
            Person.id,
            Person.fs_uniquifier,
            Person.name,
            Person.email,
            Person.language,
            Person.compact,
            Person.previous_seen_at,
            Person.last_seen_at,
        )
        .add_columns(Organisation.id.label("organisation_id"), Organisation.kind.label("organisation_kind"))
        .add_columns(Organisation.name.label("organisation_name"), Role.name.label("role"))
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(person_role, person_role.c.person_id == Person.id)
        .outerjoin(Role, Role.id == person_role.c.role_id)
        .where(Person.fs_uniquifier == bindparam("value"), Person.active, is_open)
    )


def _hashed(mark: object) -> str:
    return hashlib.sha256(str(mark or "").encode()).hexdigest()


def _signed_out(_app: Flask, **_more: Any) -> None:
    if mark := session.pop(MARK, None):
        with unit_of_work() as writing:
            writing.execute(delete(OpenSession).where(OpenSession.mark == _hashed(mark)))
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
