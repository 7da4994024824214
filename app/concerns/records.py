"""What a case leaves behind besides its history: clocks, more time asked for, messages, transmissions, who has read."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, Person
from app.core.db import Base, UtcDateTime, short
from workflows.deadlines import EntryKind, Rule
from workflows.extension import ExtensionState
from workflows.periods import Unit
from workflows.roles import Owner


class ClockState(StrEnum):
    """Whether a clock counts."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class Escalated(StrEnum):
    """That the coordinator was asked to decide on a clock, and has or has not yet."""

    OPEN = "open"
    DECIDED = "decided"


class Clock(Base):
    """One running of one rule on one case. Its due date is reckoned from the ledger and stored for the index."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation.id"))
    rule: Mapped[Rule] = mapped_column(short(Rule))
    amount: Mapped[int]
    unit: Mapped[Unit] = mapped_column(short(Unit))
    source: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[ClockState] = mapped_column(short(ClockState), default=ClockState.RUNNING)
    version: Mapped[int] = mapped_column(default=1)
    started_on: Mapped[date]
    due_on: Mapped[date | None]
    paused_since: Mapped[date | None]
    stopped_on: Mapped[date | None]
    moved: Mapped[int] = mapped_column(default=0)  # how often, and by how many days in all
    moved_days: Mapped[int] = mapped_column(default=0)
    stood_on: Mapped[
        date | None
    ]  # the last date that stood: a pause takes it away and gives back a later one
    # escalation: since when this date stands, the highest level taken of it, and when to check it again
    set_on: Mapped[date]
    escalation_level: Mapped[int | None]
    next_check_on: Mapped[date | None]
    escalation: Mapped[Escalated | None] = mapped_column(short(Escalated))
    mediated_until: Mapped[
        date | None
    ]  # the coordinator speaks with both sides; asked again when that is over
    on_agenda: Mapped[bool] = mapped_column(default=False)  # of the next meeting
    owner: Mapped[Owner] = mapped_column(short(Owner))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    addressee_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    outside: Mapped[bool] = mapped_column(default=False)  # the coordinator may see the case it belongs to
    extension_asked: Mapped[bool] = mapped_column(default=False)

    entries: Mapped[list[ClockEntry]] = relationship(lazy="raise", order_by="ClockEntry.id")
    organisation: Mapped[Organisation | None] = relationship(foreign_keys=organisation_id, lazy="raise")

    __table_args__ = (
        CheckConstraint("state <> 'running' OR due_on IS NOT NULL", name="due"),
        CheckConstraint("(state = 'paused') = (paused_since IS NOT NULL)", name="paused"),
        CheckConstraint("(state = 'stopped') = (stopped_on IS NOT NULL)", name="stopped"),
        Index("ix_clock_concern", "concern_id", "recommendation_id", "state"),
        # what an escalation run is to check
        Index(
            "ix_clock_next_check",
            "next_check_on",
            "id",
            sqlite_where=text("next_check_on IS NOT NULL"),
            postgresql_where=text("next_check_on IS NOT NULL"),
        ),
        Index(
            "ix_clock_agenda",
            "due_on",
            "id",
            sqlite_where=text("on_agenda = 1"),
            postgresql_where=text("on_agenda"),
        ),
        Index(
            "ix_clock_escalated",
            "outside",
            "stood_on",
            "id",
            sqlite_where=text("escalation = 'open'"),
            postgresql_where=text("escalation = 'open'"),
        ),
        Index(
            "ix_clock_mediated",
            "mediated_until",
            "id",
            sqlite_where=text("mediated_until IS NOT NULL"),
            postgresql_where=text("mediated_until IS NOT NULL"),
        ),
        Index(
            "ix_clock_moved",
            "addressee_id",
            "outside",
            "moved",
            "moved_days",
            sqlite_where=text("moved > 0 AND state <> 'stopped'"),
            postgresql_where=text("moved > 0 AND state <> 'stopped'"),
        ),
        # the coordinator's desk: overdue and due soon, paused; by institution; extensions
        Index("ix_clock_desk", "outside", "state", "due_on", "id"),
        Index("ix_clock_addressee", "addressee_id", "outside", "state", "due_on", "id"),
        Index("ix_clock_addressee_rule", "addressee_id", "rule", "outside", "state", "due_on", "id"),
        Index("ix_clock_rule", "rule", "outside", "state", "due_on", "id"),
        Index(
            "ix_clock_paused",
            "outside",
            "paused_since",
            "id",
            sqlite_where=text("state = 'paused'"),
            postgresql_where=text("state = 'paused'"),
        ),
        Index(
            "ix_clock_extension",
            "outside",
            "due_on",
            "id",
            sqlite_where=text("extension_asked = 1"),  # as a query writes it there
            postgresql_where=text("extension_asked"),
        ),
        # my work
        Index("ix_clock_owner", "owner", "state", "due_on", "id"),
        Index("ix_clock_owner_rule", "owner", "rule", "state", "due_on", "id", "addressee_id"),
        Index("ix_clock_organisation", "organisation_id", "state", "due_on", "id"),
        Index("ix_clock_person", "person_id", "state", "due_on", "id"),
        # questions of institutions that each rapporteur has to answer
        Index(
            "ix_clock_clarification",
            "person_id",
            "outside",
            sqlite_where=text("rule = 'clarification' AND state = 'running'"),
            postgresql_where=text("rule = 'clarification' AND state = 'running'"),
        ),
    )


class ClockEntry(Base):
    """One line of a clock's ledger, which only grows."""

    __tablename__ = "clock_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"), index=True)
    kind: Mapped[EntryKind] = mapped_column(short(EntryKind))
    on: Mapped[date]
    until: Mapped[date | None]
    days: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Text, default="")
    waits_for: Mapped[Owner | None] = mapped_column(short(Owner))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))


class Extension(Base):
    """More time, asked by who owes and decided by the coordinator."""

    __tablename__ = "extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"), index=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # nobody's account: by a link
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[ExtensionState] = mapped_column(short(ExtensionState), default=ExtensionState.ASKED)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided"),
        Index("ix_extension_asked", "asked_at"),
    )


class Channel(StrEnum):
    """Who hears a message."""

    GROUP = "group"
    EXCHANGE = "exchange"


class Message(Base):
    """A word in the Group's internal discussion or, apart from it, in the exchange with one institution."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    channel: Mapped[Channel] = mapped_column(short(Channel))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str] = mapped_column(Text)

    person: Mapped[Person] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(foreign_keys=organisation_id, lazy="raise")

    __table_args__ = (
        CheckConstraint("(channel = 'exchange') = (institution_id IS NOT NULL)", name="exchange"),
    )


class Reading(Base):
    """Who opened a concern, on which day: the filer sees it."""

    __tablename__ = "reading"

    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    extract_only: Mapped[bool] = mapped_column(default=False)


class Transmission(Base):
    """What one addressee was sent at one moment."""

    __tablename__ = "transmission"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    addressee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    title: Mapped[str] = mapped_column(String(200))
    extract: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, default="")  # of title and extract, folded, each between blanks
    demands: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    __table_args__ = (
        Index("ix_transmission_concern", "concern_id", "id"),
        Index("ix_transmission_addressee", "addressee_id", "concern_id"),
    )
