"""What is loaded beside a concern under review."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from app.concerns.access import find
from app.core.actor import me
from app.core.db import db
from app.core.refusals import NotFound
from app.core.rights import requires
from app.core.time import today
from app.review.offers import similar
from workflows.concern import Stage
from workflows.permissions import Right
from workflows.quality import Written, lacks
from workflows.roles import Role

bp = Blueprint("review", __name__)


@bp.get("/concerns/<public_id>/similar")
@requires(Role.MEMBER, Role.SECRETARIAT)
def similar_concerns(public_id: str) -> ResponseReturnValue:
    """Concerns that may be about the same, for those who read this one from inside."""
    session = db.session()
    try:
        case = find(session, me(), public_id)
    except NotFound:
        abort(404)
    if case.concern.stage is Stage.DRAFT or Right.DRAFTS not in case.rights:
        abort(404)
    return render_template("review/similar.html", case=case, rows=similar(session, case))


@bp.post("/recommendations/quality")
@requires(Role.MEMBER, Role.SECRETARIAT)
def quality() -> ResponseReturnValue:
    """What a draft lacks, as it stands in its form at this moment. Nothing is kept, and no case is read."""
    typed = request.form
    draft = Written(
        **{name: typed.get(name, "").strip() for name in ("text", "duty", "measure", "baseline", "target")},
        addressed=typed.get("addressee", "0") not in ("", "0"),
        proposed_on=_day(typed.get("proposed_on", "")),
    )
    if draft == Written():
        return ""  # nothing is typed yet: there is nothing to look at
    return render_template("review/quality.html", lacks=lacks(draft, today()))


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
