"""What this feature gives the application: pages, and the dates in a calendar."""

from __future__ import annotations

from flask import Flask

from app.dashboards.calendar_entries import due_dates
from app.dashboards.figures.views import bp as figures_pages
from app.dashboards.reminders.views import bp as reminders_pages
from app.dashboards.saved_views.views import bp as saved__pages
from app.dashboards.views import bp as dashboards_pages
from app.ical.sources import register_source


def init(app: Flask) -> None:
    """Called by create_app."""
    for pages in (dashboards_pages, figures_pages, saved__pages, reminders_pages):
        app.register_blueprint(pages)
    register_source(due_dates)
