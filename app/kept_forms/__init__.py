"""The addresses at which pages keep what is typed; what they keep, and how it comes back: `app/core/kept_forms`."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.kept_forms.views import bp

    app.register_blueprint(bp)
