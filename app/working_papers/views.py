"""The working papers of a concern: first views and the assessment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.concerns.access import Case
from app.concerns.page.read_receipts import note_reading
from app.core.actor import me
from app.core.db import db
from app.core.formats import time_of_day
from app.core.forms import renew
from app.core.language import translate as _
from app.core.refusals import refusal_of
from app.core.rights import requires
from app.core.saving import Conflict, Kept, Saved, autosaved, marks, save_upon_seen
from app.core.time import now
from app.process.refusal_labels import missing
from app.working_papers.access import found, may_assess, undeclared
from app.working_papers.drafts import queries
from app.working_papers.forms import AssessmentForm, ViewForm
from app.working_papers.labels import REFUSED
from app.working_papers.rounds import FIELDS, Shown, assessment_of, note_view, rounds, save_assessment
from workflows.roles import INSIDERS, CaseRole, Role

bp = Blueprint("papers", __name__, url_prefix="/concerns/<public_id>/papers")


@bp.get("")
@requires(*INSIDERS)
def page(public_id: str) -> ResponseReturnValue:
    """All of it at a glance."""
    if undeclared(me(), public_id):
        return redirect(url_for("recusals.declare", public_id=public_id, next=request.path))
    case, session = found(me(), public_id), db.session()
    note_reading(case)
    return render_template(
        "working_papers/page.html",
        case=case,
        concern=case.concern,
        rounds=rounds(session, case),
        assessment=assessment_of(session, case.concern.id),
        writes=may_assess(case),
        chair=CaseRole.CHAIR in case.standing,
        versions=queries.versions(session, case),
        comments=queries.open_comments(session, case),
    )


# --- the blind first round -----------------------------------------------------------


def _current(case: Case) -> Shown:
    """The latest round, which is the one that may be open."""
    latest = rounds(db.session(), case)[:1]
    return latest[0] if latest else abort(404)


@bp.route("/view", methods=["GET", "POST"])
@requires(Role.MEMBER)
def view(public_id: str) -> ResponseReturnValue:
    """Note the view of one's organisation, or change it while the round is open."""
    case = found(me(), public_id)
    shown, form, refused = _current(case), ViewForm(), ""
    if not shown.may_note and request.method == "GET":
        abort(404)
    if not form.is_filled and form.round.data is None:
        renew(form.round, shown.row.id)
        if shown.own is not None:
            form.leaning.data, form.text.data = shown.own.leaning, shown.own.text
            form.override_reason.data = shown.own.override_reason
            if shown.own.override_reason:
                form.ask_why_it_may_stay()
    if form.validate_on_submit():
        given = form.round.data or 0, form.leaning.data, (form.text.data or "").strip()
        why = form.override_reason.data or ""
        name = refusal_of(lambda: note_view(me(), public_id, *given, override_reason=why))
        if name is None:
            flash(_("Your view is noted. You can change it until the round is over."))
            return redirect(url_for("papers.page", public_id=public_id))
        refused = REFUSED.get(name) or missing(name)
    status = 409 if refused else 422 if form.errors else 200
    note_reading(case)
    return render_template(
        "working_papers/view.html", case=case, shown=shown, form=form, refused=refused
    ), status


# --- the assessment ------------------------------------------------------------------


def _assessed(public_id: str) -> Case:
    case = found(me(), public_id)
    return case if may_assess(case) else abort(404)


@bp.route("/assessment", methods=["GET", "POST"])
@requires(Role.MEMBER)
def assessment(public_id: str) -> ResponseReturnValue:
    """Write the assessment. Who was faster loses nothing, and neither does who was slower."""
    case = _assessed(public_id)
    kept = assessment_of(db.session(), case.concern.id)
    form = AssessmentForm()
    if not form.is_filled and form.version.data is None:
        form.process(obj=kept)
        if kept and kept.override_reason:
            form.ask_why_it_may_stay()
        renew(form.version, kept.version if kept else 0)
    if form.validate_on_submit():
        saved = _save(public_id, form, FIELDS)
        if not isinstance(saved, Conflict):
            flash(_("Saved."))
            return redirect(url_for("papers.page", public_id=public_id, _anchor="assessment"))
        kept = assessment_of(db.session(), case.concern.id)
        renew(form.version, saved.version)  # sent again after reading the other version, it is meant to stand
        return _assessment_page(case, form, kept, conflict=True), 409
    return _assessment_page(case, form, kept), 422 if form.errors else 200


def _kept(public_id: str) -> Kept:
    """The assessment as it is kept."""
    kept = assessment_of(db.session(), _assessed(public_id).concern.id)
    form = AssessmentForm(formdata=None, obj=kept)
    return Kept(form, kept.version, kept.saved_at) if kept else Kept(form, 0, now())


def _save(public_id: str, form: AssessmentForm, names: Iterable[str]) -> Saved | Conflict:
    def save(changed: set[str], version: int) -> Saved | Conflict:
        return save_assessment(me(), public_id, {name: form[name].data for name in changed}, version)

    return save_upon_seen(form, names, lambda: _kept(public_id), save)


def _assessment_page(case: Case, form: Any, kept: Any, *, conflict: bool = False) -> str:
    note_reading(case)
    return render_template(
        "working_papers/assessment.html",
        case=case,
        form=form,
        kept=kept,
        seen=marks(_kept(case.concern.public_id).form, FIELDS),
        theirs=_theirs(form, kept) if conflict and kept else None,
        saved=_("Saved %(time)s", time=time_of_day(kept.saved_at)) if kept else "",
    )


def _theirs(form: Any, kept: Any) -> list[tuple[str, str]]:
    """What somebody else has saved meanwhile and differs from what was typed, by its label."""
    texts = [name for name in FIELDS if name != "harm_checked"]
    return [(form[n].label.text, getattr(kept, n)) for n in texts if getattr(kept, n) != form[n].data]


@bp.post("/assessment/autosave")
@requires(Role.MEMBER)
def autosave(public_id: str) -> ResponseReturnValue:
    """Keep what was typed so far. Answers in JSON: the new version, or that somebody else was faster."""
    _assessed(public_id)
    form = AssessmentForm()
    form.validate()
    saved = _save(public_id, form, [name for name in FIELDS if name in request.form])
    told = _("Somebody else has changed this meanwhile. What you typed stays here and is not saved.")
    here = url_for("papers.assessment", public_id=public_id)
    return autosaved(form, _kept(public_id).form, FIELDS, saved, told, here)
