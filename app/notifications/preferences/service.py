"""What is done with a person's preferences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.notifications.preferences.models import Preferences
from app.notifications.preferences.queries import colleagues
from workflows.notifications import Frequency, Topic, without


class NoColleague(Exception):
    """The deputy belongs to another organisation, or to none."""


@dataclass(frozen=True, slots=True)
class PreferencesData:
    """How a person wants to be told."""

    by_topic: dict[Topic, Frequency]
    quiet_from: time | None = None
    quiet_to: time | None = None
    away_from: date | None = None
    away_to: date | None = None
    deputy: int | None = None


def save_preferences(actor: Actor, chosen: PreferencesData) -> None:
    """Keep how the person wants to be told. Raises NoColleague."""
    with unit_of_work() as session:
        if chosen.deputy is not None and chosen.deputy not in {row.id for row in colleagues(session, actor)}:
            raise NoColleague
        preferences = _own(session, actor.person_id)
        preferences.by_topic = {topic.value: frequency.value for topic, frequency in chosen.by_topic.items()}
        preferences.quiet_from, preferences.quiet_to = chosen.quiet_from, chosen.quiet_to
        preferences.away_from, preferences.away_to, preferences.deputy_id = (
            chosen.away_from,
            chosen.away_to,
            chosen.deputy,
        )


def less_mail(person_id: int, topic: Topic | None) -> Preferences:
    """The person wants less mail of this topic; where it is None, of what comes in digests."""
    with unit_of_work() as session:
        preferences = _own(session, person_id)
        preferences.by_topic = without(preferences.by_topic, topic)
        return preferences


def _own(session: Session, person_id: int) -> Preferences:
    session.get_one(Person, person_id, with_for_update={"key_share": True})
    preferences = session.get(Preferences, person_id, populate_existing=True)
    if preferences is None:
        preferences = Preferences(person_id=person_id, by_topic={})
        session.add(preferences)
    return preferences
