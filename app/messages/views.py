"""Saying something on a concern."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.concerns.access import find
from app.concerns.records import Channel
from app.core.actor import me
from app.core.db import db
from app.core.language import translate as _
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.rights import signed_in
from app.messages.forms import MessageForm
from app.messages.service import say
from workflows.permissions import Right

bp = Blueprint("exchange", __name__, url_prefix="/concerns")


@bp.route("/<public_id>/messages", methods=["GET", "POST"])
@signed_in
def messages(public_id: str) -> ResponseReturnValue:
    """Write a message; with GET the form alone, as a person comes back to it after signing in again."""
    form = MessageForm(formdata=request.form or request.args)
    try:
        channel = Channel(form.channel.data or "")
    except ValueError:
        abort(404)
    form.key.data = form.key.data or one_time_key()
    try:
        if request.method == "GET" or not form.validate():
            return _form(public_id, channel, form)
        say(
            me(),
            public_id,
            channel,
            form.text.data or "",
            institution=form.institution.data,
            key=form.key.data,
            override_reason=form.override_reason.data or "",
        )
    except NotFound:
        abort(404)
    flash(_("Your message was added."))
    return redirect(url_for("cases.page", public_id=public_id, _anchor=channel.value))


def _form(public_id: str, channel: Channel, form: MessageForm) -> ResponseReturnValue:
    """Raises NotFound where the person may not speak."""
    case = find(db.session(), me(), public_id)
    if not case.rights & {Right.DISCUSS, Right.EXCHANGE}:
        raise NotFound(public_id)
    status = 200 if request.method == "GET" else 422
    return render_template("messages/message.html", form=form, case=case, channel=channel.value), status
