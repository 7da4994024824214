"""Pages for what goes wrong: what happened, what to do now, and nothing lost."""

from __future__ import annotations

import errno
import logging

from flask import Flask, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.core.db import db
from app.web import actor_or_none
from app.web.held import NOT_KEPT, hold_request
from app.web.rights import ask_to_sign_in

log = logging.getLogger(__name__)
STALE = 303
FAULT = 500
WORTH_KEEPING = 40  # characters


def init_errors(app: Flask) -> None:
    """Register the error pages."""

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> ResponseReturnValue:
        if error.code is not None and error.code < 400:
            return error.get_response()
        return _page(error.code or 500)

    @app.errorhandler(CSRFError)
    def _stale_form(error: CSRFError) -> ResponseReturnValue:
        """A page that is older than the session: what was typed is given back to be sent again."""
        if request.headers.get("X-Requested-With") == "fetch":
            return _page(400)
        if not request.form.get("csrf_token"):
            return _page(400)
        if actor_or_none() is None:
            return ask_to_sign_in()
        return redirect(hold_request(), STALE)

    @app.errorhandler(OperationalError)
    def _database(error: OperationalError) -> ResponseReturnValue:
        log.exception("the database did not answer")
        db.session.rollback()
        return _page(503)

    @app.errorhandler(OSError)
    def _disk(error: OSError) -> ResponseReturnValue:
        """A full disk keeps nothing, and says so; reading goes on."""
        log.exception("the disk or the network failed")
        db.session.rollback()
        return _page(507 if error.errno == errno.ENOSPC else 500)

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> ResponseReturnValue:
        log.exception("an unexpected error")
        db.session.rollback()
        return _page(500)


def _page(code: int) -> ResponseReturnValue:
    if code >= FAULT:
        g.actor = None  # what failed may be the database: the page asks it nothing
    return render_template("errors/error.html", code=code, typed=_typed()), code


def _typed() -> list[str]:
    """The long texts of the form that met the error, given back so that they can be copied: nothing else is kept."""
    if request.method != "POST" or request.mimetype == "application/json":
        return []
    try:
        return [
            value
            for name, value in request.form.items()
            if name not in NOT_KEPT and len(value) > WORTH_KEEPING
        ]
    except HTTPException:  # too large to be read
        return []
