"""My work, the coordinator's desk, and the lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    after_this_request,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_security.signals import user_authenticated
from markupsafe import Markup
from sqlalchemy.exc import OperationalError

from app.access_requests.access import READERS
from app.access_requests.queries import overdue
from app.accounts.models import Person
from app.accounts.rights.proposals import confirms
from app.accounts.rights.queries import waiting_people
from app.concerns.vocabulary import SUBJECTS, County, Pillar
from app.core.actor import Actor, me
from app.core.db import db
from app.core.formats import moved_words
from app.core.labels import said
from app.core.outages import Fault, fault_of, note
from app.core.paging import capped, pager, place_in
from app.core.rights import requires, signed_in
from app.core.time import now, today
from app.core.workbook import XLSX, Sheet, file_answer, workbook
from app.dashboards import checked, filters, recommendation_list, rows, work
from app.dashboards import concern_list as concern_list
from app.dashboards import coordinator as desk
from app.dashboards.export import as_csv, clock_sheet, institution_sheet
from app.dashboards.filters import ConcernFilter, DeskFilter, RecommendationFilter, Tab
from app.dashboards.inbox import inbox
from app.dashboards.line_addresses import Addresses
from app.dashboards.models import SavedOn
from app.dashboards.months import months
from app.dashboards.navigation import desk_head
from app.dashboards.quick_filters import TABS, concern_chips
from app.dashboards.saved_views.forms import saved_above
from app.dashboards.work import note_visit, was_just_here
from app.deadlines.today import Today, today_here
from app.formal_letters.queries import number_to_sign
from app.group.queries import hand_over_now
from app.meetings.session.queries import mine
from app.votes.queries import awaiting
from workflows.concern import Stage
from workflows.periods import Rule
from workflows.recommendation import State
from workflows.roles import ANSWERING, CASEWORK, INSIDERS, Role

bp = Blueprint("desks", __name__)
NEW_HERE = timedelta(days=14)  # for who was never here before
LONGEST_ABSENCE = timedelta(days=60)  # what changed before is found in the lists


@bp.get("/")
@signed_in
def my_work() -> ResponseReturnValue:
    """What awaits my move, what is late with me, what changed since I was last here."""
    actor, session = me(), db.session()
    if actor.roles == {Role.OBSERVER}:
        return redirect(url_for("desks.by_institution"))  # nothing ever waits for who only looks on
    if not actor.is_(*CASEWORK):
        return redirect(url_for("people.people" if actor.is_(Role.ADMINISTRATOR) else "people.profile"))
    previous = current_user.previous_seen_at
    since = max(previous or now() - NEW_HERE, now() - LONGEST_ABSENCE)
    day = today_here(session)
    to = Addresses.here()
    found = inbox(session, actor, day, to)
    actions, meetings = mine(session, actor)
    return render_template(
        "dashboards/my_work.html",
        sections=found.sections(),
        later=found.later(),
        more=found.more,
        late=capped(found.late + sum(row.due_on < day.day for row in actions)),
        soon=capped(found.soon + sum(day.day <= row.due_on <= day.soon for row in actions)),
        drafts=found.drafts,
        institutions=work.new_institutions(session, actor) if actor.is_(Role.SECRETARIAT) else [],
        rights=confirms(actor) and bool(waiting_people(session)),
        since=since,
        first_time=previous is None,
        changes=[rows.change(row, to) for row in work.changes(session, actor, since)],
        files=actor.is_(Role.MEMBER),
        access_requests=actor.is_(*READERS),
        letters=number_to_sign(session, actor) if actor.is_(Role.COORDINATOR) else 0,
        undeclared=found.voting.cases,
        undeclared_words=capped(found.voting.cases),
        hand_over=hand_over_now(session, actor) if actor.is_(Role.MEMBER) else None,
        actions=actions,
        meetings=meetings,
        today=day.day,
    )


@bp.get("/my-dates")
@requires(*CASEWORK)
def dates() -> ResponseReturnValue:
    """What is due when, for me."""
    actor, session = me(), db.session()
    actions, meetings = mine(session, actor)
    voting = awaiting(session, actor)
    votes = [*voting.ballots, *voting.to_declare]
    found = months(work.clocks(session, actor), actions, meetings, votes, today(), Addresses.here())
    return render_template("dashboards/dates.html", months=found, today=today())


@bp.get("/desk")
@requires(Role.COORDINATOR)
def coordinator() -> ResponseReturnValue:
    """What waits, and with whom."""
    actor, session = me(), db.session()
    chosen = DeskFilter.read(request.args.to_dict())
    day = today_here(session)
    kept = chosen.address()
    context = {"chosen": chosen, "kept": kept, **desk_head(session, actor, chosen, day)}
    if chosen.tab is Tab.INSTITUTIONS:
        found = desk.by_institution(session, actor, day.soon)
        return render_template(
            "dashboards/institutions.html", institutions=found, moved_words=moved_words, **context
        )
    order = desk.order_of(chosen.tab)
    page = desk.clocks(session, actor, chosen, day.soon, place_in(order))
    to = Addresses.here()
    lines = [rows.desk_clock(row, day, to) for row in page.rows]
    late = overdue(session) if chosen.tab is Tab.OVERDUE else []
    return render_template(
        "dashboards/coordinator.html",
        most_reminded=desk.MOST_REMINDED,
        actions_oldest=day.cell(context["counts"].actions_oldest),
        access_requests=[(row, day.cell(row.due_on)) for row in late],
        lines=lines,
        remindable=any(line.tick for line in lines),
        narrow=filters.narrows(kept),
        pager=pager("desks.coordinator", kept, order, page),
        waiting=[
            (said(to.language, Stage(w.stage)), capped(w.number), capped(w.late), day.cell(w.oldest))
            for w in desk.before_transmission(session, actor)
        ],
        saved=saved_above(session, actor, SavedOn.DESK, kept),
        institution_choices=_institutions(actor, chosen.institution),
        counties=filters.options(County, chosen.county),
        rules=filters.options(Rule, chosen.rule),
        lateness=filters.lateness(chosen.late),
        **context,
    )


@bp.get("/desk/export.csv")
@requires(Role.COORDINATOR)
def export() -> ResponseReturnValue:
    """The lines of a tab as a file, narrowed as on the screen."""
    chosen, day = DeskFilter.read(request.args), today_here(db.session())
    return file_answer(f"{chosen.tab}-{day.day}.csv", as_csv(_sheet(chosen, day)), "text/csv; charset=utf-8")


@bp.get("/desk/export.xlsx")
@requires(Role.COORDINATOR)
def export_workbook() -> ResponseReturnValue:
    """The same lines as a workbook."""
    chosen, day = DeskFilter.read(request.args), today_here(db.session())
    return file_answer(f"{chosen.tab}-{day.day}.xlsx", workbook([_sheet(chosen, day)]), XLSX)


def _sheet(chosen: DeskFilter, day: Today) -> Sheet:
    name = str(TABS[chosen.tab]())
    if chosen.tab is Tab.INSTITUTIONS:
        return institution_sheet(name, desk.by_institution(db.session(), me(), day.soon))
    return clock_sheet(name, desk.exported(db.session(), me(), chosen, day.soon), day)


@bp.get("/concerns")
@requires(*CASEWORK)
def concerns() -> ResponseReturnValue:
    """The concerns that the person may see, narrowed by what stands in the address."""
    actor, session = me(), db.session()
    chosen = ConcernFilter.read(request.args.to_dict())
    kept, order = chosen.address(), concern_list.order_of(chosen, actor)
    page = concern_list.concerns(session, actor, chosen, place_in(order))
    answers = actor.is_(*ANSWERING)
    own: dict[int, list[Any]] = {}
    if answers:
        own = concern_list.recommendations_in(session, actor, [row.id for row in page.rows])
    day, to = today_here(db.session()), Addresses.here()
    return render_template(
        "dashboards/concerns.html",
        lines=[
            rows.concern(row, actor, day, to, own.get(row.id, []) if answers else None) for row in page.rows
        ],
        pager=pager("desks.concerns", kept, order, page),
        chosen=chosen,
        narrow=filters.narrows(kept),
        chips=concern_chips(kept, actor),
        saved=saved_above(session, actor, SavedOn.CONCERNS, kept),
        stages=filters.options(Stage, chosen.stage, (Stage.DRAFT, Stage.DISCARDED)),
        pillars=filters.options(Pillar, chosen.pillar),
        subjects=filters.grouped(SUBJECTS, chosen.subject),
        counties=filters.options(County, chosen.county),
        sort_options=filters.sorts(chosen.sort),
        institution_choices=_institutions(actor, chosen.institution),
        sorts=not answers,
        files=actor.is_(Role.MEMBER),
        filed=actor.is_(*INSIDERS),
    )


@bp.get("/recommendations")
@requires(*CASEWORK)
def recommendations() -> ResponseReturnValue:
    """What was demanded, what is claimed, what was found."""
    actor, session = me(), db.session()
    chosen = RecommendationFilter.read(request.args.to_dict())
    kept, order = chosen.address(), recommendation_list.order_of(chosen)
    page = recommendation_list.recommendations(session, actor, chosen, place_in(order))
    day, to = today_here(db.session()), Addresses.here()
    return render_template(
        "dashboards/recommendations.html",
        lines=[checked.checked(row, actor, day, to) for row in page.rows],
        pager=pager("desks.recommendations", kept, order, page),
        chosen=chosen,
        narrow=filters.narrows(kept),
        saved=saved_above(session, actor, SavedOn.RECOMMENDATIONS, kept),
        states=filters.options(State, chosen.state, (State.DROPPED,)),
        sort_options=filters.sorts(chosen.sort),
        institution_choices=_institutions(actor, chosen.institution),
    )


@bp.get("/recommendations/by-institution")
@requires(*CASEWORK)
def by_institution() -> ResponseReturnValue:
    """Claimed and verified: what each institution says, and what the Group found."""
    rows_ = recommendation_list.tallies(db.session(), me())
    return render_template(
        "dashboards/checked.html",
        rows=rows_,
        whole=recommendation_list.total(rows_),
        cut_off=recommendation_list.is_cut_off(me()),
        latest=recommendation_list.LATEST if recommendation_list.are_members(me()) else None,
    )


def _institutions(actor: Actor, chosen: int | None) -> Markup:
    """Institutions to choose from, for those who see more than their own."""
    if actor.roles == {Role.AGENCY}:
        return Markup("")
    return filters.rows(concern_list.institution_choices(db.session()), chosen)


# --- when a person was here ----------------------------------------------------------


@bp.record_once
def _mark_visits(state: BlueprintSetupState) -> None:
    """A visit begins when somebody signs in and goes on with whatever they send; looking at pages changes nothing."""
    user_authenticated.connect(_visit_begins, state.app, weak=False)
    state.app.after_request(_visit_goes_on)


def _visit_begins(_app: Flask, user: Person, authn_via: list[str] | None = None, **_more: Any) -> None:
    if "change" in (authn_via or ()):
        return  # who changed the password was here already
    person_id = user.id

    @after_this_request
    def _note(response: Response) -> Response:
        return _noted(response, person_id, begins=True)


def _visit_goes_on(response: Response) -> Response:
    actor: Actor | None = g.get("actor")
    if request.method != "POST" or actor is None or was_just_here(current_user.last_seen_at):
        return response
    return _noted(response, actor.person_id, begins=False)


def _noted(response: Response, person_id: int, *, begins: bool) -> Response:
    try:
        note_visit(person_id, begins=begins)
    except OperationalError as error:  # what the person did is done: that it was not noted must not undo it
        note(fault_of(error) or Fault.AWAY, error)
    return response
