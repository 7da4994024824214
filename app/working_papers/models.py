"""First views, the assessment, comments on passages of drafts, and suggested wording."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, Person
from app.core.db import Base, UtcDateTime, short
from workflows.first_round import RoundState
from workflows.suggestion import SuggestionState


class Leaning(StrEnum):
    """Where a first view leans."""

    RECOMMEND = "recommend"
    MORE = "more"
    NOTHING = "nothing"


class FirstRound(Base):
    """A blind first round: until it is over each organisation sees its own view alone."""

    __tablename__ = "first_round"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    question: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[RoundState] = mapped_column(short(RoundState), default=RoundState.OPEN)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: by itself

    views: Mapped[list[View]] = relationship(lazy="raise", order_by="View.id")

    __table_args__ = (
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name="closed_by"),
        Index("ix_first_round_concern", "concern_id", "id"),
        Index(
            "uq_first_round_open",
            "concern_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_first_round_ends",
            "ends_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )


class View(Base):
    """The first view of one organisation. Changed in place until the round is over."""

    __tablename__ = "first_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("first_round.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    leaning: Mapped[Leaning] = mapped_column(short(Leaning))
    text: Mapped[str] = mapped_column(Text)
    override_reason: Mapped[str] = mapped_column(
        Text, default=""
    )  # why what looks like an identifier may stay
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("round_id", "organisation_id"),)


class Assessment(Base):
    """What rapporteur and second reader make of a concern; the version guards against overwriting."""

    __tablename__ = "assessment"

    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    facts: Mapped[str] = mapped_column(Text, default="")
    duty: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[str] = mapped_column(Text, default="")
    gaps: Mapped[str] = mapped_column(Text, default="")
    harm: Mapped[str] = mapped_column(Text, default="")
    harm_checked: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[str] = mapped_column(Text, default="")
    override_reason: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    saved_by: Mapped[Person] = relationship(lazy="raise")


class Part(StrEnum):
    """The texts of a draft of which a passage can be quoted; the value names the draft's field."""

    TEXT = "text"
    HEADING = "heading"
    DUTY = "duty"
    MEASURE = "measure"
    WILL_LOOK_AT = "will_look_at"


class Comment(Base):
    """What somebody says of a draft or a passage of it, or in reply. The passage is kept as it was quoted."""

    __tablename__ = "draft_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("draft_comment.id"))
    part: Mapped[Part | None] = mapped_column(short(Part))
    passage: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="raise")
    resolved_by: Mapped[Person | None] = relationship(foreign_keys=resolved_by_id, lazy="raise")

    __table_args__ = (
        CheckConstraint("(part IS NULL) = (passage = '')", name="passage"),
        CheckConstraint("parent_id IS NULL OR (part IS NULL AND resolved_at IS NULL)", name="reply"),
        CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="resolved"),
        Index("ix_draft_comment_recommendation", "recommendation_id", "id"),
    )


class Suggestion(Base):
    """Other words for a passage of a draft. Decided on once: taken into a new version, or refused with a reason."""

    __tablename__ = "draft_suggestion"

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    part: Mapped[Part] = mapped_column(short(Part))
    passage: Mapped[str] = mapped_column(Text)
    wording: Mapped[str] = mapped_column(Text, default="")  # empty: the passage is to be struck
    why: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[SuggestionState] = mapped_column(short(SuggestionState), default=SuggestionState.OPEN)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship(foreign_keys=person_id, lazy="raise")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id, lazy="raise")

    __table_args__ = (
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by"),
        CheckConstraint("(state = 'refused') = (reason <> '')", name="reason"),
        Index("ix_draft_suggestion_recommendation", "recommendation_id", "id"),
    )
