"""What this feature gives the application: pages, and who is told of a step."""

from __future__ import annotations

from flask import Flask

from app.notifications import recipients
from app.notifications.inbox.views import bp as inbox_pages
from app.notifications.outgoing.views import bp as outgoing_pages
from app.notifications.preferences.views import bp as preferences_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    for pages in (inbox_pages, outgoing_pages, preferences_pages):
        app.register_blueprint(pages)
    recipients.effects.register()
