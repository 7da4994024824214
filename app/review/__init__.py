"""Group review: rapporteur, draft recommendations, fact check, decision, transmission."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.review import forms, reader_forms, service, transmission, working_papers
    from app.review.views import bp as review_pages

    app.register_blueprint(review_pages)
    for module in (service, transmission, working_papers, working_papers):
        module.effects.register()
    for forms_ in (forms, reader_forms, reader_forms):
        forms_.step_forms.register()
