"""The hours in which a mail of notices may leave: its reader's, and the country's for what a date brings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import WorkMail
from app.concerns.periods import load_calendar
from app.core.outbox import Aside, Later, SendState
from app.core.time import ZONE, now
from app.notifications.preferences.models import Preferences, preferences_of
from workflows.notifications import Frequency, Topic, escalation_waits_until, next_digest, quiet_until


def waits_until(session: Session, preferences: Preferences, topics: Iterable[Topic]) -> datetime | None:
    """When a mail of notices of these topics may leave, None where it may now."""
    local = now().astimezone(ZONE)
    quiet = preferences.quiet_from, preferences.quiet_to
    if Topic.DATE in topics:
        return escalation_waits_until(local, *quiet, load_calendar(session, local.date()))
    return quiet_until(local, *quiet)


def heard(session: Session, mail: WorkMail, topic: Topic) -> Later | Aside | None:
    """What the reader of a mail that is no notice wants instead of it now.

    It has no line among the notices, and so none in a digest: it leaves by itself at the hour of their digest.
    """
    assert mail.person_id is not None  # who has no account has no preferences
    preferences = preferences_of(session, mail.person_id)
    frequency = preferences.frequency(topic)
    if frequency is Frequency.NONE:
        return Aside(SendState.SILENT)
    local = now().astimezone(ZONE)
    if frequency is not Frequency.NOW:
        day = local.date()
        due = next_digest(mail.created_at.astimezone(ZONE), frequency, load_calendar(session, day))
        if local < due:
            return Later(due)
    until = quiet_until(local, preferences.quiet_from, preferences.quiet_to)
    return Later(until) if until else None
