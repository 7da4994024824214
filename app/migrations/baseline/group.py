"""The Group: seats, conflicts of interest, votes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.migrations.baseline.elements import Index, reference


def _seat() -> None:
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        reference("seat", "organisation_id", "organisation"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= from_on", name=op.f("ck_seat_ended")),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_seat_mandate")),
        sa.PrimaryKeyConstraint("id", name="pk_seat"),
        sa.UniqueConstraint("public_id", name="uq_seat_public_id"),
    )


def _holding() -> None:
    op.create_table(
        "holding",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("holding", "seat_id", "seat"),
        reference("holding", "person_id", "person"),
        sa.Column("capacity", sa.String(24), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_holding"),
    )


def _hand_over() -> None:
    op.create_table(
        "hand_over",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("hand_over", "seat_id", "seat"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        reference("hand_over", "by_id", "person"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_hand_over_days")),
        sa.PrimaryKeyConstraint("id", name="pk_hand_over"),
    )


def _group_event() -> None:
    op.create_table(
        "group_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("group_event", "person_id", "person", nullable=True),
        reference("group_event", "organisation_id", "organisation"),
        sa.Column("what", sa.String(24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_group_event"),
    )


def _recusal() -> None:
    op.create_table(
        "recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("recusal", "concern_id", "concern"),
        reference("recusal", "person_id", "person", nullable=True),
        reference("recusal", "organisation_id", "organisation", nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        reference("recusal", "lifted_by_id", "person", nullable=True),
        sa.Column("lifted_reason", sa.Text(), nullable=False),
        sa.Column("lifted_override", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name=op.f("ck_recusal_lifted")),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR organisation_id IS NOT NULL", name=op.f("ck_recusal_somebody")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recusal"),
    )


def _declaration() -> None:
    op.create_table(
        "declaration",
        reference("declaration", "concern_id", "concern"),
        reference("declaration", "person_id", "person"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("concern_id", "person_id", name="pk_declaration"),
    )


def _interest() -> None:
    op.create_table(
        "interest",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("interest", "organisation_id", "organisation"),
        reference("interest", "towards_id", "organisation"),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        reference("interest", "by_id", "person"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("to_on IS NULL OR from_on <= to_on", name=op.f("ck_interest_days")),
        sa.PrimaryKeyConstraint("id", name="pk_interest"),
    )


def _vote() -> None:
    op.create_table(
        "vote",
        reference("vote", "id", "pending_step"),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("manner", sa.String(24), nullable=False),
        sa.Column("quorum", sa.String(24), nullable=False),
        sa.Column("majority", sa.String(32), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("verdict", sa.String(24), nullable=True),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (verdict IS NOT NULL)", name=op.f("ck_vote_verdict")),
        sa.PrimaryKeyConstraint("id", name="pk_vote"),
    )


def _vote_seat() -> None:
    op.create_table(
        "vote_seat",
        reference("vote_seat", "vote_id", "vote"),
        reference("vote_seat", "organisation_id", "organisation"),
        reference("vote_seat", "person_id", "person", nullable=True),
        sa.Column("recused_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("vote_id", "organisation_id", name="pk_vote_seat"),
    )


def _ballot() -> None:
    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("ballot", "vote_id", "vote"),
        reference("ballot", "organisation_id", "organisation"),
        sa.Column("question", sa.Integer(), nullable=False),
        reference("ballot", "person_id", "person"),
        sa.Column("choice", sa.String(24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ballot"),
        sa.UniqueConstraint(
            "vote_id", "organisation_id", "question", name="uq_ballot_vote_id_organisation_id_question"
        ),
    )


def _minority_opinion() -> None:
    op.create_table(
        "minority_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("minority_opinion", "vote_id", "vote"),
        reference("minority_opinion", "organisation_id", "organisation"),
        reference("minority_opinion", "person_id", "person"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("travels", sa.Boolean(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_minority_opinion"),
        sa.UniqueConstraint("vote_id", "organisation_id", name="uq_minority_opinion_vote_id_organisation_id"),
    )


TABLES = {
    "seat": _seat,
    "holding": _holding,
    "hand_over": _hand_over,
    "group_event": _group_event,
    "recusal": _recusal,
    "declaration": _declaration,
    "interest": _interest,
    "vote": _vote,
    "vote_seat": _vote_seat,
    "ballot": _ballot,
    "minority_opinion": _minority_opinion,
}
INDEXES = (
    Index("uq_seat_held", "seat", "organisation_id", "ended_on IS NULL", unique=True),
    Index("ix_holding_person", "holding", "person_id until_on"),
    Index("uq_holding_now", "holding", "seat_id capacity", "until_on IS NULL", unique=True),
    Index("ix_hand_over_seat", "hand_over", "seat_id to_on"),
    Index("ix_group_event_at", "group_event", "at id"),
    Index("ix_recusal_organisation", "recusal", "organisation_id concern_id"),
    Index("ix_recusal_person", "recusal", "person_id concern_id"),
    Index("ix_declaration_person", "declaration", "person_id concern_id"),
    Index("uq_recusal_in_force", "recusal", "concern_id organisation_id", "lifted_at IS NULL", unique=True),
    Index("ix_interest_organisation", "interest", "organisation_id"),
    Index("ix_interest_towards", "interest", "towards_id"),
)
ONLY_GROW = ("group_event",)
