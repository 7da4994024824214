"""What this feature gives the application: pages, a table of steps, and how a step is put to the vote."""

from __future__ import annotations

from flask import Flask

from app.concerns.page.step_parts import register_part
from app.process.tables import register_process
from app.votes import closing, process
from app.votes.process import VoteProcess
from app.votes.step_part import VotePart
from app.votes.views import bp as votes_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    app.register_blueprint(votes_pages)
    process.effects.register()
    closing.effects.register()
    register_process(VoteProcess())
    register_part(VotePart)
