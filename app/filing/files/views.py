"""Where the page of a draft sends a file that was chosen, and what is said of one."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.concerns.files import add_file, remove_file
from app.concerns.uploads import store, take_one
from app.core.actor import me
from app.core.formats import time_of_day
from app.core.kept_forms.pages import asked_by_script
from app.core.language import translate as _
from app.core.refusals import NotFound
from app.core.rights import requires
from app.core.time import now
from app.filing.access import found_draft
from app.filing.files.service import LONGEST_NOTE, NOTE_TOO_LONG, note_files
from workflows.roles import Role
from workflows.text import one_line

bp = Blueprint("filing_files", __name__, url_prefix="/concerns/<public_id>/files")


@bp.post("")
@requires(Role.MEMBER)
def add(public_id: str) -> ResponseReturnValue:
    """Take one file, and give the script its line of the list; or say why it is not taken."""
    concern = found_draft(public_id).concern
    keep = partial(add_file, store(), me(), public_id)
    return take_one(keep, lambda file: render_template("filing/file.html", concern=concern, file=file))


@bp.post("/<file_id>/note")
@requires(Role.MEMBER)
def note(public_id: str, file_id: str) -> ResponseReturnValue:
    """Keep what a file shows."""
    found_draft(public_id)
    said = one_line(request.form.get("shows", ""))
    if len(said) > LONGEST_NOTE:
        return jsonify(error=str(NOTE_TOO_LONG)), 422
    try:
        note_files(me(), public_id, {file_id: said})
    except NotFound:
        abort(404)
    return jsonify(saved_at_text=_("Saved %(time)s", time=time_of_day(now())))


@bp.post("/<file_id>/remove")
@requires(Role.MEMBER)
def remove(public_id: str, file_id: str) -> ResponseReturnValue:
    """Take a file off the draft."""
    try:
        remove_file(store(), me(), public_id, file_id)
    except NotFound:
        abort(404)
    if asked_by_script():
        return "", 204
    return redirect(url_for("submission.filing", public_id=public_id, page="source", _anchor="files"))
