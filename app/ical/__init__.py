"""The private calendar of each person: an address that a calendar subscribes to."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.ical.service import meetings, register_source
    from app.ical.views import bp as ical_pages

    app.register_blueprint(ical_pages)
    register_source(meetings)
