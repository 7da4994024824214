"""Pages of access requests."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access_requests import queries
from app.access_requests.access import READERS, find, standing_in, tied_to, to_tie
from app.access_requests.forms import ArrangeForm, AskForm, ConfirmForm, DateForm, ReasonForm, StepForm
from app.access_requests.models import AccessRequest, AccessRequestEvent
from app.access_requests.service import AccessRequestData, Given, ask, take
from app.concerns.page.history import date_moved, describe_escalation
from app.concerns.periods import period_of
from app.core.actor import me
from app.core.db import db
from app.core.formats import period
from app.core.forms import renew
from app.core.language import translate as _
from app.core.numbers import whole_or_zero
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.rights import requires
from app.deadlines.today import Today, today_here
from app.process.outcome import Taken, refused
from app.process.step_labels import STEP_TAKEN, step_words
from workflows.access_request import ACCESS_REQUEST, AccessRequestAction, Facts, State
from workflows.deadlines import EntryKind
from workflows.engine import Step
from workflows.escalation import MOVED
from workflows.periods import Rule
from workflows.roles import Role

bp = Blueprint("access_requests", __name__, url_prefix="/access-requests")
FORMS: dict[AccessRequestAction, type[StepForm]] = {
    AccessRequestAction.REFUSE: ReasonForm,
    AccessRequestAction.ARRANGE: ArrangeForm,
    AccessRequestAction.CONFIRM: ConfirmForm,
    AccessRequestAction.FELL_THROUGH: ReasonForm,
    AccessRequestAction.EXTEND: DateForm,
}


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    """The requests that exist for the person: those due first."""
    everything = request.args.get("show") == "all"
    day = _today()
    rows = queries.access_requests(db.session(), me(), open_only=not everything)
    shown = [(row, day.cell(row.due_on)) for row in rows]
    return render_template(
        "access_requests/list.html", rows=shown, everything=everything, asks=me().is_(Role.MEMBER)
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Role.MEMBER)
def new() -> ResponseReturnValue:
    """Make an access request to the ministry."""
    given = {"agency": whole_or_zero(request.args.get("agency")), "concern": request.args.get("concern", "")}
    form = AskForm(data=given)
    form.agency.choices = [(0, _("Choose one")), *queries.agencies(db.session())]
    form.key.data = form.key.data or one_time_key()
    try:
        case = to_tie(db.session(), me(), form.concern.data) if form.concern.data else None
    except NotFound:
        abort(404)
    if form.validate_on_submit():
        asked_for = AccessRequestData(
            form.kind.data,
            form.agency.data,
            form.purpose.data or "",
            form.concern.data or "",
            override_reason=form.override_reason.data or "",
        )
        try:
            outcome = ask(me(), asked_for, form.key.data)
        except NotFound:
            abort(404)
        if isinstance(outcome, Taken):
            flash(step_words(ACCESS_REQUEST.name, AccessRequestAction.ASK).happened())
            return redirect(url_for("access_requests.page", public_id=outcome.target))
        if (why := refused(outcome, form)) is not None:
            form.form_errors.extend(why[1])
    words = step_words(ACCESS_REQUEST.name, AccessRequestAction.ASK)
    explain = _explained(ACCESS_REQUEST.find(State.NEW, AccessRequestAction.ASK))
    page = render_template("access_requests/new.html", form=form, words=words, explain=explain, case=case)
    return page, 422 if form.errors else 200


@bp.get("/<public_id>")
@requires(*READERS)
def page(public_id: str) -> ResponseReturnValue:
    """One request: what is asked, what became of it, and what can be done."""
    return _page(_found(public_id))


@bp.post("/<public_id>/<any(accept, refuse, extend, arrange, confirm, fell_through, withdraw):do>")
@requires(*READERS)
def step(public_id: str, do: str) -> ResponseReturnValue:
    """Take a step."""
    row, wanted = _found(public_id), AccessRequestAction(do)
    if not any(each.who & standing_in(me(), row) for each in ACCESS_REQUEST.named(wanted)):
        abort(404)
    form = FORMS.get(wanted, StepForm)()
    if not form.validate():
        return _page(row, wanted, form, 422)
    names = ("reason", "how", "happens_on", "note", "due_on", "override_reason")
    given = Given(**{name: form[name].data for name in names if name in form})
    sent: dict[str, Any] = {"version": form.version.data or 0, "key": form.key.data or one_time_key()}
    try:
        why = refused(take(me(), public_id, wanted, given, **sent), form)
    except NotFound:
        abort(404)
    if why is not None:
        return _page(_found(public_id), wanted, form, *why)
    flash(step_words(ACCESS_REQUEST.name, wanted).happened(), STEP_TAKEN)
    return redirect(url_for("access_requests.page", public_id=public_id))


def _found(public_id: str) -> AccessRequest:
    try:
        return find(db.session(), me(), public_id)
    except NotFound:
        abort(404)


def _page(
    row: AccessRequest,
    do: AccessRequestAction | None = None,
    form: StepForm | None = None,
    status: int = 200,
    reasons: list[str] | None = None,
) -> ResponseReturnValue:
    offers = [o.step for o in ACCESS_REQUEST.offers(row.state, Facts(), standing_in(me(), row))]
    forms = {step.do: FORMS.get(AccessRequestAction(step.do), StepForm)(formdata=None) for step in offers}
    gone = form if do not in forms else None  # somebody was faster: what was typed has no form any more
    if do is not None and form is not None and gone is None:
        forms[do] = form
    for each in forms.values():
        renew(each.version, row.version)
        renew(each.key, one_time_key())
    session = db.session()
    return render_template(
        "access_requests/request.html",
        row=row,
        steps=[
            (
                AccessRequestAction(step.do),
                step_words(ACCESS_REQUEST.name, step.do),
                _explained(step),
                forms[step.do],
            )
            for step in offers
        ],
        due=_today().cell(row.due_on),
        case=tied_to(session, me(), row),
        events=[(_told(event), event) for event in queries.history(session, row)],
        refused=reasons or [],
        wrong=form,
        gone=gone,
    ), status


def _explained(step: Step[Facts]) -> str:
    """What the step means, with how long the rule whose time it begins gives here."""
    said = str(step_words(ACCESS_REQUEST.name, step.do).explain)
    for effect in step.clocks:
        if effect.kind is EntryKind.START and effect.rule is not None:
            gives = period_of(db.session(), effect.rule, False)
            return said % {"period": period(gives.amount, gives.unit)}
    return said


def _told(event: AccessRequestEvent) -> str:
    """What somebody did, or what escalation and the calendar did by themselves."""
    if event.person_id is not None:
        return step_words(ACCESS_REQUEST.name, event.do).happened()
    rule = Rule(event.details["rule"])
    if event.do == MOVED:
        return date_moved(rule, event.details["before"], event.details["after"])
    return describe_escalation(rule, event.do, event.details["days"])


def _today() -> Today:
    return today_here(db.session())
