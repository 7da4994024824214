"""Notices as they leave: right checked again, rendered for its reader."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.cases.models import Concern, Recommendation
from app.cases.outbox import Outbox, notices_of
from app.cases.records import Event
from app.core.outbox import deliver_one
from app.notices.words import notice_mail
from app.people.models import Person


def deliver_notice(send: Callable[[EmailMessage], None]) -> bool:
    """Send the notice that has waited longest; False when none is due."""
    return deliver_one(Outbox, _written, send)


def _written(session: Session, notice: Outbox) -> EmailMessage | None:
    """The mail in its reader's language, or None where the reader may no longer hear of it."""
    person = (
        session.scalars(
            select(Person)
            .where(Person.id == notice.person_id, Person.active)
            .options(joinedload(Person.organisation), joinedload(Person.roles))
        )
        .unique()
        .one_or_none()
    )
    if person is None:
        return None
    query = notices_of(person.as_actor(), select(Event, Concern, Recommendation.number)).where(
        Outbox.id == notice.id
    )
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    event, concern, number = found
    with force_locale(person.language):
        return notice_mail(person, event, concern, number, notice.message_id)
