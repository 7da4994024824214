"""Notices: their words, and the worker that sends them."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.notifications import recipients
    from app.notifications.inbox.views import bp as inbox_pages
    from app.notifications.outgoing.views import bp as outgoing_pages
    from app.notifications.preferences.views import bp as preferences_pages

    for pages in (inbox_pages, outgoing_pages, preferences_pages):
        app.register_blueprint(pages)
    recipients.effects.register()
