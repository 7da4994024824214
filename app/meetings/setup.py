"""What this feature gives the application: pages, mails, and a table of steps."""

from __future__ import annotations

from flask import Flask

from app.meetings import steps
from app.meetings.minutes.views import bp as minutes_pages
from app.meetings.proposals import mails as proposals_mails
from app.meetings.proposals.views import bp as proposals_pages
from app.meetings.session.views import bp as session_pages
from app.meetings.steps import MeetingProcess
from app.meetings.views import bp as meetings_pages
from app.process.tables import register_process


def init(app: Flask) -> None:
    """Called by create_app."""
    for pages in (meetings_pages, proposals_pages, session_pages, minutes_pages):
        app.register_blueprint(pages)
    proposals_mails.mails.register()
    steps.effects.register()
    register_process(MeetingProcess())
