"""One box for everything: a case by its number, cases by words, pages of the product, institutions, people."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.search.views import bp as search_pages

    app.register_blueprint(search_pages)
