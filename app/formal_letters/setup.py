"""What this feature gives the application: pages, a table of steps, and what ends with lateness."""

from __future__ import annotations

from flask import Flask

from app.concerns.clocks import register_end_of_lateness
from app.formal_letters import steps
from app.formal_letters.steps import LetterProcess, withdraw_letters
from app.formal_letters.views import bp as formal_letters_pages
from app.process.tables import register_process


def init(app: Flask) -> None:
    """Called by create_app."""
    app.register_blueprint(formal_letters_pages)
    steps.effects.register()
    register_process(LetterProcess())
    register_end_of_lateness(withdraw_letters)
