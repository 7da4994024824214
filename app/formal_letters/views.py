"""Formal letters: what escalation drafted is checked, edited, made into a file, and noted as sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.concerns.page.read_receipts import note_opened
from app.core.actor import me
from app.core.db import db
from app.core.documents.files import docx_file, has_pdf, pdf_file
from app.core.documents.letter import Letter
from app.core.forms import renew
from app.core.language import translate as _
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound, Refusal
from app.core.rights import requires
from app.deadlines.models import FormalLetter
from app.formal_letters import queries, service
from app.formal_letters.document import facts_of, letter_name, letter_of, text_of
from app.formal_letters.forms import LetterForm, SentForm
from app.formal_letters.labels import SENDER, refusal_words
from app.formal_letters.models import LetterKind
from app.formal_letters.queries import WRITERS, find_letter
from app.formal_letters.steps import Sent
from workflows.formal_letter import LetterState

bp = Blueprint("letters", __name__, url_prefix="/letters")


def _found(letter_id: str) -> FormalLetter:
    """The letter for this person, who reads in it what was transmitted."""
    try:
        letter = find_letter(db.session(), me(), letter_id)
    except NotFound:
        abort(404)
    note_opened(me(), letter.concern_id, extract_only=True)
    return letter


@bp.get("")
@requires(*WRITERS)
def letters() -> ResponseReturnValue:
    """What is to be signed, and what left; of one case where the address names it."""
    concern = request.args.get("concern", "")[:24]
    session, actor = db.session(), me()
    sender = queries.latest_sender(session)
    return render_template(
        "formal_letters/letters.html",
        drafted=queries.letters(session, actor, LetterState.DRAFTED, concern),
        sent=queries.letters(session, actor, LetterState.SENT, concern),
        concern=concern,
        kinds=LetterKind,
        missing=sender is None or sender.parts.missing(),
    )


@bp.get("/<letter_id>")
@requires(*WRITERS)
def page(letter_id: str) -> ResponseReturnValue:
    """The letter as it would leave, or as it left."""
    letter = _found(letter_id)
    around = queries.beside(db.session(), letter)
    return render_template(
        "formal_letters/letter.html",
        letter=letter,
        paper=letter_of(letter, around),
        missing=[] if letter.paper else [SENDER[name] for name in around.sender.missing()],
        has_pdf=has_pdf(),
    )


@bp.route("/<letter_id>/edit", methods=["GET", "POST"])
@requires(*WRITERS)
def edit(letter_id: str) -> ResponseReturnValue:
    """Write it. Who was slower loses nothing."""
    letter = _drafted(letter_id)
    facts = facts_of(letter, queries.beside(db.session(), letter))
    given = {
        "recipient": letter.recipient,
        "address": letter.address,
        "body": text_of(facts),
        "signed_by": facts.signed_by,
        "function": facts.function,
        "drafted_by": facts.drafted_by or me().name,
        "version": letter.version,
        "override_reason": letter.override_reason,
    }
    form = LetterForm(data=given)
    if letter.override_reason:
        form.ask_why_it_may_stay()

    def save() -> None:
        anyway = {"signed_by": facts.sender.signed_by, "function": facts.sender.function}
        anyway |= {"body": text_of(replace(facts, body=""))}
        service.edit_letter(me(), letter_id, form.words(anyway), **_once(form))

    return _act(letter, form, save, _("Saved."), "formal_letters/edit.html")


@bp.route("/<letter_id>/sent", methods=["GET", "POST"])
@requires(*WRITERS)
def sent(letter_id: str) -> ResponseReturnValue:
    """Note that it left: from then on it stays as it is."""
    letter = _drafted(letter_id)
    form = SentForm(data={"version": letter.version})

    def note() -> None:
        protocol, day = (form.protocol.data or "").strip(), form.sent_on.data
        because = (form.override_reason.data or "").strip()
        assert day is not None  # the form needs it
        left = Sent(protocol, day, override_reason=because)
        service.note_sent(me(), letter_id, left, **_once(form))

    return _act(
        letter,
        form,
        note,
        _("It is noted in the history that the letter was sent."),
        "formal_letters/sent.html",
    )


def _drafted(letter_id: str) -> FormalLetter:
    letter = _found(letter_id)
    return letter if letter.state is LetterState.DRAFTED or request.method == "POST" else abort(404)


def _once(form: LetterForm | SentForm) -> dict[str, Any]:
    return {"version": form.version.data or 0, "key": form.key.data or one_time_key()}


def _act(
    letter: FormalLetter, form: Any, act: Callable[[], None], said: str, template: str
) -> ResponseReturnValue:
    """Do what the form asks for, or show it again with what is wrong; the version is renewed for who was slower."""
    refused: Any = ""
    if form.validate_on_submit():
        try:
            act()
        except NotFound:
            abort(404)
        except Refusal as refusal:
            letter = _found(letter.public_id)
            over = letter.state is not LetterState.DRAFTED
            refused = refusal_words("not_now" if over else refusal.name)
            if refusal.name == "unnamed":
                form.ask_why_it_may_stay()
            renew(form.version, letter.version)
        else:
            flash(said)
            return redirect(url_for("letters.page", letter_id=letter.public_id))
    page = render_template(template, letter=letter, form=form, refused=refused)
    return page, 409 if refused else 422 if form.errors else 200


@bp.get("/<letter_id>/letter.docx")
@requires(*WRITERS)
def as_docx(letter_id: str) -> ResponseReturnValue:
    """To be worked with."""
    letter = _found(letter_id)
    return docx_file(_paper(letter), letter_name(letter))


@bp.get("/<letter_id>/letter.pdf")
@requires(*WRITERS)
def as_pdf(letter_id: str) -> ResponseReturnValue:
    """To be printed and signed."""
    letter = _found(letter_id)
    return pdf_file(_paper(letter), letter_name(letter))


def _paper(letter: FormalLetter) -> Letter:
    return letter_of(letter, queries.beside(db.session(), letter))
