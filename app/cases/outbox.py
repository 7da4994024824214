"""The notices to be sent."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.outbox import Queued


class Outbox(Queued):
    """A notice to one person, written in the step's own transaction and sent later by a worker."""

    __tablename__ = "outbox"

    key: Mapped[str] = mapped_column(String(80), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))

    __table_args__ = (
        Index("ix_outbox_waiting", "state", "not_before", "id"),
        Index("ix_outbox_person", "person_id", "id"),
    )
