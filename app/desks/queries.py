"""What the lists read: columns and not rows of the model, one query for each list, by one index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.cases.access import STATE_KINDS, visible
from app.cases.models import Concern, Recommendation
from app.cases.records import Clock, ClockState, Event, Extension, ExtensionState
from app.core.actor import Actor
from app.core.db import db
from app.core.paging import Key, Page, paged
from app.core.time import today
from app.desks.filters import ConcernFilter
from app.people.models import Organisation, Person
from workflows.concern import Stage
from workflows.periods import Rule
from workflows.recommendation import State
from workflows.standing import Party, Role

MOST = 100  # counts end here: a hundred late cases and a hundred thousand ask for the same
LISTED = 50
INSIDE = (Role.MEMBER, Role.SECRETARIAT)
BEFORE_SENDING = (
    Stage.SUBMITTED,
    Stage.INFORMATION,
    Stage.REVIEW,
    Stage.FACT_CHECK,
    Stage.DELIBERATION,
    Stage.ADOPTED,
)


def capped(count: int) -> str:
    """A count as people read it."""
    return f"{MOST - 1}+" if count >= MOST else str(count)


def count_of(*conditions: ColumnElement[bool], of: Any = Clock.id) -> Any:
    """How many rows, as a scalar, counted no further than `MOST`."""
    return select(func.count()).select_from(select(of).where(*conditions).limit(MOST).subquery()).scalar_subquery()


def is_inside(actor: Actor) -> bool:
    """Whether the person reads concerns and not extracts."""
    return actor.is_(*INSIDE)


def concerns(session: Session, actor: Actor, chosen: ConcernFilter, after: str, before: str) -> Page[Any]:
    """One page of the concerns that the person may see."""
    holder = aliased(Organisation)
    title = Concern.title if is_inside(actor) else func.coalesce(func.nullif(Concern.extract_title, ""), Concern.title)
    query = (
        select(
            Concern.id,
            Concern.public_id,
            Concern.reference,
            title.label("title"),
            Concern.stage,
            Concern.pillar,
            Concern.county,
            Concern.urgent,
            Concern.party,
            Concern.due_on,
            Concern.paused,
            Concern.institutions_text if is_inside(actor) else literal("").label("institutions_text"),
            holder.name.label("holder"),
        )
        .outerjoin(holder, holder.id == Concern.party_organisation_id)
        .where(visible(actor), Concern.stage != Stage.DRAFT, *chosen.conditions(actor))
    )
    keys = [Key(Concern.id, descending=True)]
    if chosen.sort == "due":
        keys = [Key(Concern.due_on), Key(Concern.id)]
    return paged(session, query, keys, after, before)


def drafts(session: Session, actor: Actor) -> Sequence[Any]:
    """The drafts of the person's organisation."""
    return session.execute(
        select(Concern.public_id, Concern.title, Concern.saved_at)
        .where(Concern.stage == Stage.DRAFT, Concern.filer_organisation_id == actor.organisation_id)
        .order_by(Concern.id.desc())
        .limit(LISTED)
    ).all()


def owed_by(actor: Actor) -> ColumnElement[bool]:
    """The clocks that wait for this person."""
    mine: list[ColumnElement[bool]] = []
    if actor.is_(Role.MEMBER):
        mine.append(and_(Clock.party == Party.FILER, Clock.organisation_id == actor.organisation_id))
        mine.append(and_(Clock.party == Party.RAPPORTEUR, Clock.person_id == actor.person_id))
        mine.append(
            and_(
                Clock.party == Party.GROUP,
                Clock.rule == Rule.VERIFICATION,
                Clock.addressee_id != actor.organisation_id,
            )
        )
    if actor.is_(Role.CHAIR):
        mine.append(Clock.party.in_((Party.CHAIR, Party.GROUP)))
    if actor.is_(Role.SECRETARIAT):
        mine.append(Clock.party == Party.SECRETARIAT)
    if actor.is_(Role.AGENCY):
        mine.append(and_(Clock.party == Party.ADDRESSEE, Clock.organisation_id == actor.organisation_id))
    if actor.is_(Role.MINISTRY):
        state = select(Organisation.id).where(Organisation.kind.in_(STATE_KINDS))
        mine.append(and_(Clock.party == Party.ADDRESSEE, Clock.organisation_id.in_(state)))
        mine.append(Clock.party == Party.MINISTRY)
    if actor.is_(Role.COORDINATOR):
        mine.append(Clock.party == Party.COORDINATOR)
        mine.append(and_(Clock.extension_asked, Clock.outside))
    return or_(*mine) if mine else ~true()


def clock_rows(actor: Actor) -> Select[Any]:
    """A clock with what a list says of it."""
    holder, addressee = aliased(Organisation), aliased(Organisation)
    inside = is_inside(actor)
    title = Concern.title if inside else func.coalesce(func.nullif(Concern.extract_title, ""), Concern.title)
    return (
        select(
            Clock.id,
            Clock.due_on,
            Clock.rule,
            Clock.party,
            Clock.state,
            Clock.paused_since,
            Clock.moved,
            Clock.moved_days,
            Clock.extension_asked,
            Concern.public_id,
            Concern.reference,
            Concern.stage,
            title.label("title"),
            Recommendation.number,
            Recommendation.heading,
            Recommendation.state.label("recommendation_state"),
            holder.name.label("holder"),
            addressee.name.label("addressee"),
        )
        .select_from(Clock)
        .join(Concern, Concern.id == Clock.concern_id)
        .outerjoin(Recommendation, Recommendation.id == Clock.recommendation_id)
        .outerjoin(holder, holder.id == Clock.organisation_id)
        .outerjoin(addressee, addressee.id == Clock.addressee_id)
    )


def my_moves(session: Session, actor: Actor, after: str, before: str) -> Page[Any]:
    """What awaits the person's move, what is due first first."""
    query = clock_rows(actor).where(Clock.state == ClockState.RUNNING, owed_by(actor), visible(actor))
    return paged(session, query, [Key(Clock.due_on), Key(Clock.id)], after, before)


def my_counts(session: Session, actor: Actor, soon: date) -> tuple[int, int]:
    """How much is late with the person, and how much will be soon; each at most `MOST`."""
    running = (Clock.state == ClockState.RUNNING, owed_by(actor))
    row = session.execute(
        select(
            count_of(*running, Clock.due_on < today()).label("late"),
            count_of(*running, Clock.due_on.between(today(), soon)).label("soon"),
        )
    ).one()
    return row.late, row.soon


def to_close(session: Session, actor: Actor) -> Sequence[Any]:
    """Concerns whose recommendations are all concluded, for those who close."""
    if not actor.is_(Role.SECRETARIAT, Role.CHAIR):
        return []
    return session.execute(
        select(Concern.public_id, Concern.reference, Concern.title)
        .where(visible(actor), Concern.stage == Stage.FOLLOW_UP, Concern.party == Party.SECRETARIAT)
        .order_by(Concern.id)
        .limit(LISTED)
    ).all()


def changes(session: Session, actor: Actor, since: Any) -> Sequence[Any]:
    """What others did since the person was last here, in cases that are theirs."""
    theirs = [Concern.filer_organisation_id == actor.organisation_id, Concern.rapporteur_id == actor.person_id]
    theirs.append(Concern.second_reader_id == actor.person_id)
    if actor.is_(Role.SECRETARIAT, Role.CHAIR) or not is_inside(actor):
        theirs = [true()]
    inside = is_inside(actor)
    query = (
        select(
            Event.at,
            Event.machine,
            Event.do,
            Event.standing,
            Concern.public_id,
            Concern.reference,
            Recommendation.number,
        )
        .join(Concern, Concern.id == Event.concern_id)
        .outerjoin(Recommendation, Recommendation.id == Event.recommendation_id)
        .where(Event.at > since, visible(actor), or_(*theirs), Event.machine.in_(("concern", "recommendation")))
        .where(or_(Event.person_id.is_(None), Event.person_id != actor.person_id))
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(12)
    )
    if not inside:
        query = query.where(Event.public)
        if actor.is_(Role.AGENCY):
            query = query.where(
                or_(Event.recommendation_id.is_(None), Recommendation.addressee_id == actor.organisation_id)
            )
    return session.execute(query).all()


def overdue_count(actor: Actor) -> str | None:
    """For the navigation: what is late, for the coordinator everywhere, for others with them."""
    late = [Clock.state == ClockState.RUNNING, Clock.due_on < today()]
    late.append(Clock.outside.is_(True) if actor.is_(Role.COORDINATOR) else owed_by(actor))
    count = db.session.scalar(select(count_of(*late))) or 0
    return capped(count) if count else None


def last_seen(session: Session, actor: Actor) -> Any:
    """When the person was here before this sign-in."""
    return session.scalar(select(Person.previous_seen_at).where(Person.id == actor.person_id))


def recommendations(
    session: Session, actor: Actor, state: State | None, addressee: int | None, overdue: bool, after: str, before: str
) -> Page[Any]:
    """One page of the transmitted recommendations that the person may see."""
    query = (
        select(
            Recommendation.id,
            Recommendation.number,
            Recommendation.heading,
            Recommendation.state,
            Recommendation.answer,
            Recommendation.claimed_at,
            Recommendation.grade,
            Recommendation.outcome,
            Recommendation.party,
            Recommendation.due_on,
            Recommendation.paused,
            Concern.public_id,
            Concern.reference,
            Organisation.name.label("addressee"),
        )
        .join(Concern, Concern.id == Recommendation.concern_id)
        .join(Organisation, Organisation.id == Recommendation.addressee_id)
        .where(Recommendation.transmitted_at.is_not(None), visible(actor))
        .where(Recommendation.state.not_in((State.DRAFTED, State.ADOPTED, State.DROPPED)))
    )
    if not is_inside(actor) and not actor.is_(Role.COORDINATOR, Role.OBSERVER):
        own: list[ColumnElement[bool]] = [Recommendation.addressee_id == actor.organisation_id]
        if actor.is_(Role.MINISTRY):
            own.append(Organisation.kind.in_(STATE_KINDS))
        query = query.where(or_(*own))
    if state is not None:
        query = query.where(Recommendation.state == state)
    if addressee is not None:
        query = query.where(Recommendation.addressee_id == addressee)
    if overdue:
        query = query.where(Recommendation.due_on < today())
    return paged(session, query, [Key(Recommendation.id, descending=True)], after, before)


def institution_choices(session: Session) -> Sequence[Any]:
    """Institutions by which a list can be narrowed."""
    return session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.kind.in_((*STATE_KINDS, "non_state_agency")), Organisation.active)
        .order_by(Organisation.sort_key)
        .limit(200)
    ).all()


def extension_until(session: Session, clock_ids: Sequence[int]) -> dict[int, date]:
    """Until when more time was asked, by clock."""
    if not clock_ids:
        return {}
    rows = session.execute(
        select(Extension.clock_id, Extension.until).where(
            Extension.clock_id.in_(clock_ids), Extension.state == ExtensionState.ASKED
        )
    )
    return {row.clock_id: row.until for row in rows}
