"""What lateness asks of somebody, a decision of the coordinator or a letter on paper; and what is set here of days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from app.accounts.models import Organisation, Person
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock
from app.core.db import Base, UtcDateTime, short
from workflows.escalation import DEFAULT_ESCALATION, EscalationAct, EscalationLevel, EscalationRule
from workflows.escalation_decision import EscalationState, Remedy
from workflows.formal_letter import LetterState
from workflows.periods import Rule


class Escalation(Base):
    """Something is so late, or paused so long, that the coordinator is asked for a decision."""

    __tablename__ = "escalation"

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"), index=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"), index=True)
    act: Mapped[EscalationAct] = mapped_column(short(EscalationAct))  # late, or paused for long
    due_on: Mapped[date | None]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[EscalationState] = mapped_column(short(EscalationState), default=EscalationState.OPEN)
    remedy: Mapped[Remedy | None] = mapped_column(short(Remedy))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended"),
        CheckConstraint("(state = 'decided') = (remedy IS NOT NULL)", name="decided"),
        Index("ix_escalation_opened", "opened_at"),
    )


class FormalLetter(Base):
    """A letter on paper to the head of an institution or to the minister. Its facts are kept, its words once edited."""

    __tablename__ = "formal_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    act: Mapped[EscalationAct] = mapped_column(short(EscalationAct))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[LetterState] = mapped_column(short(LetterState), default=LetterState.DRAFTED)
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date]
    recipient: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")  # empty: as the facts have it
    override_reason: Mapped[str] = mapped_column(
        Text, default=""
    )  # why what looks like an identifier may stay
    signed_by: Mapped[str] = mapped_column(String(200), default="")  # where it is not who signs them all
    function: Mapped[str] = mapped_column(String(200), default="")
    drafted_by: Mapped[str] = mapped_column(String(200), default="")
    paper: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # all of it, as it left
    protocol: Mapped[str] = mapped_column(String(60), default="")
    sent_on: Mapped[date | None]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    concern: Mapped[Concern] = relationship(lazy="raise")
    recommendation: Mapped[Recommendation] = relationship(lazy="raise")
    clock: Mapped[Clock] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    noted_by: Mapped[Person | None] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_on IS NOT NULL)", name="sent"),
        CheckConstraint("sent_on IS NULL OR protocol <> ''", name="protocol"),
        CheckConstraint("(state = 'sent') = (paper IS NOT NULL)", name="paper"),
        Index("ix_formal_letter_state", "state", "id"),
        Index("ix_formal_letter_concern", "concern_id", "id"),
        Index(
            "ix_formal_letter_drafted",
            "clock_id",
            sqlite_where=text("state = 'drafted'"),
            postgresql_where=text("state = 'drafted'"),
        ),
    )


class EscalationSetting(Base):
    """How a rule escalates, where it is not as all do: pairs of a day and what is done on it."""

    __tablename__ = "escalation_setting"

    rule: Mapped[Rule] = mapped_column(short(Rule), primary_key=True)
    levels: Mapped[list[list[str]]] = mapped_column(JSON)
    every: Mapped[int]
    pause: Mapped[int]

    __table_args__ = (CheckConstraint("every >= 0 AND pause >= 0", name="days"),)

    def as_rule(self) -> EscalationRule:
        """As the workflow reads it."""
        return EscalationRule(
            tuple(EscalationLevel(int(day), EscalationAct(act)) for day, act in self.levels),
            self.every,
            self.pause,
        )


def escalation_rules(session: Session) -> Mapping[Rule, EscalationRule]:
    """How each rule escalates."""
    own = {row.rule: row.as_rule() for row in session.scalars(select(EscalationSetting))}
    return {rule: own.get(rule, DEFAULT_ESCALATION) for rule in Rule}
