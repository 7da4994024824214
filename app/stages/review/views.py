"""What is loaded beside a concern under review."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app.cases.access import NotFound, find
from app.core.db import db
from app.stages.review.similar import similar
from app.web import me
from app.web.rights import requires
from workflows.concern import Stage
from workflows.policy import Right
from workflows.standing import Role

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
