"""A vote with its frozen roll, the ballots of the organisations, and minority opinions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, Person
from app.concerns.vocabulary import Manner
from app.core.db import Base, UtcDateTime, short
from workflows.vote import VoteState
from workflows.voting import Choice, Majority, Quorum, Rules, Verdict

WHOLE = 0  # the question of a vote that asks but one; otherwise the number of a recommendation


class Vote(Base):
    """One proposal put to the Group. What is done if it is adopted is kept with it: the data of the step, as JSON."""

    __tablename__ = "vote"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    machine: Mapped[str] = mapped_column(String(16))  # concern, recommendation, or group
    do: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(40))  # what it is about: at most one open vote for each
    concern_id: Mapped[int | None] = mapped_column(ForeignKey("concern.id"))
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation.id"))
    proposal: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    questions: Mapped[list[int]] = mapped_column(JSON)
    manner: Mapped[Manner] = mapped_column(short(Manner))
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    quorum: Mapped[Quorum] = mapped_column(short(Quorum))
    majority: Mapped[Majority] = mapped_column(short(Majority, 32))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    state: Mapped[VoteState] = mapped_column(short(VoteState), default=VoteState.OPEN)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: by the clock
    verdict: Mapped[Verdict | None] = mapped_column(short(Verdict))
    results: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON, default=dict)  # by question
    overtaken: Mapped[bool] = mapped_column(default=False)  # adopted, and the case had moved on meanwhile

    seats: Mapped[list[VoteSeat]] = relationship(lazy="raise", order_by="VoteSeat.organisation_id")
    ballots: Mapped[list[Ballot]] = relationship(lazy="raise", order_by="Ballot.id")
    opinions: Mapped[list[MinorityOpinion]] = relationship(lazy="raise", order_by="MinorityOpinion.id")
    opened_by: Mapped[Person] = relationship(foreign_keys=opened_by_id, lazy="raise")
    closed_by: Mapped[Person | None] = relationship(foreign_keys=closed_by_id, lazy="raise")

    __table_args__ = (
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(state = 'closed') = (verdict IS NOT NULL)", name="verdict"),
        CheckConstraint("manner = 'meeting' OR ends_at IS NOT NULL", name="ends"),
        Index(
            "uq_vote_open",
            "subject",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_vote_state", "state", "ends_at", "id"),
        Index("ix_vote_concern", "concern_id", "id"),
    )

    @property
    def rules(self) -> Rules:
        """The rules that were in force when it was opened."""
        return Rules(self.quorum, self.majority)


class VoteSeat(Base):
    """One line of the roll, frozen at the opening: an organisation that votes, and who acted for it then."""

    __tablename__ = "vote_seat"

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")


class Ballot(Base):
    """What one organisation says to one question. Changed in place until the close; void once it is recused."""

    __tablename__ = "ballot"

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    question: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    choice: Mapped[Choice] = mapped_column(short(Choice))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    void: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("vote_id", "organisation_id", "question"),)


class MinorityOpinion(Base):
    """What an organisation thinks otherwise. It travels with what is transmitted only if its author says so."""

    __tablename__ = "minority_opinion"

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    travels: Mapped[bool] = mapped_column(default=False)
    override_reason: Mapped[str] = mapped_column(
        Text, default=""
    )  # why what looks like an identifier may stay
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("vote_id", "organisation_id"),)
