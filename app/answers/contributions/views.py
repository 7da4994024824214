"""A request for a contribution, as the agency and the asker see it: the one page on which the agency reads the case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.answers.access import Asked, find_request
from app.answers.contributions.service import Given, take
from app.answers.files import add_to_request, files_of, leave_out, open_of_request
from app.answers.forms import ContributionForm, DateForm, ReasonForm
from app.concerns.attachments import Attachment
from app.concerns.page.read_receipts import note_opened
from app.concerns.uploads import Waiting, line_of, save_each, sent, store, take_one
from app.core.actor import me
from app.core.db import db
from app.core.forms import renew
from app.core.numbers import whole_or_zero
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.rights import requires
from app.deadlines.today import today_here
from app.process.outcome import refused
from app.process.step_labels import STEP_TAKEN, step_words
from workflows.contribution import CONTRIBUTION, ContributionAction, Facts
from workflows.engine import NotNow
from workflows.roles import ANSWERING, CaseRole

bp = Blueprint("contributions", __name__, url_prefix="/requests")
FORMS = {
    ContributionAction.GIVE: ContributionForm,
    ContributionAction.ASK_AGAIN: ReasonForm,
    ContributionAction.EXTEND: DateForm,
}


@bp.get("/<public_id>")
@requires(*ANSWERING)
def page(public_id: str) -> ResponseReturnValue:
    """The extract, the recommendation, what is asked and what was given: nothing else of the case."""
    return _page(_found(public_id))


@bp.post("/<public_id>/<any(give, remind, ask_again, extend, withdraw):do>")
@requires(*ANSWERING)
def step(public_id: str, do: str) -> ResponseReturnValue:
    """Take a step of the request."""
    asked, wanted = _found(public_id), ContributionAction(do)
    if not any(row.who & asked.standing for row in CONTRIBUTION.named(wanted)):
        abort(404)
    form = FORMS[wanted]() if wanted in FORMS else None
    valid = form is None or form.validate()
    files = _kept(asked, form) if isinstance(form, ContributionForm) else ()
    if form is not None and (not valid or form.errors):
        return _page(asked, wanted, form, 422)
    day = form.due_on.data if isinstance(form, DateForm) else None
    said = form.contribution.data or "" if isinstance(form, ContributionForm) else ""
    reason = form.reason.data or "" if isinstance(form, ReasonForm) else ""
    because = form.override_reason.data or "" if isinstance(form, ContributionForm | ReasonForm) else ""
    given = Given(said, reason, files=files, due_on=day, override_reason=because)
    version = whole_or_zero(request.form.get("version"))
    key = request.form.get("key") or one_time_key()
    try:
        why = refused(take(me(), public_id, wanted, given, version=version, key=key), form)
    except NotFound:
        abort(404)
    if why is not None:
        return _page(_found(public_id), wanted, form, *why)
    flash(step_words(CONTRIBUTION.name, wanted).happened(), STEP_TAKEN)
    return redirect(url_for("contributions.page", public_id=public_id))


def _kept(asked: Asked, form: ContributionForm) -> tuple[str, ...]:
    """Keep what was uploaded and take off what is left out; gives what waits for the contribution now."""
    public_id = asked.request.public_id
    try:
        save_each(form, partial(add_to_request, store(), me(), public_id))
        leave_out(store(), me(), public_id, request.form.getlist("drop_file"))
    except NotFound:
        abort(404)
    except NotNow:
        return ()  # the step itself is refused as well, and says so
    return tuple(file.public_id for file in files_of(db.session(), asked) if file.pending)


@bp.post("/<public_id>/files")
@requires(*ANSWERING)
def add_file(public_id: str) -> ResponseReturnValue:
    """Take one file that waits for the contribution."""
    if CaseRole.CONTRIBUTOR not in _found(public_id).standing:
        abort(404)
    try:
        return take_one(partial(add_to_request, store(), me(), public_id), line_of(_url_of(public_id)))
    except (NotFound, NotNow):
        abort(404)


@bp.post("/<public_id>/files/<file_id>/remove")
@requires(*ANSWERING)
def remove_file(public_id: str, file_id: str) -> ResponseReturnValue:
    """Take one off that waits for the contribution."""
    try:
        leave_out(store(), me(), public_id, [file_id])
    except NotFound:
        abort(404)
    return "", 204


def _url_of(public_id: str) -> Callable[[Attachment], str]:
    return lambda file: url_for("contributions.download", public_id=public_id, file_id=file.public_id)


@bp.get("/<public_id>/files/<file_id>")
@requires(*ANSWERING)
def download(public_id: str, file_id: str) -> ResponseReturnValue:
    """A file of the request. Who read it is written down before it is sent."""
    try:
        row, stream = open_of_request(store(), me(), public_id, file_id)
    except NotFound:
        abort(404)
    return sent(row, stream)


def _found(public_id: str) -> Asked:
    try:
        return find_request(db.session(), me(), public_id)
    except NotFound:
        abort(404)


def _page(
    asked: Asked,
    do: ContributionAction | None = None,
    form: ContributionForm | DateForm | ReasonForm | None = None,
    status: int = 200,
    reasons: list[str] | None = None,
) -> ResponseReturnValue:
    row = asked.request
    offers = {offer.step.do for offer in CONTRIBUTION.offers(row.state, Facts(), asked.standing)}
    forms: dict[str, ContributionForm | DateForm | ReasonForm] = {
        ContributionAction.GIVE.value: ContributionForm(
            formdata=None, data={"contribution": row.contribution}
        ),
        ContributionAction.ASK_AGAIN.value: ReasonForm(formdata=None),
        ContributionAction.EXTEND.value: DateForm(formdata=None),
    }
    if do is not None and form is not None:
        forms[do.value] = form
    for each in forms.values():
        renew(each.version, row.version)
        renew(each.key, one_time_key())
    files = files_of(db.session(), asked)
    forms[ContributionAction.GIVE]["uploads"].waiting = Waiting(
        [file for file in files if file.pending],
        url_for("contributions.add_file", public_id=row.public_id),
        _url_of(row.public_id),
    )
    day = today_here(db.session())
    note_opened(me(), row.concern_id, extract_only=True)
    return render_template(
        "answers/request.html",
        asked=asked,
        row=row,
        offers=offers,
        forms_=forms,
        due=day.cell(row.due_on if row.state == "asked" else None),
        words={do.value: step_words(CONTRIBUTION.name, do) for do in offers},
        refused=reasons or [],
        new_key=one_time_key,
        wrong=form,
        gone=form if do not in offers else None,  # somebody was faster: what was typed has no form any more
        files=files,
    ), status
