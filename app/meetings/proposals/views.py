"""Items proposed: one's own and, for those who convene, what waits."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, me
from app.core.db import db
from app.core.language import translate as _
from app.core.refusals import NotFound
from app.core.rights import requires
from app.meetings import queries
from app.meetings.access import PROPOSERS, convenes, proposes
from app.meetings.forms import ProposalForm
from app.meetings.pages import form_page
from app.meetings.proposals import service
from workflows.roles import CONVENERS

bp = Blueprint("proposing", __name__, url_prefix="/meetings/proposals")


@bp.get("")
@requires(*PROPOSERS, *CONVENERS)
def page() -> ResponseReturnValue:
    """What one proposed and what became of it; for those who convene also what waits."""
    actor, session = me(), db.session()
    own, may = queries.own(session, actor), proposes(session, actor)
    if not (own or may or convenes(actor)):
        abort(404)
    waiting = queries.waiting(session) if convenes(actor) else []
    return render_template(
        "meetings/proposals.html", own=own, proposes=may, convenes=convenes(actor), waiting=waiting
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(*PROPOSERS)
def new() -> ResponseReturnValue:
    """Propose an item."""
    if not proposes(db.session(), me()):
        abort(404)
    form = ProposalForm()
    if form.validate_on_submit():
        title, reason = (form.title.data or "").strip(), (form.reason.data or "").strip()
        service.propose(me(), title, reason, override_reason=form.override_reason.data or "")
        flash(
            _("The item is proposed. The chair or the secretariat decides whether it comes onto an agenda.")
        )
        return redirect(url_for("proposing.page"))
    return form_page(form, _("Propose an item"), url_for("proposing.page"), button=_("Propose"))


@bp.post("/<public_id>/take-back")
@requires(*PROPOSERS)
def take_back(public_id: str) -> ResponseReturnValue:
    """It is not to be spoken of any more."""
    return _done(public_id, service.take_back, _("The proposal is withdrawn."))


@bp.post("/<public_id>/leave-out")
@requires(*CONVENERS)
def leave_out(public_id: str) -> ResponseReturnValue:
    """It comes onto no agenda."""
    return _done(public_id, service.leave_out, _("The proposal is left out."))


def _done(public_id: str, act: Callable[[Actor, str], None], said: str) -> ResponseReturnValue:
    try:
        act(me(), public_id)
    except NotFound:
        abort(404)
    flash(said)
    return redirect(url_for("proposing.page"))
