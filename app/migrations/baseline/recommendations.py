"""Recommendations, and the actions that an institution plans for them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.migrations.baseline.elements import Index, reference


def _recommendation() -> None:
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        reference("recommendation", "concern_id", "concern"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heading", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        reference("recommendation", "addressee_id", "organisation"),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("baseline", sa.String(200), nullable=False),
        sa.Column("target", sa.String(200), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("weight", sa.String(24), nullable=False),
        sa.Column("will_look_at", sa.Text(), nullable=False),
        sa.Column("transmitted_at", sa.DateTime(timezone=True), nullable=True),
        *_recommendation_answered(),
        *_recommendation_followed(),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_recommendation_answered")
        ),
        sa.CheckConstraint(
            "state <> 'reported_done' OR claimed_at IS NOT NULL", name=op.f("ck_recommendation_claimed")
        ),
        sa.CheckConstraint(
            "(state = 'concluded') = (outcome IS NOT NULL)", name=op.f("ck_recommendation_concluded")
        ),
        sa.CheckConstraint(
            "(state = 'concluded') = (concluded_at IS NOT NULL)", name=op.f("ck_recommendation_concluded_at")
        ),
        sa.CheckConstraint("(grade IS NULL) = (found_at IS NULL)", name=op.f("ck_recommendation_found")),
        sa.CheckConstraint(
            "state IN ('drafted', 'adopted', 'dropped') OR transmitted_at IS NOT NULL",
            name=op.f("ck_recommendation_transmitted"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recommendation"),
        sa.UniqueConstraint("public_id", name="uq_recommendation_public_id"),
        sa.UniqueConstraint("concern_id", "number", name="uq_recommendation_concern_id_number"),
    )


def _recommendation_answered() -> list[sa.Column[Any]]:
    return [
        sa.Column("answer", sa.String(24), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disclaimed", sa.Boolean(), nullable=False),
        sa.Column("maintained", sa.Boolean(), nullable=False),
        sa.Column("mediated", sa.Boolean(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(24), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(24), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner", sa.String(24), nullable=False),
        reference("recommendation", "owner_organisation_id", "organisation", nullable=True),
    ]


def _recommendation_followed() -> list[sa.Column[Any]]:
    return [
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("voting", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("indicators", sa.Integer(), nullable=False),
        reference("recommendation", "verified_by_id", "organisation", nullable=True),
        reference("recommendation", "follow_up_reviewer_id", "organisation", nullable=True),
        sa.Column("moved", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("moved_days", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("suggestions", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("answered_late", sa.Integer(), nullable=True),
        sa.Column("answered_days", sa.Integer(), nullable=True),
        reference("recommendation", "recorder_id", "person", nullable=True),
        reference("recommendation", "recorder_organisation_id", "organisation", nullable=True),
        sa.Column("answered_on_paper", sa.Boolean(), nullable=False, server_default=sa.false()),
    ]


def _action() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("action", "recommendation_id", "recommendation"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(300), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("cost", sa.String(300), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_action"),
    )


TABLES = {
    "recommendation": _recommendation,
    "action": _action,
}
INDEXES = (
    Index("ix_recommendation_addressee", "recommendation", "addressee_id state id"),
    Index(
        "ix_recommendation_addressee_due",
        "recommendation",
        "addressee_id due_on id concern_id",
        "due_on IS NOT NULL",
    ),
    Index("ix_recommendation_addressee_id", "recommendation", "addressee_id id"),
    Index(
        "ix_recommendation_answered",
        "recommendation",
        "addressee_id answered_at answered_late answered_days answered_on_paper",
        "answered_at IS NOT NULL",
    ),
    Index(
        "ix_recommendation_checked",
        "recommendation",
        "addressee_id transmitted_at state answer claimed_at grade outcome due_on answered_late moved moved_days"
        " concern_id",
        "transmitted_at IS NOT NULL",
    ),
    Index("ix_recommendation_claimed", "recommendation", "claimed_at outcome", "claimed_at IS NOT NULL"),
    Index("ix_recommendation_due", "recommendation", "due_on id", "due_on IS NOT NULL"),
    Index(
        "ix_recommendation_sent", "recommendation", "addressee_id concern_id", "transmitted_at IS NOT NULL"
    ),
    Index("ix_recommendation_state", "recommendation", "state id"),
    Index("ix_action_recommendation_id", "action", "recommendation_id"),
)
ONLY_GROW = ()
