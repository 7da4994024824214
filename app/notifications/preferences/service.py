"""What is done with a person's wishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.notifications.preferences.models import Wishes
from app.notifications.preferences.queries import colleagues
from workflows.notifications import Frequency, Topic, without


class NoColleague(Exception):
    """The deputy belongs to another organisation, or to none."""


@dataclass(frozen=True, slots=True)
class Told:
    """How a person wants to be told."""

    by_topic: dict[Topic, Frequency]
    quiet_from: time | None = None
    quiet_to: time | None = None
    away_from: date | None = None
    away_to: date | None = None
    deputy: int | None = None


def keep_wishes(actor: Actor, told: Told) -> None:
    """Keep how the person wants to be told. Raises NoColleague."""
    with unit_of_work() as session:
        if told.deputy is not None and told.deputy not in {row.id for row in colleagues(session, actor)}:
            raise NoColleague
        wishes = _own(session, actor.person_id)
        wishes.by_topic = {topic.value: frequency.value for topic, frequency in told.by_topic.items()}
        wishes.quiet_from, wishes.quiet_to = told.quiet_from, told.quiet_to
        wishes.away_from, wishes.away_to, wishes.deputy_id = told.away_from, told.away_to, told.deputy


def less_mail(person_id: int, topic: Topic | None) -> Wishes:
    """The person wants less mail of this topic; where it is None, of what comes in digests."""
    with unit_of_work() as session:
        wishes = _own(session, person_id)
        wishes.by_topic = without(wishes.by_topic, topic)
        return wishes


def _own(session: Session, person_id: int) -> Wishes:
    session.get_one(Person, person_id, with_for_update={"key_share": True})
    wishes = session.get(Wishes, person_id, populate_existing=True)
    if wishes is None:
        wishes = Wishes(person_id=person_id, by_topic={})
        session.add(wishes)
    return wishes
