"""Conflicts of interest: the question before the text opens, who is out of a concern, and both registers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import member_choices, organisation_choices
from app.concerns.access import Case, find
from app.core.actor import me
from app.core.db import db
from app.core.language import translate as _
from app.core.refusals import NotFound, Refusal
from app.core.rights import requires
from app.recusals import queries, service
from app.recusals import service as register_of_interests
from app.recusals.forms import CONFLICT, DeclareForm, InterestForm, LiftForm, RecuseForm
from app.recusals.labels import REFUSED
from workflows.concern import Stage
from workflows.permissions import Right
from workflows.roles import INSIDERS, CaseRole, Role

bp = Blueprint("recusals", __name__)


def _found(public_id: str) -> Case:
    try:
        case = find(db.session(), me(), public_id)
    except NotFound:
        abort(404)
    if case.concern.stage is Stage.DRAFT:
        abort(404)
    return case


@bp.route("/concerns/<public_id>/declare", methods=["GET", "POST"])
@requires(Role.MEMBER)
def declare(public_id: str) -> ResponseReturnValue:
    """Title, institutions and area, and the question: no conflict, or out."""
    case = _found(public_id)
    if CaseRole.FILER in case.standing or not case.standing & {CaseRole.UNDECLARED, CaseRole.GROUP}:
        abort(404)
    form = DeclareForm()
    if form.validate_on_submit():
        return _declared(case, form)
    session, own = db.session(), me().organisation_id
    page = render_template(
        "recusals/declare.html",
        case=case,
        form=form,
        institutions=queries.institutions_of(session, case.concern.id),
        ties=[tie for tie in queries.ties(session, case.concern) if tie.organisation_id == own],
        undeclared=case.undeclared,
    )
    return page, 422 if form.errors else 200


def _declared(case: Case, form: DeclareForm) -> ResponseReturnValue:
    public_id = case.concern.public_id
    if form.answer.data == CONFLICT:
        why = form.override_reason.data or ""
        _or_404(lambda: service.recuse_myself(me(), public_id, form.reason.data or "", override_reason=why))
        flash(_("Your organisation is recused. The case is closed to its people from now on."))
        return redirect(url_for("desks.my_work"))
    _or_404(lambda: service.declare_no_conflict(me(), public_id))
    back = request.args.get("next", "")
    own = back.startswith((f"/concerns/{public_id}", "/votes/", "/meetings/"))
    return redirect(back if own else url_for("cases.page", public_id=public_id))


def _or_404(work: Callable[[], None]) -> None:
    """Somebody may have been faster, and the case be gone for this person by the time it is locked."""
    try:
        work()
    except NotFound:
        abort(404)


@bp.route("/concerns/<public_id>/recusals", methods=["GET", "POST"])
@requires(*INSIDERS)
def of_concern(public_id: str) -> ResponseReturnValue:
    """Who is out of one concern; the chair recuses, with a reason."""
    case = _found(public_id)
    if Right.DRAFTS not in case.rights:
        abort(404)
    chair = CaseRole.CHAIR in case.standing
    form = RecuseForm()
    own = {case.concern.filer_organisation_id, me().organisation_id}
    form.organisation.choices = [
        (0, _("Choose one")),
        *(c for c in member_choices(db.session()) if c[0] not in own),
    ]
    if request.method == "POST":
        if not chair:
            abort(404)
        if form.validate():
            try:
                service.recuse_organisation(
                    me(),
                    public_id,
                    form.organisation.data,
                    form.reason.data or "",
                    override_reason=form.override_reason.data or "",
                )
            except Refusal as refused:
                form["organisation"].errors = [REFUSED[refused.name]]
            except NotFound:  # somebody was faster: the chair is out itself by now
                abort(404)
            else:
                flash(_("The organisation is recused."))
                return redirect(url_for("recusals.of_concern", public_id=public_id))
    session = db.session()
    page = render_template(
        "recusals/concern.html",
        case=case,
        form=form if chair else None,
        rows=queries.register(session, me(), case.concern.id),
        proposed=queries.proposed(session, case.concern) if chair else [],
        may_recuse_myself=CaseRole.GROUP in case.standing and CaseRole.FILER not in case.standing,
    )
    return page, 422 if form.errors else 200


@bp.route("/concerns/<public_id>/recusals/<int:recusal_id>/lift", methods=["GET", "POST"])
@requires(*INSIDERS)
def lift(public_id: str, recusal_id: int) -> ResponseReturnValue:
    """The chair lifts a recusal, with a reason."""
    case = _found(public_id)
    rows = queries.register(db.session(), me(), case.concern.id)
    row = next((r for r in rows if r.id == recusal_id and r.lifted_at is None), None)
    if row is None or CaseRole.CHAIR not in case.standing:
        abort(404)
    form = LiftForm()
    if form.validate_on_submit():
        try:
            why = form.override_reason.data or ""
            service.lift(me(), public_id, recusal_id, form.reason.data or "", override_reason=why)
        except NotFound:
            abort(404)
        except Refusal as refused:
            form["reason"].errors = [REFUSED[refused.name]]
        else:
            flash(_("The recusal is lifted."))
            return redirect(url_for("recusals.of_concern", public_id=public_id))
    page = render_template("recusals/lift.html", case=case, form=form, row=row)
    return page, 422 if form.errors else 200


@bp.get("/recusals")
@requires(*INSIDERS)
def register() -> ResponseReturnValue:
    """The register of recusals."""
    return render_template("recusals/register.html", rows=queries.register(db.session(), me()))


@bp.route("/interests", methods=["GET", "POST"])
@requires(*INSIDERS)
def interests() -> ResponseReturnValue:
    """The register of interests; a member enters those of its own organisation."""
    actor, session = me(), db.session()
    form = InterestForm()
    members = member_choices(session)
    if not actor.is_(Role.SECRETARIAT):
        members = [choice for choice in members if choice[0] == actor.organisation_id]
    form.organisation.choices = [(0, _("Choose one")), *members] if len(members) > 1 else members
    form.towards.choices = [(0, _("Choose one")), *organisation_choices(session)]
    if form.validate_on_submit() and _entered(form):
        flash(_("Saved."))
        return redirect(url_for("recusals.interests"))
    page = render_template("recusals/interests.html", rows=queries.interests(session), form=form)
    return page, 422 if form.errors else 200


def _entered(form: Any) -> bool:
    try:
        register_of_interests.add_interest(
            me(),
            form.organisation.data,
            form.towards.data,
            form.kind.data,
            form.text.data or "",
            form.from_on.data,
            form.to_on.data,
            override_reason=form.override_reason.data or "",
        )
    except Refusal as refused:
        form[refused.name].errors = [REFUSED[refused.name]]
        return False
    return True


@bp.post("/interests/<int:interest_id>/end")
@requires(*INSIDERS)
def end_interest(interest_id: int) -> ResponseReturnValue:
    """It has ended; it stays on record."""
    try:
        register_of_interests.end_interest(me(), interest_id)
    except Refusal:
        abort(404)
    flash(_("Saved."))
    return redirect(url_for("recusals.interests"))
