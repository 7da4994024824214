"""What this feature gives the application: pages."""

from __future__ import annotations

from flask import Flask

from app.messages.views import bp as messages_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    app.register_blueprint(messages_pages)
