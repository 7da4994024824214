"""What is kept of each month, so that a year of them costs a page nothing."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


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
    reckoned_at: Mapped[datetime] = mapped_column(UtcDateTime)
