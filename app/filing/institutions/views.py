"""The secretariat confirms an institution that a filer named anew."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from app.concerns import fields
from app.core.actor import me
from app.core.db import db
from app.core.forms import Form
from app.core.refusals import NotFound
from app.core.rights import requires
from app.directory.queries import addressees
from app.filing.forms import KINDS
from app.filing.institutions.service import confirm, to_confirm
from workflows.roles import Kind, Role

bp = Blueprint("institution", __name__, url_prefix="/concerns")


class InstitutionForm(Form):
    """Which entry of the directory it is, or the entry that is made."""

    known = fields.pick(
        _l("The directory has it already"),
        _l("Under another name. Leave it, and a new entry is made."),
        required=False,
    )
    name = fields.short_text(_l("Name of the new entry"), required=False)
    kind = RadioField(_l("Its kind"), choices=KINDS)

    def validate(self, extra_validators: Any = None) -> bool:
        """A new entry needs a name."""
        if not super().validate(extra_validators):
            return False
        unnamed = not self.known.data and not (self.name.data or "").strip()
        if unnamed:
            self.name.errors = [fields.REQUIRED]
        return not unnamed


@bp.route("/<public_id>/institution", methods=["GET", "POST"])
@requires(Role.SECRETARIAT)
def page(public_id: str) -> ResponseReturnValue:
    """Whether it enters the directory, and as what."""
    try:
        concern = to_confirm(db.session(), me(), public_id).concern
    except NotFound:
        abort(404)
    kind = concern.new_institution_kind or Kind.STATE_AGENCY
    form = InstitutionForm(data={"known": 0, "name": concern.new_institution, "kind": kind.value})
    form.known.choices = [(0, _("None of these: a new entry")), *addressees(db.session())]
    if form.validate_on_submit():
        try:
            confirm(me(), public_id, form.known.data or 0, form.name.data or "", Kind(form.kind.data))
        except NotFound:
            abort(404)
        flash(_("Saved."))
        return redirect(url_for("cases.page", public_id=public_id))
    page = render_template("filing/institution.html", concern=concern, form=form)
    return page, 422 if form.errors else 200
