"""While a meeting sits: one item with its quorum and votes, attendance, decisions and action items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import Actor, me
from app.core.db import db
from app.core.labels import label
from app.core.language import translate as _
from app.core.refusals import NotFound, refusal_of
from app.core.rights import requires
from app.core.time import local_day, today
from app.group.queries import seats_on
from app.meetings.access import GUESTS, steps_of
from app.meetings.forms import ActionForm, AttendanceForm, MeetingAttendanceForm, ResolutionForm
from app.meetings.labels import refusal_words
from app.meetings.minutes.frame import people_of_seats, secretariat_people, usual_chair
from app.meetings.models import ItemKind, Meeting
from app.meetings.pages import form_page, found, item_title, line_of, quorum_rule
from app.meetings.queries import Line
from app.meetings.session import queries, service
from app.process.step_labels import step_words
from app.votes.group import Question
from workflows.concern import CONCERN, ConcernAction
from workflows.meeting import MeetingAction, MeetingState
from workflows.recommendation import RECOMMENDATION, RecommendationAction
from workflows.roles import CONVENERS, INSIDERS, Role

bp = Blueprint("sitting", __name__, url_prefix="/meetings")
# what the chair may want to put to the vote at an item, where the case stands so
ON_CONCERNS = {ItemKind.PROPOSAL: (ConcernAction.ADOPT, ConcernAction.DISMISS, ConcernAction.SEND_BACK)}
ON_RECOMMENDATIONS = {
    ItemKind.PROPOSAL: (RecommendationAction.MAINTAIN, RecommendationAction.CONCEDE),
    ItemKind.OVERDUE: (RecommendationAction.SILENCE,),
}


@bp.get("/<public_id>/items/<item_id>")
@requires(*INSIDERS, *GUESTS)
def item(public_id: str, item_id: str) -> ResponseReturnValue:
    """One item, as much of it as the person may see."""
    return _item(public_id, item_id)


def _item(public_id: str, item_id: str, refused: Any = "") -> str:
    actor = me()
    meeting = found(actor, public_id)
    line, _lines = line_of(actor, meeting, item_id)
    group = actor.is_(*INSIDERS)
    sat = queries.sat(db.session(), meeting, [line], quorum_rule())[line.item.id] if group else None
    return render_template(
        "meetings/item.html",
        meeting=meeting,
        line=line,
        group=group,
        sat=sat,
        own=[] if group else queries.own_actions(db.session(), actor, line.item),
        writes=MeetingAction.RECORD in steps_of(db.session(), actor, meeting),
        votes=_to_vote(actor, meeting, line),
        item_title=item_title,
        today=today(),
        refused=refused,
        manages=actor.is_(Role.SECRETARIAT),
    )


def _to_vote(actor: Actor, meeting: Meeting, line: Line) -> list[tuple[str, str]]:
    """Words and addresses of what the chair can put to the vote here and now."""
    if not actor.is_(Role.CHAIR) or meeting.state is not MeetingState.HELD or not line.is_open:
        return []
    if line.kind is ItemKind.MANDATE:
        return [(str(label(Question.END)), url_for("votes.new", question=Question.END))]
    if line.recommendation is not None:
        there: list[str] = [
            do for do in ON_RECOMMENDATIONS.get(line.kind, ()) if (line.state, do) in RECOMMENDATION
        ]
        at: dict[str, Any] = {"number": line.recommendation}
        name, endpoint = RECOMMENDATION.name, "cases.recommendation_step"
    else:
        there = [do for do in ON_CONCERNS.get(line.kind, ()) if (line.stage, do) in CONCERN]
        at, name, endpoint = {}, CONCERN.name, "cases.step"
    return [
        (
            str(step_words(name, do).title),
            url_for(endpoint, public_id=line.concern, do=do, manner="meeting", **at),
        )
        for do in there
    ]


@bp.route("/<public_id>/attendance", methods=["GET", "POST"])
@requires(*CONVENERS)
def attendance(public_id: str) -> ResponseReturnValue:
    """Who is there, taken once for the meeting."""
    actor = me()
    meeting = found(actor, public_id, convener=True)
    session = db.session()
    seats = seats_on(session, local_day(meeting.starts_at))
    chairs, keepers = people_of_seats(seats), secretariat_people(session)
    own = actor.person_id if actor.person_id in dict(keepers) else 0
    form = MeetingAttendanceForm(
        data={
            "present": sorted(queries.attending(session, meeting)),
            "chaired_by": meeting.chaired_by_id or usual_chair(session, meeting, seats),
            "taken_by": meeting.taken_by_id or own,
        }
    )
    form.offer(seats)
    form.name(chairs, [*keepers, *chairs])

    def act() -> None:
        who = {"chaired_by": form.chaired_by.data or None, "taken_by": form.taken_by.data or None}
        service.take_attendance(actor, public_id, form.present.data or [], **who)

    back = url_for("meetings.page", public_id=public_id)
    return _sent(form, act, back, _("Attendance"), meeting.title, _("Save"))


@bp.route("/<public_id>/items/<item_id>/attendance", methods=["GET", "POST"])
@requires(*CONVENERS)
def item_attendance(public_id: str, item_id: str) -> ResponseReturnValue:
    """Who came or left at one item."""
    actor = me()
    meeting = found(actor, public_id, convener=True)
    line, _lines = line_of(actor, meeting, item_id)
    there = queries.sat(db.session(), meeting, [line], quorum_rule())[line.item.id].presence.present
    form = AttendanceForm(data={"present": sorted(there)})
    form.offer(seats_on(db.session(), local_day(meeting.starts_at)))
    back = url_for("sitting.item", public_id=public_id, item_id=item_id)

    def act() -> None:
        service.note_exceptions(actor, public_id, item_id, form.present.data or [])

    return _sent(form, act, back, _("Attendance at this item"), item_title(line), _("Save"))


def _sent(
    form: Any, act: Callable[[], None], back: str, title: str, about: str, button: str
) -> ResponseReturnValue:
    """Do what the form says, or show it with what is wrong."""
    refused = ""
    if form.validate_on_submit():
        name = refusal_of(act)
        if name is None:
            flash(_("Saved."))
            return redirect(back)
        if name in ("owner", "owner_case"):
            form.owner.errors = [refusal_words(name)]
        else:
            refused = refusal_words(name)
    return form_page(form, title, back, about=about, button=button, refused=refused)


@bp.route("/<public_id>/items/<item_id>/resolutions", methods=["GET", "POST"])
@requires(*CONVENERS)
def resolution(public_id: str, item_id: str) -> ResponseReturnValue:
    """Write down a decision."""
    actor = me()
    line, _lines = line_of(actor, found(actor, public_id, convener=True), item_id)
    form = ResolutionForm()
    back = url_for("sitting.item", public_id=public_id, item_id=item_id)

    def act() -> None:
        text, because = (form.text.data or "").strip(), form.override_reason.data or ""
        service.resolve(actor, public_id, item_id, text, override_reason=because)

    return _sent(
        form,
        act,
        back,
        _("Write down a decision"),
        item_title(line),
        _("Save"),
    )


@bp.route("/<public_id>/items/<item_id>/actions", methods=["GET", "POST"])
@requires(*CONVENERS)
def action(public_id: str, item_id: str) -> ResponseReturnValue:
    """Give somebody something to do."""
    actor = me()
    line, _lines = line_of(actor, found(actor, public_id, convener=True), item_id)
    form = ActionForm()
    form.owner.choices = [(0, _("Choose one")), *queries.owner_choices(db.session(), line.item)]
    back = url_for("sitting.item", public_id=public_id, item_id=item_id)

    def act() -> None:
        assert form.due_on.data is not None
        given = (form.what.data or "").strip(), form.owner.data, form.due_on.data
        service.assign(actor, public_id, item_id, *given, override_reason=form.override_reason.data or "")

    return _sent(form, act, back, _("Add an action item"), item_title(line), _("Add"))


@bp.post("/<public_id>/items/<item_id>/strike/<row_id>")
@requires(*CONVENERS)
def strike(public_id: str, item_id: str, row_id: str) -> ResponseReturnValue:
    """Take back what was written down wrongly."""
    actor = me()
    found(actor, public_id, convener=True)
    name = refusal_of(lambda: service.strike(actor, public_id, item_id, row_id))
    if name is not None:
        return _item(public_id, item_id, refusal_words(name)), 409
    return redirect(url_for("sitting.item", public_id=public_id, item_id=item_id))


@bp.post("/actions/<action_id>/done")
@requires(*INSIDERS, *GUESTS)
def finish(action_id: str) -> ResponseReturnValue:
    """An action item is done."""
    try:
        meeting = service.finish(me(), action_id)
    except NotFound:
        abort(404)
    flash(_("Marked as done."))
    if request.form.get("back") == "meeting":
        return redirect(url_for("meetings.page", public_id=meeting))
    return redirect(url_for("desks.my_work"))
