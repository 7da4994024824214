"""What this feature gives the application: steps of a recommendation."""

from __future__ import annotations

from flask import Flask

from app.response import forms, service


def init(_app: Flask) -> None:
    """Called by create_app."""
    service.effects.register()
    forms.step_forms.register()
