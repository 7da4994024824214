"""The pages behind a one-time link, for whoever holds it; and sending and ending links, for who asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVar

from flask import Blueprint, abort, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.answers.access import Owed, find_request
from app.answers.links import queries, service
from app.answers.links.access import Gone, find_owing, owed_by
from app.answers.links.forms import CodeForm, LinkContributionForm, LinkStepForm, SendForm
from app.answers.models import AnswerLink
from app.concerns import fields
from app.concerns.attachments import Attachment
from app.concerns.page.history import facts_of
from app.concerns.uploads import Waiting, line_of, save_each, sent, store, take_one
from app.core.actor import me
from app.core.db import db
from app.core.formats import day, time_of_day
from app.core.language import translate as _
from app.core.paging import PAGE_SIZE, pager, place_in
from app.core.refusals import NotFound
from app.core.rights import anyone, requires
from app.core.saving import ELSEWHERE, SEEN, mark
from app.core.time import now
from app.deadlines.today import Cell, today_here
from app.process.refusal_labels import missing
from app.process.step_labels import STEP_TAKEN
from workflows.contribution import CONTRIBUTION
from workflows.engine import NotNow, NotYours, Unmet
from workflows.roles import REGISTRARS, Role

bp = Blueprint("links", __name__)
V = TypeVar("V", bound=Callable[..., Any])


def behind(view: V) -> V:
    """The page of a link that holds; for any other the same bytes, with no cookie and no fact."""

    @wraps(view)
    def guarded(token: str, **named: str) -> ResponseReturnValue:
        try:
            shown: ResponseReturnValue = view(token, service.at(db.session(), token), **named)
        except Gone:
            return make_response(render_template("answers/gone.html"), 404)
        return shown

    return guarded  # type: ignore[return-value]


@bp.route("/link/<token>", methods=["GET", "POST"])
@anyone
@behind
def page(token: str, link: AnswerLink) -> ResponseReturnValue:
    """The matter, what is owed, and the form; sending it mails the code."""
    owed = None if link.request else owed_by(db.session(), link)
    form = _form(link, owed)
    if request.method == "POST":
        service.save_draft(token, _typed(form))
        valid, whole = form.validate(), not _too_long(form)
        save_each(form, partial(service.add_by_link, store(), token))
        service.leave_out(store(), token, request.form.getlist("drop_file"))
        if request.form.get("keep") and whole and not form.uploads.errors:
            flash(_("Your draft is kept. The link in the e-mail brings you back to it."))
            return redirect(url_for("links.page", token=token))
        if valid and not form.errors:
            service.send_code(token)
            return redirect(url_for("links.code", token=token))
    form.uploads.waiting = Waiting(
        queries.files_by(db.session(), link), url_for("links.add_file", token=token), _url_of(token)
    )
    page = render_template(
        "answers/link.html",
        link=link,
        token=token,
        form=form,
        due=_due(link, owed),
        seen={name: mark([link.data.get(name, "")]) for name in form.names()},
        drafts=owed.case.recommendations if owed and owed.rec is None else (),
        facts=facts_of(db.session(), owed.case) if owed else "",
    )
    return page, 422 if request.method == "POST" else 200


def _due(link: AnswerLink, owed: Owed | None) -> Cell:
    today = today_here(db.session())
    if link.request:
        return today.cell(link.request.due_on)
    assert owed is not None
    return today.cell((owed.rec or owed.case.concern).due_on)


@bp.get("/link/<token>/files/<file_id>")
@anyone
@behind
def download(token: str, link: AnswerLink, file_id: str) -> ResponseReturnValue:
    """A file that waits with the answer, for who uploaded it."""
    return sent(*service.open_by_link(store(), db.session(), link, file_id))


@bp.post("/link/<token>/files")
@anyone
@behind
def add_file(token: str, _link: AnswerLink) -> ResponseReturnValue:
    """Take one file that waits for the answer."""
    return take_one(partial(service.add_by_link, store(), token), line_of(_url_of(token)))


@bp.post("/link/<token>/files/<file_id>/remove")
@anyone
@behind
def remove_file(token: str, _link: AnswerLink, file_id: str) -> ResponseReturnValue:
    """Take one off that waits for the answer."""
    service.leave_out(store(), token, [file_id])
    return "", 204


def _url_of(token: str) -> Callable[[Attachment], str]:
    return lambda file: url_for("links.download", token=token, file_id=file.public_id)


@bp.post("/link/<token>/draft")
@anyone
@behind
def draft(token: str, link: AnswerLink) -> ResponseReturnValue:
    """Keep what was typed so far, while it is being typed."""
    form = _form(link, None if link.request else owed_by(db.session(), link))
    typed = _typed(form)
    service.save_draft(token, typed)
    answer = {"version": 0, SEEN: {name: mark([text]) for name, text in typed.items()}}
    if set(request.form) - {*typed, *ELSEWHERE}:
        return jsonify(message=fields.TOO_LONG % {"max": fields.LONG}, **answer), 422
    return jsonify(saved_at_text=_("Saved %(time)s", time=time_of_day(now())), **answer)


@bp.route("/link/<token>/code", methods=["GET", "POST"])
@anyone
@behind
def code(token: str, link: AnswerLink) -> ResponseReturnValue:
    """The code of the second mail: with it the answer is given, and the link is used up."""
    if not link.code_at:
        return redirect(url_for("links.page", token=token))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            confirmed = service.confirm(token, form.code.data or "", _said(link))
        except (NotNow, NotYours, Unmet):  # the draft was changed after it was checked
            flash(_("Something is missing in what you wrote: look at it again, then send it."))
            return redirect(url_for("links.page", token=token))
        if confirmed:
            return render_template("answers/link_done.html", link=link)
        form.code.errors = [_("This is not the code, or it is older than 30 minutes. Ask for a new one.")]
    page = render_template("answers/link_code.html", link=link, token=token, form=form)
    return page, 422 if form.errors else 200


@bp.post("/link/<token>/code/again")
@anyone
@behind
def code_again(token: str, _link: AnswerLink) -> ResponseReturnValue:
    """Another code; the one before ends."""
    if service.send_code(token):
        flash(_("A new code is on its way."))
    else:
        flash(_("A code was sent just now, or too many were: wait a minute, or ask for a new link."))
    return redirect(url_for("links.code", token=token))


def _form(link: AnswerLink, owed: Owed | None) -> LinkContributionForm | LinkStepForm:
    """With what was just sent, or else with what was typed before."""
    typed = request.form if request.method == "POST" else MultiDict(link.data)
    if owed is None:
        return LinkContributionForm(formdata=typed)
    return LinkStepForm.of(db.session(), owed, typed)


def _typed(form: LinkContributionForm | LinkStepForm) -> dict[str, str]:
    """The texts that were sent for this form, as far as a draft can hold them."""
    long = _too_long(form)
    return {name: request.form[name] for name in form.names() if name in request.form and name not in long}


def _too_long(form: LinkContributionForm | LinkStepForm) -> set[str]:
    return {name for name in form.names() if len(request.form.get(name, "")) > fields.LONG}


def _said(link: AnswerLink) -> service.Said | None:
    """The step as it was typed, where the link is for one. Raises Unmet for what does not hold any more, Gone."""
    if link.request:
        return None
    typed = MultiDict(link.data)
    form = LinkStepForm.of(db.session(), owed_by(db.session(), link), typed, meta={"csrf": False})
    if not form.validate():
        raise Unmet(tuple(form.errors))
    assert form.chosen is not None
    return service.Said(form.do.data, form.given(), form.chosen.takes_files)


# --- sending and ending --------------------------------------------------------------


@bp.get("/links")
@requires(*REGISTRARS)
def every() -> ResponseReturnValue:
    """Which links are to be sent, and what became of those that were."""
    session = db.session()
    today = today_here(session)
    waiting = [(row, today.cell(row.due_on)) for row in queries.to_send(session, me())]
    page = queries.sent(session, me(), place_in(queries.SENT))
    return render_template(
        "answers/links.html",
        waiting=waiting[:PAGE_SIZE],
        left_out=len(waiting) > PAGE_SIZE,
        sent=[(row[0], queries.became_of(row[0])) for row in page.rows],
        pager=pager(".every", {}, queries.SENT, page),
    )


@bp.route("/requests/<public_id>/link", methods=["GET", "POST"])
@requires(Role.MINISTRY)
def for_request(public_id: str) -> ResponseReturnValue:
    """Send a link for a contribution."""
    try:
        asked = find_request(db.session(), me(), public_id)
    except NotFound:
        abort(404)
    if not asked.asker:
        abort(404)
    row = asked.request
    return _send(
        lambda email, key: service.send_for_request(me(), public_id, email, key=key),
        row.agency.email,
        links=queries.links_for(db.session(), f"{CONTRIBUTION.name}:{row.id}"),
        heading=row.agency.name,
        detail=row.recommendation.heading,
        back=url_for("contributions.page", public_id=public_id),
    )


@bp.route("/concerns/<public_id>/recommendations/<int:number>/link", methods=["GET", "POST"])
@requires(*REGISTRARS)
def for_answer(public_id: str, number: int) -> ResponseReturnValue:
    """Send a link by which an addressee without an account does what it owes."""
    back = url_for("cases.page", public_id=public_id, _anchor=f"recommendation-{number}")
    return _for_addressee(public_id, number, back)


@bp.route("/concerns/<public_id>/facts/link", methods=["GET", "POST"])
@requires(*REGISTRARS)
def for_facts(public_id: str) -> ResponseReturnValue:
    """Send a link by which an institution without an account names errors of fact."""
    return _for_addressee(public_id, None, url_for("cases.page", public_id=public_id))


def _for_addressee(public_id: str, number: int | None, back: str) -> ResponseReturnValue:
    try:
        owing = find_owing(db.session(), me(), public_id, number)
    except (NotFound, NotNow):
        abort(404)
    return _send(
        lambda email, key: service.send_for_answer(me(), public_id, number, email, key=key),
        service.address_of(db.session(), owing.addressee.id),
        links=queries.links_for(db.session(), owing.subject),
        heading=owing.addressee.name,
        detail=owing.rec.heading if owing.rec else _("Errors of fact"),
        back=back,
    )


def _send(
    send: Callable[[str, str], None], email: str, *, links: list[AnswerLink], back: str, **told: str
) -> ResponseReturnValue:
    form = SendForm(data={"email": email})
    if form.validate_on_submit():
        try:
            send(form.email.data or "", form.key.data or "")
        except Unmet as refused:
            form.email.errors = [missing(name) for name in refused.missing]
        except (NotFound, NotNow):
            abort(404)
        else:
            flash(_sent_until(told["heading"], form.email.data or ""), STEP_TAKEN)
            return redirect(back)
    page = render_template(
        "answers/send_link.html", form=form, links=links, back=back, here=request.path, at=now(), **told
    )
    return page, 422 if form.errors else 200


def _sent_until(name: str, to: str) -> str:
    until = day(now() + service.LASTS)
    return _("A link for %(name)s was sent to %(to)s, valid until %(day)s.", name=name, to=to, day=until)


@bp.post("/links/<link_id>/revoke")
@requires(*REGISTRARS)
def revoke(link_id: str) -> ResponseReturnValue:
    """End a link that was sent."""
    try:
        service.revoke(me(), link_id)
    except NotFound:
        abort(404)
    flash(_("The link is ended."))
    return redirect(request.form.get("next") or url_for("desks.my_work"))
