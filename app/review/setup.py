"""What this feature gives the application: pages, and steps of a concern and its drafts."""

from __future__ import annotations

from flask import Flask

from app.review import forms, reader_forms, rounds, service, transmission, wording, working_paper_forms
from app.review.views import bp as review_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    app.register_blueprint(review_pages)
    for module in (service, transmission, rounds, wording):
        module.effects.register()
    for forms_ in (forms, reader_forms, working_paper_forms):
        forms_.step_forms.register()
