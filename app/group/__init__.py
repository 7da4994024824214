"""The Group: its seats, who holds them and acts for them, and what it was on any day."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.group.views import bp as group_pages

    app.register_blueprint(group_pages)
