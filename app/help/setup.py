"""What this feature gives the application: pages."""

from __future__ import annotations

from flask import Flask

from app.help.views import bp as help_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    app.register_blueprint(help_pages)
