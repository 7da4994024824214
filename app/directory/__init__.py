"""The directory as people read it, and as each institution keeps its own entry."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.directory import links
    from app.directory.views import bp as directory_pages

    app.register_blueprint(directory_pages)
    links.mails.register()
