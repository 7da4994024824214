"""Pages for what goes wrong: what happened, what to do now; and what no address and no form may hold."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from flask import Flask, abort, current_app, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.core.actor import actor_or_none, become_nobody
from app.core.db import db
from app.core.kept_forms.pages import NOT_KEPT, asked_by_script, hold_request, is_of_another, plain_name
from app.core.outages import Fault, fault_of, note
from app.core.refusals import NotFound
from app.core.rights import ANYONE, ask_to_sign_in, declared

log = logging.getLogger(__name__)
STALE = 303
FAULT, PASSES, FULL = 500, 503, 507
WORTH_KEEPING = 40  # characters; or several words
PAUSE_S = 10
TOKEN = "csrf_token"  # noqa: S105 - the name of the field


def init_errors(app: Flask) -> None:
    """Register the error pages. What is gone by the time that it is locked is as if it had never been there."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, lambda _gone: _carefully(lambda: _page(404)))
    app.register_error_handler(CSRFError, lambda error: _carefully(lambda: _refused_form(error)))
    app.register_error_handler(Exception, _failed)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error.get_response()
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        return _failed(error.original_exception)
    return _carefully(lambda: _page(error.code or FAULT))


def _refused_form(error: CSRFError) -> ResponseReturnValue:
    """A form that may not be ours: most often of a page that is older than the session.

    What was typed is given back to be sent again, after signing in where nobody is signed in any more.
    """
    why = str(error.description)
    log.warning("a form was not taken at %s: %s", request.endpoint, why)
    if asked_by_script():
        return _page(400)
    if "referrer" in why:
        return _page(400, "referrer")
    is_ours = any(value for name, value in request.form.items() if plain_name(name) == TOKEN)
    actor = actor_or_none()
    if is_ours and actor is not None:
        return _page(400) if is_of_another(actor.person_id) else redirect(hold_request(), STALE)
    if declared(current_app, request.endpoint or "") == ANYONE:
        return _page(400, "stranger")
    return ask_to_sign_in() if is_ours else _page(400)


def _failed(error: BaseException) -> ResponseReturnValue:
    """A fault beside the program passes, and has one line in the log for all who meet it; all else is a mistake."""
    fault = fault_of(error)
    _let_go()
    if fault is None:
        log.error("an unexpected error at %s", request.endpoint, exc_info=error)
        return _page(FAULT)
    note(fault, error)
    return _page(FULL if fault is Fault.FULL else PASSES)


def _carefully(answer: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """An answer that asks the database who reads it, which may be what fails."""
    try:
        return answer()
    except Exception as error:
        return _failed(error)


def _let_go() -> None:
    try:
        db.session.rollback()
    except Exception:  # the connection is gone: so is its transaction
        db.session.remove()


def _page(code: int, why: str = "") -> ResponseReturnValue:
    if code >= FAULT:
        # What failed may be the database: the page asks it nothing, and the session's cookie knows the language.
        become_nobody()
    again = _again() if code in (PASSES, FULL) else []
    g.is_a_page = False  # it stands at no place: what is not there looks alike wherever it was asked for
    page = render_template(
        "core/error.html",
        code=code,
        why=why or code,
        typed=_typed(),
        again=again,
        files=bool(again and any(file.filename for file in request.files.values())),
        here=request.full_path if request.query_string else request.path,
    )
    return make_response(page, code, {"Retry-After": str(PAUSE_S)} if code in (PASSES, FULL) else {})


def _sent() -> list[tuple[str, str]]:
    """The fields of the form that met the error, passwords left out."""
    if request.method != "POST" or request.mimetype == "application/json":
        return []
    try:
        sent = request.form.items(multi=True)
        return [(name, value) for name, value in sent if plain_name(name) not in NOT_KEPT]
    except (HTTPException, OSError, ValueError):  # too large to be read, or the disk that takes it is full
        return []


def _typed() -> list[str]:
    """The texts of the form, so that they can be copied."""
    return [value for _name, value in _sent() if len(value) > WORTH_KEEPING or " " in value.strip()]


def _again() -> list[tuple[str, str]]:
    """The form as it was sent, to be sent again; not one that is not surely ours, or that holds a password."""
    if not g.get("csrf_valid") or asked_by_script():
        return []
    sent = _sent()
    return [] if sent and (NOT_KEPT - {TOKEN}) & set(map(plain_name, request.form)) else sent


NUL = "\x00"  # nobody types it, and PostgreSQL keeps no text with it
FILE_FIELDS = {"file", "files", "uploads"}


def refuse_impossible_input(app: Flask) -> None:
    """Answer 400 to what no page sends: a NUL, JSON, a part without a name, a `next` that leads to another host.

    The library of forms reads JSON as if it were a form: a field then holds what none can, as numbers and lists.
    It gives a file to whatever field bears its name, where text is expected.
    """

    @app.before_request
    def _check() -> None:
        if request.method == "POST" and request.is_json:
            abort(400)
        if any(name is None for name in (*request.form, *request.files)):
            abort(400)
        if not FILE_FIELDS.issuperset(request.files):
            abort(400)
        if any(NUL in text for text in _texts()):
            abort(400)
        for given in (request.args, request.form):
            if not all(stays_here(address) for address in given.getlist("next") if address):
                abort(400)


def stays_here(address: str) -> bool:
    """Whether a browser that is led to this address stays on this host (ASVS 3.7.2).

    Browsers read a backslash as a slash, and read past control characters.
    """
    return address.startswith("/") and address[1:2] not in ("/", "\\") and address.isprintable()


def _texts() -> Iterator[str]:
    yield request.path
    for given in (request.args, request.form):
        for name, values in given.lists():
            yield name
            yield from values
