"""The directory: searched by whoever works here, kept by the secretariat and by each institution for itself."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import Organisation
from app.accounts.queries import accounts_of
from app.core.actor import me
from app.core.country import County
from app.core.db import db
from app.core.labels import choices
from app.core.language import translate as _
from app.core.random_ids import is_public_id, public_id
from app.core.rights import anyone, requires
from app.directory import queries, service
from app.directory.forms import CheckForm, NewOrganisationForm, OrganisationForm, OwnEntryForm, UnitForm
from app.directory.links import Subject, entry_of
from app.directory.queries import KEEPERS, Wanted, keeps
from workflows.roles import Kind, Role

bp = Blueprint("entries", __name__)
AGENCIES = (Kind.STATE_AGENCY, Kind.NON_STATE_AGENCY)
READERS = tuple(Role)  # the directory is no secret inside; what is confidential never stands in it


@bp.get("/organisations")
@requires(*READERS)
def organisations() -> ResponseReturnValue:
    """The directory, narrowed by what stands in the address."""
    wanted = Wanted.read(request.args)
    actor = me()
    return render_template(
        "directory/organisations.html",
        organisations=queries.entries(db.session(), actor, wanted),
        wanted=wanted,
        kinds=choices(Kind),
        counties=choices(County),
        subjects=choices(Subject),
        keeps=actor.is_(*KEEPERS),
        unanswered=queries.unanswered(db.session()) if actor.is_(*KEEPERS) else [],
    )


@bp.route("/organisations/new", methods=["GET", "POST"])
@requires(*KEEPERS)
def new_organisation() -> ResponseReturnValue:
    """A new entry."""
    form = NewOrganisationForm()
    del form.leader  # nobody belongs to it yet
    if not is_public_id(form.key.data or ""):
        form.key.data = public_id()
    if form.validate_on_submit():
        service.add_organisation(address=form.key.data or "", **_details(form))
        flash(_("Saved."))
        return redirect(url_for("entries.organisations"))
    page = render_template("directory/organisation.html", form=form, organisation=None)
    return page, 422 if form.errors else 200


@bp.get("/organisations/<public_id>")
@requires(*READERS)
def organisation(public_id: str) -> ResponseReturnValue:
    """One entry: what it answers for, where, by which units and people."""
    return _entry(_found(public_id), UnitForm(formdata=None))


@bp.route("/organisations/<public_id>/edit", methods=["GET", "POST"])
@requires(*READERS)
def edit(public_id: str) -> ResponseReturnValue:
    """Correct or confirm an entry."""
    row = _kept(public_id)
    form = _form_of(row) if me().is_(*KEEPERS) else OwnEntryForm(obj=row)
    if form.validate_on_submit():
        leader = form.leader.data if isinstance(form, OrganisationForm) else None
        try:
            service.save_entry(me(), row.id, _details(form), leader=leader)
        except service.UnknownEntry:
            abort(404)
        except service.WrongKind:
            form["kind"].errors = [
                _(
                    "People of this organisation hold roles that do not go with this kind: take the roles away first."
                )
            ]
        except service.KindStays:
            form["kind"].errors = [
                _(
                    "Recommendations were addressed to it: its kind stays. Make a new entry for what it is now."
                )
            ]
        except service.OnePersonOnly:
            form.sign_off.errors = [
                _("Only one person answers for this institution: nobody else could sign.")
            ]
        else:
            flash(_("Saved."))
            return redirect(url_for("entries.organisation", public_id=public_id))
    page = render_template("directory/organisation.html", form=form, organisation=row)
    return page, 422 if form.errors else 200


@bp.post("/organisations/<public_id>/units")
@requires(*READERS)
def add_unit(public_id: str) -> ResponseReturnValue:
    """A unit more."""
    row, form = _kept(public_id), UnitForm()
    if not form.validate():
        return _entry(row, form, 422)
    service.add_unit(me(), row.id, form.name.data or "", form.email.data or "", form.phone.data or "")
    flash(_("Saved."))
    return redirect(url_for("entries.organisation", public_id=public_id))


@bp.post("/organisations/<public_id>/units/<unit_id>/end")
@requires(*READERS)
def end_unit(public_id: str, unit_id: str) -> ResponseReturnValue:
    """A unit less."""
    _kept(public_id)
    try:
        service.end_unit(me(), unit_id)
    except service.UnknownEntry:
        abort(404)
    return redirect(url_for("entries.organisation", public_id=public_id))


@bp.route("/directory/<token>", methods=["GET", "POST"])
@anyone
def check(token: str) -> ResponseReturnValue:
    """By a mailed link: whether the entry is still right. A used, expired or foreign link gives the same page."""
    try:
        row = entry_of(db.session(), token)
        form = CheckForm()
        if not form.validate_on_submit():
            page = render_template("directory/check.html", form=form, row=row)
            return page, 422 if form.errors else 200
        service.confirm_entry(row.id, row.check_mark, form.note.data or "")
    except service.UnknownEntry:
        return render_template("directory/check_invalid.html"), 404
    return render_template("directory/checked.html")


def _found(public_id: str) -> Organisation:
    row = queries.entry_at(db.session(), public_id)
    return row if row and queries.shows(me(), row) else abort(404)


def _kept(public_id: str) -> Organisation:
    row = _found(public_id)
    if not keeps(me(), row):
        abort(404)
    return row


def _entry(row: Organisation, form: UnitForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "directory/entry.html",
        row=row,
        form=form,
        people=queries.liaisons(db.session(), row.id),
        keeps=keeps(me(), row),
        history=queries.history_of(db.session(), row.id) if keeps(me(), row) else [],
        asks=me().is_(Role.MEMBER) and row.kind in AGENCIES,
        since=queries.since_check(row),
        subjects=_named(row.subjects, choices(Subject)),
        counties=_named(row.counties, choices(County)),
    ), status


def _form_of(row: Organisation) -> OrganisationForm:
    people = accounts_of(db.session(), row.id)
    form = OrganisationForm(obj=row, leader=next((p.id for p in people if p.leads), 0))
    form.leader.choices = [(0, _("none")), *((p.id, p.name) for p in people)]
    if not me().is_(Role.SECRETARIAT):
        form.kind.choices = [choice for choice in choices(Kind) if choice[0] == row.kind]
    return form


def _named(values: list[str], offered: list[tuple[str, Any]]) -> str:
    return ", ".join(str(words) for value, words in offered if value in values)


def _details(form: OwnEntryForm) -> dict[str, Any]:
    told = {
        "area": County(form.area.data) if form.area.data else None,
        "email": form.email.data or "",
        "phone": form.phone.data or "",
        "postal": form.postal.data or "",
        "answers_for": form.answers_for.data or "",
        "counties": list(form.counties.data or ()),
        "subjects": list(form.subjects.data or ()),
        "sign_off": bool(form.sign_off.data),
    }
    if isinstance(form, OrganisationForm):
        member = form.kind.data == Kind.MEMBER
        told |= {
            "name": (form.name.data or "").strip(),
            "kind": Kind(form.kind.data),
            "field": form.field.data or None if member else None,
            "active": bool(form.active.data),
            "head_name": (form.head_name.data or "").strip(),
            "head_address": (form.head_address.data or "").strip(),
        }
    return told
