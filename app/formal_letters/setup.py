"""What this feature gives the application: pages."""

from __future__ import annotations

from flask import Flask

from app.formal_letters.views import bp as formal_letters_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    app.register_blueprint(formal_letters_pages)
