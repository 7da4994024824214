"""What this feature gives the application: pages, a part of the form of a step, and what frees a post."""

from __future__ import annotations

from flask import Flask

from app.concerns.page.step_parts import register_part
from app.recusals import posts
from app.recusals.step_part import RecusalPart
from app.recusals.views import bp as recusals_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    app.register_blueprint(recusals_pages)
    register_part(RecusalPart)
    posts.effects.register()
