"""The guest of this house: a concern, its recommendations, clocks, history and files."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.concerns.clocks import ExtensionProcess
    from app.concerns.page.views import bp as page_pages
    from app.concerns.processes import ConcernProcess, RecommendationProcess
    from app.process.tables import register_process

    app.register_blueprint(page_pages)
    app.jinja_env.globals["upload_limit_mb"] = app.extensions["tryeza.settings"].upload_limit_mb
    register_process(ConcernProcess())
    register_process(RecommendationProcess())
    register_process(ExtensionProcess())
