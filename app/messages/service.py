"""Messages on a concern."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from app.concerns.access import Case, find
from app.concerns.records import Channel, Message
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.refusals import NotFound
from app.core.time import now
from app.messages.queries import SAID, aware, readers
from app.notifications.queue import queue_notices
from app.process import history
from app.process.data import look_through
from app.process.keys import Submission, as_filled, remember
from workflows.notifications import Topic
from workflows.permissions import Right
from workflows.roles import CaseRole
from workflows.streams import Stream

DO = "message"
# as whom somebody speaks; of the Group, which of its members does is said nowhere
SPEAKERS = (CaseRole.SECRETARIAT, CaseRole.MINISTRY, CaseRole.ADDRESSEE, CaseRole.COORDINATOR)


def say(
    actor: Actor,
    public_id: str,
    channel: Channel,
    text: str,
    *,
    institution: int | None,
    key: str,
    override_reason: str = "",
) -> None:
    """Add a message to the Group's discussion, or to the exchange with one institution; the same key adds it once.

    Who may read it is told that there is one, unless an unread notice says so already. The event keeps the reason
    why what looks like an identifier may stay.

    Raises NotFound where the person may not speak, Unmet where the text could identify somebody.
    """
    key = as_filled(key, text)
    with unit_of_work() as session:
        case = find(session, actor, public_id, lock=True)
        if session.get(Submission, key) is not None:
            return
        _check(case, channel, institution)
        look_through([text], override_reason)
        institution = institution if channel is Channel.EXCHANGE else None
        message = Message(
            concern_id=case.concern.id,
            channel=channel,
            institution_id=institution,
            at=now(),
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            text=text,
        )
        session.add(message)
        if override_reason:
            session.flush()  # the event names the message by its number
        _notify(session, case, message, override_reason)
        remember(session, actor, DO, key, "", now())


def _check(case: Case, channel: Channel, institution: int | None) -> None:
    right = Right.DISCUSS if channel is Channel.GROUP else Right.EXCHANGE
    if right not in case.rights:
        raise NotFound(case.concern.public_id)
    if channel is Channel.EXCHANGE:
        # A filer who is not to be named does not speak to the institution in its own voice.
        heard = {r.addressee_id for r in case.recommendations if r.transmitted_at is not None}
        if institution not in heard or case.standing == {CaseRole.OBSERVER}:
            raise NotFound(case.concern.public_id)


def _notify(session: Session, case: Case, message: Message, override_reason: str) -> None:
    """Nothing of what was said. Of an exchange it is told with what the institution answers: it hears of no other."""
    actor, channel, institution = case.actor, message.channel, message.institution_id
    because: dict[str, Any] = (
        {"message": str(message.id), "override_reason": override_reason} if override_reason else {}
    )
    people = readers(session, case, channel, institution) - {actor.person_id}
    sent = (r for r in case.all_recommendations if r.addressee_id == institution and r.transmitted_at)
    answered = next(sent, None)
    event = history.note(
        session,
        case.concern.id,
        answered.id if answered else None,
        by=actor,
        at=now(),
        standing=next((s for s in SPEAKERS if s in case.standing), CaseRole.GROUP),
        machine=Stream.RECORD,
        do=SAID[channel],
        public=channel is Channel.EXCHANGE,
        channel=channel.value,
        institution=institution,
        **because,
    )

    def know(readers: Collection[int]) -> set[int]:
        return aware(session, case, readers, channel, institution)

    queue_notices(session, event, people, Topic.MESSAGE, aware=know)
