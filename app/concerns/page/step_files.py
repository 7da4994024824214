"""Where the page of a step sends a file that was chosen, and takes one off again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from app.concerns.access import find
from app.concerns.attachments import Attachment
from app.concerns.files import add_file, leave_out
from app.concerns.page.step_parts import StepPage, StepPart
from app.concerns.step_forms import StepForm, form_of
from app.concerns.uploads import Waiting, line_of, pending_files, store, take_one
from app.core.actor import me
from app.core.db import db
from app.core.refusals import NotFound
from app.core.rights import signed_in
from workflows import engine
from workflows.concern import CONCERN
from workflows.recommendation import RECOMMENDATION

bp = Blueprint("step_files", __name__, url_prefix="/concerns/<public_id>")


@bp.post("/steps/<do>/files")
@signed_in
def add(public_id: str, do: str) -> ResponseReturnValue:
    """Take one file for a step of the concern."""
    return _add(public_id, None, do)


@bp.post("/recommendations/<int:number>/steps/<do>/files")
@signed_in
def add_to_recommendation(public_id: str, number: int, do: str) -> ResponseReturnValue:
    """Take one file for a step of a recommendation."""
    return _add(public_id, number, do)


@bp.post("/steps/<do>/files/<file_id>/remove")
@signed_in
def remove(public_id: str, do: str, file_id: str) -> ResponseReturnValue:
    """Take one's own file off a step of the concern."""
    return _remove(public_id, None, do, file_id)


@bp.post("/recommendations/<int:number>/steps/<do>/files/<file_id>/remove")
@signed_in
def remove_from_recommendation(public_id: str, number: int, do: str, file_id: str) -> ResponseReturnValue:
    """Take one's own file off a step of a recommendation."""
    return _remove(public_id, number, do, file_id)


def url_of(public_id: str) -> Callable[[Attachment], str]:
    """Where the files of a concern are opened."""
    return lambda file: url_for("submission.download", public_id=public_id, file_id=file.public_id)


def shown_files(form: StepForm, page: StepPage, parts: Sequence[StepPart]) -> Sequence[Attachment]:
    """The files that wait for the step of this form, which its field shows; none where no files go with it."""
    if not form.takes_files:
        return ()
    files, url = pending_files(page, parts), url_of(page.case.concern.public_id)
    form["uploads"].waiting = Waiting(files, f"{request.path}/files", url, me().person_id)
    return files


def _add(public_id: str, number: int | None, do: str) -> ResponseReturnValue:
    _found(public_id, number, do)
    keep = partial(add_file, store(), me(), public_id, number=number, pending=True)
    return take_one(keep, line_of(url_of(public_id)))


def _remove(public_id: str, number: int | None, do: str, file_id: str) -> ResponseReturnValue:
    _found(public_id, number, do)
    leave_out(store(), me(), public_id, [file_id])
    return "", 204


def _found(public_id: str, number: int | None, do: str) -> None:
    """Nothing is here but for who may take this step now, if files go with it."""
    try:
        case = find(db.session(), me(), public_id)
    except NotFound:
        abort(404)
    rec = next((r for r in case.recommendations if r.number == number), None)
    if case.undeclared or (number is not None and rec is None):
        abort(404)
    workflow: engine.Workflow[Any] = RECOMMENDATION if rec else CONCERN
    state = rec.state if rec else case.concern.stage
    standing = case.standing_in(rec) if rec else case.standing
    row = workflow.find(state, do) if (state, do) in workflow else None
    if row is None or not row.offered_to & standing or not form_of(workflow, state, do).takes_files:
        abort(404)
