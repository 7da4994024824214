"""Lines of the log: one for each step, job and mail, and for each form that was refused, with its request.

A line holds names of steps, jobs and tables, numbers of rows and codes: never a word of a case, a person or an address,
for whoever runs the server reads it and may know nothing of either.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from secrets import token_hex

from flask import Flask, Response, request
from sqlalchemy.orm import Session

log = logging.getLogger(__name__)
HEADER = "X-Request-ID"
FORMAT = "[%(asctime)s] [%(process)d] [%(levelname)s] [%(request)s] %(message)s"
REFUSED = range(400, 500)
_NO_REQUEST = "-"
_LINES = "tryeza_lines"
_request: ContextVar[str] = ContextVar("request", default=_NO_REQUEST)


def init_logs(app: Flask) -> None:
    """Give each request a number of its own, which its answer bears as well."""

    @app.before_request
    def begin() -> None:
        _request.set(token_hex(4))

    @app.after_request
    def answer(response: Response) -> Response:
        response.headers[HEADER] = _request.get()
        if request.method == "POST" and response.status_code in REFUSED:
            # whatever refused it: a form, a right, a guard or a service; the name of the page and never its address
            log.info("form of %s refused: %d", request.endpoint, response.status_code)
        return response


def write_log() -> None:
    """Write the application's lines to the error stream, each with its time, process, weight and request."""
    handler = logging.StreamHandler()
    handler.addFilter(with_request)
    handler.setFormatter(logging.Formatter(FORMAT))
    logging.basicConfig(handlers=[handler])
    logging.getLogger("app").setLevel(logging.INFO)


def with_request(record: logging.LogRecord) -> bool:
    """Add the request's number to a record; a filter that lets everything pass."""
    record.request = _request.get()
    return True


def note_on_commit(session: Session, line: str) -> None:
    """Write this line once the transaction is committed; nothing is written of what is rolled back."""
    session.info.setdefault(_LINES, []).append(line)


def take_noted(session: Session) -> list[str]:
    """The lines noted in this session, which are forgotten with it."""
    lines: list[str] = session.info.pop(_LINES, [])
    return lines
