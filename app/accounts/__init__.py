"""Organisations, persons, roles, sign-in."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.accounts import mails
    from app.accounts.rights.views import bp as rights_pages
    from app.accounts.views import bp as accounts_pages

    for pages in (accounts_pages, rights_pages):
        app.register_blueprint(pages)
    mails.mails.register()
