"""What is kept of each month, and of a saved view."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime, short


class MonthFigures(Base):
    """Recommendations of one month, in numbers alone. Derived from ledgers and history, and may be reckoned anew.

    Of the month that runs they are those of the day on which they were reckoned.
    """

    __tablename__ = "month_figures"

    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    sent: Mapped[int]
    in_time: Mapped[int]  # answers
    late: Mapped[int]
    concluded: Mapped[int]
    overdue: Mapped[int]  # at its end
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SavedOn(StrEnum):
    """The lists of which views can be saved."""

    DESK = "desk"
    CONCERNS = "concerns"
    RECOMMENDATIONS = "recommendations"


class SavedView(Base):
    """A list as somebody narrowed it. It widens no right: who opens it sees what they would see anyway."""

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    place: Mapped[SavedOn] = mapped_column(short(SavedOn))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(
        String(1000), default=""
    )  # parameters that the list's own filter wrote
    shared: Mapped[bool] = mapped_column(default=False)  # with the coordinator's office
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("person_id", "place", "name"),
        Index(
            "ix_saved_view_shared", "place", sqlite_where=text("shared = 1"), postgresql_where=text("shared")
        ),
    )


class PutOff(Base):
    """A line of "My work" that somebody wants to meet again on a day. Nobody else sees it, and no date moves by it."""

    __tablename__ = "put_off"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    line: Mapped[str] = mapped_column(String(100), primary_key=True)  # what is awaited, and on what
    until: Mapped[date]
