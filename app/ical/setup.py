"""What this feature gives the application: pages, and the meetings in a calendar."""

from __future__ import annotations

from flask import Flask

from app.ical.sources import meetings, register_source
from app.ical.views import bp as ical_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    app.register_blueprint(ical_pages)
    register_source(meetings)
