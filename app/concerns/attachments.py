"""Files of concerns, of contributions to an answer, and by one-time links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.db import Base, UtcDateTime


class Attachment(Base):
    """A file of a concern. The bytes lie outside the web root under a random name.

    What belongs to a request for a contribution is read by who asked and who gave it: not with the concern.
    """

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("contribution_request.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("answer_link.id"), index=True)  # it came by
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))  # the step it came with
    pending: Mapped[bool] = mapped_column(default=False)  # uploaded for a step that is not taken yet
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # nobody's account: by a link
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    public: Mapped[bool] = mapped_column(default=False)  # part of the exchange with the institution
    level: Mapped[str] = mapped_column(String(16), default="")  # narrower than the concern's own, where set
    name: Mapped[str] = mapped_column(String(160))
    shows: Mapped[str] = mapped_column(String(300), default="")
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored_name: Mapped[str] = mapped_column(String(80))

    organisation: Mapped[Organisation] = relationship(lazy="raise")

    __table_args__ = (CheckConstraint("person_id IS NOT NULL OR link_id IS NOT NULL", name="given_by"),)


OF_THE_CASE = Attachment.request_id.is_(None)

Condition = Callable[[], ColumnElement[bool]]
ABANDONED: list[Condition] = []


def register_abandoned(condition: Condition) -> None:
    """Register which files that wait for a step, as a condition on Attachment, wait for one that is not taken any more.

    `flask files sweep` deletes them.
    """
    if condition not in ABANDONED:
        ABANDONED.append(condition)
