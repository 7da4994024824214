"""What is read of meetings: the lists, the agenda as it exists for one person, and items proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.access_requests.access import seen_by
from app.access_requests.models import AccessRequest
from app.accounts.models import Organisation, Person, person_role
from app.accounts.models import Role as RoleRow
from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import inside, opened, sent_title
from app.core.actor import Actor
from app.core.time import now
from app.group.models import Seat
from app.meetings.access import GUESTS, item_exists, meeting_exists
from app.meetings.models import AgendaItem, AgendaProposal, Guest, ItemKind, Meeting
from workflows.access_request import AccessKind
from workflows.concern import Stage
from workflows.meeting import MeetingState
from workflows.recommendation import State
from workflows.roles import INSIDERS

LATEST = 60
REMEMBERED = timedelta(days=365)
_ABOUT, _ASKED_BY = aliased(Meeting), aliased(Organisation)


@dataclass(slots=True)
class Line:
    """One item as one person has it in front of them. `number` counts what that person sees."""

    item: AgendaItem
    number: int
    concern: str = ""  # public id
    reference: str = ""
    title: str = ""
    stage: Stage | None = None
    is_open: bool = True  # the texts of its case are open to the person
    recommendation: int | None = None
    heading: str = ""
    state: State | None = None
    organisation: str = ""
    organisation_id: int | None = None
    mandate_to: date | None = None
    access_request: str = ""  # public id, where it exists for the person
    asked_for: AccessKind | None = None
    asked_by: str = ""
    due_on: date | None = None
    about: str = (
        ""  # public id of the meeting whose minutes are to be adopted, for the Group, which reads them
    )
    about_at: datetime | None = None
    guests: list[Person] = field(default_factory=list)

    @property
    def kind(self) -> ItemKind:
        """Why it is on the agenda."""
        return self.item.kind


def listed(session: Session, actor: Actor) -> Sequence[Meeting]:
    """The latest meetings that exist for the person, and all to come."""
    return session.scalars(
        select(Meeting).where(meeting_exists(actor)).order_by(Meeting.starts_at.desc()).limit(LATEST)
    ).all()


def in_calendar(session: Session, actor: Actor) -> Sequence[Meeting]:
    """The meetings that exist for the person: those of the past year, and all to come. What is cancelled is gone."""
    return session.scalars(
        select(Meeting)
        .where(
            meeting_exists(actor),
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_at > now() - REMEMBERED,
        )
        .order_by(Meeting.starts_at)
    ).all()


def agenda(session: Session, actor: Actor, meeting: Meeting) -> list[Line]:
    """The items of the meeting that exist for this person, in their order, with their guests."""
    rows = session.execute(
        select(
            AgendaItem,
            Concern.public_id,
            Concern.reference,
            _title(actor).label("title"),
            Concern.stage,
            (opened(actor) if actor.is_(*INSIDERS) else literal(False)).label("open"),
            Recommendation.number,
            Recommendation.heading,
            Recommendation.state,
            Organisation.id.label("organisation_id"),
            Organisation.name,
            Seat.to_on,
            _ABOUT.public_id.label("about"),
            _ABOUT.starts_at,
            *_of_an_access_request(actor),
        )
        .outerjoin(Concern, Concern.id == AgendaItem.concern_id)
        .outerjoin(Recommendation, Recommendation.id == AgendaItem.recommendation_id)
        .outerjoin(Seat, Seat.id == AgendaItem.seat_id)
        .outerjoin(AccessRequest, AccessRequest.id == AgendaItem.access_request_id)
        .outerjoin(_ASKED_BY, _ASKED_BY.id == AccessRequest.by_organisation_id)
        .outerjoin(
            Organisation, Organisation.id == func.coalesce(Seat.organisation_id, AccessRequest.agency_id)
        )
        .outerjoin(_ABOUT, _ABOUT.id == AgendaItem.about_id)
        .where(AgendaItem.meeting_id == meeting.id, item_exists(actor))
        .order_by(AgendaItem.place, AgendaItem.id)
        .execution_options(populate_existing=True)
    ).all()
    lines = [_line(number, row, actor) for number, row in enumerate(rows, 1)]
    if actor.is_(*INSIDERS) and lines:
        _add_guests(session, meeting, lines)
    return lines


def _of_an_access_request(actor: Actor) -> tuple[Any, ...]:
    """What is asked of an institution; the page of it leads on for those alone for whom it exists."""
    return (
        case((seen_by(actor), AccessRequest.public_id)).label("access_request"),
        AccessRequest.kind.label("asked_for"),
        AccessRequest.due_on,
        _ASKED_BY.name.label("asked_by"),
    )


def _title(actor: Actor) -> ColumnElement[Any]:
    """A guest reads the title of the extract, where there is one."""
    told = sent_title(actor)
    if not actor.is_(*INSIDERS):
        return told
    return case((inside(actor), Concern.title), else_=told)


def _line(number: int, row: Any, actor: Actor) -> Line:
    item = row[0]
    is_open = item.concern_id is None or bool(row.open)
    read = is_open or not actor.is_(
        *INSIDERS
    )  # a guest has what was sent; who has not declared has the title alone
    return Line(
        item=item,
        number=number,
        concern=row.public_id or "",
        reference=row.reference or "",
        title=row.title or "",
        stage=row.stage,
        is_open=is_open,
        recommendation=row.number if read else None,
        heading=(row.heading or "") if read else "",
        state=row.state if read else None,
        organisation=row.name or "",
        organisation_id=row.organisation_id,
        mandate_to=row.to_on,
        access_request=row.access_request or "",
        asked_for=row.asked_for,
        asked_by=row.asked_by or "",
        due_on=row.due_on,
        about=(row.about or "") if actor.is_(*INSIDERS) else "",
        about_at=row.starts_at,
    )


def _add_guests(session: Session, meeting: Meeting, lines: list[Line]) -> None:
    by_id = {line.item.id: line for line in lines}
    rows = session.execute(
        select(Guest.item_id, Person)
        .join(Person, Person.id == Guest.person_id)
        .join(AgendaItem, AgendaItem.id == Guest.item_id)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(Person.name)
    )
    for item_id, person in rows:
        if item_id in by_id:
            by_id[item_id].guests.append(person)


def guest_choices(session: Session) -> list[tuple[int, str]]:
    """People of the ministry, of institutions and of the coordinator's office who can be invited."""
    rows = session.execute(
        select(Person.id, Person.name, func.min(Organisation.name).label("organisation"))
        .join(Organisation, Organisation.id == Person.organisation_id)
        .join(person_role, person_role.c.person_id == Person.id)
        .join(RoleRow, RoleRow.id == person_role.c.role_id)
        .where(Person.active, RoleRow.name.in_([role.value for role in GUESTS]))
        .group_by(Person.id, Person.name)
        .order_by(func.min(Organisation.sort_key), Person.name)
    )
    return [(row.id, f"{row.name}, {row.organisation}") for row in rows]


LATEST_PROPOSALS = 40


def is_waiting() -> ColumnElement[bool]:
    """On no agenda, and not left out."""
    return and_(AgendaProposal.item_id.is_(None), AgendaProposal.left_out_at.is_(None))


def waiting(session: Session) -> Sequence[AgendaProposal]:
    """For those who convene: what waits, the oldest first, with who proposed it."""
    return session.scalars(
        select(AgendaProposal)
        .where(is_waiting())
        .options(joinedload(AgendaProposal.by), joinedload(AgendaProposal.organisation))
        .order_by(AgendaProposal.id)
        .limit(LATEST_PROPOSALS)
    ).all()


def waiting_count(session: Session) -> int:
    """How many wait."""
    return session.scalar(select(func.count()).select_from(AgendaProposal).where(is_waiting())) or 0


def own(session: Session, actor: Actor) -> Sequence[Any]:
    """What the person proposed, the newest first, each with the day of the meeting that has it on its agenda."""
    return session.execute(
        select(AgendaProposal, Meeting.starts_at)
        .outerjoin(AgendaItem, AgendaItem.id == AgendaProposal.item_id)
        .outerjoin(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaProposal.by_id == actor.person_id)
        .order_by(AgendaProposal.id.desc())
        .limit(LATEST_PROPOSALS)
    ).all()
