"""What the driver writes of a step: its event in the chain of its concern, the chain's end, and the words; and steps
that wait.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, Person
from app.core.db import Base, UtcDateTime, short
from workflows.recommendation import Grade
from workflows.roles import CaseRole


class Event(Base):
    """One line of a concern's history. Only ever added; each carries the hash of the one before it."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    number: Mapped[int]
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    standing: Mapped[CaseRole] = mapped_column(short(CaseRole))
    machine: Mapped[str] = mapped_column(String(16))  # concern, recommendation, or record: moves nothing
    do: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(24), default="")
    target: Mapped[str] = mapped_column(String(24), default="")
    public: Mapped[bool] = mapped_column(default=False)  # seen by ministry, addressee and coordinator
    params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    person: Mapped[Person | None] = relationship(lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    statement: Mapped[Statement | None] = relationship(back_populates="event", lazy="raise")

    __table_args__ = (UniqueConstraint("concern_id", "number"), Index("ix_event_at", "at"))


class ChainEnd(Base):
    """Where a concern's history ends, sealed with a key that the database does not hold: a cut tail is found."""

    __tablename__ = "chain_end"

    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), primary_key=True)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


class Statement(Base):
    """The words that came with a step: a question, an answer, reasons, a claim, a finding, a decision."""

    __tablename__ = "statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation.id"))
    do: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text, default="")
    grade: Mapped[Grade | None] = mapped_column(short(Grade))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    event: Mapped[Event] = relationship(back_populates="statement", lazy="raise")

    __table_args__ = (Index("ix_statement_concern", "concern_id", "do"),)


class Awaits(StrEnum):
    """What a step waits for."""

    VOTE = "vote"
    SIGNATURE = "signature"
    LINK = "link"  # by which somebody without an account takes it


class Ended(StrEnum):
    """How a step came to wait no more."""

    CARRIED_OUT = "carried_out"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    STALE = "stale"  # what it is about has moved on meanwhile


class PendingStep(Base):
    """A step that is proposed and taken later, by the driver. What it waits for has a table of its own, by its id."""

    __tablename__ = "pending_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    awaits: Mapped[Awaits] = mapped_column(short(Awaits))
    machine: Mapped[str] = mapped_column(String(16))  # whose step it is: a table of steps, or "group"
    do: Mapped[str] = mapped_column(String(32), default="")  # empty until whoever holds a link has chosen it
    subject: Mapped[str] = mapped_column(String(40))  # of the table: one that waits for each
    source: Mapped[str] = mapped_column(
        String(24), default=""
    )  # the state to which it is bound; empty for any
    concern_id: Mapped[int | None] = mapped_column(ForeignKey("concern.id"))
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # that takes it
    data: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict
    )  # the data of the step, as far as it is known
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended: Mapped[Ended | None] = mapped_column(short(Ended))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: by itself, or by a link

    by: Mapped[Person] = relationship(foreign_keys=by_id, lazy="raise")
    ended_by: Mapped[Person | None] = relationship(foreign_keys=ended_by_id, lazy="raise")

    __mapper_args__ = {"polymorphic_on": "awaits", "polymorphic_abstract": True}
    __table_args__: Any = (
        CheckConstraint("(ended IS NULL) = (ended_at IS NULL)", name="ended"),
        CheckConstraint("ended_by_id IS NULL OR ended IS NOT NULL", name="ended_by"),
        CheckConstraint("ended <> 'carried_out' OR \"do\" <> ''", name="carried_out"),
        CheckConstraint("ended <> 'expired' OR until IS NOT NULL", name="expired"),
        CheckConstraint("awaits <> 'link' OR until IS NOT NULL", name="link"),
        CheckConstraint("(awaits = 'vote') = (organisation_id IS NULL)", name="organisation"),
        CheckConstraint("(machine = 'group') = (concern_id IS NULL)", name="about"),
        CheckConstraint(
            "machine <> 'recommendation' OR recommendation_id IS NOT NULL", name="recommendation"
        ),
        CheckConstraint(
            "awaits <> 'signature' OR ended <> 'carried_out' "
            "OR (ended_by_id IS NOT NULL AND ended_by_id <> by_id)",
            name="two_persons",
        ),
        Index(
            "uq_pending_step_waits",
            "awaits",
            "subject",
            unique=True,
            sqlite_where=text("ended IS NULL"),
            postgresql_where=text("ended IS NULL"),
        ),
        Index("ix_pending_step_subject", "subject"),
        Index("ix_pending_step_until", "awaits", "ended", "until", "id"),
        Index("ix_pending_step_concern", "concern_id", "awaits"),
        Index("ix_pending_step_recommendation", "recommendation_id", "awaits"),
        Index("ix_pending_step_organisation", "organisation_id", "awaits", "ended"),
    )
