"""The page of a concern, and the one form page that serves every step."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2 import TemplateNotFound

from app.concerns.access import Case, find
from app.concerns.history_start import SENDING
from app.concerns.models import Recommendation
from app.concerns.page.content import case_page, dates_of, event_of
from app.concerns.page.history import facts_of, what_happened, why_disclaimed
from app.concerns.page.read_receipts import note_opened, note_reading
from app.concerns.page.step_parts import Sent, StepPage, StepPart, parts_of
from app.concerns.page.what_follows import alternatives, as_read, kept_together, what_follows
from app.concerns.sent import find_kept
from app.concerns.step_forms import StepForm, form_of
from app.concerns.steps import take_step
from app.concerns.uploads import pending_files, save_uploads
from app.core.actor import me
from app.core.db import db
from app.core.forms import renew
from app.core.kept_forms.pages import keep_request
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.rights import signed_in
from app.process.outcome import STATUS, Missing, NotNow, Outcome, Refusal, Stale, Taken, beside_fields
from app.process.refusal_labels import missing
from app.process.step_labels import STEP_TAKEN, step_words
from workflows import engine
from workflows.concern import CONCERN, ConcernAction, Stage
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
    note_reading(case)
    return render_template("concerns/page/page.html", page=case_page(db.session(), case))


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
    return _declare_first(case) if case.undeclared else _step(case, None, CONCERN, do)


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
    return _step(case, recommendation, RECOMMENDATION, do)


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


def _step(
    case: Case, recommendation: Recommendation | None, workflow: engine.Workflow[Any], do: str
) -> ResponseReturnValue:
    """Show the form, or take the step. A step that was never this person's to take does not exist for them."""
    standing = case.standing_in(recommendation) if recommendation else case.standing
    if not any(row.offered_to & standing for row in workflow.named(do)):
        abort(404)
    kind = form_of(workflow, recommendation.state if recommendation else case.concern.stage, do)
    page = StepPage(db.session(), case, recommendation, do)
    parts = parts_of(page)
    # a link from a meeting asks for a vote in it, one from a draft names the suggestion that is meant
    asked: dict[str, Any] = {name: request.args.get(name) for name in ("manner", "suggestion")}
    for part in parts:
        asked |= part.first_words(request.args)
    form = kind(**asked)
    form.prepare(db.session(), case, recommendation)
    if request.method == "GET":
        return _first_sight(case, recommendation, workflow, do, form)
    draft = any(part.is_draft(request.form) for part in parts)
    valid = form.may_be_kept() if draft else form.validate()
    files = save_uploads(form, page, parts)
    if not valid or form.errors:
        return _shown(case, recommendation, workflow, do, form), 422
    sent = _sent(page, parts, form, files, draft)
    if isinstance(sent.outcome, Taken) and sent.onward:
        flash(sent.said, STEP_TAKEN)
        return redirect(sent.onward)
    return _after(case, recommendation, workflow, do, form, sent.outcome)


def _sent(page: StepPage, parts: list[StepPart], form: StepForm, files: tuple[str, ...], draft: bool) -> Sent:
    """In the way of the first part that has one of its own, or else at once."""
    given: dict[str, Any] = {
        "number": page.recommendation.number if page.recommendation else None,
        "version": form.version.data or 0,
        "key": form.key.data or one_time_key(),
    }
    for part in parts:
        if (sent := part.send(form, files, draft, given)) is not None:
            return sent
    return Sent(take_step(me(), page.case.concern.public_id, page.do, form.given(files), **given))


def _first_sight(
    case: Case,
    recommendation: Recommendation | None,
    workflow: engine.Workflow[Any],
    do: str,
    form: StepForm,
) -> ResponseReturnValue:
    subject = recommendation or case.concern
    state = recommendation.state if recommendation else case.concern.stage
    renew(form.version, subject.version)
    renew(form.key, one_time_key())
    if (state, do) not in workflow:
        return _shown(case, recommendation, workflow, do, form, refusal=NotNow(state)), 409
    return _shown(case, recommendation, workflow, do, form)


def _after(
    case: Case,
    recommendation: Recommendation | None,
    workflow: engine.Workflow[Any],
    do: str,
    form: StepForm,
    outcome: Outcome,
) -> ResponseReturnValue:
    if isinstance(outcome, Taken):
        flash(
            step_words(workflow.name, do).happened(recommendation.number if recommendation else None),
            STEP_TAKEN,
        )
        return _onward(case, recommendation)
    number = recommendation.number if recommendation else None
    case = _found(case.concern.public_id)  # read anew: it may have moved
    recommendation = next((r for r in case.recommendations if r.number == number), None)
    if number is not None and recommendation is None:
        abort(404)
    form.prepare(db.session(), case, recommendation)
    if isinstance(outcome, Missing):
        beside_fields(form, outcome)
    if isinstance(outcome, Stale | NotNow):
        # sent again after reading what happened, it is meant for the case as it stands now
        renew(form.version, (recommendation or case.concern).version)
        renew(form.key, one_time_key())
    return _shown(case, recommendation, workflow, do, form, refusal=outcome), STATUS[type(outcome)]


def _onward(case: Case, recommendation: Recommendation | None) -> ResponseReturnValue:
    """To the page of the case, or home where the step took it out of the person's sight."""
    db.session.rollback()
    try:
        find(db.session(), me(), case.concern.public_id)
    except NotFound:
        return redirect(url_for("desks.my_work"))
    anchor = f"recommendation-{recommendation.number}" if recommendation else None
    return redirect(url_for("cases.page", public_id=case.concern.public_id, _anchor=anchor))


def _shown(
    case: Case,
    recommendation: Recommendation | None,
    workflow: engine.Workflow[Any],
    do: str,
    form: StepForm,
    refusal: Refusal | None = None,
) -> str:
    note_reading(case)  # a form shows what it is about, and may suggest the extract
    state = recommendation.state if recommendation else case.concern.stage
    standing = case.standing_in(recommendation) if recommendation else case.standing
    row = workflow.find(state, do) if (state, do) in workflow else None
    unmet = [name for name in refusal.names if name not in form] if isinstance(refusal, Missing) else []
    whole = case_page(db.session(), case)
    views = (view.moves for view in whole.recommendations if view.row is recommendation)
    moves = next(views, []) if recommendation else whole.moves
    page = StepPage(db.session(), case, recommendation, do)
    parts = parts_of(page)
    files = pending_files(page, parts) if form.takes_files else []
    context: dict[str, Any] = {
        "case": case,
        "recommendation": recommendation,
        "form": form,
        "do": do,
        "words": step_words(workflow.name, do),
        "row": row,
        "follows": what_follows(db.session(), workflow, row, state, standing, urgent=case.concern.urgent)
        if row
        else (),
        "refusal": type(refusal).__name__ if refusal else "",
        "unmet": [missing(name) for name in unmet],
        "meanwhile": [event_of(x) for x in what_happened(db.session(), case, recommendation, refusal)],
        "facts": facts_of(db.session(), case) if do == ConcernAction.RETURN_FACTS else "",
        "page": whole,
        "choices": alternatives(workflow.name, do, moves),
        "together": kept_together(workflow.name, do, request.path),
        "because": why_disclaimed(db.session(), recommendation) if recommendation else "",
        "files": files,
    }
    for part in parts:
        context |= part.context(form, files)
    try:
        return render_template(f"process/{workflow.name}/{do}.html", **context)
    except TemplateNotFound:
        return render_template("process/step.html", **context)
