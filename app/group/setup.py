"""What this feature gives the application: pages."""

from __future__ import annotations

from flask import Flask

from app.group.views import bp as group_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    app.register_blueprint(group_pages)
