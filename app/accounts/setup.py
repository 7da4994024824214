"""What this feature gives the application: pages and mails."""

from __future__ import annotations

from flask import Flask

from app.accounts.rights import mails as rights_mails
from app.accounts.rights.views import bp as rights_pages
from app.accounts.views import bp as accounts_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    for pages in (accounts_pages, rights_pages):
        app.register_blueprint(pages)
    rights_mails.mails.register()
