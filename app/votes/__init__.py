"""Votes of the Group: opened by the chair, ballots of the organisations, closed with a result that explains itself."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.concerns.page.step_parts import register_part
    from app.process.tables import register_process
    from app.votes import process
    from app.votes.process import VoteProcess
    from app.votes.views import VotePart
    from app.votes.views import bp as votes_pages

    app.register_blueprint(votes_pages)
    process.effects.register()
    register_process(VoteProcess())
    register_part(VotePart)
