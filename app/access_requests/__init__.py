"""Access requests: a member asks for a contact, a visit, data or a meeting, the ministry arranges it."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.access_requests import mails, steps
    from app.access_requests.steps import DATES, AccessRequestProcess
    from app.access_requests.views import bp as access_requests_pages
    from app.deadlines.request_dates import register_dates
    from app.process.tables import register_process

    app.register_blueprint(access_requests_pages)
    steps.effects.register()
    mails.mails.register()
    register_process(AccessRequestProcess())
    register_dates(DATES)
