"""Desks: my work, the coordinator's overdue desk, and the lists of concerns and recommendations."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.dashboards.figures.views import bp as figures_pages
    from app.dashboards.later.views import bp as later_pages
    from app.dashboards.live_counts.views import bp as counts_pages
    from app.dashboards.months import due_dates
    from app.dashboards.reminders.views import bp as reminders_pages
    from app.dashboards.saved_views.views import bp as saved__pages
    from app.dashboards.views import bp as dashboards_pages
    from app.ical.service import register_source

    for pages in (dashboards_pages, figures_pages, later_pages, saved__pages, reminders_pages, counts_pages):
        app.register_blueprint(pages)
    register_source(due_dates)
