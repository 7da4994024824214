"""The application on a port of its own, for a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.serving import make_server


def whole(app: Flask, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """An answer read to its end before it is sent.

    A browser that goes on to another page drops what it was fetching. Werkzeug's server then fails before it closes
    the answer, and a file that was being sent stays open.
    """
    answer = app(environ, start_response)
    try:
        return list(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Its address, for as long as it is served."""
    server = make_server("127.0.0.1", 0, lambda environ, start: whole(app, environ, start), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
