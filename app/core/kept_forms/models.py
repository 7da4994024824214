"""What is kept of a form that is being filled in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class KeptForm(Base):
    """What somebody typed into a form and has not sent. Read by nobody but them, on the page of that form."""

    __tablename__ = "kept_form"
    __table_args__ = (Index("ix_kept_form_at", "at"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)  # made of the address that it is sent to
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    version: Mapped[int | None] = mapped_column()  # of what its page showed
    window: Mapped[str] = mapped_column(String(24))  # that typed last; none where the form was sent whole
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
