"""The token of forms, signed once for each session and not for each page."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, g, request, session
from flask_wtf.csrf import generate_csrf

TOKEN = "csrf_token"  # noqa: S105 - the name that the library gives it


def keep_tokens(app: Flask) -> None:
    """Give each request the token that was signed for its session before. It lives as long as the session."""

    @app.before_request
    def _keep() -> None:
        if request.endpoint != "static" and (raw := session.get(TOKEN)):
            g.csrf_token = _signed(str(app.secret_key), raw)


@lru_cache(maxsize=1024)
def _signed(_secret: str, _raw: str) -> str:
    """Of the session of this request, whose token `_raw` is."""
    return str(generate_csrf())
