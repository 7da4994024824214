"""Putting off a line of "My work", taking it back, and going on with the next."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import me
from app.core.db import db
from app.core.formats import day
from app.core.language import translate as _
from app.core.rights import requires
from app.core.undo import flash_undoable
from app.dashboards.inbox import Inbox, Pending, inbox, may_be_put_off
from app.dashboards.later.forms import OTHER, LaterForm
from app.dashboards.later.service import TooMany, put_off, put_off_until, take_back
from app.dashboards.line_addresses import Addresses
from app.deadlines.today import today_here
from workflows.roles import CASEWORK

bp = Blueprint("later", __name__, url_prefix="/work")


@bp.route("/later/<line>", methods=["GET", "POST"])
@requires(*CASEWORK)
def page(line: str) -> ResponseReturnValue:
    """Until when this line is put off."""
    pending, form, today = _line(line), LaterForm(), today_here(db.session()).day
    form.offer(today, pending.due_on)
    may = may_be_put_off(pending, today)
    if may and form.validate_on_submit():
        try:
            put_off_until(me(), line, form.chosen())
        except TooMany:
            form.form_errors.append(_("As much is put off as may be. Take something back first."))
        else:
            said = _("Put off until %(day)s. It stands under “Put off” until then.", day=day(form.chosen()))
            flash_undoable(said, url_for("later.back", line=line))
            return redirect(url_for("desks.my_work"))
    failed = bool(form.errors) or (not may and form.is_submitted())
    return render_template(
        "dashboards/later/form.html", form=form, line=pending.line, may=may
    ), 422 if failed else 200


@bp.post("/later/<line>/back")
@requires(*CASEWORK)
def back(line: str) -> ResponseReturnValue:
    """It is there again."""
    _line(line)
    until = put_off(db.session(), me()).get(line)
    take_back(me(), line)
    said = _("It is among your work again.")
    if until is None:
        flash(said)
    else:
        flash_undoable(said, url_for("later.page", line=line), when=OTHER, until=until.isoformat())
    return redirect(url_for("desks.my_work"))


@bp.get("/next")
@requires(*CASEWORK)
def following() -> ResponseReturnValue:
    """What is first in My work."""
    sections = _inbox().sections()
    if not sections:
        flash(_("Nothing else awaits you."))
        return redirect(url_for("desks.my_work"))
    first = sections[0].lines[0]
    return redirect(first.action.url or first.url)


def _line(key: str) -> Pending:
    return _inbox().find(key) or abort(404)


def _inbox() -> Inbox:
    return inbox(db.session(), me(), today_here(db.session()), Addresses.here())
