"""Giving recommendations to a unit or a person inside: one from its page or its row, several from the list."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import units_of
from app.answers import queries
from app.answers.access import find_recommendation, find_ticked
from app.answers.forms import AssignForm
from app.answers.service import Errand, assign
from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.core.actor import me
from app.core.db import db
from app.core.language import ngettext
from app.core.language import translate as _
from app.core.refusals import NotFound
from app.core.rights import requires
from app.process.refusal_labels import missing
from workflows.engine import Unmet
from workflows.roles import ANSWERING

bp = Blueprint("assigning", __name__)
MOST = 30  # recommendations that are given away together


@bp.route("/concerns/<public_id>/recommendations/<int:number>/assign", methods=["GET", "POST"])
@requires(*ANSWERING)
def give_to(public_id: str, number: int) -> ResponseReturnValue:
    """Give the recommendation to a unit or a person inside. What a row of a list does not send stays as it is."""
    try:
        case, rec = find_recommendation(db.session(), me(), public_id, number)
    except NotFound:
        abort(404)
    now = queries.work_on(db.session(), case, rec).assignment
    form = _form({"unit": now.unit_id, "person": now.person_id, "note": now.note} if now else {})
    if form.validate_on_submit() and _given(form, [(case, rec)]):
        flash(
            _("%(case)s is seen to by: %(who)s.", case=f"{case.concern.reference} · {number}", who=_who(form))
        )
        work = url_for("answers.work", public_id=public_id, number=number)
        return redirect(request.form.get("next") or work)  # app.core.errors: it stays on this host
    page = render_template("answers/assign.html", form=form, case=case, rec=rec)
    return page, 422 if form.errors else 200


@bp.route("/answers/assign", methods=["GET", "POST"])
@requires(*ANSWERING)
def give_several() -> ResponseReturnValue:
    """Give those that are ticked to one unit or person inside."""
    given = (request.form if request.method == "POST" else request.args).getlist("rec")[:MOST]
    try:
        chosen = find_ticked(db.session(), me(), given)
    except NotFound:
        abort(404)
    if not chosen:
        flash(_("Tick at least one recommendation."))
        return redirect(url_for("answers.desk"))
    form = _form({})
    if form.validate_on_submit() and _given(form, chosen):
        said = ngettext(
            "%(num)s recommendation is seen to by: %(who)s.",
            "%(num)s recommendations are seen to by: %(who)s.",
            len(chosen),
            who=_who(form),
        )
        flash(said)
        return redirect(url_for("answers.desk"))
    page = render_template("answers/assign_several.html", form=form, chosen=chosen, given=given)
    return page, 422 if form.errors else 200


def _form(now: dict[str, object]) -> AssignForm:
    form, own = AssignForm(data=now), me().organisation_id
    form.offer(units_of(db.session(), own), queries.colleagues(db.session(), own))
    return form


def _given(form: AssignForm, chosen: Sequence[tuple[Case, Recommendation]]) -> bool:
    """Whether all of them are given; if not, the form says why beside the field."""
    errand = Errand(form.unit.data or None, form.person.data or None, form.note.data or "")
    places = [(case.concern.public_id, rec.number) for case, rec in chosen]
    try:
        for public_id, number in places:
            assign(me(), public_id, number, errand)
    except Unmet as unmet:
        form.person.errors = [missing(name) for name in unmet.missing]
        return False
    except NotFound:
        abort(404)
    return True


def _who(form: AssignForm) -> str:
    """The unit and the person that were chosen, by name."""
    fields = [field for field in (form.unit, form.person) if field.data]
    return ", ".join(str(name) for field in fields for _v, name, chosen, _k in field.iter_choices() if chosen)
