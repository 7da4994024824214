"""The page of results, and what is shown below the box while somebody types."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import me
from app.core.db import db
from app.core.rights import signed_in
from app.search import queries
from app.search.pages import pages
from workflows.roles import CASEWORK

bp = Blueprint("search", __name__)
SUGGESTED, LISTED = 5, 25


@bp.get("/search")
@signed_in
def results() -> ResponseReturnValue:
    """What is found; a number leads to its case at once."""
    words = _words()
    if words and me().is_(*CASEWORK) and (case := queries.case_of_number(db.session(), me(), words)):
        return redirect(url_for("cases.page", public_id=case))
    return render_template("search/results.html", words=words, listed=LISTED, **_found(words, LISTED))


@bp.get("/search/suggestions")
@signed_in
def suggestions() -> ResponseReturnValue:
    """The first of what is found."""
    words = _words()
    return render_template("search/suggestions.html", words=words, **_found(words, SUGGESTED))


def _words() -> str:
    return request.args.get("q", "").strip()[: queries.LONGEST]


def _found(words: str, most: int) -> dict[str, Any]:
    if not queries.is_enough(words):
        return {"looked": False, "found": 0}
    session, actor = db.session(), me()
    groups: dict[str, Any] = {
        "cases": queries.cases(session, actor, words, most),
        "pages": pages(actor, words, most),
        "institutions": queries.institutions(session, actor, words, most),
        "people": queries.people(session, actor, words, most),
    }
    return {"looked": True, "found": sum(map(len, groups.values())), **groups}
