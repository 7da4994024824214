"""What is done with a meeting and its agenda: each in one transaction, with the meeting's row locked.

When, and by whom, stands in the table: `workflows/meeting.py`.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.queries import reader
from app.concerns.access import find
from app.concerns.models import Concern, Recommendation
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.random_ids import public_id as new_public_id
from app.core.refusals import NotFound, Refusal
from app.core.time import now
from app.meetings import invitations
from app.meetings.access import GUESTS, find_item, item_exists
from app.meetings.models import AgendaItem, AgendaProposal, Guest, ItemKind, Meeting
from app.meetings.steps import Particulars
from app.meetings.suggestions import suggestions
from app.process.data import Words
from app.process.keys import comes_again
from app.process.outcome import Busy, Missing, NotNow, NotYours, Outcome, Stale, Taken
from app.process.run import run, take
from app.process.tables import Address, process_of
from workflows import engine
from workflows.meeting import MEETING, MeetingAction

REFUSALS: dict[type[Outcome], str] = {Stale: "moved", NotNow: "not_now", Busy: "busy"}


def call(actor: Actor, given: Particulars, *, key: str) -> str:
    """Call a meeting; gives its public id, of the first where its form is sent again. Raises as `act`."""
    return _taken(run(MEETING, actor, Address(), MeetingAction.CALL, given, version=0, key=key))


def act(
    actor: Actor,
    public_id: str,
    do: MeetingAction,
    given: Particulars | None = None,
    *,
    version: int,
    key: str,
) -> None:
    """Take a step that moves the meeting, or changes when and where it is. Raises NotFound, Refusal."""
    _taken(run(MEETING, actor, Address(public_id), do, given, version=version, key=key))


def _taken(outcome: Outcome) -> str:
    match outcome:
        case Taken():
            return outcome.target
        case NotYours():
            raise NotFound(MEETING.name)
        case Missing():
            raise Refusal(outcome.names[0])
    raise Refusal(REFUSALS[type(outcome)])


def within(
    session: Session, actor: Actor, public_id: str, do: MeetingAction, data: Words | None = None
) -> Meeting:
    """The meeting, locked, for who adds these words to it now. Raises NotFound, Refusal where it stands elsewhere."""
    step = process_of(MEETING).open(session, actor, Address(public_id), do, data)
    try:
        take(step)
    except engine.NotNow:
        raise Refusal("not_now") from None
    except engine.Unmet as unmet:
        raise Refusal(unmet.missing[0]) from None
    except engine.NotYours:
        raise NotFound(public_id) from None
    meeting: Meeting = step.meeting
    return meeting


# --- the agenda ----------------------------------------------------------------------


def pick(actor: Actor, public_id: str, keys: Collection[str]) -> int:
    """Put suggestions on the agenda; gives how many. What is none for this person any more is left out."""
    with unit_of_work() as session:
        meeting = within(session, actor, public_id, MeetingAction.ARRANGE)
        place, chosen = _last(session, meeting), 0
        for offered in suggestions(session, actor, meeting):
            if offered.key in keys:
                chosen += 1
                item = AgendaItem(
                    public_id=new_public_id(),
                    meeting_id=meeting.id,
                    place=place + chosen,
                    kind=offered.kind,
                    title=offered.title if offered.kind is ItemKind.FREE else "",
                    concern_id=offered.concern_id,
                    recommendation_id=offered.recommendation_id,
                    seat_id=offered.seat_id,
                    about_id=offered.about_id,
                    access_request_id=offered.access_request_id,
                )
                session.add(item)
                if offered.proposal_id is not None:
                    session.flush()
                    session.get_one(AgendaProposal, offered.proposal_id).item_id = item.id
        return chosen


def add_free(actor: Actor, public_id: str, title: str, *, override_reason: str = "") -> None:
    """An item of one's own. Raises NotFound, Refusal."""
    words = Words(title, override_reason=override_reason)
    with unit_of_work() as session:
        meeting = within(session, actor, public_id, MeetingAction.ARRANGE, words)
        free = AgendaItem.meeting_id == meeting.id, AgendaItem.kind == ItemKind.FREE
        if session.scalar(select(AgendaItem.id).where(*free, AgendaItem.title == title).limit(1)):
            return  # it was sent twice
        item = AgendaItem(
            public_id=new_public_id(),
            meeting_id=meeting.id,
            place=_last(session, meeting) + 1,
            kind=ItemKind.FREE,
            title=title,
            title_override=override_reason,
        )
        session.add(item)


def move(actor: Actor, public_id: str, item_id: str, *, up: bool, key: str = "") -> None:
    """Change places with the neighbour that the person sees. Raises NotFound, Refusal."""
    with unit_of_work() as session:
        meeting = within(session, actor, public_id, MeetingAction.ARRANGE)
        item = find_item(session, actor, meeting, item_id)
        rows = _seen(session, actor, meeting)
        here = rows.index(item)
        there = here - 1 if up else here + 1
        if 0 <= there < len(rows) and not comes_again(session, actor, MeetingAction.ARRANGE, key):
            item.place, rows[there].place = rows[there].place, item.place


def remove(actor: Actor, public_id: str, item_id: str, *, key: str = "") -> None:
    """Take an item off the agenda. Raises NotFound, Refusal."""
    with unit_of_work() as session:
        meeting = within(session, actor, public_id, MeetingAction.ARRANGE)
        if comes_again(session, actor, MeetingAction.ARRANGE, key):
            return
        item = find_item(session, actor, meeting, item_id)
        guests = session.scalars(select(Guest.person_id).where(Guest.item_id == item.id)).all()
        session.delete(item)
        invitations.take_back(session, meeting, guests)


def _seen(session: Session, actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    return list(
        session.scalars(
            select(AgendaItem)
            .outerjoin(Concern, Concern.id == AgendaItem.concern_id)
            .outerjoin(Recommendation, Recommendation.id == AgendaItem.recommendation_id)
            .where(AgendaItem.meeting_id == meeting.id, item_exists(actor))
            .order_by(AgendaItem.place, AgendaItem.id)
        )
    )


def _last(session: Session, meeting: Meeting) -> int:
    return session.scalar(select(func.max(AgendaItem.place)).where(AgendaItem.meeting_id == meeting.id)) or 0


# --- guests --------------------------------------------------------------------------


def invite(actor: Actor, public_id: str, item_id: str, person_id: int) -> None:
    """Invite a guest to one item. Raises NotFound, Refusal where its case does not exist for the guest."""
    with unit_of_work() as session:
        meeting = within(session, actor, public_id, MeetingAction.ARRANGE)
        item = find_item(session, actor, meeting, item_id)
        person = reader(session, person_id)
        if person is None or not person.as_actor().is_(*GUESTS):
            raise Refusal("guest")
        if session.get(Guest, (item.id, person.id)) is None:
            session.add(Guest(item_id=item.id, person_id=person.id, at=now()))
            session.flush()
            _exists_for(session, person.as_actor(), meeting, item)
            invitations.invite_guest(session, meeting, person.id)


def _exists_for(session: Session, guest: Actor, meeting: Meeting, item: AgendaItem) -> None:
    """Nobody learns of a case by an invitation: it must be theirs to see already."""
    try:
        find_item(session, guest, meeting, item.public_id)
        if item.concern_id is not None:
            find(session, guest, session.get_one(Concern, item.concern_id).public_id)
    except NotFound:
        raise Refusal("guest_case") from None


def uninvite(actor: Actor, public_id: str, item_id: str, person_id: int) -> None:
    """Take an invitation back. Raises NotFound, Refusal."""
    with unit_of_work() as session:
        meeting = within(session, actor, public_id, MeetingAction.ARRANGE)
        item = find_item(session, actor, meeting, item_id)
        guest = session.get(Guest, (item.id, person_id))
        if guest is not None:
            session.delete(guest)
            invitations.take_back(session, meeting, [person_id])
