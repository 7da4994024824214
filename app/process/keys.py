"""What is kept beside the cases: keys of forms that were sent, forms held over a sign-in, own dates of the calendar."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class Submission(Base):
    """A one-time key that was used, and what came of it: sending a form twice does one thing."""

    __tablename__ = "submission"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    do: Mapped[str] = mapped_column(String(32))
    target: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class HeldForm(Base):
    """What somebody typed into a form whose session had ended: given back after they sign in again, once."""

    __tablename__ = "held_form"

    token: Mapped[str] = mapped_column(String(40), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    path: Mapped[str] = mapped_column(String(300))
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class OwnDate(Base):
    """A day that the installation knows better than the library: a holiday decided late, or a working Saturday."""

    __tablename__ = "own_date"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))

    __table_args__ = (CheckConstraint("kind IN ('holiday', 'working')", name="kind"),)
