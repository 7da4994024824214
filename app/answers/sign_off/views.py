"""Signing off, several answers at once, and words to be used again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.answers import queries
from app.answers.access import find_prepared, find_ticked
from app.answers.forms import BatchForm, ReasonForm, WordingForm
from app.answers.queries import find_wording, wordings
from app.answers.service import (
    answer,
    bring_back_wording,
    drop,
    give_back,
    remove_wording,
    save_wording,
    sign,
)
from app.answers.sign_off.steps import data_class, signs
from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.core.actor import me
from app.core.db import db
from app.core.forms import renew
from app.core.language import ngettext
from app.core.language import translate as _
from app.core.numbers import whole_or_zero
from app.core.paging import pager, place_in
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.rights import requires
from app.core.undo import flash_undoable
from app.process.data import Reason
from app.process.outcome import STATUS, Missing, Outcome, Taken
from app.process.refusal_labels import missing
from app.process.step_labels import STEP_TAKEN, step_words
from workflows.answer import ANSWER, AnswerAction
from workflows.recommendation import ANSWERS, RECOMMENDATION
from workflows.roles import ANSWERING

bp = Blueprint("signing", __name__, url_prefix="/answers")
MOST = 30  # recommendations that are answered together


@bp.get("/to-sign")
@requires(*ANSWERING)
def to_sign() -> ResponseReturnValue:
    """What awaits a signature, with all that would be sent."""
    return _to_sign()


@bp.post("/to-sign")
@requires(*ANSWERING)
def sign_off() -> ResponseReturnValue:
    """Sign off what was ticked; each for itself, so that one that has moved on keeps no other."""
    done, refused, key = 0, [], request.form.get("key") or one_time_key()
    for ticked in request.form.getlist("answer")[:MOST]:
        public_id, _colon, version = ticked.partition(":")
        each = f"{key[:20]}-{public_id[:19]}"  # a key for each: one that has moved on keeps no other
        try:
            outcome = sign(me(), public_id, version=whole_or_zero(version), key=each)
        except NotFound:
            abort(404)
        if isinstance(outcome, Taken):
            done += 1
        else:
            refused.append(_why(outcome))
    if done:
        flash(ngettext("%(num)s answer was sent.", "%(num)s answers were sent.", done))
    if not done and not refused:
        refused = [_("Tick at least one answer.")]
    if refused:
        return _to_sign(refused, 409, done)
    return redirect(url_for("signing.to_sign"))


def _why(outcome: Outcome) -> str:
    if isinstance(outcome, Missing):
        return " ".join(str(missing(name)) for name in outcome.names)
    return str(_("This answer has changed in the meantime."))


def _to_sign(refused: list[str] | None = None, status: int = 200, sent: int = 0) -> ResponseReturnValue:
    answers, page = queries.to_sign(db.session(), me(), place_in(queries.TO_SIGN))
    words = {do: step_words(RECOMMENDATION.name, do) for do in ANSWERS}
    shown = render_template(
        "answers/to_sign.html",
        rows=list(zip(answers, page.rows, strict=True)),
        pager=pager("signing.to_sign", {}, queries.TO_SIGN, page),
        words=words,
        refused=refused or [],
        signable=any(row.by_id != me().person_id for row in answers),
        sent=sent,
        files=queries.files_to_sign(db.session(), answers),
        key=one_time_key(),
    )
    return shown, status


@bp.route("/prepared/<public_id>/return", methods=["GET", "POST"])
@requires(*ANSWERING)
def return_(public_id: str) -> ResponseReturnValue:
    """Return an answer to who prepared it, with the reason."""
    try:
        case, row = find_prepared(db.session(), me(), public_id)
    except NotFound:
        abort(404)
    form, status = ReasonForm(), 200
    if form.validate_on_submit():
        data = Reason(reason=form.reason.data or "", override_reason=form.override_reason.data or "")
        sent: dict[str, Any] = {"version": form.version.data or 0, "key": form.key.data or one_time_key()}
        try:
            outcome = give_back(me(), public_id, data, **sent)
        except NotFound:
            abort(404)
        if isinstance(outcome, Taken):
            flash(step_words(ANSWER.name, AnswerAction.RETURN).happened(), STEP_TAKEN)
            return redirect(url_for("signing.to_sign"))
        form.form_errors.append(_why(outcome))
        status = STATUS[type(outcome)]
        case, row = find_prepared(db.session(), me(), public_id)
    renew(form.version, row.version)
    renew(form.key, one_time_key())
    rec = next(r for r in case.all_recommendations if r.id == row.recommendation_id)
    words = step_words(ANSWER.name, AnswerAction.RETURN)
    page = render_template("answers/return.html", form=form, case=case, rec=rec, row=row, words=words)
    return page, 422 if form.errors and status == 200 else status


@bp.post("/prepared/<public_id>/drop")
@requires(*ANSWERING)
def give_up(public_id: str) -> ResponseReturnValue:
    """Give a prepared answer up."""
    version = whole_or_zero(request.form.get("version"))
    try:
        outcome = drop(me(), public_id, version=version, key=request.form.get("key") or one_time_key())
    except NotFound:
        abort(404)
    flash(
        step_words(ANSWER.name, AnswerAction.DROP).happened() if isinstance(outcome, Taken) else _why(outcome)
    )
    return redirect(url_for("answers.desk"))


@bp.route("/batch", methods=["GET", "POST"])
@requires(*ANSWERING)
def batch() -> ResponseReturnValue:
    """The same answer to several recommendations: each is one answer in its own history."""
    given = request.form.getlist("rec") if request.method == "POST" else request.args.getlist("rec")
    try:
        chosen = find_ticked(db.session(), me(), given[:MOST])
    except NotFound:
        abort(404)
    if not chosen:
        flash(_("Tick at least one recommendation."))
        return redirect(url_for("answers.desk"))
    form, kept = BatchForm(), wordings(db.session(), me())
    if request.method == "GET":
        renew(form.key, one_time_key())
        for row in kept:
            if row.public_id == request.args.get("wording"):
                form = BatchForm(formdata=None, data={**row.fields, "do": row.do, "key": form.key.data})
    elif form.validate():
        left = _answer_all(chosen, form)
        if not left:
            return redirect(url_for("answers.desk"))
        form.form_errors.extend(left)
    page = render_template(
        "answers/batch.html",
        form=form,
        chosen=chosen,
        given=given,
        wordings=[(w.name, url_for("signing.batch", rec=given, wording=w.public_id)) for w in kept],
        signs=signs(db.session(), me()),
    )
    return page, 422 if form.errors or form.form_errors else 200


def _answer_all(chosen: list[tuple[Case, Recommendation]], form: BatchForm) -> list[str]:
    """Answer each; what could not be answered, in words. What was answered before is answered once."""
    do, left, done = form.do.data, [], 0
    texts: dict[str, Any] = form.texts()
    data = data_class(do)(**texts, override_reason=form.override_reason.data or "")
    for case, rec in chosen:
        address, number = case.concern.public_id, rec.number
        label = f"{case.concern.reference} · {number}"
        key = f"{(form.key.data or '')[:20]}-{rec.id}"
        outcome = answer(me(), address, number, do, data, version=rec.version, key=key)
        if isinstance(outcome, Taken):
            done += 1
        else:
            left.append(_("%(case)s could not be answered: open it and see why.", case=label))
    if done and signs(db.session(), me()):
        flash(
            ngettext(
                "%(num)s answer awaits the signature of another person.",
                "%(num)s answers await the signature of another person.",
                done,
            )
        )
    elif done:
        flash(ngettext("%(num)s answer was sent.", "%(num)s answers were sent.", done))
    return left


@bp.get("/wordings")
@requires(*ANSWERING)
def wordings_page() -> ResponseReturnValue:
    """Words that this organisation uses again."""
    rows = wordings(db.session(), me())
    words = {do: step_words(RECOMMENDATION.name, do).button for do in ANSWERS}
    return render_template("answers/wordings.html", rows=rows, words=words)


@bp.route("/wordings/new", methods=["GET", "POST"])
@requires(*ANSWERING)
def new_wording() -> ResponseReturnValue:
    """Keep words anew."""
    return _wording(WordingForm(), None)


@bp.route("/wordings/<public_id>", methods=["GET", "POST"])
@requires(*ANSWERING)
def wording(public_id: str) -> ResponseReturnValue:
    """Change words that are kept."""
    try:
        row = find_wording(db.session(), me(), public_id)
    except NotFound:
        abort(404)
    return _wording(WordingForm(data={**row.fields, "do": row.do, "name": row.name}), public_id)


def _wording(form: WordingForm, public_id: str | None) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            save_wording(me(), form.do.data, form.name.data or "", form.texts(), public_id)
        except NotFound:
            abort(404)
        flash(_("Saved."))
        return redirect(url_for("signing.wordings_page"))
    page = render_template("answers/wording.html", form=form, public_id=public_id)
    return page, 422 if form.errors else 200


@bp.post("/wordings/<public_id>/remove")
@requires(*ANSWERING)
def no_wording(public_id: str) -> ResponseReturnValue:
    """Take words off the list."""
    try:
        remove_wording(me(), public_id)
    except NotFound:
        abort(404)
    flash_undoable(_("The wording is removed."), url_for("signing.wording_again", public_id=public_id))
    return redirect(url_for("signing.wordings_page"))


@bp.post("/wordings/<public_id>/bring-back")
@requires(*ANSWERING)
def wording_again(public_id: str) -> ResponseReturnValue:
    """Put words on the list again."""
    try:
        bring_back_wording(me(), public_id)
    except NotFound:
        abort(404)
    flash(_("The wording is back."))
    return redirect(url_for("signing.wordings_page"))
