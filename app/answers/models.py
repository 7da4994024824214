"""How an institution comes to its answer: who sees to it, what it asks of agencies, what it prepares."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, Person, Unit
from app.concerns.models import Concern, Recommendation
from app.core.db import Base, UtcDateTime, short
from app.deadlines.request_dates import Dated, next_check_index
from app.process.models import Awaits, PendingStep
from workflows import answer, contribution


class AnswerMail(StrEnum):
    """Mails about who sees to what, and about answers that two persons see."""

    ASSIGNED = "answer_assigned"
    TO_SIGN = "answer_to_sign"
    RETURNED = "answer_returned"
    SIGNED = "answer_signed"


class RequestMail(StrEnum):
    """Mails of requests to agencies."""

    ASKED = "contribution_asked"
    REMINDED = "contribution_reminded"
    GIVEN = "contribution_given"
    ASKED_AGAIN = "contribution_asked_again"
    WITHDRAWN = "contribution_withdrawn"
    EXTENDED = "contribution_extended"


class Assignment(Base):
    """Which unit or person of the answering organisation sees to a recommendation."""

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit | None] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(foreign_keys=person_id, lazy="raise")

    __table_args__ = (
        UniqueConstraint("recommendation_id", "organisation_id"),
        CheckConstraint("unit_id IS NOT NULL OR person_id IS NOT NULL", name="somebody"),
        Index("ix_assignment_person", "person_id", "recommendation_id"),
        Index("ix_assignment_unit", "unit_id", "recommendation_id"),
    )


class ContributionRequest(Dated, Base):
    """What an organisation that answers asks of an agency about one recommendation, and what the agency gave."""

    __tablename__ = "contribution_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    by_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    question: Mapped[str] = mapped_column(Text)
    # why what looks like an identifier may stay: in what was asked (each time), and in what was given
    question_override: Mapped[str] = mapped_column(Text, default="")
    contribution_override: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date]
    not_after: Mapped[date | None]  # the last day that it may be due, before the asker's own date
    state: Mapped[contribution.State] = mapped_column(
        short(contribution.State), default=contribution.State.ASKED
    )
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was asked again
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminders: Mapped[int] = mapped_column(default=0)
    contribution: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    given_by: Mapped[str] = mapped_column(String(200), default="")  # a name, as whoever gave it signed

    concern: Mapped[Concern] = relationship(lazy="raise")
    recommendation: Mapped[Recommendation] = relationship(lazy="raise")
    agency: Mapped[Organisation] = relationship(foreign_keys=agency_id, lazy="raise")
    by_organisation: Mapped[Organisation] = relationship(foreign_keys=by_organisation_id, lazy="raise")

    __table_args__ = (
        CheckConstraint("state <> 'given' OR given_at IS NOT NULL", name="given"),
        Index("ix_contribution_request_recommendation", "recommendation_id", "state"),
        # what awaits an agency
        Index("ix_contribution_request_agency", "agency_id", "state", "due_on", "id"),
        Index("ix_contribution_request_by", "by_organisation_id", "state", "due_on", "id"),
        next_check_index("contribution_request"),
    )


class PreparedAnswer(PendingStep):
    """An answer that waits for the signature of a second person."""

    __tablename__ = "prepared_answer"

    id: Mapped[int] = mapped_column(ForeignKey("pending_step.id"), primary_key=True)
    state: Mapped[answer.State] = mapped_column(short(answer.State), default=answer.State.DRAFT)
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was returned

    concern: Mapped[Concern] = relationship(lazy="raise")
    recommendation: Mapped[Recommendation] = relationship(lazy="raise")

    __mapper_args__ = {"polymorphic_identity": Awaits.SIGNATURE}


class AnswerTemplate(Base):
    """Words that an organisation uses again, for one kind of answer."""

    __tablename__ = "answer_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    do: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(120))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # for a day it can be brought back


class LinkMail(StrEnum):
    """Mails of links."""

    LINK = "link_sent"
    AGAIN = "link_again"
    CODE = "link_code"
    WANTED = "link_wanted"  # to who sends links
    FACTS_WANTED = "link_wanted_for_facts"
    DUE = "link_due"  # to an address to which no link was sent yet


class AnswerLink(PendingStep):
    """A one-time link by which one address, without an account, contributes to an answer or takes an addressee's step.

    Neither the link nor the code that confirms it is kept: both are reckoned from the installation's secret and what
    stands here, and the link is found by its hash.
    """

    __tablename__ = "answer_link"

    id: Mapped[int] = mapped_column(ForeignKey("pending_step.id"), primary_key=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("contribution_request.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    nonce: Mapped[str] = mapped_column(String(40))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_nonce: Mapped[str] = mapped_column(
        String(40), default=""
    )  # of the code that is good now; empty for none
    code_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    code_tries: Mapped[int] = mapped_column(default=0)
    codes: Mapped[int] = mapped_column(default=0)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    concern: Mapped[Concern] = relationship(lazy="raise")
    recommendation: Mapped[Recommendation | None] = relationship(lazy="raise")
    request: Mapped[ContributionRequest | None] = relationship(lazy="raise")

    __mapper_args__ = {"polymorphic_identity": Awaits.LINK}
