"""Meetings: agenda, attendance, resolutions, minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.migrations.baseline.elements import Index, reference


def _meeting() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("link", sa.String(500), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        reference("meeting", "called_by_id", "person"),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        reference("meeting", "chaired_by_id", "person", nullable=True),
        reference("meeting", "taken_by_id", "person", nullable=True),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        reference("meeting", "adopted_in_id", "meeting", nullable=True),
        reference("meeting", "adopted_by_id", "person", nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'adopted') = (adopted_at IS NOT NULL)", name=op.f("ck_meeting_adopted")),
        sa.CheckConstraint(
            "(adopted_at IS NULL) = (adopted_in_id IS NULL)", name=op.f("ck_meeting_adopted_in")
        ),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)", name=op.f("ck_meeting_cancelled")
        ),
        sa.CheckConstraint(
            "(state IN ('circulated', 'adopted')) = (circulated_at IS NOT NULL)",
            name=op.f("ck_meeting_circulated"),
        ),
        sa.CheckConstraint(
            "(state IN ('called', 'cancelled')) = (held_at IS NULL)", name=op.f("ck_meeting_held")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_meeting_times")),
        sa.CheckConstraint("place <> '' OR link <> ''", name=op.f("ck_meeting_where")),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
        sa.UniqueConstraint("public_id", name="uq_meeting_public_id"),
    )


def _attendance() -> None:
    op.create_table(
        "attendance",
        reference("attendance", "meeting_id", "meeting"),
        reference("attendance", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("meeting_id", "organisation_id", name="pk_attendance"),
    )


def _agenda_item() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        reference("agenda_item", "meeting_id", "meeting"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("title_override", sa.Text(), nullable=False, server_default=""),
        reference("agenda_item", "concern_id", "concern", nullable=True),
        reference("agenda_item", "recommendation_id", "recommendation", nullable=True),
        reference("agenda_item", "seat_id", "seat", nullable=True),
        reference("agenda_item", "about_id", "meeting", nullable=True),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("minutes_version", sa.Integer(), nullable=False),
        sa.Column("minutes_at", sa.DateTime(timezone=True), nullable=True),
        reference("agenda_item", "minutes_by_id", "person", nullable=True),
        reference("agenda_item", "access_request_id", "access_request", nullable=True),
        sa.Column("minutes_override", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint(
            "(kind IN ('proposal', 'overdue', 'claim')) = (concern_id IS NOT NULL)",
            name=op.f("ck_agenda_item_concern"),
        ),
        sa.CheckConstraint("(kind = 'free') = (title <> '')", name=op.f("ck_agenda_item_free")),
        sa.CheckConstraint("(kind = 'mandate') = (seat_id IS NOT NULL)", name=op.f("ck_agenda_item_mandate")),
        sa.CheckConstraint(
            "(kind = 'minutes') = (about_id IS NOT NULL)", name=op.f("ck_agenda_item_minutes")
        ),
        sa.CheckConstraint(
            "recommendation_id IS NULL OR concern_id IS NOT NULL", name=op.f("ck_agenda_item_recommendation")
        ),
        sa.CheckConstraint(
            "(kind = 'access_request') = (access_request_id IS NOT NULL)",
            name=op.f("ck_agenda_item_access_request"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_item"),
        sa.UniqueConstraint("public_id", name="uq_agenda_item_public_id"),
    )


def _agenda_proposal() -> None:
    op.create_table(
        "agenda_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False, server_default=""),
        reference("agenda_proposal", "by_id", "person"),
        reference("agenda_proposal", "organisation_id", "organisation"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("agenda_proposal", "item_id", "agenda_item", nullable=True, ondelete="SET NULL"),
        sa.Column("left_out_at", sa.DateTime(timezone=True), nullable=True),
        reference("agenda_proposal", "left_out_by_id", "person", nullable=True),
        sa.CheckConstraint(
            "(left_out_at IS NULL) = (left_out_by_id IS NULL)", name=op.f("ck_agenda_proposal_left_out")
        ),
        sa.CheckConstraint("item_id IS NULL OR left_out_at IS NULL", name=op.f("ck_agenda_proposal_one_end")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_agenda_proposal_title")),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_proposal"),
        sa.UniqueConstraint("item_id", name="uq_agenda_proposal_item_id"),
        sa.UniqueConstraint("public_id", name="uq_agenda_proposal_public_id"),
    )


def _attendance_exception() -> None:
    op.create_table(
        "attendance_exception",
        reference("attendance_exception", "item_id", "agenda_item", ondelete="CASCADE"),
        reference("attendance_exception", "organisation_id", "organisation"),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "organisation_id", name="pk_attendance_exception"),
    )


def _meeting_guest() -> None:
    op.create_table(
        "meeting_guest",
        reference("meeting_guest", "item_id", "agenda_item", ondelete="CASCADE"),
        reference("meeting_guest", "person_id", "person"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "person_id", name="pk_meeting_guest"),
    )


def _resolution() -> None:
    op.create_table(
        "resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        reference("resolution", "item_id", "agenda_item", ondelete="CASCADE"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("resolution", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_resolution"),
        sa.UniqueConstraint("public_id", name="uq_resolution_public_id"),
    )


def _action_item() -> None:
    op.create_table(
        "action_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        reference("action_item", "item_id", "agenda_item", ondelete="CASCADE"),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False, server_default=""),
        reference("action_item", "owner_id", "person"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        reference("action_item", "done_by_id", "person", nullable=True),
        sa.CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name=op.f("ck_action_item_done")),
        sa.PrimaryKeyConstraint("id", name="pk_action_item"),
        sa.UniqueConstraint("public_id", name="uq_action_item_public_id"),
    )


def _correction() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("correction", "item_id", "agenda_item", ondelete="CASCADE"),
        reference("correction", "person_id", "person"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
    )


TABLES = {
    "meeting": _meeting,
    "attendance": _attendance,
    "agenda_item": _agenda_item,
    "agenda_proposal": _agenda_proposal,
    "attendance_exception": _attendance_exception,
    "meeting_guest": _meeting_guest,
    "resolution": _resolution,
    "action_item": _action_item,
    "correction": _correction,
}
INDEXES = (
    Index("ix_meeting_starts", "meeting", "starts_at id"),
    Index("ix_agenda_item_about", "agenda_item", "about_id", "about_id IS NOT NULL"),
    Index("ix_agenda_item_concern", "agenda_item", "concern_id"),
    Index("ix_agenda_item_meeting", "agenda_item", "meeting_id place id"),
    Index("ix_agenda_proposal_by_id", "agenda_proposal", "by_id"),
    Index("ix_meeting_guest_person_id", "meeting_guest", "person_id"),
    Index("ix_resolution_item_id", "resolution", "item_id"),
    Index("ix_action_item_item_id", "action_item", "item_id"),
    Index("ix_action_item_open", "action_item", "owner_id due_on", "done_at IS NULL"),
    Index("ix_correction_item_id", "correction", "item_id"),
)
ONLY_GROW = ()
