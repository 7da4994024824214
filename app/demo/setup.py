"""What this feature gives the application: its mailbox."""

from __future__ import annotations

from flask import Flask

from app.demo.views import bp as demo_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    app.register_blueprint(demo_pages)
