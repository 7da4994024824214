"""Filing a concern: five short pages, a summary to check, and the stop for imminent danger."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from app.concerns.access import Case
from app.concerns.attachments import Attachment
from app.concerns.files import MOST_TOGETHER, add_file, open_file
from app.concerns.steps import take_step
from app.concerns.uploads import sent, store
from app.core.actor import me
from app.core.db import db
from app.core.formats import time_of_day
from app.core.forms import renew
from app.core.language import translate as _
from app.core.numbers import whole_or_zero
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.rights import requires, signed_in
from app.core.saving import ELSEWHERE, Conflict, Kept, Saved, autosaved, marks, save_upon_seen
from app.directory.queries import addressees
from app.filing import service
from app.filing.access import found_draft
from app.filing.files.service import LONGEST_NOTE, NOTE_TOO_LONG, files_of, note_files
from app.filing.forms import FORMS, OPTIONAL, PAGES, TITLES, FilingForm, InstitutionForm, values_of
from app.filing.institutions import confirm, to_confirm
from app.filing.pages import (
    ORDER,
    holds_something,
    kept_form,
    progress_of,
    saveable,
    stored,
    summary_page,
    their_values,
)
from app.process.data import StepData
from app.process.outcome import Missing, Taken
from app.process.refusal_labels import missing
from app.process.step_labels import STEP_TAKEN
from config import Settings
from workflows.concern import ConcernAction
from workflows.roles import Kind, Role
from workflows.text import lines, one_line

bp = Blueprint("submission", __name__, url_prefix="/concerns")
institution = Blueprint("institution", __name__, url_prefix="/concerns")


@bp.route("/new", methods=["GET", "POST"])
@requires(Role.MEMBER)
def new() -> ResponseReturnValue:
    """What filing means; a draft is made when the person goes on."""
    if request.method == "POST":
        try:
            public_id = service.create_draft(me(), request.form.get("key", ""))
        except NotFound:
            abort(404)
        return redirect(url_for("submission.filing", public_id=public_id, page="what"))
    return render_template("filing/new.html", key=one_time_key())


@bp.route("/<public_id>/filing/<page>", methods=["GET", "POST"])
@requires(Role.MEMBER)
def filing(public_id: str, page: str) -> ResponseReturnValue:
    """One page of the filing. Whatever is typed is kept, finished or not."""
    case = found_draft(public_id)
    if page == "check":
        return _check(case)
    if page not in FORMS:
        abort(404)
    form = _form(case, page)
    if request.method == "GET":
        return _page(case, page, form, conflict=False)
    valid = form.validate()
    saved = _save(form, page, public_id, [field.name for field in form if field.name not in ELSEWHERE])
    if isinstance(saved, Conflict):
        case = found_draft(public_id)
        renew(form.version, saved.version)  # sent again after reading the other version, it is meant to stand
        return _page(case, page, form, conflict=True), 409
    renew(form.version, saved.version)
    valid &= _uploads(form, case) if page == "source" else True
    if not valid:
        return _page(found_draft(public_id), page, form, conflict=False), 422
    return redirect(
        url_for("submission.filing", public_id=public_id, page=_next(found_draft(public_id), page))
    )


def _save(form: FilingForm, page: str, public_id: str, names: list[str]) -> Saved | Conflict:
    """Keep these fields, upon what the page had shown of them."""

    def kept() -> Kept:
        case = found_draft(public_id)
        return Kept(kept_form(case, page), case.concern.version, case.concern.saved_at)

    def save(changed: set[str], version: int) -> Saved | Conflict:
        return service.save_draft(me(), public_id, _values(form, page, changed), version)

    return save_upon_seen(form, names, kept, save)


def _form(case: Case, page: str) -> FilingForm:
    kind, concern, kept = FORMS[page], case.concern, stored(case, page)
    form = kind(data=kept)
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
        "filing/stop.html" if page == "stop" else "filing/page.html",
        case=case,
        concern=case.concern,
        form=form,
        page=page,
        title=TITLES.get(page),
        seen=marks(kept_form(case, page), saveable(case, page)),
        conflict=conflict,
        optional=OPTIONAL,
        theirs=their_values(case, form) if conflict else [],
        progress=progress_of(case, here),
        saved=_("Saved %(time)s", time=time_of_day(case.concern.saved_at))
        if holds_something(case, page)
        else "",
        files=files_of(db.session(), case.concern.id) if page == "source" else [],
        most_files=MOST_TOGETHER,
        numbers=(settings.police_number, settings.victims_line, settings.child_line),
        back=url_for("submission.filing", public_id=case.concern.public_id, page=ORDER[here - 1])
        if here
        else "",
    )


@bp.post("/<public_id>/filing/<page>/autosave")
@requires(Role.MEMBER)
def autosave(public_id: str, page: str) -> ResponseReturnValue:
    """Keep what was typed so far. Answers in JSON: the new version, or that somebody else was faster."""
    case = found_draft(public_id)
    if page not in PAGES:
        abort(404)
    form, names = _form(case, page), saveable(case, page)
    form.validate()
    saved = _save(form, page, public_id, [name for name in request.form if name in names])
    told = _("This draft was changed elsewhere meanwhile. What you typed stays here and is not saved.")
    here = url_for("submission.filing", public_id=public_id, page=page)
    return autosaved(form, kept_form(found_draft(public_id), page), names, saved, told, here)


def _uploads(form: FilingForm, case: Case) -> bool:
    """Keep the files of the page; what is not taken is said beside the field."""
    notes = [one_line(said) for name, said in request.form.items() if name.partition("-")[0] == "shows"]
    if any(len(said) > LONGEST_NOTE for said in notes):
        form.form_errors = [*form.form_errors, f"{_('What it shows')}: {NOTE_TOO_LONG}"]
        return False
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
    _note_files(case)
    form.form_errors = [*form.form_errors, *errors]
    return not errors


def _note_files(case: Case) -> None:
    """Keep what the page says of the files that it shows: a script has done so already."""
    notes = {
        file.public_id: one_line(said)
        for file in files_of(db.session(), case.concern.id)
        if (said := request.form.get(f"shows-{file.public_id}")) is not None and said != file.shows
    }
    if notes:
        note_files(me(), case.concern.public_id, notes)


@bp.get("/<public_id>/files/<file_id>")
@signed_in
def download(public_id: str, file_id: str) -> ResponseReturnValue:
    """A file. Who read it is written down before it is sent."""
    try:
        row, name, stream = open_file(store(), me(), public_id, file_id)
    except NotFound:
        abort(404)
    return sent(row, stream, name)


def _check(case: Case) -> ResponseReturnValue:
    """The summary: what stands, what is missing, what looks like an identifier; and the filing itself."""
    if request.method == "POST":
        return _submit(case)
    return summary_page(case, ())


def _submit(case: Case) -> ResponseReturnValue:
    concern = case.concern
    version = _version_shown()
    data = StepData(override_reason=lines(request.form.get("override_reason", "")))
    key = request.form.get("key") or one_time_key()
    outcome = take_step(me(), concern.public_id, ConcernAction.SUBMIT, data, version=version, key=key)
    if isinstance(outcome, Taken):
        number = concern.reference
        flash(
            _("Your concern is filed as %(number)s. The secretariat has been notified.", number=number),
            STEP_TAKEN,
        )
        return redirect(url_for("cases.page", public_id=concern.public_id))
    db.session.rollback()
    names = outcome.names if isinstance(outcome, Missing) else ("moved",)
    case = found_draft(concern.public_id)
    status = 422 if isinstance(outcome, Missing) else 409
    return summary_page(case, names), status


def _version_shown() -> int:
    """The version that the page showed, to which the person says yes; 0 where it names none."""
    return whole_or_zero(request.form.get("version"))


@bp.post("/<public_id>/mask")
@requires(Role.MEMBER)
def mask(public_id: str) -> ResponseReturnValue:
    """Cover what looks like an identifier, in place."""
    case = found_draft(public_id)
    version = _version_shown()
    saved = service.mask_identifiers(me(), public_id, version)
    if isinstance(saved, Conflict):
        flash(_("This draft was changed after this page was opened. Check it again."))
    else:
        flash(_("What looked like an identifier is covered now. Read the text once more."))
    return redirect(url_for("submission.filing", public_id=case.concern.public_id, page="check"))


@institution.route("/<public_id>/institution", methods=["GET", "POST"])
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
