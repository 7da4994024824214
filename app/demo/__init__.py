"""Demonstration data: invented organisations, people and cases, in every stage. Fixed seed, dates relative to today."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.demo.views import bp as demo_pages

    app.register_blueprint(demo_pages)
