"""The institution's answer to each recommendation."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.response import forms, service

    service.effects.register()
    forms.step_forms.register()
