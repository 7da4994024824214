"""Seats of the Group, the people who hold them, and when one acts for the other."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, Person
from app.core.db import Base, UtcDateTime, short
from workflows.composition import Capacity


class Seat(Base):
    """An organisation's seat, from its admission to its end. A mandate that is over holds until it is ended."""

    __tablename__ = "seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]  # last day of the mandate
    ended_on: Mapped[date | None]  # first day without the seat
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    holdings: Mapped[list[Holding]] = relationship(lazy="raise", order_by="Holding.id", back_populates="seat")

    __table_args__ = (
        CheckConstraint("from_on <= to_on", name="mandate"),
        CheckConstraint("ended_on IS NULL OR ended_on >= from_on", name="ended"),
        Index(
            "uq_seat_held",
            "organisation_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )


class Holding(Base):
    """Who is representative or alternate of a seat, from a day until they are followed by another."""

    __tablename__ = "holding"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[Capacity] = mapped_column(short(Capacity))
    from_on: Mapped[date]
    until_on: Mapped[date | None]  # first day on which somebody else is

    seat: Mapped[Seat] = relationship(lazy="raise", back_populates="holdings")
    person: Mapped[Person] = relationship(lazy="raise")

    __table_args__ = (
        Index(
            "uq_holding_now",
            "seat_id",
            "capacity",
            unique=True,
            sqlite_where=text("until_on IS NULL"),
            postgresql_where=text("until_on IS NULL"),
        ),
        Index("ix_holding_person", "person_id", "until_on"),
    )


class HandOver(Base):
    """The representative lets the alternate act, from a day to a day, both included."""

    __tablename__ = "hand_over"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("from_on <= to_on", name="days"),
        Index("ix_hand_over_seat", "seat_id", "to_on"),
    )


class GroupChange(StrEnum):
    """What was changed about the Group."""

    ADMITTED = "admitted"
    ENDED = "ended"
    RENEWED = "renewed"
    REPRESENTATIVE = "representative"
    ALTERNATE = "alternate"
    HANDED_OVER = "handed_over"
    TAKEN_BACK = "taken_back"
    CHAIR = "chair"
    SENDER = "urgent_sender"


class GroupEvent(Base):
    """A change of the Group's composition: when, who, what, by which decision. Only ever added."""

    __tablename__ = "group_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: the Group, by a vote
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    what: Mapped[GroupChange] = mapped_column(short(GroupChange))
    reason: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    person: Mapped[Person | None] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")

    __table_args__ = (Index("ix_group_event_at", "at", "id"),)
