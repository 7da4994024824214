"""What the circle of a concern writes before anything is decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.migrations.baseline.elements import Index, reference


def _first_round() -> None:
    op.create_table(
        "first_round",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("first_round", "concern_id", "concern"),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        reference("first_round", "opened_by_id", "person"),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        reference("first_round", "closed_by_id", "person", nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_first_round_closed")
        ),
        sa.CheckConstraint(
            "closed_by_id IS NULL OR closed_at IS NOT NULL", name=op.f("ck_first_round_closed_by")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_first_round"),
    )


def _first_view() -> None:
    op.create_table(
        "first_view",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("first_view", "round_id", "first_round"),
        reference("first_view", "organisation_id", "organisation"),
        reference("first_view", "person_id", "person"),
        sa.Column("leaning", sa.String(24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_first_view"),
        sa.UniqueConstraint("round_id", "organisation_id", name="uq_first_view_round_id_organisation_id"),
    )


def _assessment() -> None:
    op.create_table(
        "assessment",
        reference("assessment", "concern_id", "concern"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("gaps", sa.Text(), nullable=False),
        sa.Column("harm", sa.Text(), nullable=False),
        sa.Column("harm_checked", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        reference("assessment", "saved_by_id", "person"),
        sa.PrimaryKeyConstraint("concern_id", name="pk_assessment"),
    )


def _draft_comment() -> None:
    op.create_table(
        "draft_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        reference("draft_comment", "recommendation_id", "recommendation"),
        reference("draft_comment", "parent_id", "draft_comment", nullable=True),
        sa.Column("part", sa.String(24), nullable=True),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("draft_comment", "person_id", "person"),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        reference("draft_comment", "resolved_by_id", "person", nullable=True),
        sa.CheckConstraint("(part IS NULL) = (passage = '')", name=op.f("ck_draft_comment_passage")),
        sa.CheckConstraint(
            "parent_id IS NULL OR (part IS NULL AND resolved_at IS NULL)", name=op.f("ck_draft_comment_reply")
        ),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)", name=op.f("ck_draft_comment_resolved")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_draft_comment"),
        sa.UniqueConstraint("public_id", name="uq_draft_comment_public_id"),
    )


def _draft_suggestion() -> None:
    op.create_table(
        "draft_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("draft_suggestion", "recommendation_id", "recommendation"),
        sa.Column("part", sa.String(24), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("draft_suggestion", "person_id", "person"),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        reference("draft_suggestion", "decided_by_id", "person", nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (decided_at IS NULL)", name=op.f("ck_draft_suggestion_decided")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_draft_suggestion_decided_by")
        ),
        sa.CheckConstraint("(state = 'refused') = (reason <> '')", name=op.f("ck_draft_suggestion_reason")),
        sa.PrimaryKeyConstraint("id", name="pk_draft_suggestion"),
    )


TABLES = {
    "first_round": _first_round,
    "first_view": _first_view,
    "assessment": _assessment,
    "draft_comment": _draft_comment,
    "draft_suggestion": _draft_suggestion,
}
INDEXES = (
    Index("ix_first_round_concern", "first_round", "concern_id id"),
    Index("ix_first_round_ends", "first_round", "ends_at", "state = 'open'"),
    Index("uq_first_round_open", "first_round", "concern_id", "state = 'open'", unique=True),
    Index("ix_draft_comment_recommendation", "draft_comment", "recommendation_id id"),
    Index("ix_draft_suggestion_recommendation", "draft_suggestion", "recommendation_id id"),
)
ONLY_GROW = ()
