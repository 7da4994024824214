"""Where the script of a page keeps what is typed, and where it is discarded."""

from __future__ import annotations

from flask import Blueprint, abort, g, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from app.core.actor import me
from app.core.formats import time_of_day
from app.core.kept_forms import service
from app.core.kept_forms.pages import UPON, WINDOW, name_sent_by, typed_fields
from app.core.language import translate as _
from app.core.numbers import whole
from app.core.rights import signed_in

bp = Blueprint("kept_forms", __name__, url_prefix="/begun")


@bp.post("")
@signed_in
def keep() -> ResponseReturnValue:
    """Keep what a form holds just now."""
    name, fields, window = _name(), typed_fields(), request.form.get(WINDOW, "")[:24]
    if not window:
        abort(400)
    if not service.fits(fields):
        return jsonify(message=_("This is too long to be kept. Send it, or keep it elsewhere.")), 422
    at = service.keep(
        me().person_id,
        name,
        fields,
        window=window,
        upon=request.form.get(UPON, ""),
        version=whole(request.form.get("version")),
    )
    if at is None:
        said = _(
            "You are writing this in another window too, and that is what is kept. This text stays here."
        )
        return jsonify(message=said), 409
    return jsonify(saved_at_text=_("Saved %(time)s", time=time_of_day(at)))


@bp.post("/discard")
@signed_in
def discard() -> ResponseReturnValue:
    """Show a form without what was typed into it before."""
    service.discard(me().person_id, _name())
    return redirect(request.form.get("next") or "/")


@bp.post("/bring-back")
@signed_in
def bring_back() -> ResponseReturnValue:
    """Show what was discarded a moment ago again."""
    service.bring_back(me().person_id, _name())
    return redirect(request.form.get("next") or "/")


def _name() -> str:
    """Of a form that was shown to this person: there is nothing to keep for other addresses."""
    g.form_is_kept = True  # and not sent
    return name_sent_by(me().person_id) or abort(404)
