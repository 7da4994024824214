"""Working papers of a review: first views, the assessment, and what members say of a draft."""

from __future__ import annotations

from flask import Flask


def init(app: Flask) -> None:
    """Give the application what this feature has. Its parts are imported here, so that one can be had without all."""
    from app.process.tables import register_process
    from app.working_papers.drafts.views import bp as drafts_pages
    from app.working_papers.rounds import RoundProcess, SuggestionProcess
    from app.working_papers.views import bp as working_papers_pages

    for pages in (working_papers_pages, drafts_pages):
        app.register_blueprint(pages)
    register_process(RoundProcess())
    register_process(SuggestionProcess())
