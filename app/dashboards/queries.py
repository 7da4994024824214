"""What the desks share: whose move a clock waits for, and the columns of a case in a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import aliased

from app.accounts.models import Organisation, Person
from app.answers.models import Assignment
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock, ClockState
from app.concerns.recusals import without_chair
from app.concerns.visibility import not_recused, state_organisations, title_for
from app.core.actor import Actor
from app.core.db import anybody, asker, db, fixed, fixed_each, read_rows
from app.core.paging import MOST, Rows, capped, count_of
from app.core.time import today
from app.directory.queries import ADDRESSEES, answers_itself
from app.group.models import HandOver, Holding
from app.meetings.session.queries import late_actions
from app.notifications.models import Notification
from app.notifications.queries import notices_of
from workflows.composition import Capacity
from workflows.periods import FOLLOW_UP_REVIEWS, Rule
from workflows.roles import ANSWERING, INSIDERS, Kind, Owner, Role

HOLDER, VERIFIED = aliased(Organisation), aliased(Recommendation)
DECIDED = (
    Rule.DELIBERATION,
    Rule.RECONSIDERATION,
)  # clocks of the Group that wait for the chair to put it to the vote


# --- whose move ----------------------------------------------------------------------


class Whose(StrEnum):
    """Of whom something is asked, the closest first: of the person alone, of anybody in some circle."""

    ME = "me"
    UNIT = "unit"
    ORGANISATION = "organisation"
    GROUP = "group"
    COLLEAGUES = "colleagues"  # of the organisation, who see to it
    INSTITUTIONS = "institutions"  # of the State, for which the ministry may answer


RANKS = {whose: rank for rank, whose in enumerate(Whose)}
WATCHED = frozenset({Whose.INSTITUTIONS})  # others' work: looked at, and never late with the person


def owed_by(actor: Actor, day: Any) -> Iterator[tuple[Whose, ColumnElement[bool]]]:
    """The clocks that wait for this person, and of whom else; of follow-up reviews those that are due by this day.

    Each condition is one range of one index, and none of them holds for who is recused; but for what a recused member
    is asked itself, which it answers like any other institution.
    """
    out = not_recused(actor, Clock.concern_id)
    yield from ((whose, and_(owed, *out)) for whose, owed in _owed(actor, day))
    if actor.is_(Role.AGENCY):
        asked = Clock.organisation_id == actor.organisation_id, Clock.owner == Owner.ADDRESSEE
        yield from _of_an_addressee(actor, and_(*asked))


def _owed(actor: Actor, day: Any) -> Iterator[tuple[Whose, ColumnElement[bool]]]:
    if actor.is_(Role.MEMBER):
        filed = Clock.organisation_id == actor.organisation_id, Clock.owner == Owner.FILER
        yield Whose.ORGANISATION, and_(*filed)
        yield Whose.ME, and_(Clock.person_id == actor.person_id, Clock.owner == Owner.RAPPORTEUR)
        others = Clock.addressee_id != actor.organisation_id
        yield Whose.GROUP, and_(Clock.owner == Owner.GROUP, Clock.rule == Rule.VERIFICATION, others)
        for rule in sorted(FOLLOW_UP_REVIEWS):
            due = _awaits_follow_up_review(actor, day), others
            yield Whose.GROUP, and_(Clock.owner == Owner.GROUP, Clock.rule == rule, *due)
        if actor.is_(Role.CHAIR):
            for rule in DECIDED:
                yield Whose.ME, and_(Clock.owner == Owner.GROUP, Clock.rule == rule)
            yield Whose.ME, Clock.owner == Owner.CHAIR
    if actor.is_(Role.SECRETARIAT):
        yield Whose.ORGANISATION, Clock.owner == Owner.SECRETARIAT
        chairs = or_(
            Clock.owner == Owner.CHAIR, and_(Clock.owner == Owner.GROUP, Clock.rule.in_(fixed_each(DECIDED)))
        )
        yield Whose.ORGANISATION, and_(Clock.concern_id.in_(without_chair()), chairs)
    if actor.is_(Role.MINISTRY):
        yield from _of_an_addressee(actor, Clock.owner == Owner.MINISTRY)
        asked = Clock.organisation_id.in_(state_organisations()), Clock.owner == Owner.ADDRESSEE
        yield from ((whose, and_(*asked, given)) for whose, given in _assigned(actor))
        yield Whose.ORGANISATION, and_(Clock.organisation_id.in_(_for_whom_it_answers(actor)), *asked[1:])
        yield Whose.INSTITUTIONS, and_(*asked)
    if actor.is_(Role.COORDINATOR):
        yield Whose.ME, Clock.owner == Owner.COORDINATOR


def _of_an_addressee(actor: Actor, asked: ColumnElement[bool]) -> Iterator[tuple[Whose, ColumnElement[bool]]]:
    """What an organisation is asked: of whom it is given to, and of anybody there."""
    yield from ((whose, and_(asked, given)) for whose, given in _assigned(actor))
    yield Whose.ORGANISATION, asked


def _assigned(actor: Actor) -> Iterator[tuple[Whose, ColumnElement[bool]]]:
    """What the organisation has given to the person, and to their unit."""
    here = select(Assignment.recommendation_id).where(Assignment.organisation_id == actor.organisation_id)
    unit = select(Person.unit_id).where(Person.id == actor.person_id).scalar_subquery()
    mine = Assignment.person_id == actor.person_id
    yield Whose.ME, Clock.recommendation_id.in_(here.where(mine))
    theirs = Assignment.unit_id == unit, Assignment.person_id.is_(None)
    yield Whose.UNIT, Clock.recommendation_id.in_(here.where(*theirs))


def _for_whom_it_answers(actor: Actor) -> Rows:
    """The ministry itself, and the state institutions in which nobody has an account."""
    nobody = and_(Organisation.kind == Kind.STATE_AGENCY, ~answers_itself(Organisation.id))
    return select(Organisation.id).where(or_(Organisation.id == actor.organisation_id, nobody))


def _awaits_follow_up_review(actor: Actor, day: Any) -> ColumnElement[bool]:
    """A follow-up review due by this day: of the organisation named for it, else of any but the first verifier."""
    found = select(VERIFIED.verified_by_id).where(VERIFIED.id == Clock.recommendation_id).scalar_subquery()
    nobody_named = and_(Clock.organisation_id.is_(None), found != actor.organisation_id)
    return and_(Clock.due_on <= day, or_(Clock.organisation_id == actor.organisation_id, nobody_named))


@dataclass(frozen=True, slots=True)
class Counts:
    """What the navigation counts, as people read it."""

    overdue: str
    unread: str
    seat: Capacity | None = None  # of a member in the Group
    acting_until: date | None = None  # the alternate, instead of the representative


def navigation_counts(actor: Actor) -> Counts | None:
    """What is late, for the coordinator everywhere, for others with them; unread notices; a seat. One query."""
    counted = _counts(frozenset(actor.roles))
    if counted is None:
        return None
    found: Sequence[Any] = read_rows(db.session(), counted, {**asker(actor), "day": today()}).one()
    return Counts(capped(found[0] or 0), capped(found[1]), *found[2:])


@lru_cache(maxsize=64)
def _counts(roles: frozenset[Role]) -> Rows | None:
    """The counts for people of these roles, made once: they stand on every page."""
    day: Any = bindparam("day", type_=Clock.due_on.type)
    late = (running(), Clock.due_on < day)
    somebody = anybody(roles)
    if Role.COORDINATOR in roles:
        seen = Clock.outside == true(), *not_recused(somebody, Clock.concern_id)
        return select(count_of(*seen, *late, of=Clock.id), unread_of(roles))
    # Whose move it is may see the case: no concern is looked at, only ranges of indexes.
    parts = [
        select(Clock.id).where(*late, owed).limit(MOST).subquery()
        for whose, owed in owed_by(somebody, day)
        if whose not in WATCHED
    ]
    if not parts:
        return None
    ids = [select(part.c.id) for part in parts]
    if roles & {*INSIDERS, *ANSWERING}:
        actions = late_actions(somebody, bindparam("day", type_=Clock.due_on.type)).limit(MOST).subquery()
        ids.append(select(-actions.c.id))  # below nought: no clock has such a number
    overdue = select(func.count()).select_from(union(*ids).subquery())
    counted = select(overdue.scalar_subquery(), unread_of(roles))
    return counted.add_columns(*_seat(somebody, day)) if Role.MEMBER in roles else counted


def _seat(somebody: Actor, day: Any) -> tuple[Any, Any]:
    """Whether a member is representative or alternate, and until when the alternate acts, as scalars."""
    held = (Holding.person_id == somebody.person_id, Holding.until_on.is_(None))
    seat = select(Holding.capacity).where(*held).limit(1)
    acting = (
        select(func.max(HandOver.to_on))
        .join(Holding, Holding.seat_id == HandOver.seat_id)
        .where(*held, HandOver.taken_back_at.is_(None), HandOver.from_on <= day, HandOver.to_on >= day)
    )
    return seat.scalar_subquery(), acting.scalar_subquery()


def unread_of(roles: frozenset[Role]) -> Any:
    """How many notices somebody of these roles has not read, as a scalar, of those that exist for them."""
    rows = (
        notices_of(anybody(roles), select(Notification.id)).where(Notification.read_at.is_(None)).limit(MOST)
    )
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


# --- what a list says of a case ------------------------------------------------------


def running() -> ColumnElement[bool]:
    """The clocks that count."""
    return Clock.state == fixed(ClockState.RUNNING)


def clock_rows(actor: Actor, *more: Any) -> Rows:
    """A clock with what a list says of it. Whose title it is, is the reader's; to be narrowed to what they see."""
    holder = HOLDER
    return (
        select(
            Clock.id,
            Clock.rule,
            Clock.owner,
            Clock.state,
            Clock.due_on,
            Clock.paused_since,
            Clock.moved,
            Clock.moved_days,
            Clock.extension_asked,
            Clock.escalation,
            Clock.stood_on,
            Clock.addressee_id,
            Concern.public_id,
            Concern.reference,
            Concern.urgent,
            Concern.stage,
            title_for(actor),
            Recommendation.number,
            Recommendation.heading,
            holder.name.label("holder"),
            *more,
        )
        .select_from(Clock)
        .join(Concern, Concern.id == Clock.concern_id)
        .outerjoin(Recommendation, Recommendation.id == Clock.recommendation_id)
        # who filed is nobody's business here: a clock that waits for the filer names no organisation
        .outerjoin(holder, and_(holder.id == Clock.organisation_id, Clock.owner == Owner.ADDRESSEE))
    )


def since_latest(moment: str, otherwise: ColumnElement[Any]) -> Subquery:
    """Each addressee with the moment of its hundredth latest recommendation: answered, or sent; `otherwise` of fewer.

    None of them is earlier than `otherwise`.

    Found once for each of them and not once for each of its rows: the limit keeps the two apart.
    """
    earlier = aliased(Recommendation)
    at = getattr(earlier, moment)
    hundredth = select(at).where(earlier.addressee_id == Organisation.id, at >= otherwise).order_by(at.desc())
    hundredth = hundredth.offset(MOST - 1).limit(1).correlate(Organisation)
    return (
        select(
            Organisation.id,
            Organisation.name,
            func.coalesce(hundredth.scalar_subquery(), otherwise).label("since"),
        )
        .where(Organisation.kind.in_(fixed_each(ADDRESSEES)))
        .limit(1000)
        .subquery()
    )
