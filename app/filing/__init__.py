"""Filing and intake: drafts, submission, questions to the filer."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.filing import forms, service
    from app.filing.files.views import bp as files
    from app.filing.views import bp, institution

    for pages in (bp, institution, files):
        app.register_blueprint(pages)
    service.effects.register()
    forms.step_forms.register()
