"""The page of a concern, and the addresses of its steps."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.concerns.access import Case, find
from app.concerns.history_start import SENDING
from app.concerns.models import Recommendation
from app.concerns.page.content import ENTRIES, case_page, dates_of
from app.concerns.page.queries import events_of
from app.concerns.page.read_receipts import note_opened, note_reading
from app.concerns.page.step_page import step_page
from app.concerns.page.timeline import history_of
from app.concerns.page.what_follows import as_read
from app.concerns.sent import find_kept
from app.concerns.step_forms import form_of
from app.core.actor import me
from app.core.db import db
from app.core.kept_forms.pages import keep_request
from app.core.refusals import NotFound
from app.core.rights import signed_in
from workflows import engine
from workflows.concern import CONCERN, Stage
from workflows.permissions import Right
from workflows.recommendation import RECOMMENDATION

bp = Blueprint("cases", __name__, url_prefix="/concerns")


@bp.get("/<public_id>")
@signed_in
def page(public_id: str) -> ResponseReturnValue:
    """A concern, as much of it as the person may see."""
    try:
        case = find(db.session(), me(), public_id)
    except NotFound:
        return _kept(public_id)
    if case.concern.stage is Stage.DRAFT:
        return redirect(url_for("submission.filing", public_id=public_id, page="what"))
    if case.undeclared:
        return _declare_first(case)
    return render_template("concerns/page/page.html", page=case_page(db.session(), case))


@bp.get("/<public_id>/whole")
@signed_in
def whole(public_id: str) -> ResponseReturnValue:
    """All of it on one page, for printing: what lies behind the folds of the other page is taken from here."""
    case = _opened(public_id)
    if isinstance(case, Case):
        return render_template("concerns/page/page.html", page=case_page(db.session(), case, whole=True))
    return case


@bp.get("/<public_id>/history")
@signed_in
def history(public_id: str) -> ResponseReturnValue:
    """What people did, or with `all` every entry: reminders, and what followed by itself."""
    case = _opened(public_id)
    if not isinstance(case, Case):
        return case
    every = "all" in request.args
    inside = case.rights & {Right.DRAFTS, Right.NARRATIVE}
    lines = events_of(db.session(), case, clocks=every)
    return render_template(
        "concerns/page/history_page.html",
        concern=case.concern,
        title=case.concern.title if inside else case.sent_title,
        history=history_of(lines, case, every=every),
        first=ENTRIES,
        every=every,
    )


def _opened(public_id: str) -> Case | ResponseReturnValue:
    """The case, read by this person; or where they are led first. A draft has a page of its own."""
    case = _found(public_id)
    if case.concern.stage is Stage.DRAFT:
        abort(404)
    if case.undeclared:
        return _declare_first(case)
    note_reading(case)
    return case


def _kept(public_id: str) -> ResponseReturnValue:
    """What a former addressee keeps of a case that is no longer with it."""
    try:
        sent = find_kept(db.session(), me(), public_id)
    except NotFound:
        abort(404)
    note_opened(me(), sent[0].concern_id, extract_only=True)
    return render_template("concerns/page/kept.html", sent=sent)


@bp.get("/<public_id>/dates")
@signed_in
def dates(public_id: str) -> ResponseReturnValue:
    """Every date that runs, with the days counted and skipped. Pages fetch single ones from here."""
    case = _found(public_id)
    if case.concern.stage is Stage.DRAFT:
        abort(404)
    if case.undeclared:
        return _declare_first(case)
    return render_template("concerns/page/dates.html", case=case, dates=dates_of(db.session(), case))


@bp.route("/<public_id>/steps/<do>", methods=["GET", "POST"])
@signed_in
def step(public_id: str, do: str) -> ResponseReturnValue:
    """The form of one step of the concern, and the step itself."""
    case = _found(public_id)
    return _declare_first(case) if case.undeclared else step_page(case, None, CONCERN, do)


@bp.route("/<public_id>/recommendations/<int:number>/steps/<do>", methods=["GET", "POST"])
@signed_in
def recommendation_step(public_id: str, number: int, do: str) -> ResponseReturnValue:
    """The form of one step of a recommendation, and the step itself."""
    case = _found(public_id)
    if case.undeclared:
        return _declare_first(case)
    recommendation = next((r for r in case.recommendations if r.number == number), None)
    if recommendation is None:
        abort(404)
    return step_page(case, recommendation, RECOMMENDATION, do)


@bp.post("/<public_id>/steps/<do>/preview")
@signed_in
def preview(public_id: str, do: str) -> ResponseReturnValue:
    """How the others will read what is being typed into the form of a step of the concern."""
    return _preview(_found(public_id), None, CONCERN, do)


@bp.post("/<public_id>/recommendations/<int:number>/steps/<do>/preview")
@signed_in
def recommendation_preview(public_id: str, number: int, do: str) -> ResponseReturnValue:
    """How the others will read what is being typed into the form of a step of a recommendation."""
    case = _found(public_id)
    recommendation = next((r for r in case.recommendations if r.number == number), None)
    if recommendation is None:
        abort(404)
    return _preview(case, recommendation, RECOMMENDATION, do)


def _preview(
    case: Case, recommendation: Recommendation | None, workflow: engine.Workflow[Any], do: str
) -> ResponseReturnValue:
    """Only of a step that is open, that others read, and that this person may take; and only of what could be sent."""
    state = recommendation.state if recommendation else case.concern.stage
    standing = case.standing_in(recommendation) if recommendation else case.standing
    row = workflow.find(state, do) if (state, do) in workflow else None
    if case.undeclared or row is None or not row.public or not row.offered_to & standing:
        abort(404)
    form = form_of(workflow, state, do)()
    form.prepare(db.session(), case, recommendation)
    return render_template(
        "process/preview.html",
        case=case,
        form=form,
        sends=do in SENDING,
        event=as_read(case, recommendation, workflow, row, form) if form.validate() else None,
    )


def _found(public_id: str) -> Case:
    try:
        return find(db.session(), me(), public_id)
    except NotFound:
        abort(404)


def _declare_first(case: Case) -> ResponseReturnValue:
    """A member says whether there is a conflict of interest before anything opens, and comes back here."""
    back = request.path if request.method == "GET" else None
    keep_request()
    return redirect(url_for("recusals.declare", public_id=case.concern.public_id, next=back))
