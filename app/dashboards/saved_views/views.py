"""Pages of saved views."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import me
from app.core.db import db
from app.core.language import translate as _
from app.core.rights import requires
from app.core.undo import flash_undoable
from app.dashboards.models import SavedOn
from app.dashboards.saved_views.forms import ENDPOINTS, PLACES, SavedViewForm, SharedViewForm
from app.dashboards.saved_views.service import (
    FILTERS,
    NameTaken,
    TooMany,
    UnknownView,
    change_view,
    chosen_in,
    delete_view,
    may_save,
    own_view,
    save_view,
    shares,
    views_on,
)
from workflows.roles import CASEWORK

bp = Blueprint("saved", __name__, url_prefix="/saved")


@bp.get("")
@requires(*CASEWORK)
def views() -> ResponseReturnValue:
    """The views that the person has, each with its list."""
    found = [
        (view, str(PLACES[view.place]()), url_for(ENDPOINTS[view.place], **chosen_in(view).address()))
        for view in views_on(db.session(), me())
    ]
    return render_template("dashboards/saved_views/list.html", views=found)


@bp.route("/new", methods=["GET", "POST"])
@requires(*CASEWORK)
def new() -> ResponseReturnValue:
    """A name for the list whose parameters stand in the address."""
    actor = me()
    try:
        place = SavedOn(request.args.get("place", ""))
    except ValueError:
        abort(404)
    if not may_save(actor, place):
        abort(404)
    form = _form()
    back = url_for(ENDPOINTS[place], **FILTERS[place].read(request.args).address())
    if form.validate_on_submit():
        try:
            save_view(actor, place, request.args, form.name.data or "", shared=_shared(form))
        except TooMany:
            form.name.errors = [_("You have as many views as can be kept. Delete one first.")]
        else:
            flash(_("The view is saved: it is shown above the list."))
            return redirect(back)
    return render_template(
        "dashboards/saved_views/form.html", form=form, back=back, view=None
    ), 422 if form.errors else 200


@bp.route("/<view_id>", methods=["GET", "POST"])
@requires(*CASEWORK)
def change(view_id: str) -> ResponseReturnValue:
    """Another name, or shared, or not any more."""
    actor = me()
    try:
        view = own_view(db.session(), actor, view_id)
        form = _form(view)
        if form.validate_on_submit():
            change_view(actor, view_id, form.name.data or "", shared=_shared(form))
            return redirect(url_for("saved.views"))
    except UnknownView:
        abort(404)
    except NameTaken:
        form.name.errors = [_("You have a view of this name already.")]
    back = url_for("saved.views")
    return render_template(
        "dashboards/saved_views/form.html", form=form, back=back, view=view
    ), 422 if form.errors else 200


@bp.post("/<view_id>/delete")
@requires(*CASEWORK)
def delete(view_id: str) -> ResponseReturnValue:
    """It is there no more."""
    try:
        view = own_view(db.session(), me(), view_id)
        anew = url_for("saved.new", place=view.place, **chosen_in(view).address())
        sent = {"name": view.name, **({"shared": "y"} if view.shared else {})}
        delete_view(me(), view_id)
    except UnknownView:
        abort(404)
    flash_undoable(_("The view is deleted."), anew, **sent)
    return redirect(url_for("saved.views"))


def _form(view: object = None) -> SavedViewForm:
    return SharedViewForm(obj=view) if shares(me()) else SavedViewForm(obj=view)


def _shared(form: SavedViewForm) -> bool:
    return isinstance(form, SharedViewForm) and bool(form.shared.data)
