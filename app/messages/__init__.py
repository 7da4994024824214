"""What the Group says among itself and, apart from it, with one institution."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.messages.views import bp as messages_pages

    app.register_blueprint(messages_pages)
