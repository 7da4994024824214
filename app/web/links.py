"""Addresses in templates. A page has dozens of them and most are the same on each, so that they are built once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, request, url_for

KEPT = 4096


def init_links(app: Flask) -> None:
    """Give templates a `url_for` that remembers."""
    app.jinja_env.globals["url_for"] = address


def address(endpoint: str, **values: Any) -> str:
    """As Flask's `url_for`; of endpoints by their whole names."""
    return _built(request.script_root, endpoint, tuple(values.items()))


@lru_cache(maxsize=KEPT)
def _built(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))
