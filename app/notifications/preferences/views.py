"""How a person is told: their page, and the link in each mail by which one kind of it ends."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core.actor import me
from app.core.db import db
from app.core.rights import anyone, requires
from app.notifications.preferences.forms import PreferencesForm, filled
from app.notifications.preferences.links import unsubscribing
from app.notifications.preferences.models import preferences_of
from app.notifications.preferences.queries import colleagues
from app.notifications.preferences.service import NoColleague, less_mail, save_preferences
from workflows.notifications import NEVER_SILENT, Topic
from workflows.roles import CASEWORK

bp = Blueprint("preferences", __name__)


@bp.route("/me/notices", methods=["GET", "POST"])
@requires(*CASEWORK)
def mine() -> ResponseReturnValue:
    """How often, at which hours, and who is told too while one is away."""
    actor, session = me(), db.session()
    form = PreferencesForm(data=filled(preferences_of(session, actor.person_id)))
    form.prepare(colleagues(session, actor))
    if form.validate_on_submit():
        try:
            save_preferences(actor, form.chosen())
        except NoColleague:
            form.deputy.errors = [_("Choose one.")]
        else:
            flash(_("Saved."))
            return redirect(url_for("preferences.mine"))
    return render_template(
        "notifications/preferences.html", form=form, topics=list(Topic)
    ), 422 if form.errors else 200


@bp.route("/notices/unsubscribe/<token>", methods=["GET", "POST"])
@anyone
def unsubscribe(token: str) -> ResponseReturnValue:
    """Less mail of one kind. Opened, it asks; sent by a person or a mail program, it is done."""
    meant = unsubscribing(token)
    if meant is None:
        return render_template("notifications/unsubscribe_invalid.html"), 404
    person_id, topic = meant
    left = less_mail(person_id, topic) if request.method == "POST" else None
    return render_template(
        "notifications/unsubscribe.html",
        topic=topic,
        left=left,
        topics=list(Topic),
        rarer=topic in NEVER_SILENT,
    )


@bp.record_once
def _sent_by_mail_programs(state: BlueprintSetupState) -> None:
    """They hold no page of ours and no token of it: the link itself is signed (RFC 8058)."""
    state.app.extensions["csrf"].exempt(unsubscribe)
