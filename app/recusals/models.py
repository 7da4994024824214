"""The register of interests: who is funded by whom, agreements, posts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, Person
from app.core.db import Base, UtcDateTime, short


class InterestKind(StrEnum):
    """What ties a member to another organisation."""

    FUNDING = "funding"
    AGREEMENT = "agreement"
    POST = "post"
    OTHER = "other"


class Interest(Base):
    """A tie of a member organisation, or of one of its people, to another organisation. Ended, it stays on record."""

    __tablename__ = "interest"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))  # the member
    towards_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[InterestKind] = mapped_column(short(InterestKind))
    text: Mapped[str] = mapped_column(Text, default="")
    override_reason: Mapped[str] = mapped_column(
        Text, default=""
    )  # why what looks like an identifier may stay
    from_on: Mapped[date]
    to_on: Mapped[date | None]  # last day, where it has one
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(foreign_keys=organisation_id, lazy="raise")
    towards: Mapped[Organisation] = relationship(foreign_keys=towards_id, lazy="raise")
    by: Mapped[Person] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("to_on IS NULL OR from_on <= to_on", name="days"),
        Index("ix_interest_towards", "towards_id"),
        Index("ix_interest_organisation", "organisation_id"),
    )
