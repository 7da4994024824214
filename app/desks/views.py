"""My work, the coordinator's desk, and the lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cases.clocks import load_calendar
from app.cases.records import ClockState
from app.cases.vocabulary import County, Pillar
from app.core.actor import Actor
from app.core.db import db
from app.core.paging import Page
from app.core.time import now, today
from app.desks import coordinator as desk
from app.desks import queries
from app.desks.filters import ConcernFilter, kept
from app.web import me
from app.web.rights import requires, signed_in
from app.web.format import day as format_day
from app.web.words import choices, label, step_words
from workflows.calendar import Calendar
from workflows.clock import soon_until
from workflows.concern import Stage
from workflows.recommendation import State
from workflows.standing import Role

bp = Blueprint("desks", __name__)
CASEWORK = (Role.MEMBER, Role.SECRETARIAT, Role.MINISTRY, Role.AGENCY, Role.COORDINATOR, Role.OBSERVER)
NEW_HERE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DueLine:
    """What a list says of a due date."""

    date: date | None
    reading: str
    days_late: int
    days_left: int
    paused_since: date | None = None
    waits_for: str = ""


def due_line(due_on: date | None, paused: bool, calendar: Calendar, day: date, soon: date) -> DueLine:
    """The date as of today."""
    if paused and due_on is None:
        return DueLine(None, "paused", 0, 0)
    if due_on is None:
        return DueLine(None, "", 0, 0)
    if due_on < day:
        return DueLine(due_on, "overdue", (day - due_on).days, 0)
    reading = "due_soon" if due_on <= soon else "on_time"
    return DueLine(due_on, reading, 0, calendar.working_between(day, due_on))


@dataclass(slots=True)
class Row:
    """One line of a list: what waits, with whom, how late, and the one sensible action."""

    url: str
    title: str
    detail: str
    who: str
    what: str
    due: DueLine
    action: str = ""
    action_url: str = ""
    note: str = ""


@bp.get("/")
@signed_in
def my_work() -> ResponseReturnValue:
    """What awaits my move, what is late with me, what changed since I was last here."""
    actor, session = me(), db.session()
    if not actor.is_(*CASEWORK):
        return redirect(url_for("people.people" if actor.is_(Role.ADMINISTRATOR) else "people.profile"))
    calendar = load_calendar(session, today())
    soon = soon_until(today(), calendar)
    page = queries.my_moves(session, actor, request.args.get("after", ""), request.args.get("before", ""))
    late, near = queries.my_counts(session, actor, soon)
    since = queries.last_seen(session, actor) or now() - NEW_HERE
    return render_template(
        "desks/my_work.html",
        rows=[_clock_row(r, actor, calendar, soon) for r in page.rows],
        page=page,
        late=queries.capped(late),
        soon=queries.capped(near),
        since=since,
        drafts=queries.drafts(session, actor) if actor.is_(Role.MEMBER) else [],
        to_close=queries.to_close(session, actor),
        changes=_changes(queries.changes(session, actor, since)),
        files=actor.is_(Role.MEMBER),
    )


def _clock_row(row: Any, actor: Actor, calendar: Calendar, soon: date) -> Row:
    url = url_for("cases.page", public_id=row.public_id)
    detail = row.reference
    if row.number:
        url += f"#recommendation-{row.number}"
        detail = _("%(reference)s · rec. %(number)s", reference=row.reference, number=row.number)
    action, action_url = _action(row, actor)
    return Row(
        url=url,
        title=row.heading or row.title,
        detail=detail,
        who=row.holder or str(label(row.party)),
        what=str(label(row.rule)),
        due=due_line(row.due_on, row.state is ClockState.PAUSED, calendar, today(), soon),
        action=action,
        action_url=action_url,
        note=_("moved %(times)s times, by %(days)s days", times=row.moved, days=row.moved_days) if row.moved else "",
    )


# what a person does with a clock that waits for them: the step that the state asks for first
NEXT_CONCERN = {
    Stage.SUBMITTED: "admit",
    Stage.INFORMATION: "supply_information",
    Stage.DELIBERATION: "adopt",
    Stage.ADOPTED: "transmit",
    Stage.FACT_CHECK: "return_facts",
}
NEXT_RECOMMENDATION = {
    State.AWAITING: "accept",
    State.CLARIFICATION: "clarify",
    State.ACCEPTED: "start",
    State.IN_PART: "start",
    State.IMPLEMENTATION: "report_progress",
    State.MEDIATION: "return_to_addressee",
}


def _action(row: Any, actor: Actor) -> tuple[str, str]:
    """The one sensible action: a step, or to open the case where there is a choice to make."""
    open_case = url_for("cases.page", public_id=row.public_id)
    if row.number:
        open_case += f"#recommendation-{row.number}"
    if actor.is_(Role.COORDINATOR):
        if row.extension_asked:
            where = url_for("cases.recommendation_step", public_id=row.public_id, number=row.number, do="grant_extension")
            return _("Decide"), where
        if row.recommendation_state is State.MEDIATION:
            return _("Mediate"), open_case
        return _("Open"), open_case
    if row.recommendation_state is State.REPORTED:
        return _("Record your finding"), open_case
    if row.recommendation_state is State.AWAITING:
        return _("Answer"), open_case
    step = NEXT_RECOMMENDATION.get(row.recommendation_state) if row.number else NEXT_CONCERN.get(row.stage)
    if step is None:
        return _("Open"), open_case
    if row.number:
        where = url_for("cases.recommendation_step", public_id=row.public_id, number=row.number, do=step)
        return str(step_words("recommendation", step).button), where
    return str(step_words("concern", step).button), url_for("cases.step", public_id=row.public_id, do=step)


def _changes(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "voice": "claim" if row.standing in ("addressee", "ministry") else "neutral",
            "text": step_words(row.machine, row.do).happened(row.number),
            "at": row.at,
            "who": row.reference,
            "url": url_for("cases.page", public_id=row.public_id),
        }
        for row in rows
    ]


@bp.get("/desk")
@requires(Role.COORDINATOR)
def coordinator() -> ResponseReturnValue:
    """What waits, and with whom."""
    actor, session, given = me(), db.session(), request.args
    calendar = load_calendar(session, today())
    soon = soon_until(today(), calendar)
    tab = given.get("tab", "overdue")
    tab = tab if tab in (*desk.TABS, "institutions") else "overdue"
    counts = desk.counts(session, soon)
    context: dict[str, Any] = {
        "tab": tab,
        "counts": counts,
        "capped": queries.capped,
        "county": given.get("county", ""),
        "institution": int(given["institution"]) if given.get("institution", "").isdecimal() else None,
        "kept": kept(given),
        "counties": choices(County),
        "waiting": [],
        "rows": [],
        "page": Page([], None, None),
    }
    if tab == "institutions":
        context["institutions"] = desk.by_institution(session, soon)
        return render_template("desks/institutions.html", **context)
    page = desk.clocks(
        session,
        actor,
        tab,
        soon,
        context["institution"],
        context["county"],
        given.get("after", ""),
        given.get("before", ""),
    )
    until = queries.extension_until(session, [r.id for r in page.rows if r.extension_asked])
    rows = [_clock_row(r, actor, calendar, soon) for r in page.rows]
    for row, line in zip(page.rows, rows, strict=True):
        if row.extension_asked and row.id in until:
            line.note = _("more time asked until %(day)s", day=format_day(until[row.id]))
    context.update(
        page=page,
        rows=rows,
        waiting=[
            (label(Stage(w.stage)), queries.capped(w.number), due_line(w.oldest, False, calendar, today(), soon))
            for w in desk.before_transmission(session)
        ],
        institution_choices=queries.institution_choices(session),
    )
    return render_template("desks/coordinator.html", **context)


@bp.get("/concerns")
@requires(*CASEWORK)
def concerns() -> ResponseReturnValue:
    """The concerns that the person may see, narrowed by what stands in the address."""
    actor, session, given = me(), db.session(), request.args
    chosen = ConcernFilter.read(given)
    page = queries.concerns(session, actor, chosen, given.get("after", ""), given.get("before", ""))
    calendar = load_calendar(session, today())
    soon = soon_until(today(), calendar)
    rows = [_concern_row(row, calendar, soon) for row in page.rows]
    return render_template(
        "desks/concerns.html",
        rows=rows,
        page=page,
        chosen=chosen,
        kept=kept(given),
        stages=[(s.value, label(s)) for s in Stage if s not in (Stage.DRAFT, Stage.DISCARDED)],
        pillars=choices(Pillar),
        counties=choices(County),
        institution_choices=queries.institution_choices(session),
        files=actor.is_(Role.MEMBER),
    )


def _concern_row(row: Any, calendar: Calendar, soon: date) -> Row:
    parts = [row.reference, str(label(row.pillar)), str(label(row.county)), row.institutions_text]
    return Row(
        url=url_for("cases.page", public_id=row.public_id),
        title=row.title,
        detail=" · ".join(p for p in parts if p),
        who=row.holder or str(label(row.party)),
        what=str(label(row.stage)),
        due=due_line(row.due_on, row.paused, calendar, today(), soon),
        note=_("urgent") if row.urgent else "",
    )


@bp.get("/recommendations")
@requires(*CASEWORK)
def recommendations() -> ResponseReturnValue:
    """What was demanded, what is claimed, what was found."""
    actor, session, given = me(), db.session(), request.args
    state = given.get("state", "")
    chosen = State(state) if state in set(State) else None
    addressee = int(given["institution"]) if given.get("institution", "").isdecimal() else None
    overdue = given.get("overdue") == "1"
    page = queries.recommendations(
        session, actor, chosen, addressee, overdue, given.get("after", ""), given.get("before", "")
    )
    calendar = load_calendar(session, today())
    soon = soon_until(today(), calendar)
    return render_template(
        "desks/recommendations.html",
        rows=[
            (
                row,
                url_for("cases.page", public_id=row.public_id) + f"#recommendation-{row.number}",
                due_line(row.due_on, row.paused, calendar, today(), soon),
            )
            for row in page.rows
        ],
        page=page,
        state=chosen,
        institution=addressee,
        overdue=overdue,
        kept=kept(given),
        states=[(s.value, label(s)) for s in State if s not in (State.DRAFTED, State.ADOPTED, State.DROPPED)],
        institution_choices=queries.institution_choices(session),
    )
