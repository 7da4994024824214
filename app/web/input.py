"""What no address and no form may hold."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, abort, request

NUL = "\x00"  # nobody types it, and PostgreSQL keeps no text with it


def refuse_nul(app: Flask) -> None:
    """Answer 400 to a request with a NUL character in its path, its query or its form."""

    @app.before_request
    def _check() -> None:
        if any(NUL in text for text in _texts()):
            abort(400)


def _texts() -> Iterator[str]:
    yield request.path
    for given in (request.args, request.form):
        for name, values in given.lists():
            yield name
            yield from values
