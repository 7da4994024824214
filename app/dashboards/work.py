"""What `My work` reads besides: whose clocks run, institutions named anew, what changed since the last visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    union,
    update,
)
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Organisation, Person, Unit
from app.answers.models import Assignment
from app.concerns.history_start import since_sent_to
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock
from app.concerns.visibility import inside, title_for, visible, visible_recommendations
from app.core.actor import Actor
from app.core.db import asker, fixed, fixed_each, made_once, read_rows, unit_of_work
from app.core.paging import MOST, Rows
from app.core.time import now, today
from app.dashboards.queries import RANKS, WATCHED, Whose, clock_rows, owed_by, running
from app.deadlines.today import Today
from app.process.models import Awaits, Event, PendingStep
from workflows.concern import CONCERN, Stage
from workflows.periods import FOLLOW_UP_REVIEW_OPENS
from workflows.recommendation import RECOMMENDATION, State
from workflows.roles import OUTSIDERS, Role

DRAFT, SEEN_TO_BY = aliased(Recommendation), aliased(Person)
MOST_SHOWN = 25


def clocks(session: Session, actor: Actor) -> Sequence[Any]:
    """The running clocks that wait for the person, with what a calendar says of them: those due first."""
    statement = _dates(actor, _looks_until())
    return [] if statement is None else read_rows(session, statement, asker(actor)).all()


def first_clocks(session: Session, actor: Actor, day: Today) -> tuple[Sequence[Any], int, int]:
    """Those closest to the person, urgent ones and those due first before the others, one more than a page shows.

    Besides, how many of all but what others do are late, and due soon.
    """
    statement = _first_clocks(actor, _looks_until(), day.day, day.soon)
    rows = [] if statement is None else read_rows(session, statement, asker(actor)).all()
    return rows, rows[0].late if rows else 0, rows[0].soon if rows else 0


def _looks_until() -> date:
    return today() + timedelta(days=FOLLOW_UP_REVIEW_OPENS)


def _owed(actor: Actor, looks_until: date) -> CTE | None:
    """Which they are: found by narrow ranges of one index each, without a look at the concerns.

    Whose move it is may see the case; what is read of these clocks is asked of `visible` all the same.
    """
    parts = [
        select(Clock.id, Clock.due_on, literal_column(str(RANKS[whose])).label("rank"))
        .where(running(), owed)
        .order_by(Clock.due_on, Clock.id)
        .limit(MOST)
        .subquery()
        for whose, owed in owed_by(actor, looks_until)
    ]
    if not parts:
        return None
    found = union(*(select(part) for part in parts)).subquery()
    # a clock may wait for one person twice: as what is closest
    each = select(found.c.id, found.c.due_on, func.min(found.c.rank).label("rank"))
    return each.group_by(found.c.id, found.c.due_on).cte("owed")


@made_once
def _dates(actor: Actor, looks_until: date) -> Rows | None:
    owed = _owed(actor, looks_until)
    if owed is None:
        return None
    return (
        select(
            Clock.id,
            Clock.rule,
            Clock.due_on,
            Clock.moved,
            Concern.public_id,
            Concern.reference,
            title_for(actor),
            Recommendation.number,
        )
        .select_from(owed)
        .join(Clock, Clock.id == owed.c.id)
        .join(Concern, Concern.id == Clock.concern_id)
        .outerjoin(Recommendation, Recommendation.id == Clock.recommendation_id)
        .where(visible(actor))
        .order_by(Clock.due_on, Clock.id)
        .limit(MOST)
    )


@made_once
def _first_clocks(actor: Actor, looks_until: date, day: date, soon: date) -> Rows | None:
    owed = _owed(actor, looks_until)
    if owed is None:
        return None
    draft = DRAFT
    drafted = select(draft.id).where(draft.concern_id == Concern.id, draft.state == State.DRAFTED)
    second_reader_due = or_(Concern.urgent == true(), Concern.about_member == true())
    number = select(func.count()).select_from(owed).where(owed.c.rank.not_in([RANKS[one] for one in WATCHED]))
    given = (
        Assignment.recommendation_id == Clock.recommendation_id,
        Assignment.organisation_id == actor.organisation_id,
    )
    # whom it is given to, where that is neither the person nor their unit
    others = owed.c.rank > RANKS[Whose.UNIT], Assignment.id.is_not(None)
    rank = case((and_(*others), RANKS[Whose.COLLEAGUES]), else_=owed.c.rank)
    columns = (
        drafted.exists().label("drafted"),
        and_(Concern.second_reader_id.is_(None), second_reader_due).label("unread"),
        Concern.naming,
        Concern.appeal_open,
        select(PendingStep.id)
        .where(
            PendingStep.concern_id == Concern.id,
            PendingStep.awaits == fixed(Awaits.VOTE),
            PendingStep.ended.is_(None),
        )
        .exists()
        .label("voted_on"),
        Recommendation.maintained,
        Unit.name.label("unit"),
        SEEN_TO_BY.name.label("person"),
        rank.label("rank"),
        number.where(owed.c.due_on < day).scalar_subquery().label("late"),
        number.where(owed.c.due_on.between(day, soon)).scalar_subquery().label("soon"),
    )
    listed = clock_rows(actor, *columns).join(owed, owed.c.id == Clock.id).where(visible(actor))
    listed = listed.outerjoin(Assignment, and_(*given))
    listed = listed.outerjoin(Unit, Unit.id == Assignment.unit_id)
    listed = listed.outerjoin(SEEN_TO_BY, SEEN_TO_BY.id == Assignment.person_id)
    closest = rank, Concern.urgent.desc(), owed.c.due_on, owed.c.id
    return listed.order_by(*closest).limit(MOST_SHOWN + 1)


def new_institutions(session: Session, actor: Actor) -> Sequence[Any]:
    """Institutions that a filer named anew, for the secretariat to confirm."""
    first, second = _new_institutions(actor)
    return [*read_rows(session, first, asker(actor)), *read_rows(session, second)]


@made_once
def _new_institutions(actor: Actor) -> tuple[Rows, Rows]:
    return (
        select(Concern.public_id, Concern.new_institution.label("name"), Concern.submitted_at.label("at"))
        .add_columns(literal("institution.page").label("where"))
        .where(
            Concern.new_institution != "", Concern.stage.not_in(fixed_each((Stage.DRAFT, Stage.DISCARDED)))
        )
        .where(visible(actor))
        .order_by(Concern.id)
        .limit(MOST),
        select(Organisation.public_id, Organisation.name, Organisation.created_at.label("at"))
        .add_columns(literal("entries.organisation").label("where"))
        .where(Organisation.confirmed.is_(False), Organisation.active)
        .order_by(Organisation.id)
        .limit(MOST),
    )


LATEST = 15


def changes(session: Session, actor: Actor, since: datetime) -> Sequence[Any]:
    """What others did since then in cases that are the person's: the newest first."""
    return read_rows(session, _changes(actor), {**asker(actor), "since": since}).all()


@made_once
def _changes(actor: Actor) -> Select[*tuple[Any, ...]]:
    query = (
        select(
            Event.at,
            Event.machine,
            Event.do,
            Event.standing,
            Concern.public_id,
            Concern.reference,
            title_for(actor),
            Recommendation.number,
        )
        .join(Concern, Concern.id == Event.concern_id)
        .outerjoin(Recommendation, Recommendation.id == Event.recommendation_id)
        .where(
            Event.at > bindparam("since"),
            or_(Event.machine == CONCERN.name, Event.machine == RECOMMENDATION.name),
            or_(Event.person_id.is_(None), Event.person_id != actor.person_id),
            visible(actor),
            or_(Event.recommendation_id.is_(None), visible_recommendations(actor)),
        )
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(LATEST)
    )
    if actor.is_(*OUTSIDERS):
        query = query.where(or_(and_(Event.public == true(), since_sent_to(actor)), inside(actor)))
    return query.where(_involved(actor))


def _involved(actor: Actor) -> ColumnElement[bool]:
    """Members hear of what they file, review or read second; the others of everything that they may see."""
    if actor.roles - {Role.MEMBER, Role.ADMINISTRATOR}:
        return literal(True)
    return or_(
        Concern.filer_organisation_id == actor.organisation_id,
        Concern.rapporteur_id == actor.person_id,
        Concern.second_reader_id == actor.person_id,
    )


NOTED_EVERY = timedelta(minutes=1)


def note_visit(person_id: int, *, begins: bool) -> None:
    """The person is here now. Where a visit begins, the last moment of the one before it is kept."""
    at = now()
    change = update(Person).where(Person.id == person_id).execution_options(synchronize_session=False)
    with unit_of_work() as session:
        if begins:
            session.execute(change.values(previous_seen_at=Person.last_seen_at, last_seen_at=at))
        else:
            session.execute(change.values(last_seen_at=at))


def was_just_here(last_seen_at: datetime | None) -> bool:
    """Whether that the person is here now need not be noted again."""
    return last_seen_at is not None and last_seen_at > now() - NOTED_EVERY
