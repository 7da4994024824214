"""The page on which what came on paper is recorded."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.answers.access import owed_in
from app.answers.links.access import Owing
from app.answers.on_paper.forms import PaperForm
from app.answers.on_paper.service import find_recordable, record
from app.concerns.access import find
from app.concerns.files import add_file, leave_out
from app.concerns.page.history import facts_sent
from app.concerns.page.step_files import url_of
from app.concerns.page.step_parts import StepPage
from app.concerns.uploads import Waiting, line_of, pending_files, save_each, store, take_one
from app.core.actor import me
from app.core.db import db
from app.core.forms import renew
from app.core.kept_forms.pages import keep_request
from app.core.language import translate as _
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.rights import requires
from app.deadlines.today import today_here
from app.process.outcome import Missing, Outcome, Taken
from app.process.refusal_labels import missing
from app.process.step_labels import step_words
from workflows.engine import NotNow
from workflows.roles import REGISTRARS

bp = Blueprint("paper", __name__)


@bp.route("/concerns/<public_id>/recommendations/<int:number>/paper", methods=["GET", "POST"])
@requires(*REGISTRARS)
def for_answer(public_id: str, number: int) -> ResponseReturnValue:
    """Record what the addressee of a recommendation says on paper."""
    return _page(public_id, number)


@bp.route("/concerns/<public_id>/facts/paper", methods=["GET", "POST"])
@requires(*REGISTRARS)
def for_facts(public_id: str) -> ResponseReturnValue:
    """Record errors of fact that came on paper."""
    return _page(public_id, None)


@bp.post("/concerns/<public_id>/recommendations/<int:number>/paper/files")
@requires(*REGISTRARS)
def add_for_answer(public_id: str, number: int) -> ResponseReturnValue:
    """Take one file of what the addressee of a recommendation says on paper."""
    return _add(public_id, number)


@bp.post("/concerns/<public_id>/facts/paper/files")
@requires(*REGISTRARS)
def add_for_facts(public_id: str) -> ResponseReturnValue:
    """Take one file of errors of fact that came on paper."""
    return _add(public_id, None)


@bp.post("/concerns/<public_id>/recommendations/<int:number>/paper/files/<file_id>/remove")
@requires(*REGISTRARS)
def remove_for_answer(public_id: str, number: int, file_id: str) -> ResponseReturnValue:
    """Take one's own file off what the addressee of a recommendation says on paper."""
    return _remove(public_id, number, file_id)


@bp.post("/concerns/<public_id>/facts/paper/files/<file_id>/remove")
@requires(*REGISTRARS)
def remove_for_facts(public_id: str, file_id: str) -> ResponseReturnValue:
    """Take one's own file off errors of fact that came on paper."""
    return _remove(public_id, None, file_id)


def _add(public_id: str, number: int | None) -> ResponseReturnValue:
    _recordable(public_id, number)
    keep = partial(add_file, store(), me(), public_id, number=number, pending=True)
    return take_one(keep, line_of(url_of(public_id)))


def _remove(public_id: str, number: int | None, file_id: str) -> ResponseReturnValue:
    _recordable(public_id, number)
    leave_out(store(), me(), public_id, [file_id])
    return "", 204


def _recordable(public_id: str, number: int | None) -> Owing:
    try:
        return find_recordable(db.session(), me(), public_id, number)
    except (NotFound, NotNow):
        abort(404)


def _page(public_id: str, number: int | None) -> ResponseReturnValue:
    session = db.session()
    owing = _recordable(public_id, number)
    case = find(session, me(), public_id)
    rec = next((r for r in case.recommendations if r.number == number), None)
    owed = owed_in(session, case, rec, on_paper=True)
    if not owed.steps:
        abort(404)
    form = PaperForm.of(session, owed, request.form if request.method == "POST" else MultiDict())
    if request.method == "GET":
        renew(form.version, (rec or case.concern).version)
        renew(form.key, one_time_key())
        return _shown(owing, form)
    valid = form.validate()
    leave_out(store(), me(), public_id, request.form.getlist("drop_file"))
    save_each(form, partial(add_file, store(), me(), public_id, number=number, pending=True))
    files = tuple(file.public_id for file in pending_files(StepPage(session, case, rec, form.do.data or "")))
    if not files and not form.uploads.errors:
        form.uploads.errors = [missing("scan")]
    if not valid or form.errors:
        return _shown(owing, form), 422
    outcome = record(
        me(),
        public_id,
        number,
        form.do.data,
        form.given(),
        form.paper(),
        files,
        version=form.version.data or 0,
        key=form.key.data or one_time_key(),
    )
    if isinstance(outcome, Taken):
        flash(step_words(owed.workflow.name, form.do.data).happened(number))
        anchor = f"recommendation-{number}" if number else None
        return redirect(url_for("cases.page", public_id=public_id, _anchor=anchor))
    return _refused(public_id, number, form, outcome)


def _refused(public_id: str, number: int | None, form: PaperForm, outcome: Outcome) -> ResponseReturnValue:
    """Beside its field what is wrong; what was typed stays, for the case as it stands now."""
    try:
        owing = find_recordable(db.session(), me(), public_id, number)
    except (NotFound, NotNow):
        keep_request()
        flash(_("Somebody was quicker: what you recorded is no longer awaited."))
        return redirect(url_for("cases.page", public_id=public_id))
    if isinstance(outcome, Missing):
        for name in outcome.names:
            shown = "uploads" if name == "scan" else name
            fields = [f for f in form if f.name == shown] or [form.do]
            fields[0].errors = [*fields[0].errors, missing(name)]
        return _shown(owing, form), 422
    form.do.errors = [
        _("This case changed while you were writing. Look at the case, then send it once more.")
    ]
    renew(form.version, (owing.rec or owing.concern).version)
    renew(form.key, one_time_key())
    return _shown(owing, form), 409


def _shown(owing: Owing, form: PaperForm) -> str:
    session = db.session()
    case = find(session, me(), owing.concern.public_id)
    files = pending_files(StepPage(session, case, owing.rec, form.do.data or ""))
    form.uploads.waiting = Waiting(
        files, f"{request.path}/files", url_of(case.concern.public_id), me().person_id
    )
    day = today_here(session)
    return render_template(
        "answers/on_paper.html",
        owing=owing,
        form=form,
        due=day.cell((owing.rec or owing.concern).due_on),
        facts="" if owing.rec else facts_sent(session, case),
    )
