"""The calculator: anybody may ask when something would be due, and why."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.concerns.periods import load_calendar, period_of
from app.core.db import db
from app.core.rights import signed_in
from app.core.time import today
from app.deadlines.forms import CalculatorForm
from workflows.deadlines import due
from workflows.periods import Rule

bp = Blueprint("calculator", __name__, url_prefix="/calculator")


@bp.get("")
@signed_in
def page() -> ResponseReturnValue:
    """The form, and below it the date that it comes to with every day on the way."""
    form = CalculatorForm(request.args)
    if not request.args:
        form = CalculatorForm(data={"start": today(), "rule": Rule.RESPONSE})
        return render_template("deadlines/calculator.html", form=form, found=None)
    if not form.validate():
        return render_template("deadlines/calculator.html", form=form, found=None), 422
    session = db.session()
    period = period_of(session, Rule(form.rule.data), bool(form.urgent.data))
    found = due(form.ledger(), period, load_calendar(session, today()))
    return render_template(
        "deadlines/calculator.html", form=form, found=found, reckoned=period, today=today()
    )
