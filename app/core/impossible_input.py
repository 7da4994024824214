"""What no address and no form may hold."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, abort, request

NUL = "\x00"  # nobody types it, and PostgreSQL keeps no text with it


def refuse_impossible_input(app: Flask) -> None:
    """Answer 400 to what no page sends: a NUL, JSON, a part without a name, a `next` that leads to another host.

    The library of forms reads JSON as if it were a form: a field then holds what none can, as numbers and lists.
    """

    @app.before_request
    def _check() -> None:
        if request.method == "POST" and request.is_json:
            abort(400)
        if any(name is None for name in (*request.form, *request.files)):
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
