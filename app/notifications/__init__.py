"""Notices and mails: one table of them, who is told, how people want to be told, and the worker that sends."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.accounts.outbox import provide_outbox
    from app.notifications import mails, queue
    from app.notifications.views import inbox, outgoing, preferences

    for pages in (inbox, outgoing, preferences):
        app.register_blueprint(pages)
    provide_outbox(queue)
    mails.mails.register()
    queue.effects.register()
