"""Meetings: the list, one meeting with its agenda and guests, and how it is called, changed, opened and cancelled."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import me
from app.core.db import db
from app.core.documents.files import has_pdf
from app.core.forms import renew
from app.core.language import ngettext
from app.core.language import translate as _
from app.core.random_ids import one_time_key
from app.core.refusals import Refusal, refusal_of
from app.core.rights import requires
from app.core.time import ZONE, local_day, today
from app.group.queries import seats_on
from app.meetings import queries, service
from app.meetings import queries as proposing
from app.meetings.access import CALLERS, GUESTS, calls, convenes, proposes, steps_of
from app.meetings.forms import FreeItemForm, GuestForm, MeetingForm, MoveForm
from app.meetings.labels import refusal_words
from app.meetings.minutes.service import may_read
from app.meetings.models import ItemKind, Meeting
from app.meetings.pages import form_page, found, item_title, line_of, sent_once, turn
from app.meetings.session.queries import actions_of_all, attending
from app.meetings.suggestions import suggestions
from workflows.meeting import MeetingAction, MeetingState
from workflows.roles import CONVENERS, INSIDERS, Role

bp = Blueprint("meetings", __name__, url_prefix="/meetings")
BESIDE = {"date_ahead": "on", "times": "ends", "where": "place"}  # refusals that belong to a field


@bp.get("")
@requires(*INSIDERS, *GUESTS)
def meetings() -> ResponseReturnValue:
    """What is to come, and what was; an institution that is invited to nothing finds no such page."""
    actor = me()
    rows = queries.listed(db.session(), actor)
    if not rows and not actor.is_(*INSIDERS, Role.MINISTRY, Role.COORDINATOR):
        abort(404)
    return render_template(
        "meetings/meetings.html",
        ahead=[row for row in reversed(rows) if row.state is MeetingState.CALLED],
        past=[row for row in rows if row.state is not MeetingState.CALLED],
        group=actor.is_(*INSIDERS),
        calls=calls(actor),
        proposes=proposes(db.session(), actor),
        proposed=proposing.waiting_count(db.session()) if convenes(actor) else None,
        actions=actions_of_all(db.session(), actor),
        today=today(),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(*CALLERS)
def new() -> ResponseReturnValue:
    """Call a meeting."""
    if not calls(me()):
        abort(404)
    form, refused = _meeting_form({"title": _("Meeting of the Group")}), ""
    if form.validate_on_submit():
        try:
            key = form.key.data or one_time_key()
            public_id = service.call(me(), form.particulars(), key=key)
        except Refusal as refusal:
            refused = _said(form, refusal.name)
        else:
            if not convenes(me()):
                flash(_("The meeting is called. The chair and the secretariat put together its agenda."))
                return redirect(url_for("meetings.page", public_id=public_id))
            flash(_("The meeting is called. Put together its agenda."))
            return redirect(url_for("meetings.agenda", public_id=public_id))
    back, button = url_for("meetings.meetings"), _("Call the meeting")
    return form_page(form, _("Call a meeting"), back, button=button, refused=refused)


@bp.get("/<public_id>")
@requires(*INSIDERS, *GUESTS)
def page(public_id: str) -> ResponseReturnValue:
    """One meeting, as much of it as the person may see."""
    actor = me()
    meeting = found(actor, public_id)
    return _page(meeting)


def _page(meeting: Meeting, refused: Any = "") -> str:
    actor, session = me(), db.session()
    group = actor.is_(*INSIDERS)
    there = attending(session, meeting) if group and meeting.held_at else set()
    seats = seats_on(session, local_day(meeting.starts_at)) if group and meeting.held_at else []
    return render_template(
        "meetings/meeting.html",
        meeting=meeting,
        lines=queries.agenda(session, actor, meeting),
        present=[h.organisation.name for h in seats if h.seat.organisation_id in there],
        seats=len(seats),
        group=group,
        steps=steps_of(session, actor, meeting),
        new_key=one_time_key,
        reads_minutes=may_read(actor, meeting),
        has_pdf=has_pdf(),
        item_title=item_title,
        refused=refused,
    )


@bp.route("/<public_id>/change", methods=["GET", "POST"])
@requires(*CALLERS)
def change(public_id: str) -> ResponseReturnValue:
    """Another time or place."""
    meeting = found(me(), public_id, changing=True)
    form = _meeting_form(_given(meeting))
    if not convenes(me()):
        form.leave_the_groups_words()
    elif meeting.override_reason:
        form.ask_why_it_may_stay()
    refused = ""
    if form.validate_on_submit():
        sent: dict[str, Any] = {"version": form.version.data or 0, "key": form.key.data or one_time_key()}
        name = refusal_of(
            lambda: service.act(me(), public_id, MeetingAction.CHANGE, form.particulars(), **sent)
        )
        if name is None:
            flash(_("Saved."))
            return redirect(url_for("meetings.page", public_id=public_id))
        refused = _said(form, name)
        renew(form.version, found(me(), public_id).version)
    back = url_for("meetings.page", public_id=public_id)
    return form_page(form, _("Change the meeting"), back, button=_("Save"), refused=refused)


def _meeting_form(given: dict[str, Any]) -> MeetingForm:
    return MeetingForm(data=given)


def _given(meeting: Meeting) -> dict[str, Any]:
    starts, ends = meeting.starts_at.astimezone(ZONE), meeting.ends_at.astimezone(ZONE)
    return {
        **{name: getattr(meeting, name) for name in ("title", "place", "link", "note", "version")},
        "override_reason": meeting.override_reason if convenes(me()) else "",
        "on": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
    }


def _said(form: MeetingForm, name: str) -> Any:
    """Say beside its field what is wrong there; gives what is wrong with none."""
    if name not in BESIDE:
        return refusal_words(name)
    field = form[BESIDE[name]]
    field.errors = [*field.errors, refusal_words(name)]
    return ""


@bp.post("/<public_id>/open")
@requires(*CONVENERS)
def open_(public_id: str) -> ResponseReturnValue:
    """Open the meeting."""
    found(me(), public_id, convener=True)
    return _turned(public_id, MeetingAction.OPEN, _("The meeting is open."))


@bp.route("/<public_id>/cancel", methods=["GET", "POST"])
@requires(*CALLERS)
def cancel(public_id: str) -> ResponseReturnValue:
    """Cancel the meeting, after a question: everybody is told at once."""
    meeting = found(me(), public_id, changing=True)
    form = MoveForm(data={"version": meeting.version})
    if form.validate_on_submit():
        return _turned(public_id, MeetingAction.CANCEL, _("The meeting is cancelled."))
    about = _("Everybody who was invited is notified at once by e-mail, and it cannot be undone.")
    back = url_for("meetings.page", public_id=public_id)
    return form_page(form, _("Cancel the meeting"), back, about=about, button=_("Cancel the meeting"))


def _turned(public_id: str, do: MeetingAction, said: str) -> ResponseReturnValue:
    refused = turn(lambda: service.act(me(), public_id, do, **sent_once()))
    if refused is not None:
        return _page(found(me(), public_id), refused), 409
    flash(said)
    return redirect(url_for("meetings.page", public_id=public_id))


# --- the agenda ----------------------------------------------------------------------


@bp.route("/<public_id>/agenda", methods=["GET", "POST"])
@requires(*CONVENERS)
def agenda(public_id: str) -> ResponseReturnValue:
    """What the agenda proposes of itself, to be ticked; and the order of what stands on it."""
    actor = me()
    meeting = found(actor, public_id, convener=True)
    refused = ""
    if request.method == "POST":
        keys, chosen = request.form.getlist("pick"), [0]
        name = refusal_of(lambda: chosen.append(service.pick(actor, public_id, keys)))
        if name is None:
            flash(ngettext("%(num)s item added.", "%(num)s items added.", chosen[-1]))
            return redirect(url_for("meetings.agenda", public_id=public_id))
        refused, meeting = refusal_words(name), found(actor, public_id)
    if meeting.state is not MeetingState.CALLED:
        return _page(meeting, refused or refusal_words("not_now")), 409
    session = db.session()
    offered = suggestions(session, actor, meeting)
    return render_template(
        "meetings/agenda.html",
        meeting=meeting,
        lines=queries.agenda(session, actor, meeting),
        offered=[(kind, [s for s in offered if s.kind is kind]) for kind in ItemKind],
        item_title=item_title,
        new_key=one_time_key,
    )


@bp.route("/<public_id>/agenda/new", methods=["GET", "POST"])
@requires(*CONVENERS)
def free_item(public_id: str) -> ResponseReturnValue:
    """An item of one's own."""
    found(me(), public_id, convener=True)
    form = FreeItemForm()
    back, refused = url_for("meetings.agenda", public_id=public_id), ""
    if form.validate_on_submit():
        title, because = (form.title.data or "").strip(), form.override_reason.data or ""
        name = refusal_of(lambda: service.add_free(me(), public_id, title, override_reason=because))
        if name is None:
            return redirect(back)
        refused = refusal_words(name)
    return form_page(form, _("Add an item"), back, button=_("Add"), refused=refused)


@bp.post("/<public_id>/items/<item_id>/<any(up, down, remove):what>")
@requires(*CONVENERS)
def arrange(public_id: str, item_id: str, what: str) -> ResponseReturnValue:
    """Move an item, or take it off the agenda."""
    actor = me()
    found(actor, public_id, convener=True)
    key = request.form.get("key", "")

    def act() -> None:
        if what == "remove":
            service.remove(actor, public_id, item_id, key=key)
        else:
            service.move(actor, public_id, item_id, up=what == "up", key=key)

    name = refusal_of(act)
    if name is not None:
        return _page(found(actor, public_id), refusal_words(name)), 409
    return redirect(url_for("meetings.agenda", public_id=public_id, _anchor="agenda"))


@bp.route("/<public_id>/items/<item_id>/guests", methods=["GET", "POST"])
@requires(*CONVENERS)
def guests(public_id: str, item_id: str) -> ResponseReturnValue:
    """Who from outside is invited to an item."""
    actor = me()
    meeting = found(actor, public_id, convener=True)
    line, _all = line_of(actor, meeting, item_id)
    form = GuestForm()
    form.person.choices = [(0, _("Choose one")), *queries.guest_choices(db.session())]
    here = url_for("meetings.guests", public_id=public_id, item_id=item_id)
    if form.validate_on_submit():
        person: int = form.person.data
        name = refusal_of(lambda: service.invite(actor, public_id, item_id, person))
        if name is None:
            return redirect(here)
        meeting = found(actor, public_id)
        if name == "not_now":
            return _page(meeting, refusal_words(name)), 409
        form.person.errors = [refusal_words(name)]
        line, _all = line_of(actor, meeting, item_id)
    return render_template(
        "meetings/guests.html", meeting=meeting, line=line, form=form, item_title=item_title
    ), (422 if form.errors else 200)


@bp.post("/<public_id>/items/<item_id>/guests/<int:person>/remove")
@requires(*CONVENERS)
def uninvite(public_id: str, item_id: str, person: int) -> ResponseReturnValue:
    """Take an invitation back."""
    actor = me()
    found(actor, public_id, convener=True)
    name = refusal_of(lambda: service.uninvite(actor, public_id, item_id, person))
    if name is not None:
        return _page(found(actor, public_id), refusal_words(name)), 409
    return redirect(url_for("meetings.guests", public_id=public_id, item_id=item_id))
