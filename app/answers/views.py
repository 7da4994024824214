"""The desk of an answering organisation, and the work on one recommendation."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import people_of
from app.answers import queries
from app.answers import worklist as incoming
from app.answers.access import find_recommendation
from app.answers.contributions.deadlines import proposed_due
from app.answers.contributions.service import Wanted, forward
from app.answers.desk_choices import NOBODY, choices
from app.answers.forms import ForwardForm
from app.answers.sign_off.steps import signs
from app.answers.worklist import DeskFilter, Show, Sort, Stands
from app.concerns import fields
from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.core.actor import me
from app.core.db import db
from app.core.forms import renew
from app.core.language import translate as _
from app.core.paging import capped, pager, place_in
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.rights import requires
from app.deadlines.today import today_here
from app.process.outcome import Missing, NotNow, Outcome, Taken, refused
from app.process.refusal_labels import missing
from app.process.step_labels import step_words
from workflows.recommendation import ANSWERS, State
from workflows.roles import ANSWERING, Role

bp = Blueprint("answers", __name__)
RECOMMENDATION = "/concerns/<public_id>/recommendations/<int:number>"


@bp.get("/answers")
@requires(*ANSWERING)
def desk() -> ResponseReturnValue:
    """What came in, by due date, with the work on it."""
    actor, session = me(), db.session()
    chosen = DeskFilter.read(request.args)
    day = today_here(session)
    rows, page = incoming.desk(session, actor, chosen, place_in(chosen.order))
    narrowing = choices(session, actor)
    return render_template(
        "answers/worklist.html",
        rows=[(row, day.cell(row.row.due_on, row.row.paused)) for row in rows],
        pager=pager("answers.desk", chosen.address(), chosen.order, page),
        shows=[
            (
                show,
                url_for("answers.desk", **chosen.address(show=show, stands=None)),
                capped(narrowing.numbers[show]),
            )
            for show in Show
        ],
        unassigned=capped(narrowing.numbers[NOBODY]),
        sorted_by={sort.value: url_for("answers.desk", **chosen.address(sort=sort)) for sort in Sort},
        chosen=chosen,
        choices=narrowing,
        stands=Stands,
        asked=[
            (r, day.cell(r.due_on if r.state == "asked" else None)) for r in incoming.asked_of(session, actor)
        ],
        forwards=actor.is_(Role.MINISTRY),
    )


@bp.get(f"{RECOMMENDATION}/work")
@requires(*ANSWERING)
def work(public_id: str, number: int) -> ResponseReturnValue:
    """The work on one recommendation: who sees to it, what was asked of whom, what is prepared."""
    case, rec = _found(public_id, number)
    day = today_here(db.session())
    return render_template(
        "answers/work.html",
        case=case,
        rec=rec,
        due=day.cell(rec.due_on, rec.paused),
        work=queries.work_on(db.session(), case, rec),
        cell=day.cell,
        answering=rec.state is State.AWAITING and not rec.disclaimed,
        kinds=[(do, step_words("recommendation", do).button) for do in ANSWERS],
        signs=signs(db.session(), me()),
        forwards=me().is_(Role.MINISTRY),
        new_key=one_time_key,
    )


@bp.route(f"{RECOMMENDATION}/forward", methods=["GET", "POST"])
@requires(Role.MINISTRY)
def forward_to(public_id: str, number: int) -> ResponseReturnValue:
    """Ask an agency for its contribution."""
    case, rec = _found(public_id, number)
    form = ForwardForm(data={"due_on": proposed_due(db.session(), case.concern.urgent, rec.due_on)})
    form.agency.choices = fields.who_answers(
        db.session(), queries.agencies(db.session(), me().organisation_id)
    )
    if form.validate_on_submit():
        wanted = Wanted(
            form.agency.data,
            form.question.data or "",
            form.due_on.data,
            override_reason=form.override_reason.data or "",
        )
        sent: dict[str, Any] = {"version": form.version.data or 0, "key": form.key.data or one_time_key()}
        try:
            outcome = forward(me(), public_id, number, wanted, **sent)
        except NotFound:
            abort(404)
        if isinstance(outcome, Taken):
            flash(_("The institution is asked."))
            if not people_of(db.session(), wanted.agency, Role.AGENCY):
                return redirect(url_for("links.for_request", public_id=outcome.target))
            return redirect(url_for("answers.work", public_id=public_id, number=number))
        case, rec = _found(public_id, number)
        return _forward(form, case, rec, *_why(outcome, form))
    return _forward(form, case, rec, 422 if form.errors else 200, [])


def _why(outcome: Outcome, form: ForwardForm) -> tuple[int, list[str]]:
    if isinstance(outcome, NotNow):
        return 409, [_("The recommendation is no longer awaiting an answer.")]
    if isinstance(outcome, Missing) and "asked_already" in outcome.names:
        form.agency.errors = [missing("asked_already")]
        return 422, []
    return refused(outcome, form) or (200, [])


def _forward(
    form: ForwardForm, case: Case, rec: Recommendation, status: int, reasons: list[str]
) -> ResponseReturnValue:
    renew(form.version, rec.version)
    renew(form.key, one_time_key())
    page = render_template("answers/forward.html", form=form, case=case, rec=rec, refused=reasons)
    return page, status


def _found(public_id: str, number: int) -> tuple[Case, Recommendation]:
    try:
        return find_recommendation(db.session(), me(), public_id, number)
    except NotFound:
        abort(404)
