"""The rules of dates, and their changes by the administrator: a change is first shown with what it does, then made."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.db import db
from app.core.formats import largest_shift
from app.core.labels import label
from app.core.language import ngettext
from app.core.language import translate as _
from app.core.rights import requires
from app.deadlines.calendar.service import Busy, Changed
from app.deadlines.forms import ConfirmForm, RuleForm
from app.deadlines.rules import service
from workflows.periods import Rule
from workflows.roles import Role

bp = Blueprint("rules", __name__, url_prefix="/rules")


@bp.get("")
@requires(Role.ADMINISTRATOR)
def rules() -> ResponseReturnValue:
    """How long each rule gives, and the days of its escalation."""
    return render_template("deadlines/rules.html", rules=service.all_rules(db.session()))


@bp.route("/<rule>", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def change(rule: str) -> ResponseReturnValue:
    """Change a rule: the form, then what it does to dates that run, then the deed."""
    line = service.rule_line(db.session(), _rule(rule))
    form = RuleForm(formdata=request.form)
    if line.promised:
        form.without_periods()
    if request.method == "GET" and not form.csrf_token.data:
        form.fill(line)
    shown = ConfirmForm().shown.data
    if request.method == "GET" or "correct" in request.form or not form.validate():
        page = render_template("deadlines/rule.html", form=form, line=line)
        return page, 422 if form.errors else 200
    if not shown:
        return _confirm(form, line)
    try:
        effect = service.set_rule(line.rule, form.amounts(), form.escalation_rule(), shown)
    except Changed:
        return _confirm(
            form,
            line,
            _("Nothing is changed yet: meanwhile other deadlines run. Look at the new numbers."),
        )
    except Busy:
        return _confirm(
            form, line, _("Nothing is changed yet: others are working on cases at this moment. Try again.")
        )
    moved = ngettext("%(num)s deadline has moved.", "%(num)s deadlines have moved.", effect.total)
    flash(" ".join((_("The rule is changed."), moved if effect.total else _("No deadline has moved."))))
    return redirect(url_for("rules.rules"))


def _confirm(form: RuleForm, line: service.RuleLine, why: str = "") -> ResponseReturnValue:
    effect = service.effect_of(db.session(), line.rule, form.amounts())
    typed = {f.name: f.data for f in form if f.name != "csrf_token" and f.data is not None}
    page = render_template(
        "deadlines/confirm.html",
        title=_("Change this rule?"),
        kicker="",
        lead=str(label(line.rule)),
        button=_("Change the rule"),
        back=url_for("rules.rules"),
        typed=typed,
        effect=effect,
        largest=largest_shift(effect.most_working_days, effect.most_days),
        why=why,
        nothing=_("No deadline moves. Those that begin later are calculated by the new rule."),
    )
    return page, 409 if why else 200


def _rule(value: str) -> Rule:
    return Rule(value) if value in set(Rule) else abort(404)
