"""The sender of letters and their texts: the secretariat changes them, and who signs reads them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import me
from app.core.db import db
from app.core.documents.letter import Letter
from app.core.forms import renew
from app.core.language import in_language
from app.core.language import translate as _
from app.core.refusals import Refusal
from app.core.rights import requires
from app.formal_letters import queries
from app.formal_letters.document import LANGUAGE, invented, paper_of
from app.formal_letters.labels import SENDER, refusal_words
from app.formal_letters.models import LetterKind, SenderParts
from app.formal_letters.queries import WRITERS
from app.formal_letters.settings import service
from app.formal_letters.settings.forms import ResetForm, SenderForm, WordingForm
from app.formal_letters.wording import MEANING, built_in
from workflows.roles import Role

bp = Blueprint("letter_settings", __name__, url_prefix="/letters")


@bp.get("/sender")
@requires(*WRITERS)
def sender() -> ResponseReturnValue:
    """What letters say of their sender, and who changed it."""
    return _sender(SenderForm(data=_held()) if me().is_(Role.SECRETARIAT) else None)


@bp.post("/sender")
@requires(Role.SECRETARIAT)
def change_sender() -> ResponseReturnValue:
    """Enter it."""
    form = SenderForm()
    if not form.validate():
        return _sender(form)
    try:
        service.save_sender(me(), form.parts(), made_from=form.made_from.data or 0)
    except Refusal as refused:
        renew(form.made_from, _held()["made_from"])
        return _sender(form, refusal_words(refused.name))
    flash(_("Saved."))
    return redirect(url_for("letter_settings.sender"))


def _held() -> dict[str, Any]:
    latest = queries.latest_sender(db.session())
    parts = latest.parts if latest else SenderParts()
    return {**asdict(parts), "made_from": latest.id if latest else 0}


def _sender(form: SenderForm | None, refused: Any = "") -> ResponseReturnValue:
    page = render_template(
        "formal_letters/sender.html",
        form=form,
        refused=refused,
        held=queries.senders(db.session()),
        words=SENDER,
    )
    return page, 409 if refused else 422 if form is not None and form.errors else 200


@bp.get("/texts/<any(head, minister):name>")
@requires(*WRITERS)
def wording(name: str) -> ResponseReturnValue:
    """What letters of a kind say, tried by an invented case, and who changed it."""
    kind = LetterKind(name)
    form = WordingForm(data=_worded(kind)) if me().is_(Role.SECRETARIAT) else None
    return _wording(kind, form, _worded(kind)["body"])


@bp.post("/texts/<any(head, minister):name>")
@requires(Role.SECRETARIAT)
def change_wording(name: str) -> ResponseReturnValue:
    """Try it, or let letters say it from now on."""
    kind, form = LetterKind(name), WordingForm()
    if not form.validate() or "preview" in request.form:
        return _wording(kind, form, "" if form.errors else form.text())
    because = (form.override_reason.data or "").strip()
    said = "" if form.text() == _built_in(kind) else form.text()
    made_from = form.made_from.data or 0
    try:
        service.save_wording(me(), kind, said, made_from=made_from, override_reason=because)
    except Refusal as refused:
        renew(form.made_from, _worded(kind)["made_from"])
        return _wording(kind, form, form.text(), refusal_words(refused.name))
    flash(_("Saved."))
    return redirect(url_for("letter_settings.wording", name=name))


@bp.post("/texts/<any(head, minister):name>/reset")
@requires(Role.SECRETARIAT)
def reset_wording(name: str) -> ResponseReturnValue:
    """Let letters say the built-in text again; what they said stays in the history."""
    kind, form = LetterKind(name), ResetForm()
    if not form.validate():
        abort(400)
    try:
        service.save_wording(me(), kind, "", made_from=form.made_from.data or 0)
    except Refusal as refused:
        again = WordingForm(formdata=None, data=_worded(kind))
        return _wording(kind, again, "", refusal_words(refused.name))
    flash(_("Letters say the built-in text again."))
    return redirect(url_for("letter_settings.wording", name=name))


def _worded(kind: LetterKind) -> dict[str, Any]:
    latest = queries.latest_wording(db.session(), kind)
    made_from = latest.id if latest else 0
    said = latest.body if latest and latest.body else _built_in(kind)
    return {"body": said, "made_from": made_from, "override_reason": latest.override_reason if latest else ""}


def _built_in(kind: LetterKind) -> str:
    with in_language(LANGUAGE):
        return built_in(kind)


def _wording(
    kind: LetterKind, form: WordingForm | None, tried: str, refused: Any = ""
) -> ResponseReturnValue:
    held = queries.wordings(db.session(), kind)
    page = render_template(
        "formal_letters/wording.html",
        kind=kind,
        form=form,
        refused=refused,
        names=MEANING,
        paper=_tried(kind, tried) if tried else None,
        held=held,
        built_in=_built_in(kind),
        own=bool(held and held[0].body),
    )
    return page, 409 if refused else 422 if form is not None and form.errors else 200


def _tried(kind: LetterKind, text: str) -> Letter:
    latest = queries.latest_sender(db.session())
    with in_language(LANGUAGE):
        facts = invented(kind, text, latest.parts if latest else SenderParts())
    return paper_of(facts)
