"""The calendar, and its changes by the administrator: a change is first shown with what it does, then made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from babel import dates
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.concerns.periods import OwnDate
from app.core.country import OwnKind
from app.core.db import db
from app.core.formats import current_language, largest_shift
from app.core.language import ngettext
from app.core.language import translate as _
from app.core.rights import requires, signed_in
from app.core.time import today
from app.deadlines.calendar import service
from app.deadlines.calendar.service import CalendarDay, Effect
from app.deadlines.forms import KINDS, ConfirmForm, OwnDateForm
from workflows.roles import Role

bp = Blueprint("calendar", __name__, url_prefix="/calendar")


@dataclass(frozen=True, slots=True)
class Month:
    """The days of one month, by its name."""

    name: str
    days: list[CalendarDay]


@dataclass(frozen=True, slots=True)
class Year:
    """The months of a year that are over, and those that are not."""

    number: int
    over: list[Month]
    months: list[Month]


@bp.get("")
@signed_in
def page() -> ResponseReturnValue:
    """Official holidays and own dates of this year and the next, and the own dates of years before."""
    year, own = today().year, service.own_dates(db.session())
    earlier = {row.day.year for row in own if row.day.year < year}
    return render_template(
        "deadlines/calendar.html",
        years=[_year(number, service.days_of(own, [number])) for number in (year, year + 1)],
        earlier=_months([day for day in service.days_of(own, earlier) if day.own]),
        labels=_labels(),
        written=_written,
    )


@bp.route("/add", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def add() -> ResponseReturnValue:
    """Add an own date: the form, then what it does, then the deed."""
    form = OwnDateForm(formdata=request.form)
    if request.method == "GET" or "correct" in request.form:
        return _form(form, 200)
    shown = ConfirmForm().shown.data
    if not form.validate():
        return _form(form, 422)
    day, kind = form.day.data, form.kind.data
    assert day is not None  # the form needs it
    if _refused(form, day, kind):
        return _form(form, 409 if shown else 422)
    if not shown:
        return _confirm_new(form, day, kind)
    try:
        effect = service.add(day, kind, form.name.data or "", shown)
    except (service.AlreadyThere, service.WorksAlready):
        _refused(form, day, kind)
        return _form(form, 409)
    except service.Changed:
        return _confirm_new(form, day, kind, _moved_on())
    except service.Busy:
        return _confirm_new(form, day, kind, _busy())
    flash(" ".join((_("The date is in the calendar."), _moved(effect))))
    return redirect(url_for("calendar.page"))


@bp.route("/<day>/remove", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def remove(day: str) -> ResponseReturnValue:
    """Remove an own date: what it does, then the deed."""
    on = _day(day)
    row = db.session.get(OwnDate, on)
    if request.method == "GET":
        return _confirm_removal(row or abort(404))
    try:
        effect = service.remove(on, ConfirmForm().shown.data or "")
    except service.Gone:
        flash(_("This date has already been removed from the calendar."), "warning")
        return redirect(url_for("calendar.page"))
    except (service.Changed, service.Busy) as refusal:
        why = _busy() if isinstance(refusal, service.Busy) else _moved_on()
        return _confirm_removal(db.session.get(OwnDate, on) or abort(404), why)
    flash(" ".join((_("The date is no longer in the calendar."), _moved(effect))))
    return redirect(url_for("calendar.page"))


def _form(form: OwnDateForm, status: int) -> ResponseReturnValue:
    return render_template("deadlines/add.html", form=form), status


def _refused(form: OwnDateForm, day: date, kind: OwnKind) -> bool:
    """Say beside the field why the day cannot be added, where it cannot."""
    try:
        service.check_new(db.session(), day, kind)
    except service.AlreadyThere:
        there = db.session.get_one(OwnDate, day)
        form.day.errors = [
            _(
                "This day is in the calendar already: %(name)s (%(kind)s). Remove that first if it is wrong.",
                name=there.name,
                kind=_labels()[there.kind],
            )
        ]
    except service.WorksAlready:
        form.kind.errors = [_("This day is a working day already.")]
    else:
        return False
    return True


def _confirm_new(form: OwnDateForm, day: date, kind: OwnKind, why: str = "") -> ResponseReturnValue:
    typed = {"day": day.isoformat(), "kind": kind.value, "name": form.name.data or ""}
    named = CalendarDay(day, "", kind, form.name.data or "")
    return _confirm(_("Add this date?"), _("Add the date"), named, typed, kind, why)


def _confirm_removal(row: OwnDate, why: str = "") -> ResponseReturnValue:
    named = CalendarDay(row.day, "", OwnKind(row.kind), row.name)
    return _confirm(_("Remove this date?"), _("Remove the date"), named, {}, None, why)


def _confirm(
    title: str, button: str, named: CalendarDay, typed: dict[str, str], kind: OwnKind | None, why: str
) -> ResponseReturnValue:
    effect = service.effect_of(db.session(), named.date, kind)
    page = render_template(
        "deadlines/confirm.html",
        title=title,
        button=button,
        kicker=_labels()[named.own or kind or OwnKind.HOLIDAY],
        lead=f"{_written(named.date)}: {named.name}",
        back=url_for("calendar.page"),
        typed=typed,
        effect=effect,
        largest=largest_shift(effect.most_working_days, effect.most_days),
        why=why,
        nothing=_("No deadline moves. Those that begin later are calculated with the new calendar."),
    )
    return page, 409 if why else 200


def _moved(effect: Effect) -> str:
    if not effect.total:
        return str(_("No deadline has moved."))
    return str(ngettext("%(num)s deadline has moved.", "%(num)s deadlines have moved.", effect.total))


def _moved_on() -> str:
    return str(_("Nothing is changed yet: meanwhile other deadlines run. Look at the new numbers."))


def _busy() -> str:
    return str(_("Nothing is changed yet: others are working on cases at this moment. Try again."))


def _labels() -> dict[str, str]:
    return {kind: str(label) for kind, label in KINDS}


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        abort(404)


def _year(number: int, days: list[CalendarDay]) -> Year:
    first_of_month = today().replace(day=1)
    over = [day for day in days if day.date < first_of_month]
    return Year(number, _months(over), _months(days[len(over) :]))


def _months(days: list[CalendarDay]) -> list[Month]:
    def month(day: CalendarDay) -> str:
        return _written(day.date, "LLLL y")

    return [Month(name, list(found)) for name, found in groupby(days, month)]


def _written(day: date, pattern: str = "EEEE, d MMMM y") -> str:
    """`E shtunë, 28 nëntor 2026`."""
    said = str(dates.format_date(day, pattern, locale=current_language()))
    return said[:1].upper() + said[1:]
