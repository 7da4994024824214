"""What this feature gives the application: the pages of a case, and three tables of steps."""

from __future__ import annotations

from flask import Flask

from app.concerns.extensions import ExtensionProcess
from app.concerns.page.views import bp as page_pages
from app.concerns.processes import ConcernProcess, RecommendationProcess
from app.process.tables import register_process


def init(app: Flask) -> None:
    """Called by create_app."""
    app.register_blueprint(page_pages)
    register_process(ConcernProcess())
    register_process(RecommendationProcess())
    register_process(ExtensionProcess())
