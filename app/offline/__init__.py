"""The page for a broken line, which the browser keeps beforehand, and the worker that shows it."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.offline.views import bp, mark_of

    app.register_blueprint(bp)
    app.jinja_env.globals["offline_mark"] = mark_of(app)
