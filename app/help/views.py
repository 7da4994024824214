"""The page that shows how it works, and the picture on the page of a concern."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.core.actor import me
from app.core.language import current_language
from app.core.language import translate as _
from app.core.rights import signed_in
from app.help.diagram import diagram
from app.help.layout import OVERVIEW
from app.help.tables import WORKFLOWS, OwnStep, own_steps, state_rows, title_of, words_of
from workflows.concern import CONCERN, Stage
from workflows.roles import Role

bp = Blueprint("guide", __name__)


@bp.get("/workflow")
@signed_in
def workflow() -> ResponseReturnValue:
    """What a person of one's roles does, then every workflow as a picture and as a table."""
    language, roles = current_language(), frozenset(me().roles)
    return render_template("help/workflow.html", own=_own(language, roles), parts=_parts(language))


@lru_cache(maxsize=64)
def _own(_language: str, roles: frozenset[Role]) -> list[tuple[str, list[OwnStep]]]:
    """Of each workflow in which these roles have a part."""
    found = ((title_of(table), own_steps(table, roles)) for table in WORKFLOWS)
    return [(title, steps) for title, steps in found if steps]


@lru_cache
def _parts(_language: str) -> list[dict[str, Any]]:
    """Drawn once for each language, as below."""
    return [
        {
            "id": table.name,
            "title": title_of(table),
            # every text in the picture is escaped where it is put in
            "picture": Markup(diagram(table, words_of(table, title_of(table)))),  # noqa: S704
            "rows": state_rows(table),
        }
        for table in WORKFLOWS
    ]


@bp.app_template_global()
def concern_diagram(stage: Stage) -> Markup:
    """The way of a concern with its stage lit, small enough for the page of a concern."""
    return _lit(stage, current_language())


@lru_cache(maxsize=2 * len(Stage))
def _lit(stage: Stage, _language: str) -> Markup:
    """Drawn once for each stage and language: the tables do not change while the application runs."""
    words = words_of(CONCERN, _("Where the concern is"), lit=stage)
    picture = Markup(diagram(CONCERN, words, stage, OVERVIEW))  # noqa: S704
    return Markup(render_template("help/picture.html", picture=picture, label=words.title))  # noqa: S704
