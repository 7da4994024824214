"""What was sent to whom: one extract for each transmission and addressee, with the demands as they stood that day.

A row is never changed. It is what a former addressee keeps, and all that it keeps.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.concerns.models import Concern
from app.core.db import Base, UtcDateTime


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

    concern: Mapped[Concern] = relationship(lazy="raise")
    addressee: Mapped[Organisation] = relationship(lazy="raise")

    __table_args__ = (
        Index("ix_transmission_concern", "concern_id", "id"),
        Index("ix_transmission_addressee", "addressee_id", "concern_id"),
    )
