"""A meeting, its agenda and guests, who was there, what was decided, its minutes. No title of a case is kept."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, Person
from app.core.db import Base, UtcDateTime, short
from workflows.meeting import MeetingState


class MeetingNews(StrEnum):
    """What an invitation tells of a meeting."""

    INVITED = "invited"
    CHANGED = "changed"
    CANCELLED = "cancelled"  # or the invitation is taken back


class MeetingMail(StrEnum):
    """Mails about a meeting as a whole. They bear its calendar file, and are among their reader's notices."""

    INVITATION = "meeting_invitation"


class ItemKind(StrEnum):
    """Why something is on the agenda."""

    MINUTES = "minutes"  # to adopt those of an earlier meeting
    PROPOSAL = "proposal"  # ready for decision
    OVERDUE = "overdue"  # an answer
    CLAIM = "claim"  # awaits verification
    ACCESS_REQUEST = "access_request"  # that the ministry is late with
    MANDATE = "mandate"  # ends soon, or is over
    FREE = "free"


OF_A_CASE = frozenset({ItemKind.PROPOSAL, ItemKind.OVERDUE, ItemKind.CLAIM})


class Meeting(Base):
    """One meeting. `version` counts changes of its particulars, `sequence` those that invitations tell of."""

    __tablename__ = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    override_reason: Mapped[str] = mapped_column(
        Text, default=""
    )  # why what looks like an identifier may stay
    state: Mapped[MeetingState] = mapped_column(short(MeetingState), default=MeetingState.CALLED)
    version: Mapped[int] = mapped_column(default=1)
    sequence: Mapped[int] = mapped_column(default=0)
    called_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    chaired_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who takes the minutes
    circulated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    adopted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    adopted_in_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    adopted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    called_by: Mapped[Person] = relationship(foreign_keys=called_by_id, lazy="raise")

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="times"),
        CheckConstraint("place <> '' OR link <> ''", name="where"),
        CheckConstraint("(state IN ('called', 'cancelled')) = (held_at IS NULL)", name="held"),
        CheckConstraint(
            "(state IN ('circulated', 'adopted')) = (circulated_at IS NOT NULL)", name="circulated"
        ),
        CheckConstraint("(state = 'adopted') = (adopted_at IS NOT NULL)", name="adopted"),
        CheckConstraint("(adopted_at IS NULL) = (adopted_in_id IS NULL)", name="adopted_in"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled"),
        Index("ix_meeting_starts", "starts_at", "id"),
    )


class AgendaItem(Base):
    """One item. What it is about is a key: each reader is shown the title as it exists for them, or no item at all."""

    __tablename__ = "agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    place: Mapped[int]  # order alone; readers count what they see
    kind: Mapped[ItemKind] = mapped_column(short(ItemKind))
    title: Mapped[str] = mapped_column(String(200), default="")
    title_override: Mapped[str] = mapped_column(Text, default="")
    concern_id: Mapped[int | None] = mapped_column(ForeignKey("concern.id"))
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation.id"))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    access_request_id: Mapped[int | None] = mapped_column(ForeignKey("access_request.id"))
    minutes: Mapped[str] = mapped_column(Text, default="")
    minutes_version: Mapped[int] = mapped_column(default=1)
    minutes_override: Mapped[str] = mapped_column(
        Text, default=""
    )  # why what looks like an identifier may stay
    minutes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    minutes_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    minutes_by: Mapped[Person | None] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("(kind = 'free') = (title <> '')", name="free"),
        CheckConstraint(
            "(kind IN ('proposal', 'overdue', 'claim')) = (concern_id IS NOT NULL)", name="concern"
        ),
        CheckConstraint("recommendation_id IS NULL OR concern_id IS NOT NULL", name="recommendation"),
        CheckConstraint("(kind = 'mandate') = (seat_id IS NOT NULL)", name="mandate"),
        CheckConstraint("(kind = 'minutes') = (about_id IS NOT NULL)", name="minutes"),
        CheckConstraint("(kind = 'access_request') = (access_request_id IS NOT NULL)", name="access_request"),
        Index("ix_agenda_item_meeting", "meeting_id", "place", "id"),
        Index("ix_agenda_item_concern", "concern_id"),
        Index(
            "ix_agenda_item_about",
            "about_id",
            sqlite_where=text("about_id IS NOT NULL"),
            postgresql_where=text("about_id IS NOT NULL"),
        ),
    )


class AgendaProposal(Base):
    """An item that a member, the ministry, the coordinator or an invited institution would have on the next agenda."""

    __tablename__ = "agenda_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    override_reason: Mapped[str] = mapped_column(
        Text, default=""
    )  # why what looks like an identifier may stay
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    # what is taken off an agenda again waits for the next one
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), unique=True
    )
    left_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_out_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=by_id, lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("(left_out_at IS NULL) = (left_out_by_id IS NULL)", name="left_out"),
        CheckConstraint("item_id IS NULL OR left_out_at IS NULL", name="one_end"),
    )


class Guest(Base):
    """Somebody from the ministry, an institution or the coordinator's office, invited to one item."""

    __tablename__ = "meeting_guest"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise")


class Attendance(Base):
    """A member organisation that was there."""

    __tablename__ = "attendance"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class AttendanceException(Base):
    """Came or was gone at one item, otherwise than in the meeting."""

    __tablename__ = "attendance_exception"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    present: Mapped[bool]


class Resolution(Base):
    """What the meeting decided at an item, in words; what a vote decided stands with the vote."""

    __tablename__ = "resolution"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    override_reason: Mapped[str] = mapped_column(
        Text, default=""
    )  # why what looks like an identifier may stay
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ActionItem(Base):
    """Something that one person is to do by a day. It stands on that person's desk until it is done."""

    __tablename__ = "action_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(Text)
    override_reason: Mapped[str] = mapped_column(
        Text, default=""
    )  # why what looks like an identifier may stay
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    owner: Mapped[Person] = relationship(foreign_keys=owner_id, lazy="raise")

    __table_args__ = (
        CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done"),
        Index(
            "ix_action_item_open",
            "owner_id",
            "due_on",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )


class Correction(Base):
    """What a member says is to be corrected in the minutes of an item."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    override_reason: Mapped[str] = mapped_column(
        Text, default=""
    )  # why what looks like an identifier may stay
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise")


class Method(StrEnum):
    """What a calendar is told (RFC 5546)."""

    REQUEST = "request"
    CANCEL = "cancel"
