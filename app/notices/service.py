"""Notices as they leave: right checked again, rendered for its reader."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.cases.access import NotFound, find
from app.cases.models import Concern
from app.cases.outbox import Outbox
from app.cases.records import Event
from app.core.outbox import deliver_one
from app.notices.words import notice_mail
from app.people.models import Person
from workflows.policy import Right


def deliver_notice(send: Callable[[EmailMessage], None]) -> bool:
    """Send the notice that has waited longest; False when none is due."""
    return deliver_one(Outbox, _written, send)


def _written(session: Session, outbox: Outbox) -> EmailMessage | None:
    """The mail in its reader's language, or None where the reader may no longer see the case."""
    person = (
        session.scalars(
            select(Person)
            .where(Person.id == outbox.person_id, Person.active)
            .options(joinedload(Person.organisation), joinedload(Person.roles))
        )
        .unique()
        .one_or_none()
    )
    event = session.get(Event, outbox.event_id)
    concern = session.get(Concern, outbox.concern_id)
    if person is None or event is None or concern is None:
        return None
    try:
        case = find(session, person.as_actor(), concern.public_id)
    except NotFound:
        return None
    if not (event.public or case.undeclared or case.rights & {Right.DRAFTS, Right.FACTS}):
        return None
    with force_locale(person.language):
        return notice_mail(person, event, concern, outbox.message_id)
