"""What this feature gives the application: pages, and two tables of steps."""

from __future__ import annotations

from flask import Flask

from app.process.tables import register_process
from app.working_papers.drafts.views import bp as drafts_pages
from app.working_papers.steps import RoundProcess, SuggestionProcess
from app.working_papers.views import bp as working_papers_pages


def init(app: Flask) -> None:
    """Called by create_app."""
    for pages in (working_papers_pages, drafts_pages):
        app.register_blueprint(pages)
    register_process(RoundProcess())
    register_process(SuggestionProcess())
