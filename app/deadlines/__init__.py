"""The days on which nobody works, and those that the installation knows better than the library."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.concerns.clocks import register_end_of_lateness
    from app.deadlines import escalations as decisions_service
    from app.deadlines import forms as decisions_forms
    from app.deadlines.calculator.views import bp as calculator_pages
    from app.deadlines.calendar.views import bp as calendar_pages
    from app.deadlines.escalations import EscalationProcess, stand_down
    from app.deadlines.rules.views import bp as rules_pages
    from app.process.tables import register_process

    for pages in (calculator_pages, calendar_pages, rules_pages):
        app.register_blueprint(pages)
    decisions_service.effects.register()
    decisions_forms.step_forms.register()
    register_end_of_lateness(stand_down)
    register_process(EscalationProcess())
