"""A concern, its recommendations, and what ties people to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.accounts.models import Organisation
from app.concerns.indexes import OF_CONCERNS, OF_RECOMMENDATIONS
from app.concerns.vocabulary import (
    CaseRange,
    County,
    Exploitation,
    Extent,
    Naming,
    Pillar,
    Source,
    Subject,
    Weight,
)
from app.core.db import Base, UtcDateTime, short
from workflows.concern import Stage
from workflows.recommendation import Grade, Outcome, State
from workflows.roles import Kind, Level, Owner

if TYPE_CHECKING:
    from app.concerns.records import Transmission


class Concern(Base):
    """What an organisation files. The last columns are what a list shows; `take_step` keeps them."""

    __tablename__ = "concern"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    stage: Mapped[Stage] = mapped_column(short(Stage), default=Stage.DRAFT)
    stage_since: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    level: Mapped[Level] = mapped_column(short(Level), default=Level.GROUP)
    filer_organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    filer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    # what is filed
    title: Mapped[str] = mapped_column(String(200), default="")
    narrative: Mapped[str] = deferred(mapped_column(Text, default=""), group="filing")
    where_when: Mapped[str] = deferred(mapped_column(Text, default=""), group="filing")
    duty: Mapped[str] = deferred(mapped_column(Text, default=""), group="filing")
    how_known: Mapped[str] = deferred(mapped_column(Text, default=""), group="filing")
    pillar: Mapped[Pillar | None] = mapped_column(short(Pillar))
    subject: Mapped[Subject | None] = mapped_column(short(Subject))
    exploitation: Mapped[Exploitation | None] = mapped_column(short(Exploitation))
    affected: Mapped[list[str]] = mapped_column(JSON, default=list)
    county: Mapped[County | None] = mapped_column(short(County))
    municipality: Mapped[str] = mapped_column(String(80), default="")
    # an institution that the directory does not have: the secretariat enters it there, once this is filed
    new_institution: Mapped[str] = mapped_column(String(200), default="")
    new_institution_kind: Mapped[Kind | None] = mapped_column(short(Kind))
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    ongoing: Mapped[bool] = mapped_column(default=False)
    extent: Mapped[Extent | None] = mapped_column(short(Extent))
    frequency: Mapped[str] = mapped_column(String(200), default="")
    case_range: Mapped[CaseRange | None] = mapped_column(short(CaseRange))
    urgent: Mapped[bool] = mapped_column(default=False)
    urgency_reason: Mapped[str] = deferred(mapped_column(Text, default=""), group="filing")
    danger_reported: Mapped[bool] = mapped_column(default=False)
    coordinator_told: Mapped[bool] = mapped_column(
        default=False
    )  # the filer agrees that the coordinator sees it now
    source: Mapped[Source | None] = mapped_column(short(Source))
    first_hand: Mapped[bool | None]
    tried: Mapped[str] = deferred(mapped_column(Text, default=""), group="filing")
    asks_for: Mapped[str] = deferred(mapped_column(Text, default=""), group="filing")
    naming: Mapped[Naming | None] = mapped_column(short(Naming))
    unidentifiable: Mapped[bool] = mapped_column(default=False)
    override_reason: Mapped[str] = mapped_column(
        Text, default=""
    )  # why a text that looks like an identifier stays

    # where it stands
    asked_from: Mapped[Stage | None] = mapped_column(short(Stage))
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    appeal_open: Mapped[bool] = mapped_column(default=False)
    appeal_used: Mapped[bool] = mapped_column(default=False)
    rapporteur_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    second_reader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("concern.id"))
    leads_others: Mapped[bool] = mapped_column(default=False)  # other concerns are joined to it
    about_member: Mapped[bool] = mapped_column(
        default=False
    )  # an institution concerned holds a seat in the Group
    fact_check_addressee_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    urgent_confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    extract_title: Mapped[str] = mapped_column(String(200), default="")
    extract: Mapped[str] = deferred(mapped_column(Text, default=""), group="extract")
    extract_names_filer: Mapped[bool] = mapped_column(default=False)
    transmitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    voting: Mapped[bool] = mapped_column(default=False)  # a vote on its next step is open
    first_round: Mapped[bool] = mapped_column(default=False)  # a blind first round is open
    through_ministry: Mapped[bool] = mapped_column(
        default=False
    )  # an addressee is the ministry or a state agency
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    # what a list shows
    is_open: Mapped[bool] = mapped_column(default=True)
    owner: Mapped[Owner] = mapped_column(short(Owner), default=Owner.FILER)
    owner_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    due_on: Mapped[date | None]  # the earliest running clock of it and of its recommendations
    moved: Mapped[int] = mapped_column(default=0)  # how often that date was moved, by how many days in all
    moved_days: Mapped[int] = mapped_column(default=0)
    paused: Mapped[bool] = mapped_column(default=False)
    institutions_text: Mapped[str] = mapped_column(String(400), default="")

    filer_organisation: Mapped[Organisation] = relationship(foreign_keys=filer_organisation_id, lazy="raise")
    owner_organisation: Mapped[Organisation | None] = relationship(
        foreign_keys=owner_organisation_id, lazy="raise"
    )
    lead: Mapped[Concern | None] = relationship(remote_side=id, lazy="raise")
    recommendations: Mapped[list[Recommendation]] = relationship(
        back_populates="concern", lazy="raise", order_by="Recommendation.number"
    )

    @property
    def asked_id(self) -> int:
        """The organisation that is asked for errors of fact."""
        assert self.fact_check_addressee_id is not None
        return self.fact_check_addressee_id

    __table_args__ = (
        CheckConstraint(
            "(stage = 'draft') OR (stage = 'discarded') OR submitted_at IS NOT NULL", name="submitted"
        ),
        CheckConstraint(
            "stage NOT IN ('awaiting_response', 'in_follow_up', 'closed') OR transmitted_at IS NOT NULL",
            name="transmitted",
        ),
        CheckConstraint("(stage = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(stage = 'joined') = (lead_id IS NOT NULL)", name="joined"),
        CheckConstraint("(stage = 'information_requested') = (asked_from IS NOT NULL)", name="asked_from"),
        *OF_CONCERNS,
    )


class ConcernInstitution(Base):
    """An institution that a concern is about."""

    __tablename__ = "concern_institution"

    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)

    __table_args__ = (Index("ix_concern_institution_organisation", "organisation_id", "concern_id"),)


class Recommendation(Base):
    """One demand to one addressee. The institution's claim and the Group's finding are columns apart."""

    __tablename__ = "recommendation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    number: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[State] = mapped_column(short(State), default=State.DRAFTED)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    heading: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    addressee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    duty: Mapped[str] = mapped_column(Text, default="")
    measure: Mapped[str] = mapped_column(Text)
    baseline: Mapped[str] = mapped_column(String(200), default="")
    target: Mapped[str] = mapped_column(String(200), default="")
    proposed_on: Mapped[date]
    weight: Mapped[Weight] = mapped_column(short(Weight), default=Weight.CONSIDERS)
    will_look_at: Mapped[str] = mapped_column(Text, default="")

    transmitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[State | None] = mapped_column(
        short(State)
    )  # accepted, accepted_in_part, rejected, reported_done
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_late: Mapped[int | None]  # days by which the answer came after its date
    answered_days: Mapped[int | None]  # days that it took, since its time began or began anew
    disclaimed: Mapped[bool] = mapped_column(default=False)
    maintained: Mapped[bool] = mapped_column(default=False)
    mediated: Mapped[bool] = mapped_column(default=False)
    claim: Mapped[str] = mapped_column(Text, default="")
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finding: Mapped[str] = mapped_column(Text, default="")
    grade: Mapped[Grade | None] = mapped_column(short(Grade))
    found_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    indicators: Mapped[int] = mapped_column(default=0)  # measures of success that are counted
    # the organisation that found it implemented: another one reviews again
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    # who recorded last what its addressee said on paper, and for which organisation: they do not verify it
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorder_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    answered_on_paper: Mapped[bool] = mapped_column(default=False)
    follow_up_reviewer_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id")
    )  # the one named for it
    outcome: Mapped[Outcome | None] = mapped_column(short(Outcome))
    concluded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    voting: Mapped[bool] = mapped_column(default=False)  # a vote on its next step is open
    suggestions: Mapped[int] = mapped_column(default=0)  # wordings that were suggested and wait for an answer
    owner: Mapped[Owner] = mapped_column(short(Owner), default=Owner.RAPPORTEUR)
    owner_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    due_on: Mapped[date | None]
    moved: Mapped[int] = mapped_column(default=0)  # how often that date was moved, by how many days in all
    moved_days: Mapped[int] = mapped_column(default=0)
    paused: Mapped[bool] = mapped_column(default=False)

    concern: Mapped[Concern] = relationship(back_populates="recommendations", lazy="raise")
    addressee: Mapped[Organisation] = relationship(foreign_keys=addressee_id, lazy="raise")
    actions: Mapped[list[Action]] = relationship(lazy="raise", order_by="Action.number")
    sent: Mapped[list[Transmission]] = (
        relationship(  # what its addressee was sent of the concern, newest first
            primaryjoin="and_(foreign(Transmission.concern_id) == Recommendation.concern_id, "
            "foreign(Transmission.addressee_id) == Recommendation.addressee_id)",
            order_by="Transmission.id.desc()",
            viewonly=True,
            lazy="select",  # asked on few pages, of one recommendation
        )
    )

    @property
    def asked_id(self) -> int:
        """The organisation that owes its answer."""
        return self.addressee_id

    __table_args__ = (
        UniqueConstraint("concern_id", "number"),
        CheckConstraint("(state = 'concluded') = (outcome IS NOT NULL)", name="concluded"),
        CheckConstraint("(state = 'concluded') = (concluded_at IS NOT NULL)", name="concluded_at"),
        CheckConstraint(
            "state IN ('drafted', 'adopted', 'dropped') OR transmitted_at IS NOT NULL", name="transmitted"
        ),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(grade IS NULL) = (found_at IS NULL)", name="found"),
        CheckConstraint("state <> 'reported_done' OR claimed_at IS NOT NULL", name="claimed"),
        *OF_RECOMMENDATIONS,
    )


class Action(Base):
    """One row of an institution's action plan."""

    __tablename__ = "action"

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"), index=True)
    number: Mapped[int]
    what: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date | None]
    due_on: Mapped[date]
    measure: Mapped[str] = mapped_column(String(300), default="")
    cost: Mapped[str] = mapped_column(String(300), default="")  # or where the money comes from
    done_on: Mapped[date | None]
