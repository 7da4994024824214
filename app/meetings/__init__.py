"""Meetings of the Group: called with an agenda, held with attendance and decisions, and told in minutes."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.meetings import mails, steps
    from app.meetings.minutes.views import bp as minutes_pages
    from app.meetings.proposals.views import bp as proposals_pages
    from app.meetings.session.views import bp as session_pages
    from app.meetings.steps import MeetingProcess
    from app.meetings.views import bp as meetings_pages
    from app.process.tables import register_process

    for pages in (meetings_pages, proposals_pages, session_pages, minutes_pages):
        app.register_blueprint(pages)
    mails.mails.register()
    steps.effects.register()
    register_process(MeetingProcess())
