"""An access request, and its history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, Person
from app.core.db import Base, UtcDateTime, short
from app.deadlines.request_dates import Dated, next_check_index
from workflows.access_request import AccessKind, State


class AccessRequest(Dated, Base):
    """What a member asks the ministry to open; a concern it is tied to is shown by each reader's own rights."""

    __tablename__ = "access_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[AccessKind] = mapped_column(short(AccessKind))
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    by_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    concern_id: Mapped[int | None] = mapped_column(ForeignKey("concern.id"), index=True)
    purpose: Mapped[str] = mapped_column(Text)
    state: Mapped[State] = mapped_column(short(State), default=State.ASKED)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None]
    how: Mapped[str] = mapped_column(Text, default="")
    happens_on: Mapped[date | None]
    on_agenda: Mapped[bool] = mapped_column(default=False)  # of the next meeting

    agency: Mapped[Organisation] = relationship(foreign_keys=agency_id, lazy="raise")
    by_organisation: Mapped[Organisation] = relationship(foreign_keys=by_organisation_id, lazy="raise")

    __table_args__ = (
        CheckConstraint("(state IN ('asked', 'accepted')) = (due_on IS NOT NULL)", name="due"),
        CheckConstraint("state <> 'arranged' OR how <> ''", name="arranged"),
        Index("ix_access_request_due", "state", "due_on", "id"),
        Index("ix_access_request_by", "by_organisation_id", "state", "id"),
        next_check_index("access_request"),
    )


class AccessRequestEvent(Base):
    """One step of a request, or what nobody did: a level of its escalation, a date that moved. Only ever added."""

    __tablename__ = "access_request_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    access_request_id: Mapped[int] = mapped_column(ForeignKey("access_request.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    do: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(24))
    target: Mapped[str] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    details: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict
    )  # of what nobody did; or why words may stay

    request: Mapped[AccessRequest] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")
