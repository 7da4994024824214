"""How it works, for people: the workflows as pictures and tables, drawn from the tables that the code obeys."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.help.views import bp as help_pages

    app.register_blueprint(help_pages)
