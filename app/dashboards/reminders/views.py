"""Reminders: looked at first, then sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.core.actor import me
from app.core.db import db
from app.core.language import ngettext
from app.core.random_ids import one_time_key
from app.core.rights import requires
from app.dashboards.coordinator import MOST_REMINDED
from app.dashboards.filters import DeskFilter
from app.dashboards.reminders.forms import RemindForm, numbers, previews, seen_of
from app.dashboards.reminders.queries import LATELY, Matter, listed, matters, readers
from app.dashboards.reminders.service import Done, remind
from app.deadlines.today import Today, today_here
from workflows.roles import Role

bp = Blueprint("reminding", __name__, url_prefix="/desk/remind")


@bp.get("")
@requires(Role.COORDINATOR)
def look() -> ResponseReturnValue:
    """Whom a reminder of these lines would reach; or of all lines that the desk lists with this filter."""
    given = request.args
    lines, more = numbers(given.getlist("line")), False
    if given.get("all"):
        lines = listed(db.session(), me(), DeskFilter.read(given))
        lines, more = lines[:MOST_REMINDED], len(lines) > MOST_REMINDED
    return _page(RemindForm(formdata=None), lines, None, given, more=more)


@bp.post("")
@requires(Role.COORDINATOR)
def send() -> ResponseReturnValue:
    """Send them, or show once more what they would be."""
    form = RemindForm()
    seen, ticked = seen_of(request.form.getlist("seen")), numbers(request.form.getlist("line"))
    valid = form.validate_on_submit()
    if not valid or request.form.get("again") or not ticked:
        missing = valid and not ticked
        page = _page(form, list(seen) or ticked, ticked, request.form, nothing=missing)
        return page, 200 if valid and not missing else 422
    done = remind(
        me(), {line: seen.get(line, "") for line in ticked}, form.words, form.key.data or one_time_key()
    )
    if done is None:
        return _page(form, [], [], request.form, nothing=True), 422
    if done.left:
        return render_template("notifications/reminded.html", done=done, back=_back(request.form)), 409
    flash(_said(done))
    return redirect(_back(request.form))


def _page(
    form: RemindForm,
    lines: Sequence[int],
    ticked: Collection[int] | None,
    given: MultiDict[str, str],
    *,
    more: bool = False,
    nothing: bool = False,
) -> str:
    """At first everything is ticked that can be sent and was not sent lately."""
    session = db.session()
    found = matters(session, me(), lines)
    if ticked is None:
        ticked = [m.clock.id for m in found if not m.why and (not m.lately or len(found) == 1)]
    form.key.data = form.key.data or one_time_key()
    chosen = [m for m in found if m.clock.id in ticked and not m.why]
    day = today_here(session)
    return render_template(
        "dashboards/reminders/form.html",
        form=form,
        lines=[(matter, _due(matter, day), matter in chosen) for matter in found],
        previews=previews(readers(session, chosen), form.words if not form.errors else ""),
        chosen=chosen,
        filter=DeskFilter.read(given).address(),
        looked_at=url_for("reminding.look", line=[*lines], **DeskFilter.read(given).address()),
        back=_back(given),
        more=more,
        nothing=nothing,
        most=MOST_REMINDED,
        lately=LATELY,
    )


def _due(matter: Matter, day: Today) -> Any:
    clock = matter.clock
    return day.cell(clock.due_on, clock.paused_since is not None, clock.paused_since)


def _back(given: MultiDict[str, str]) -> str:
    """The list of the desk from which one came."""
    return url_for("desks.coordinator", **DeskFilter.read(given).address())


def _said(done: Done) -> str:
    return str(
        ngettext(
            "A reminder of %(num)s matter is on its way.",
            "Reminders of %(num)s matters are on their way.",
            done.reminded,
        )
    )
