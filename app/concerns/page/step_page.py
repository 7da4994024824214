"""The one form page that serves every step of a concern and of its recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2 import TemplateNotFound

from app.concerns.access import Case, find
from app.concerns.models import Recommendation
from app.concerns.page.actions import CHOOSE, AvailableAction, verb_of
from app.concerns.page.content import case_page
from app.concerns.page.history import facts_of, what_happened, why_disclaimed
from app.concerns.page.step_files import shown_files
from app.concerns.page.step_parts import Sent, StepPage, StepPart, parts_of
from app.concerns.page.timeline import event_of
from app.concerns.page.what_follows import alternatives, kept_together, what_follows
from app.concerns.step_forms import StepForm, form_of
from app.concerns.steps import take_step
from app.concerns.uploads import save_uploads
from app.core.actor import me
from app.core.db import db
from app.core.forms import renew
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.process.outcome import STATUS, Missing, NotNow, Outcome, Refusal, Stale, Taken, beside_fields
from app.process.refusal_labels import missing
from app.process.step_labels import STEP_TAKEN, step_words
from workflows import engine
from workflows.concern import ConcernAction


def step_page(
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
    try:  # read anew: it may have moved
        case = find(db.session(), me(), case.concern.public_id)
    except NotFound:
        abort(404)
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


def _choices(machine: str, do: str, moves: Sequence[AvailableAction]) -> dict[str, Any]:
    """The steps that this one is decided among; `choose` is what they are called where none is chosen yet."""
    found = alternatives(machine, do, moves)
    undecided = found and request.method == "GET" and CHOOSE in request.args
    explained = {one.do: step_words(machine, one.do).explain for one in found}
    return {"choices": found, "choose": verb_of(machine, do) if undecided else "", "explained": explained}


def _shown(
    case: Case,
    recommendation: Recommendation | None,
    workflow: engine.Workflow[Any],
    do: str,
    form: StepForm,
    refusal: Refusal | None = None,
) -> str:
    state = recommendation.state if recommendation else case.concern.stage
    standing = case.standing_in(recommendation) if recommendation else case.standing
    row = workflow.find(state, do) if (state, do) in workflow else None
    unmet = [name for name in refusal.names if name not in form] if isinstance(refusal, Missing) else []
    whole = case_page(db.session(), case)
    views = (view.moves for view in whole.recommendations if view.row is recommendation)
    moves = next(views, []) if recommendation else whole.moves
    page = StepPage(db.session(), case, recommendation, do)
    parts = parts_of(page)
    files = shown_files(form, page, parts)
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
        **_choices(workflow.name, do, moves),
        "together": kept_together(workflow.name, do, request.path),
        "because": why_disclaimed(db.session(), recommendation) if recommendation else "",
    }
    for part in parts:
        context |= part.context(form, files)
    try:
        return render_template(f"process/{workflow.name}/{do}.html", **context)
    except TemplateNotFound:
        return render_template("process/step.html", **context)
