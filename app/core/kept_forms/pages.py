"""What a page shows of a form that was begun, and what becomes of one that is sent."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g, request, session
from itsdangerous import BadSignature, Signer
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    MultipleFileField,
    PasswordField,
    SelectMultipleField,
    SubmitField,
)

from app.core.actor import Actor, actor_or_none
from app.core.db import db
from app.core.forms import renew
from app.core.kept_forms import service
from app.core.kept_forms.models import KeptForm
from app.core.numbers import whole
from app.core.templates import page_address
from app.core.time import now

log = logging.getLogger(__name__)
TOKEN, WINDOW, UPON = "kept_form", "kept_window", "kept_upon"  # fields of what the script of a page sends
PASSWORDS = frozenset({"password", "new_password", "new_password_confirm", "password_confirm"})
NOT_KEPT = frozenset({"csrf_token", *PASSWORDS})
OF_THE_FORM = frozenset({*NOT_KEPT, "version", "key", TOKEN, WINDOW, UPON})  # and nothing that is typed
SEEN = "seen"  # marks of what a page had shown of a record that is saved as it is typed
LAST_PERSON = "last_person"  # in the session cookie: whose session it was that ended
SENT = "sent_form"  # in the session cookie: the form that was taken last, until the next page
REDIRECTS = (302, 303)
KEEPS_NOTHING = (HiddenField, FileField, MultipleFileField, PasswordField, SubmitField)
TICKS = (BooleanField, SelectMultipleField)


@dataclass(slots=True)
class Begun:
    """What the page of a form says of it."""

    token: str
    window: str = ""  # that typed what the page shows
    began_at: datetime | None = None  # where the form shows what was typed before
    discarded_at: datetime | None = None  # where it could be brought back
    seen: str = ""


def init_kept_forms(app: Flask) -> None:
    """Let pages ask for what was begun, and forget what was sent."""
    app.jinja_env.globals.update(
        begun_form=begun_form, is_begun=is_begun, typed_before=typed_before, sent_form=sent_form
    )
    app.after_request(_forget_what_was_taken)


def begun_form(form: Any, action: str = "", together: str = "", *, by_hand: bool = False) -> Begun | None:
    """Give a form that is looked at what was typed into it before. None where nothing of it is ever kept.

    `together`: the address under which it is kept with others of which one alone is sent. `by_hand`: its page writes
    its fields, and asks `typed_before`.
    """
    actor = actor_or_none()
    fields = [] if form is None else list(_leaves(form))
    if actor is None or any(isinstance(field, PasswordField) for field in fields):
        return None
    if not by_hand and not any(map(_is_typed, fields)):
        return None
    name = _name(fields, together or action or request.path)
    begun, row = Begun(_signer(actor.person_id).sign(name).decode()), _row(actor, name)
    if row is None:
        return begun
    begun.window = row.window
    if request.method not in ("GET", "HEAD"):
        return begun
    if row.discarded_at is not None:
        begun.discarded_at = row.discarded_at if row.discarded_at > now() - service.UNDO else None
        return begun
    begun.began_at, begun.seen = row.began_at, "".join(row.fields.get(SEEN, []))
    g.typed_before = row.fields
    if form is not None:
        _fill(form, fields, row)
    return begun


def is_begun(form: Any, action: str = "") -> bool:
    """Whether this form will show what was typed before: what hides it is open then."""
    actor = actor_or_none()
    if form is None or actor is None or request.method not in ("GET", "HEAD"):
        return False
    row = _row(actor, _name(list(_leaves(form)), action or request.path))
    return row is not None and row.discarded_at is None


def typed_before(name: str) -> list[str]:
    """What was chosen in a field that a page writes itself, within the form that it shows last."""
    found: list[str] = g.get("typed_before", {}).get(name, [])
    return found


def sent_form() -> str:
    """The form that was taken by the request before: a page forgets what it has kept of it on the device."""
    return str(session.pop(SENT, ""))


def asked_by_script() -> bool:
    """Whether a script of a page asks: what it sends stands there still, and a redirect would fill a part of it."""
    return request.headers.get("X-Requested-With") == "fetch" or "HX-Request" in request.headers


def hold_request() -> str:
    """Keep the form of a request that nobody may make; returns the address of its page, where it stands again."""
    keep_request()
    back = page_address()
    return f"{back}{'&' if '?' in back else '?'}unsent=1"


def keep_request() -> None:
    """Keep what this request has sent, which is not taken.

    Nothing is kept for a stranger: the cookie of the ended session says whose form it is.
    """
    g.form_is_kept = True
    actor, fields = actor_or_none(), typed_fields()
    person_id = actor.person_id if actor else session.get(LAST_PERSON)
    name = None if person_id is None else name_sent_by(person_id)
    if person_id is not None and name is not None and service.fits(fields):
        service.keep(person_id, name, fields, version=whole(request.form.get("version")))


def typed_fields() -> dict[str, list[str]]:
    """What this request brings of what somebody typed."""
    return {name: values for name, values in request.form.lists() if plain_name(name) not in OF_THE_FORM}


def plain_name(name: str | None) -> str:
    """Of a field, as its form has it: where a page has two forms, each has a prefix. A broken part has no name."""
    return (name or "").rpartition("-")[2]


def name_sent_by(person_id: int) -> str | None:
    """The name of the form that is sent, where it was on a page of this person's."""
    try:
        return _signer(person_id).unsign(request.form.get(TOKEN, "")).decode()
    except BadSignature:
        return None


def is_of_another(person_id: int) -> bool:
    """Whether the form was on a page of somebody who was signed in before at this browser: it is nobody else's."""
    return bool(request.form.get(TOKEN)) and name_sent_by(person_id) is None


def _signer(person_id: int) -> Signer:
    return Signer(str(current_app.secret_key), salt=f"kept form of {person_id}")


def _name(fields: list[Field], address: str) -> str:
    """Of the address, and of what is hidden in the form, which tells two of them apart."""
    hidden = [f"{f.name} {f.data}" for f in fields if _is_hidden(f) and f.short_name not in OF_THE_FORM]
    path = address.partition("?")[0]
    return hashlib.sha256("\n".join([path, *hidden]).encode()).hexdigest()[:32]


def _row(actor: Actor, name: str) -> KeptForm | None:
    """Most people have begun nothing: one question for all forms of a page."""
    if "begun_forms" not in g:
        g.begun_forms = set(
            db.session.scalars(select(KeptForm.name).where(KeptForm.person_id == actor.person_id))
        )
    return db.session.get(KeptForm, (actor.person_id, name)) if name in g.begun_forms else None


def _leaves(form: Any) -> Iterator[Field]:
    """The fields of a form, and of the rows in it."""
    for field in form:
        if isinstance(field, FieldList):
            yield from _leaves(field)
        elif isinstance(field, FormField):
            yield from _leaves(field.form)
        else:
            yield field


def _is_hidden(field: Field) -> bool:
    return isinstance(field, HiddenField) or getattr(field.widget, "input_type", "") == "hidden"


def _is_typed(field: Field) -> bool:
    return not _is_hidden(field) and not isinstance(field, KEEPS_NOTHING)


def _fill(form: Any, fields: list[Field], row: KeptForm) -> None:
    for field in filter(_is_typed, fields):
        values = row.fields.get(field.name)
        if values is None and not (
            isinstance(field, TICKS) and not row.window
        ):  # sent whole: it was unticked
            continue
        if isinstance(field, TICKS):
            values = [value for value in values or [] if value]
        field.process(MultiDict((field.name, value) for value in values or []), field.data)
    if row.version is not None and "version" in form:
        renew(form["version"], row.version)  # as if the page had stayed open: who came between is named
    if "override_reason" in form and form["override_reason"].name in row.fields:
        form.ask_why_it_may_stay()


def _forget_what_was_taken(response: Response) -> Response:
    """A form that is led on was taken, and one that a script saves; whoever refuses one shows it again."""
    if request.method != "POST" or g.get("form_is_kept"):
        return response
    saved = response.status_code == 200 and request.headers.get("X-Requested-With") == "fetch"
    if response.status_code not in REDIRECTS and not saved:
        return response
    actor = actor_or_none()
    name = None if actor is None else name_sent_by(actor.person_id)
    if actor is None or name is None:
        return response
    if not saved:
        session[SENT] = name
    try:
        if _row(actor, name) is not None:
            service.forget(actor.person_id, name)
    except SQLAlchemyError:  # what was sent is taken all the same
        db.session.rollback()
        log.warning("a form that was taken at %s is still kept", request.endpoint, exc_info=True)
    return response
