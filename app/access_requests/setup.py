"""What this feature gives the application: pages, mails, and a table of steps."""

from __future__ import annotations

from flask import Flask

from app.access_requests import mails, steps
from app.access_requests.deadlines import DATES
from app.access_requests.steps import AccessRequestProcess
from app.access_requests.views import bp as access_requests_pages
from app.deadlines.request_dates import register_dates
from app.process.tables import register_process


def init(app: Flask) -> None:
    """Called by create_app."""
    app.register_blueprint(access_requests_pages)
    steps.effects.register()
    mails.mails.register()
    register_process(AccessRequestProcess())
    register_dates(DATES)
