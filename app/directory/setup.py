"""What this feature gives the application: pages and mails."""

from __future__ import annotations

from flask import Flask

from app.directory import links
from app.directory.views import bp as directory_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    app.register_blueprint(directory_pages)
    links.mails.register()
