"""What the driver writes of a step: its event in the chain of its concern, the chain's end, and the words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
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
