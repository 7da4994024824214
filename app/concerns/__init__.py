"""The guest of this house: a concern, its recommendations, clocks, history and files."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.concerns.attachments import register_abandoned
    from app.concerns.clocks import ExtensionProcess
    from app.concerns.files import of_steps_not_taken
    from app.concerns.kinds import was_asked
    from app.concerns.page.step_files import bp as step_files
    from app.concerns.page.views import bp as page_pages
    from app.concerns.processes import ConcernProcess, RecommendationProcess
    from app.core.files.store import upload_kinds
    from app.directory.service import kind_stays_where
    from app.process.tables import register_process

    app.register_blueprint(page_pages)
    app.register_blueprint(step_files)
    app.jinja_env.globals["upload_limit_mb"] = app.extensions["tryeza.settings"].upload_limit_mb
    app.jinja_env.globals["upload_kinds"] = upload_kinds()
    register_abandoned(of_steps_not_taken)
    kind_stays_where(was_asked)
    register_process(ConcernProcess())
    register_process(RecommendationProcess())
    register_process(ExtensionProcess())
