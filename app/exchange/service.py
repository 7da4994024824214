"""Messages on a concern."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.cases.access import Case, NotFound, find
from app.cases.keeping import Submission
from app.cases.records import Channel, Message
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.time import now
from workflows.policy import Right
from workflows.standing import Standing

DO = "message"


def say(
    actor: Actor, public_id: str, channel: Channel, text: str, *, institution: int | None, key: str
) -> None:
    """Add a message to the Group's discussion, or to the exchange with one institution; the same key adds it once.

    Raises NotFound where the person may not speak.
    """
    with unit_of_work() as session:
        case = find(session, actor, public_id, lock=True)
        if session.get(Submission, key) is not None:
            return
        _check(case, channel, institution)
        session.add(
            Message(
                concern_id=case.concern.id,
                channel=channel,
                institution_id=institution if channel is Channel.EXCHANGE else None,
                at=now(),
                person_id=actor.person_id,
                organisation_id=actor.organisation_id,
                text=text,
            )
        )
        _used(session, actor, case, key)


def _check(case: Case, channel: Channel, institution: int | None) -> None:
    right = Right.DISCUSS if channel is Channel.GROUP else Right.EXCHANGE
    if right not in case.rights:
        raise NotFound(case.concern.public_id)
    if channel is Channel.EXCHANGE:
        # A filer who is not to be named does not speak to the institution in its own voice.
        heard = {r.addressee_id for r in case.recommendations if r.transmitted_at is not None}
        if institution not in heard or case.standing == {Standing.OBSERVER}:
            raise NotFound(case.concern.public_id)


def _used(session: Session, actor: Actor, case: Case, key: str) -> None:
    session.add(
        Submission(key=key, person_id=actor.person_id, concern_id=case.concern.id, do=DO, target="", at=now())
    )
