"""Filing and intake: drafts, submission, questions to the filer."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.filing import service, step_forms
    from app.filing.institutions.views import bp as institutions_pages
    from app.filing.views import bp as filing_pages

    for pages in (filing_pages, institutions_pages):
        app.register_blueprint(pages)
    service.effects.register()
    step_forms.step_forms.register()
