"""How a person wants to be told: how often, at which hours, and who is told too while they are away."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.db import Base
from workflows.notifications import Frequency, Topic, wanted


class Preferences(Base):
    """The preferences of one person; who has no row has none. Hours are of the country's zone."""

    __tablename__ = "notification_preference"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    by_topic: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    quiet_from: Mapped[time | None]
    quiet_to: Mapped[time | None]
    away_from: Mapped[date | None]
    away_to: Mapped[date | None]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        CheckConstraint("(quiet_from IS NULL) = (quiet_to IS NULL)", name="quiet"),
        CheckConstraint("(away_from IS NULL) = (away_to IS NULL)", name="away"),
        CheckConstraint("away_from <= away_to", name="days"),
    )

    def frequency(self, topic: Topic) -> Frequency:
        """How often mail of this topic is wanted."""
        return wanted(self.by_topic, topic)


def preferences_of(session: Session, person_id: int) -> Preferences:
    """The preferences of a person; of who has none, those that everybody begins with, which are in no session."""
    return session.get(Preferences, person_id) or Preferences(person_id=person_id, by_topic={})
