"""One draft: its comments, suggested wording and versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.concerns.page.read_receipts import note_reading
from app.concerns.vocabulary import Weight
from app.core.actor import me
from app.core.db import db
from app.core.differences import Piece as Difference
from app.core.differences import differences
from app.core.formats import iso_day
from app.core.labels import label
from app.core.language import translate as _
from app.core.numbers import whole
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound, refusal_of
from app.core.rights import requires
from app.working_papers.access import DECIDERS, found, found_draft, is_open
from app.working_papers.drafts import queries, service
from app.working_papers.drafts.passages import Piece, marked
from app.working_papers.drafts.queries import COMPARED, Thread, Version
from app.working_papers.forms import CommentForm, ReplyForm, WordingForm
from app.working_papers.labels import REFUSED
from app.working_papers.models import Part, Suggestion
from workflows.roles import INSIDERS, CaseRole
from workflows.suggestion import SuggestionState


@dataclass(frozen=True, slots=True)
class DraftPart:
    """One text of a draft, cut at the passages of which something is said."""

    part: Part
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of one field between two versions."""

    name: str
    pieces: list[Difference]


def draft_parts(
    rec: Recommendation, threads: Sequence[Thread], suggested: Sequence[Suggestion]
) -> list[DraftPart]:
    """The texts of a draft that say something. Keys of passages are the anchors of what is said of them."""
    found = []
    for part in (Part.HEADING, Part.TEXT, Part.DUTY, Part.MEASURE, Part.WILL_LOOK_AT):
        text = getattr(rec, part.value)
        passages = {
            f"comment-{t.first.id}": t.first.passage
            for t in threads
            if t.first.part is part and t.first.resolved_at is None
        }
        passages |= {
            f"suggestion-{s.id}": s.passage
            for s in suggested
            if s.part is part and s.state is SuggestionState.OPEN
        }
        if text:
            found.append(DraftPart(part, marked(text, passages)))
    return found


def changes(older: Version, newer: Version, said: Callable[[str, Any], str]) -> list[Changed]:
    """The fields that differ, word by word. `said` gives the words of a field's value."""
    return [
        Changed(name, differences(*(said(name, version.fields[name]) for version in (older, newer))))
        for name in COMPARED
        if older.fields[name] != newer.fields[name]
    ]


bp = Blueprint("drafts", __name__, url_prefix="/concerns/<public_id>/papers")
COMMENT, WORDING = "comment-", "wording-"  # the two forms of one page


@bp.get("/drafts/<int:number>")
@requires(*INSIDERS)
def page(public_id: str, number: int) -> ResponseReturnValue:
    """One draft with its comments, suggestions and versions."""
    return _page(
        *found_draft(me(), public_id, number), CommentForm(prefix=COMMENT), WordingForm(prefix=WORDING)
    )


def _page(case: Case, rec: Recommendation, comment: Any, wording: Any) -> ResponseReturnValue:
    session = db.session()
    threads, suggested = queries.threads(session, rec), queries.suggestions(session, rec)
    for form in (comment, wording):
        form.key.data = form.key.data or one_time_key()
    note_reading(case)
    text = render_template(
        "working_papers/draft.html",
        case=case,
        rec=rec,
        parts=draft_parts(rec, threads, suggested),
        threads=threads,
        suggested=suggested,
        because=queries.why_they_stay(session, rec),
        waiting=SuggestionState.OPEN,
        versions=queries.versions(session, case, suggested).get(rec.number, [])[::-1],
        comment=comment,
        wording=wording,
        open=is_open(rec),
        decides=bool(case.standing & (DECIDERS - {CaseRole.SECOND_READER})),
        may_resolve=lambda row: service.may_resolve(case, row),
    )
    return text, 422 if comment.errors or wording.errors else 200


@bp.route("/drafts/<int:number>/comments", methods=["GET", "POST"])
@requires(*INSIDERS)
def comment(public_id: str, number: int) -> ResponseReturnValue:
    """Say something of a passage, or of the whole."""
    case, rec = found_draft(me(), public_id, number)
    form = CommentForm(prefix=COMMENT)
    if form.validate_on_submit():
        passage, text = form.passage.data or "", (form.text.data or "").strip()
        key = form.key.data or one_time_key()
        because = form.override_reason.data or ""
        name = refusal_of(
            lambda: service.comment(me(), public_id, number, passage, text, key=key, override_reason=because)
        )
        if name is None:
            flash(_("Your comment was added to the draft."))
            return redirect(url_for("drafts.page", public_id=public_id, number=number, _anchor="comments"))
        form.passage.errors = [REFUSED[name]]
    return _page(case, rec, form, WordingForm(formdata=None, prefix=WORDING))


@bp.route("/drafts/<int:number>/suggestions", methods=["GET", "POST"])
@requires(*INSIDERS)
def suggest(public_id: str, number: int) -> ResponseReturnValue:
    """Suggest other words for a passage."""
    case, rec = found_draft(me(), public_id, number)
    form = WordingForm(prefix=WORDING)
    if form.validate_on_submit():
        given = form.passage.data or "", form.wording.data or "", (form.why.data or "").strip()
        key = form.key.data or one_time_key()
        because = form.override_reason.data or ""
        name = refusal_of(
            lambda: service.suggest(me(), public_id, number, *given, key=key, override_reason=because)
        )
        if name is None:
            flash(_("Your wording is awaiting the rapporteur's answer."))
            return redirect(url_for("drafts.page", public_id=public_id, number=number, _anchor="wording"))
        form.passage.errors = [REFUSED[name]]
    return _page(case, rec, CommentForm(formdata=None, prefix=COMMENT), form)


@bp.route("/comments/<comment_id>/reply", methods=["GET", "POST"])
@requires(*INSIDERS)
def reply(public_id: str, comment_id: str) -> ResponseReturnValue:
    """Answer a comment."""
    case = found(me(), public_id)
    try:
        first, rec = service.comment_at(db.session(), case, comment_id)
    except NotFound:
        abort(404)
    form, refused = ReplyForm(), ""
    form.key.data = form.key.data or one_time_key()
    if form.validate_on_submit():
        text, key = (form.text.data or "").strip(), form.key.data
        because = form.override_reason.data or ""
        name = refusal_of(
            lambda: service.reply(me(), public_id, comment_id, text, key=key, override_reason=because)
        )
        if name is None:
            flash(_("Your reply was added to the comment."))
            return redirect(
                url_for("drafts.page", public_id=public_id, number=rec.number, _anchor="comments")
            )
        refused = REFUSED[name]
    status = 409 if refused else 422 if form.errors else 200
    return render_template(
        "working_papers/reply.html", case=case, rec=rec, first=first, form=form, refused=refused
    ), status


@bp.post("/comments/<comment_id>/resolve")
@requires(*INSIDERS)
def resolve(public_id: str, comment_id: str) -> ResponseReturnValue:
    """The comment is dealt with."""
    try:
        number = service.resolve(me(), public_id, comment_id)
    except NotFound:
        abort(404)
    flash(_("The comment is dealt with."))
    return redirect(url_for("drafts.page", public_id=public_id, number=number, _anchor="comments"))


@bp.get("/drafts/<int:number>/versions")
@requires(*INSIDERS)
def compare(public_id: str, number: int) -> ResponseReturnValue:
    """Two versions of a draft, word by word; without a choice, the last two."""
    case, rec = found_draft(me(), public_id, number)
    note_reading(case)
    session = db.session()
    kept = queries.versions(session, case, queries.suggestions(session, rec)).get(rec.number, [])
    if not kept:
        abort(404)
    older = whole(request.args.get("older", max(1, len(kept) - 1)))
    newer = whole(request.args.get("newer", len(kept)))
    if older is None or newer is None or not {older, newer} <= {version.place for version in kept}:
        abort(404)
    pair = kept[older - 1], kept[newer - 1]
    names = queries.names_of(session, {v.fields["addressee"] for v in pair if v.fields["addressee"]})
    words: dict[str, Callable[[Any], str]] = {
        "addressee": lambda value: names.get(value, ""),
        "proposed_on": iso_day,
        "weight": lambda value: str(label(Weight(value))),
    }

    def said(name: str, value: Any) -> str:
        return words.get(name, str)(value) if value else ""

    return render_template(
        "working_papers/versions.html",
        case=case,
        rec=rec,
        versions=kept,
        pair=pair,
        changes=changes(*pair, said),
    )
