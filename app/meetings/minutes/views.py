"""Minutes and papers: read, written, circulated, corrected, adopted, and given out as files."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.concerns.page.read_receipts import note_reading
from app.core.actor import Actor, me
from app.core.db import db
from app.core.documents.document import Document
from app.core.documents.files import docx_file, has_pdf, pdf_file
from app.core.forms import renew
from app.core.language import translate as _
from app.core.random_ids import one_time_key
from app.core.refusals import refusal_of
from app.core.rights import requires
from app.core.time import local_day
from app.meetings.access import GUESTS, steps_of
from app.meetings.forms import CorrectionForm, MinutesForm
from app.meetings.labels import refusal_words
from app.meetings.minutes import service
from app.meetings.minutes.document import (
    case_documents,
    minutes_document,
    minutes_title,
    signatures,
    who_was_there,
)
from app.meetings.minutes.frame import frame_of
from app.meetings.models import Meeting
from app.meetings.pages import form_page, found, item_title, line_of, quorum_rule, sent_once, turn
from app.meetings.queries import agenda
from app.meetings.service import act
from app.meetings.session.queries import sat
from workflows.meeting import MeetingAction
from workflows.roles import INSIDERS, Role

bp = Blueprint("minutes", __name__, url_prefix="/meetings")


def _found(actor: Actor, public_id: str) -> Meeting:
    meeting = found(actor, public_id, group=True)
    return meeting if service.may_read(actor, meeting) else abort(404)


@bp.get("/<public_id>/minutes")
@requires(*INSIDERS)
def page(public_id: str) -> ResponseReturnValue:
    """The minutes as they stand, with what members want corrected."""
    return _page(public_id)


def _page(public_id: str, refused: Any = "") -> str:
    actor, session = me(), db.session()
    meeting = _found(actor, public_id)
    lines, frame = agenda(session, actor, meeting), frame_of(session, meeting)
    return render_template(
        "meetings/minutes.html",
        meeting=meeting,
        lines=lines,
        sat=sat(session, meeting, lines, quorum_rule()),
        corrections=service.corrections(session, lines),
        title=minutes_title(frame),
        frame=frame,
        there=who_was_there(frame),
        signatures=signatures(frame),
        steps=steps_of(session, actor, meeting),
        new_key=one_time_key,
        has_pdf=has_pdf(),
        item_title=item_title,
        refused=refused,
    )


@bp.route("/<public_id>/items/<item_id>/minutes", methods=["GET", "POST"])
@requires(Role.SECRETARIAT)
def write(public_id: str, item_id: str) -> ResponseReturnValue:
    """Write what was said at an item. Who was faster loses nothing, and neither does who was slower."""
    actor = me()
    line, _lines = line_of(actor, _found(actor, public_id), item_id)
    given = {
        "text": line.item.minutes,
        "version": line.item.minutes_version,
        "override_reason": line.item.minutes_override,
    }
    form = MinutesForm(data=given)
    if line.item.minutes_override:
        form.ask_why_it_may_stay()
    back = url_for("minutes.page", public_id=public_id, _anchor=f"item-{line.number}")
    more: dict[str, Any] = {}
    if form.validate_on_submit():
        text, version = (form.text.data or "").strip(), form.version.data or 0
        typed = {"key": form.key.data or "", "override_reason": form.override_reason.data or ""}
        name = refusal_of(lambda: service.write(actor, public_id, item_id, text, version, **typed))
        if name is None:
            flash(_("Saved."))
            return redirect(back)
        line, _lines = line_of(actor, found(actor, public_id), item_id)
        more = {"refused": refusal_words(name), "theirs": line.item.minutes}
        renew(form.version, line.item.minutes_version)
    title = item_title(line)
    return form_page(form, _("Write the minutes"), back, about=title, button=_("Save"), **more)


@bp.route("/<public_id>/items/<item_id>/corrections", methods=["GET", "POST"])
@requires(*INSIDERS)
def correct(public_id: str, item_id: str) -> ResponseReturnValue:
    """Say what is to be corrected."""
    actor = me()
    line, _lines = line_of(actor, _found(actor, public_id), item_id)
    if not line.is_open:
        abort(404)
    form = CorrectionForm()
    back, refused = url_for("minutes.page", public_id=public_id, _anchor=f"item-{line.number}"), ""
    if form.validate_on_submit():
        text = (form.text.data or "").strip()
        because = form.override_reason.data or ""
        name = refusal_of(lambda: service.correct(actor, public_id, item_id, text, override_reason=because))
        if name is None:
            flash(_("Your correction is with the minutes."))
            return redirect(back)
        refused = refusal_words(name)
    title = item_title(line)
    return form_page(form, _("Ask for a correction"), back, about=title, button=_("Send"), refused=refused)


@bp.post("/<public_id>/minutes/circulate")
@requires(Role.SECRETARIAT)
def circulate(public_id: str) -> ResponseReturnValue:
    """Put the minutes before the members."""
    return _turn(
        public_id, MeetingAction.CIRCULATE, _("The minutes are circulated: members read and correct them.")
    )


@bp.post("/<public_id>/minutes/adopt")
@requires(Role.CHAIR)
def adopt(public_id: str) -> ResponseReturnValue:
    """The next meeting adopts them."""
    return _turn(public_id, MeetingAction.ADOPT, _("The minutes are adopted, and stay as they are."))


def _turn(public_id: str, do: MeetingAction, said: str) -> ResponseReturnValue:
    actor = me()
    _found(actor, public_id)
    refused = turn(lambda: act(actor, public_id, do, **sent_once()))
    if refused is not None:
        return _page(public_id, refused), 409
    flash(said)
    return redirect(url_for("minutes.page", public_id=public_id))


# --- files ---------------------------------------------------------------------------


def _minutes(public_id: str) -> tuple[Meeting, Document]:
    actor, session = me(), db.session()
    meeting = _found(actor, public_id)
    lines = agenda(session, actor, meeting)
    happened = sat(session, meeting, lines, quorum_rule())
    return meeting, minutes_document(meeting, lines, happened, frame_of(session, meeting))


@bp.get("/<public_id>/minutes.docx")
@requires(*INSIDERS)
def minutes_docx(public_id: str) -> ResponseReturnValue:
    """The minutes, to be worked with."""
    meeting, document = _minutes(public_id)
    return docx_file(document, _name(_("Minutes"), meeting))


@bp.get("/<public_id>/minutes.pdf")
@requires(*INSIDERS)
def minutes_pdf(public_id: str) -> ResponseReturnValue:
    """The minutes, to be printed."""
    meeting, document = _minutes(public_id)
    return pdf_file(document, _name(_("Minutes"), meeting))


@bp.get("/<public_id>/papers.pdf")
@requires(*INSIDERS, *GUESTS)
def papers(public_id: str) -> ResponseReturnValue:
    """The papers of a meeting, made for this reader."""
    actor, session = me(), db.session()
    meeting = found(actor, public_id)
    given = service.papers(session, actor, agenda(session, actor, meeting), quorum_rule())
    file = pdf_file(case_documents(meeting, given), _name(_("Papers"), meeting))
    for paper in given:
        if paper.case:
            note_reading(paper.case)
    return file


def _name(word: str, meeting: Meeting) -> str:
    return f"{word.lower()}-{local_day(meeting.starts_at).isoformat()}"
