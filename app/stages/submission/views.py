"""Filing a concern: five short pages, a summary to check, and the stop for imminent danger."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases.access import Case, NotFound, find
from app.cases.attachments import Attachment
from app.cases.data import StepData
from app.cases.directory import addressees
from app.cases.facts import missing_fields
from app.cases.files import add_file, open_file, remove_file
from app.cases.outcome import Missing, Taken
from app.cases.saving import Conflict
from app.cases.service import take_step
from app.core.db import db
from app.core.forms import renew
from app.core.naming import one_time_key
from app.stages.submission import drafts
from app.stages.submission.forms import (
    ASKED_ON,
    OPTIONAL,
    PAGES,
    TITLES,
    FilingForm,
    StopForm,
    field_names,
    shown,
    values_of,
)
from app.stages.submission.queries import files_of, institution_ids
from app.stages.submission.summary import summary_page
from app.web import me
from app.web.format import time_of_day
from app.web.held import held_fields
from app.web.rights import requires, signed_in
from app.web.storage import sent, store
from app.web.words import missing
from config import Settings
from workflows.concern import Do
from workflows.policy import Right
from workflows.standing import Role
from workflows.text import lines

bp = Blueprint("submission", __name__, url_prefix="/concerns")
ORDER = [*PAGES, "check"]


@bp.route("/new", methods=["GET", "POST"])
@requires(Role.MEMBER)
def new() -> ResponseReturnValue:
    """What filing means; a draft is made when the person goes on."""
    if request.method == "POST":
        public_id = drafts.create_draft(me())
        return redirect(url_for("submission.filing", public_id=public_id, page="what"))
    return render_template("submission/new.html")


def _draft(public_id: str) -> Case:
    """The draft, if it is the person's to edit; else it does not exist."""
    try:
        case = find(db.session(), me(), public_id)
    except NotFound:
        abort(404)
    if Right.EDIT not in case.rights:
        abort(404)
    return case


@bp.route("/<public_id>/filing/<page>", methods=["GET", "POST"])
@requires(Role.MEMBER)
def filing(public_id: str, page: str) -> ResponseReturnValue:
    """One page of the filing. Whatever is typed is kept, finished or not."""
    case = _draft(public_id)
    if page == "check":
        return _check(case)
    if page not in PAGES and page != "stop":
        abort(404)
    held = held_fields() if request.method == "GET" else None
    form = _form(case, page, held)
    if request.method == "GET":
        return _page(case, page, form, conflict=False)
    valid = form.validate()
    saved = drafts.save_draft(me(), public_id, _values(form, page), form.version.data or 0)
    if isinstance(saved, Conflict):
        case = _draft(public_id)
        renew(form.version, saved.version)  # sent again after reading the other version, it is meant to stand
        return _page(case, page, form, conflict=True), 409
    renew(form.version, saved.version)
    valid &= _uploads(form, case) if page == "source" else True
    if not valid:
        return _page(_draft(public_id), page, form, conflict=False), 422
    return redirect(url_for("submission.filing", public_id=public_id, page=_next(_draft(public_id), page)))


def _form(case: Case, page: str, held: Any) -> FilingForm:
    kind = StopForm if page == "stop" else PAGES[page]
    concern = case.concern
    kept = {name: shown(name, getattr(concern, name)) for name in field_names(kind) if hasattr(concern, name)}
    if page == "where":
        kept["institutions"] = institution_ids(db.session(), concern.id)
    form = kind(formdata=held, data=kept) if held else kind(data=kept)
    if page == "where":
        form["institutions"].choices = addressees(db.session())
    if not form.is_submitted():
        form.version.data = concern.version
        if page == "urgency" and not concern.urgent and not concern.urgency_reason:
            form["urgent"].data = None if concern.version == 1 else form["urgent"].data
    return form


def _values(form: FilingForm, page: str, given: set[str] | None = None) -> dict[str, Any]:
    """What the form gave; of a page that was sent whole, an empty box counts as well."""
    names = given if given is not None else {field.name for field in form}
    values = values_of(form, names)
    if values.get("urgent") is False:
        values |= {"danger_reported": False, "coordinator_told": False}
    return values


def _next(case: Case, page: str) -> str:
    if page == "urgency" and case.concern.urgent and not case.concern.danger_reported:
        return "stop"
    here = "urgency" if page == "stop" else page
    return ORDER[ORDER.index(here) + 1]


def _page(case: Case, page: str, form: FilingForm, *, conflict: bool) -> str:
    settings: Settings = current_app.extensions["tryeza.settings"]
    here = ORDER.index("urgency" if page == "stop" else page)
    return render_template(
        "submission/stop.html" if page == "stop" else "submission/page.html",
        case=case,
        concern=case.concern,
        form=form,
        page=page,
        title=TITLES.get(page),
        conflict=conflict,
        optional=OPTIONAL,
        theirs=_theirs(case, form) if conflict else [],
        progress=_progress(case, here),
        saved=_("Saved %(time)s", time=time_of_day(case.concern.saved_at)),
        files=files_of(db.session(), case.concern.id) if page == "source" else [],
        numbers=(settings.police_number, settings.victims_line, settings.child_line),
        back=url_for("submission.filing", public_id=case.concern.public_id, page=ORDER[here - 1])
        if here
        else "",
    )


def _progress(case: Case, here: int) -> list[dict[str, Any]]:
    lacking = {ASKED_ON.get(name) for name in missing_fields(case.concern)}
    return [
        {
            "label": TITLES[page],
            "url": url_for("submission.filing", public_id=case.concern.public_id, page=page),
            "state": "now"
            if place == here
            else "past"
            if page != "check" and page not in lacking
            else "todo",
        }
        for place, page in enumerate(ORDER)
    ]


def _theirs(case: Case, form: FilingForm) -> list[tuple[str, str]]:
    """What the other window saved, beside what was typed here."""
    found = []
    for field in form:
        kept = shown(field.name, getattr(case.concern, field.name, None))
        if isinstance(kept, str) and kept and kept != field.data:
            found.append((field.label.text, kept))
    return found


@bp.post("/<public_id>/filing/<page>/autosave")
@requires(Role.MEMBER)
def autosave(public_id: str, page: str) -> ResponseReturnValue:
    """Keep what was typed so far. Answers in JSON: the new version, or that somebody else was faster."""
    case = _draft(public_id)
    if page not in PAGES:
        abort(404)
    form = _form(case, page, None)
    form.validate()
    saved = drafts.save_draft(me(), public_id, _values(form, page, set(request.form)), form.version.data or 0)
    if isinstance(saved, Conflict):
        message = _("This draft was changed in another window. What you typed stays here and is not saved.")
        return jsonify(message=message, url=url_for("submission.filing", public_id=public_id, page=page)), 409
    return jsonify(version=saved.version, saved_at_text=_("Saved %(time)s", time=time_of_day(saved.at)))


def _uploads(form: FilingForm, case: Case) -> bool:
    """Keep the files of the page; what is not taken is said beside the field."""
    errors = []
    for upload in request.files.getlist("files"):
        if upload.filename:
            kept = add_file(
                store(),
                me(),
                case.concern.public_id,
                cast(BinaryIO, upload.stream),
                upload.filename,
                request.form.get("shows", ""),
            )
            if not isinstance(kept, Attachment):
                errors.append(f"{upload.filename}: {missing(kept)}")
    form.form_errors = [*form.form_errors, *errors]
    return not errors


@bp.post("/<public_id>/files/<file_id>/remove")
@requires(Role.MEMBER)
def remove(public_id: str, file_id: str) -> ResponseReturnValue:
    """Take a file off the draft."""
    try:
        remove_file(store(), me(), public_id, file_id)
    except NotFound:
        abort(404)
    return redirect(url_for("submission.filing", public_id=public_id, page="source", _anchor="files"))


@bp.get("/<public_id>/files/<file_id>")
@signed_in
def download(public_id: str, file_id: str) -> ResponseReturnValue:
    """A file. Who read it is written down before it is sent."""
    try:
        row, stream = open_file(store(), me(), public_id, file_id)
    except NotFound:
        abort(404)
    return sent(row, stream)


def _check(case: Case) -> ResponseReturnValue:
    """The summary: what stands, what is missing, what looks like an identifier; and the filing itself."""
    if request.method == "POST":
        return _submit(case)
    return summary_page(case, (), _progress(case, len(ORDER) - 1))


def _submit(case: Case) -> ResponseReturnValue:
    concern = case.concern
    version = int(request.form.get("version", "0") or 0)
    data = StepData(override_reason=lines(request.form.get("override_reason", "")))
    key = request.form.get("key") or one_time_key()
    outcome = take_step(me(), concern.public_id, Do.SUBMIT, data, version=version, key=key)
    if isinstance(outcome, Taken):
        flash(_("Your concern is filed. The secretariat has been told."))
        return redirect(url_for("cases.page", public_id=concern.public_id))
    db.session.rollback()
    names = outcome.names if isinstance(outcome, Missing) else ("moved",)
    case = _draft(concern.public_id)
    return summary_page(case, names, _progress(case, len(ORDER) - 1)), 422 if isinstance(
        outcome, Missing
    ) else 409


@bp.post("/<public_id>/mask")
@requires(Role.MEMBER)
def mask(public_id: str) -> ResponseReturnValue:
    """Cover what looks like an identifier, in place."""
    case = _draft(public_id)
    version = int(request.form.get("version", "0") or 0)
    saved = drafts.mask_identifiers(me(), public_id, version)
    if isinstance(saved, Conflict):
        flash(_("This draft was changed in another window. Check it again."))
    else:
        flash(_("What looked like an identifier is covered now. Read the text once more."))
    return redirect(url_for("submission.filing", public_id=case.concern.public_id, page="check"))
