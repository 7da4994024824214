"""A vote with its frozen roll, the ballots of the organisations, and minority opinions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, Person
from app.concerns.vocabulary import Manner
from app.core.db import Base, UtcDateTime, short
from app.process.models import Awaits, PendingStep
from workflows.vote import VoteState
from workflows.voting import Choice, Majority, Quorum, Rules, Verdict

WHOLE = 0  # the question of a vote that asks but one; otherwise the number of a recommendation


class Vote(PendingStep):
    """A step that waits for the Group: how it votes on it, its roll, and what came of it."""

    __tablename__ = "vote"

    id: Mapped[int] = mapped_column(ForeignKey("pending_step.id"), primary_key=True)
    questions: Mapped[list[int]] = mapped_column(JSON)
    manner: Mapped[Manner] = mapped_column(short(Manner))
    quorum: Mapped[Quorum] = mapped_column(short(Quorum))
    majority: Mapped[Majority] = mapped_column(short(Majority, 32))
    state: Mapped[VoteState] = mapped_column(short(VoteState), default=VoteState.OPEN)
    verdict: Mapped[Verdict | None] = mapped_column(short(Verdict))
    results: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON, default=dict)  # by question

    seats: Mapped[list[VoteSeat]] = relationship(lazy="raise", order_by="VoteSeat.organisation_id")
    ballots: Mapped[list[Ballot]] = relationship(lazy="raise", order_by="Ballot.id")
    opinions: Mapped[list[MinorityOpinion]] = relationship(lazy="raise", order_by="MinorityOpinion.id")

    __mapper_args__ = {"polymorphic_identity": Awaits.VOTE}
    __table_args__ = (CheckConstraint("(state = 'closed') = (verdict IS NOT NULL)", name="verdict"),)

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
