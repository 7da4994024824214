"""Notices as they leave: right checked again, the reader's preferences kept, rendered in their language."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from functools import partial

from flask_babel import force_locale
from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from app.accounts.queries import reader
from app.core.actor import Actor
from app.core.db import asker, made_once
from app.core.outbox import Aside, Later, SendState, Written, deliver_one
from app.core.paging import Rows
from app.notifications.digests import put_into_digest
from app.notifications.mails import notice_mail
from app.notifications.models import Notification
from app.notifications.preferences.models import preferences_of
from app.notifications.queries import lines_of
from app.notifications.quiet_hours import waits_until
from workflows.notifications import Frequency
from workflows.vote import VoteState
from workflows.voting import Did


def deliver_notice(send: Callable[[EmailMessage], None]) -> bool:
    """Send the notice that has waited longest; False when none is due."""
    return deliver_one(Notification, _written, send)


@made_once
def _found(actor: Actor) -> Rows:
    """A notice as far as it exists for its reader; made once for each, for making it takes longer than its row does."""
    return lines_of(actor).where(Notification.id == bindparam("notice"))


def _written(session: Session, notice: Notification) -> Written:
    """The mail, or None where the reader may no longer hear of it; or what they want instead of a mail now."""
    person = reader(session, notice.person_id)
    if person is None:
        return None
    actor = person.as_actor()
    found = session.execute(_found(actor), {**asker(actor), "notice": notice.id}).one_or_none()
    if found is None:
        return None
    if found.do == Did.OPENED and found.vote_state is VoteState.CLOSED:
        return None  # that it is open is no news any more
    preferences = preferences_of(session, person.id)
    frequency = preferences.frequency(notice.topic)
    if frequency is Frequency.NONE:
        return Aside(SendState.SILENT)
    if frequency is not Frequency.NOW:
        return Aside(SendState.DIGEST, partial(put_into_digest, frequency=frequency))
    if until := waits_until(session, preferences, [notice.topic]):
        return Later(until)
    with force_locale(person.language):
        return notice_mail(person, notice, found)
