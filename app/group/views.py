"""The Group: its seats today and on any day, one seat, and handing over to the alternate."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import organisation_people
from app.accounts.rights.queries import seat_proposals
from app.core.actor import me
from app.core.db import db
from app.core.language import translate as _
from app.core.refusals import Refusal
from app.core.rights import requires
from app.core.time import today
from app.group import queries, service
from app.group.forms import AppointForm, HandOverForm, OnForm, RenewForm
from app.group.labels import REFUSED
from app.group.models import Seat
from workflows.composition import Capacity
from workflows.roles import CASEWORK, Role

bp = Blueprint("group", __name__, url_prefix="/group")


@bp.get("")
@requires(*CASEWORK)
def page() -> ResponseReturnValue:
    """Who holds the seats, whether the composition stands, and what it was on a past day."""
    form = OnForm(request.args)
    asked = form.day() if form.validate() else None
    if asked and asked > today():
        form["on"].errors = [_("Enter today's date or an earlier one.")]
        asked = None
    session = db.session()
    held = queries.seats_on(session, asked)
    names = {h.organisation.id: h.organisation.name for h in held}
    rendered = render_template(
        "group/group.html",
        form=form,
        on=asked,
        held=held,
        names=names,
        composition=queries.composition(held, asked),
        chair=queries.chair(session, asked),
        events=queries.history(session, me()),
    )
    return rendered, 422 if form.errors else 200


@bp.route("/seats/<public_id>", methods=["GET", "POST"])
@requires(*CASEWORK)
def seat(public_id: str) -> ResponseReturnValue:
    """One seat with everybody who held it; the secretariat renews and appoints."""
    session = db.session()
    row = queries.seat_at(session, public_id) or abort(404)
    keeps = me().is_(Role.SECRETARIAT) and row.ended_on is None
    if request.method == "POST" and not keeps:
        abort(404)
    forms = _forms(row) if keeps else {}
    if request.method == "POST":
        form = forms.get(request.form.get("what", "")) or abort(400)
        if form.validate() and (said := _changed(row, request.form["what"], form)):
            flash(said)
            return redirect(url_for("group.seat", public_id=public_id))
        row = queries.seat_at(db.session(), public_id) or abort(404)
        form.version.data, form.version.raw_data = row.version, None
    wrong = any(form.errors for form in forms.values())
    waits = seat_proposals(db.session(), row.id) if me().is_(Role.SECRETARIAT, Role.CHAIR) else []
    page_ = render_template("group/seat.html", seat=row, seat_forms=forms, waiting=waits)
    return page_, 422 if wrong else 200


def _forms(row: Seat) -> dict[str, Any]:
    """Renewal and both appointments; only the one that was sent reads what was typed."""
    sent = request.form.get("what")
    people = [
        (key, name.split(",")[0]) for key, name in organisation_people(db.session(), [row.organisation_id])
    ]
    holds = {h.capacity: h.person_id for h in row.holdings if h.until_on is None}
    forms: dict[str, Any] = {
        "renew": RenewForm(
            prefix="", formdata=request.form if sent == "renew" else None, data=_given(row, "renew")
        )
    }
    for capacity in Capacity:
        given = _given(row, capacity) | {"person": holds.get(capacity, 0)}
        form = AppointForm(formdata=request.form if sent == capacity else None, data=given)
        form.offer(people, None if capacity is Capacity.REPRESENTATIVE else _("Nobody"))
        forms[capacity.value] = form
    return forms


def _given(row: Seat, what: str) -> dict[str, Any]:
    return {"what": what, "version": row.version}


def _changed(row: Seat, what: str, form: Any) -> str:
    """What is said of it, nothing where it was refused."""
    waits = False
    try:
        if what == "renew":
            service.renew(
                me(),
                row.id,
                form.to_on.data,
                form.reason.data,
                version=form.version.data,
                override_reason=form.override_reason.data or "",
            )
        else:
            waits = service.appoint(
                me(), row.id, Capacity(what), form.person.data or None, version=form.version.data
            )
    except Refusal as refused:
        field = "to_on" if what == "renew" else "person"
        form[field].errors = [REFUSED[refused.name]]
        return ""
    said: str = (
        _("Proposed: it takes effect when a second person has confirmed it.") if waits else _("Saved.")
    )
    return said


@bp.route("/hand-over", methods=["GET", "POST"])
@requires(Role.MEMBER)
def hand_over() -> ResponseReturnValue:
    """The representative lets the alternate act, from a day to a day."""
    actor, form = me(), HandOverForm()
    if form.validate_on_submit() and form.from_on.data and form.to_on.data:
        try:
            service.hand_over(actor, form.from_on.data, form.to_on.data)
        except Refusal as refused:
            where = {"days": "to_on", "past": "from_on"}.get(refused.name)
            if where:
                form[where].errors = [REFUSED[refused.name]]
            else:
                form.form_errors = [REFUSED[refused.name]]
        else:
            flash(_("Handed over: everybody sees who acts."))
            return redirect(url_for("group.hand_over"))
    held = next(
        (h for h in queries.seats_on(db.session()) if h.seat.organisation_id == actor.organisation_id), None
    )
    page_ = render_template("group/hand_over.html", form=form, held=held)
    return page_, 422 if form.errors or form.form_errors else 200


@bp.post("/hand-over/take-back")
@requires(Role.MEMBER)
def take_back() -> ResponseReturnValue:
    """The representative acts again."""
    try:
        service.take_back(me())
    except Refusal as refused:
        flash(REFUSED[refused.name])
    else:
        flash(_("You act for your organisation again."))
    return redirect(url_for("group.hand_over"))
