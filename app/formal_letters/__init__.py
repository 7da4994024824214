"""Formal letters: drafted as dates pass, checked, and noted as sent."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.concerns.clocks import register_end_of_lateness
    from app.formal_letters import steps
    from app.formal_letters.settings.views import bp as settings_pages
    from app.formal_letters.steps import LetterProcess, withdraw_letters
    from app.formal_letters.views import bp as formal_letters_pages
    from app.process.tables import register_process

    app.register_blueprint(formal_letters_pages)
    app.register_blueprint(settings_pages)
    steps.effects.register()
    register_process(LetterProcess())
    register_end_of_lateness(withdraw_letters)
