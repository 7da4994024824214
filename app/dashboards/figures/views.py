"""How it goes: the coordinator's page of figures."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.core.actor import me
from app.core.db import db
from app.core.formats import current_language
from app.core.labels import said
from app.core.rights import requires
from app.core.time import today
from app.core.workbook import XLSX, file_answer, workbook
from app.dashboards.export import answer_sheet, load_sheet, month_sheet, overdue_sheet
from app.dashboards.figures import queries
from app.dashboards.figures.charts import Trend, answering
from app.dashboards.figures.queries import institutions
from app.dashboards.filters import DeskFilter
from app.dashboards.glance import glance
from app.dashboards.navigation import desk_head
from app.deadlines.today import today_here
from workflows.roles import Role

bp = Blueprint("figures", __name__)


@bp.get("/desk/figures")
@requires(Role.COORDINATOR)
def page() -> ResponseReturnValue:
    """What is late and where, whether it gets better, who carries how much, how soon institutions answer."""
    actor, session = me(), db.session()
    day = today_here(session)
    overdue, language = queries.overdue(session), current_language()
    return render_template(
        "dashboards/figures.html",
        overdue=overdue,
        awaited=[
            (rule.value, said(language, rule), said(language, owner))
            for rule, owner in queries.AWAITED.items()
            if any(rule in one.numbers for one in overdue)
        ],
        trend=Trend.of(queries.months(session)),
        loads=queries.loads(session),
        institutions=[answering(one) for one in institutions(session)],
        **desk_head(session, actor, None, day),
    )


@bp.get("/desk/glance")
@requires(Role.COORDINATOR)
def at_a_glance() -> ResponseReturnValue:
    """What recommendations wait for, and how answers came: two charts."""
    actor, session = me(), db.session()
    day = today_here(session)
    found = glance(session, actor, day.soon)
    return render_template(
        "dashboards/glance.html", glance=found, **desk_head(session, actor, DeskFilter(), day)
    )


@bp.get("/desk/figures.xlsx")
@requires(Role.COORDINATOR)
def export_workbook() -> ResponseReturnValue:
    """The same figures, a sheet for each table."""
    session = db.session()
    sheets = [
        month_sheet(queries.months(session)),
        overdue_sheet(queries.overdue(session)),
        answer_sheet(institutions(session)),
        load_sheet(queries.loads(session)),
    ]
    return file_answer(f"figures-{today()}.xlsx", workbook(sheets), XLSX)
