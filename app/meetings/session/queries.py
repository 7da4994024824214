"""What is read of a meeting that sits or sat: presence and quorum, votes, decisions and action items of items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    String,
    bindparam,
    cast,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Organisation, Person, person_role
from app.accounts.models import Role as RoleRow
from app.concerns.models import Concern, Recommendation
from app.concerns.recusals import Recusal, in_force
from app.concerns.visibility import opened
from app.concerns.vocabulary import Manner
from app.core.actor import Actor
from app.core.db import asker, made_once, read_rows
from app.core.time import ZONE, local_day, now
from app.group.queries import SeatHolder, seats_on
from app.meetings.access import GUESTS, item_exists, meeting_exists
from app.meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    AttendanceException,
    Guest,
    Meeting,
    Resolution,
)
from app.meetings.queries import Line
from app.votes.models import Vote
from workflows.meeting import MeetingState
from workflows.roles import INSIDERS
from workflows.voting import Quorum


@dataclass(slots=True)
class Presence:
    """The seats entitled at one item, and which of them are there."""

    entitled: list[SeatHolder]
    present: frozenset[int]  # organisations
    recused: int
    needed: int

    @property
    def there(self) -> list[SeatHolder]:
        """The seats that are there."""
        return [h for h in self.entitled if h.seat.organisation_id in self.present]

    @property
    def has_quorum(self) -> bool:
        """Whether enough of them are there."""
        return len(self.there) >= self.needed


@dataclass(slots=True)
class Sat:
    """What happened at one item. Empty but for the presence where its case is not open to the reader."""

    presence: Presence
    votes: list[Vote] = field(default_factory=list)
    resolutions: list[Resolution] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)


def sat(session: Session, meeting: Meeting, lines: Sequence[Line], quorum: Quorum) -> dict[int, Sat]:
    """By item id. The number of statements does not grow with the items."""
    seats = seats_on(session, local_day(meeting.starts_at))
    there = attending(session, meeting)
    other: dict[int, dict[int, bool]] = defaultdict(dict)
    ids = [line.item.id for line in lines]
    for row in session.scalars(select(AttendanceException).where(AttendanceException.item_id.in_(ids))):
        other[row.item_id][row.organisation_id] = row.present
    recusals = _recusals(session, lines)
    found: dict[int, Sat] = {}
    for line in lines:
        out = recusals.get(line.item.concern_id or 0, ())
        entitled = [h for h in seats if not _is_out(h, out)]
        differs = other[line.item.id]
        present = (there | {k for k, came in differs.items() if came}) - {
            k for k, came in differs.items() if not came
        }
        needed = quorum.needed(len(entitled))
        found[line.item.id] = Sat(Presence(entitled, frozenset(present), len(seats) - len(entitled), needed))
    readable = [line for line in lines if line.is_open]
    _add_votes(session, meeting, readable, found)
    _add_rows(session, readable, found)
    return found


def attending(session: Session, meeting: Meeting) -> set[int]:
    """The organisations that are there, unless an item says otherwise."""
    return set(session.scalars(select(Attendance.organisation_id).where(Attendance.meeting_id == meeting.id)))


def _recusals(session: Session, lines: Iterable[Line]) -> dict[int, list[Recusal]]:
    concerns = {line.item.concern_id for line in lines if line.item.concern_id}
    found: dict[int, list[Recusal]] = defaultdict(list)
    for row in session.scalars(select(Recusal).where(Recusal.concern_id.in_(concerns), in_force())):
        found[row.concern_id].append(row)
    return found


def _is_out(held: SeatHolder, recusals: Iterable[Recusal]) -> bool:
    """As on the roll of a vote: the organisation is recused, or the person who acts for it."""
    acting = held.acting.id if held.acting else 0
    return any(
        r.organisation_id == held.seat.organisation_id or (r.person_id is not None and r.person_id == acting)
        for r in recusals
    )


def _add_votes(session: Session, meeting: Meeting, lines: Sequence[Line], found: dict[int, Sat]) -> None:
    """Votes that were opened in a meeting, on its day, about what the item is about."""
    if meeting.held_at is None:
        return
    midnight = datetime.combine(local_day(meeting.held_at) + timedelta(days=1), time(), ZONE)
    concerns = {line.item.concern_id for line in lines if line.item.concern_id}
    mandates = {f"group:organisation:{line.organisation_id}" for line in lines if line.organisation_id}
    votes = session.scalars(
        select(Vote)
        .where(
            Vote.manner == Manner.MEETING,
            Vote.at >= meeting.held_at,
            Vote.at < midnight,
            or_(Vote.concern_id.in_(concerns), Vote.subject.in_(mandates)),
        )
        .order_by(Vote.id)
    ).all()
    for line in lines:
        item = line.item
        for vote in votes:
            of_case = item.concern_id is not None and vote.concern_id == item.concern_id
            same = item.recommendation_id is None or item.recommendation_id == vote.recommendation_id
            of_seat = line.organisation_id and vote.subject == f"group:organisation:{line.organisation_id}"
            if (of_case and same) or of_seat:
                found[item.id].votes.append(vote)


def _add_rows(session: Session, lines: Sequence[Line], found: dict[int, Sat]) -> None:
    ids = [line.item.id for line in lines]
    for row in session.scalars(select(Resolution).where(Resolution.item_id.in_(ids)).order_by(Resolution.id)):
        found[row.item_id].resolutions.append(row)
    for action in session.scalars(
        select(ActionItem)
        .where(ActionItem.item_id.in_(ids))
        .options(joinedload(ActionItem.owner))
        .order_by(ActionItem.due_on, ActionItem.id)
    ):
        found[action.item_id].actions.append(action)


def actions_of_all(session: Session, actor: Actor) -> Sequence[Any]:
    """Action items that await anybody, with a text that this person may read: what is due first, first."""
    if not actor.is_(*INSIDERS):
        return []
    return session.execute(_actions(actor, or_(AgendaItem.concern_id.is_(None), opened(actor)))).all()


def mine(session: Session, actor: Actor) -> tuple[list[Any], list[Any]]:
    """The action items that await this person, and their next meetings. One statement: every desk reads it."""
    if not actor.is_(*INSIDERS, *GUESTS):
        return [], []
    rows = read_rows(session, _mine(actor), {**asker(actor), "now": now()}).all()
    actions = sorted((row for row in rows if row.item), key=lambda row: row.due_on)
    return actions, sorted((row for row in rows if not row.item), key=lambda row: row.starts_at)


@made_once
def _mine(actor: Actor) -> CompoundSelect[*tuple[Any, ...]]:
    none = cast(null(), String)
    to_come = (
        select(
            Meeting.public_id,
            Meeting.place.label("what"),
            cast(null(), Date).label("due_on"),
            none.label("item"),
            Meeting.public_id.label("meeting"),
            Meeting.starts_at,
            none.label("owner"),
        )
        .where(
            Meeting.state == MeetingState.CALLED, Meeting.ends_at > bindparam("now"), meeting_exists(actor)
        )
        .order_by(Meeting.starts_at)
        .limit(3)
    )
    parts = [to_come, _actions(actor, ActionItem.owner_id == actor.person_id)]
    return union_all(*(select(part.subquery()) for part in parts))


def _actions(actor: Actor, condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Those not done. Of a case that is gone for the person, none."""
    return (
        select(
            ActionItem.public_id,
            ActionItem.what,
            ActionItem.due_on,
            AgendaItem.public_id.label("item"),
            Meeting.public_id.label("meeting"),
            Meeting.starts_at,
            Person.name.label("owner"),
        )
        .join(Person, Person.id == ActionItem.owner_id)
        .join(AgendaItem, AgendaItem.id == ActionItem.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .outerjoin(Concern, Concern.id == AgendaItem.concern_id)
        .outerjoin(Recommendation, Recommendation.id == AgendaItem.recommendation_id)
        .where(ActionItem.done_at.is_(None), item_exists(actor), condition)
        .order_by(ActionItem.due_on, ActionItem.id)
        .limit(50)
    )


def late_actions(actor: Actor, day: Any) -> Select[int]:
    """Of this person's action items, the ids of those whose day is past."""
    return (
        select(ActionItem.id)
        .join(AgendaItem, AgendaItem.id == ActionItem.item_id)
        .outerjoin(Concern, Concern.id == AgendaItem.concern_id)
        .outerjoin(Recommendation, Recommendation.id == AgendaItem.recommendation_id)
        .where(
            ActionItem.owner_id == actor.person_id,
            ActionItem.done_at.is_(None),
            ActionItem.due_on < day,
            item_exists(actor),
        )
    )


def own_actions(session: Session, actor: Actor, item: AgendaItem) -> Sequence[ActionItem]:
    """What a guest of this item was given to do."""
    return session.scalars(
        select(ActionItem)
        .where(ActionItem.item_id == item.id, ActionItem.owner_id == actor.person_id)
        .options(joinedload(ActionItem.owner))
        .order_by(ActionItem.due_on, ActionItem.id)
    ).all()


def owner_choices(session: Session, item: AgendaItem) -> list[tuple[int, str]]:
    """Who can be given something to do at this item: members, the secretariat, its guests."""
    guests = select(Guest.person_id).where(Guest.item_id == item.id)
    rows = session.execute(
        select(Person.id, Person.name, Organisation.name.label("organisation"))
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(
            Person.active,
            or_(
                Person.id.in_(guests),
                Person.id.in_(
                    select(person_role.c.person_id)
                    .join(RoleRow, RoleRow.id == person_role.c.role_id)
                    .where(RoleRow.name.in_([role.value for role in INSIDERS]))
                ),
            ),
        )
        .order_by(Organisation.sort_key, Person.name)
    )
    return [(row.id, f"{row.name}, {row.organisation}") for row in rows]
