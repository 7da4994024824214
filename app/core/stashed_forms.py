"""Forms sent after a session had ended: held for the person who typed them, and given back after sign-in, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from flask import Flask, has_request_context, request, session
from sqlalchemy import JSON, ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from app.core.actor import actor_or_none
from app.core.db import Base, UtcDateTime, db, unit_of_work
from app.core.forms import GIVEN_BACK, Form
from app.core.random_ids import one_time_key
from app.core.templates import page_address
from app.core.time import now

F = TypeVar("F", bound=Form)
KEPT = timedelta(hours=24)
MOST_STASHED, LARGEST = 10, 256 * 1024  # forms of one person, and characters of one: more than any form takes
NOT_KEPT = frozenset({"csrf_token", "password", "new_password", "new_password_confirm", "password_confirm"})
LAST_PERSON = "last_person"  # in the session cookie: whose session it was that ended


class StashedForm(Base):
    """What somebody typed into a form whose session had ended: given back after they sign in again, once."""

    __tablename__ = "stashed_form"

    token: Mapped[str] = mapped_column(String(40), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    path: Mapped[str] = mapped_column(String(300))
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


def init_stashed_forms(app: Flask) -> None:
    """Give each form that a page shows what was typed into it before."""
    app.extensions[GIVEN_BACK] = lambda: stashed_fields() if has_request_context() else None


def asked_by_script() -> bool:
    """Whether a script of a page asks: what it sends stands there still, and a redirect would fill a part of it."""
    return request.headers.get("X-Requested-With") == "fetch" or "HX-Request" in request.headers


def hold_request() -> str:
    """Keep the form of this request; returns the address at which it is given back.

    Nothing is kept for a stranger: the cookie of the ended session says whose form it is. The newest ones are kept.
    """
    actor = actor_or_none()
    person_id = actor.person_id if actor else session.get(LAST_PERSON)
    if person_id is None:
        return page_address()
    fields = {name: values for name, values in request.form.lists() if name not in NOT_KEPT}
    if sum(len(name) + sum(map(len, values)) for name, values in fields.items()) > LARGEST:
        return page_address()
    token = one_time_key()
    own = StashedForm.person_id == person_id
    with unit_of_work() as work:
        newest = select(StashedForm.token).where(own).order_by(StashedForm.at.desc()).limit(MOST_STASHED - 1)
        work.execute(delete(StashedForm).where(StashedForm.at < now() - KEPT))
        work.execute(delete(StashedForm).where(own, StashedForm.token.not_in(newest)))
        work.add(StashedForm(token=token, person_id=person_id, path=request.path, fields=fields, at=now()))
    back = page_address()
    return f"{back}{'&' if '?' in back else '?'}held={token}"


def stashed_form(kind: type[F], prefix: str = "") -> F:
    """The form as it comes: sent, given back after signing in again, or empty."""
    held = stashed_fields() if request.method == "GET" else None
    return kind(formdata=held, prefix=prefix) if held else kind(prefix=prefix)


def stashed_fields(sent_to: str = "") -> MultiDict[str, str] | None:
    """What was typed into this form before the session ended, if this person typed it here.

    `sent_to`: where the form is sent, if that is not the address of its page.
    """
    token = request.args.get("held", "")
    actor = actor_or_none()
    if not token or actor is None:
        return None
    row = db.session.scalars(
        select(StashedForm).where(
            StashedForm.token == token,
            StashedForm.person_id == actor.person_id,
            StashedForm.path == (sent_to or request.path),
        )
    ).one_or_none()
    if row is None:
        return None
    return MultiDict((name, value) for name, values in row.fields.items() for value in values)
