"""What this feature gives the application: pages, and steps of a concern."""

from __future__ import annotations

from flask import Flask

from app.filing import service, step_forms
from app.filing.institutions.views import bp as institutions_pages
from app.filing.views import bp as filing_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    for pages in (filing_pages, institutions_pages):
        app.register_blueprint(pages)
    service.effects.register()
    step_forms.step_forms.register()
