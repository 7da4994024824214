"""What this feature gives the application: steps of the end."""

from __future__ import annotations

from flask import Flask

from app.closure import forms, service


def init(_app: Flask) -> None:
    """Called by create_app."""
    service.effects.register()
    forms.step_forms.register()
