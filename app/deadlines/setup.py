"""What this feature gives the application: pages, a step of a recommendation, a table, and what ends with lateness."""

from __future__ import annotations

from flask import Flask

from app.concerns.clocks import register_end_of_lateness
from app.deadlines.calculator.views import bp as calculator_pages
from app.deadlines.calendar.views import bp as calendar_pages
from app.deadlines.decisions import forms as decisions_forms
from app.deadlines.decisions import service as decisions_service
from app.deadlines.escalations import EscalationProcess, stand_down
from app.deadlines.rules.views import bp as rules_pages
from app.process.tables import register_process


def init(app: Flask) -> None:
    """Called by create_app."""
    for pages in (calculator_pages, calendar_pages, rules_pages):
        app.register_blueprint(pages)
    decisions_service.effects.register()
    decisions_forms.step_forms.register()
    register_end_of_lateness(stand_down)
    register_process(EscalationProcess())
