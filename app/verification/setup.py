"""What this feature gives the application: steps of a recommendation."""

from __future__ import annotations

from flask import Flask

from app.verification import forms, service
from app.verification.follow_up_review import forms as follow_up_review_forms
from app.verification.follow_up_review import service as follow_up_review_service
from app.verification.indicators import forms as indicators_forms
from app.verification.indicators import service as indicators_service


def init(_app: Flask) -> None:
    """Called by create_app."""
    for module in (service, indicators_service, follow_up_review_service):
        module.effects.register()
    for forms_ in (forms, indicators_forms, follow_up_review_forms):
        forms_.step_forms.register()
