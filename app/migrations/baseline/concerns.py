"""Concerns, and the institutions that they name."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.migrations.baseline.elements import Index, reference


def _concern() -> None:
    op.create_table(
        "concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(24), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("level", sa.String(24), nullable=False),
        reference("concern", "filer_organisation_id", "organisation"),
        reference("concern", "filer_id", "person"),
        *_concern_filed(),
        *_concern_standing(),
        sa.CheckConstraint(
            "(stage = 'information_requested') = (asked_from IS NOT NULL)", name=op.f("ck_concern_asked_from")
        ),
        sa.CheckConstraint("(stage = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_concern_closed")),
        sa.CheckConstraint("(stage = 'joined') = (lead_id IS NOT NULL)", name=op.f("ck_concern_joined")),
        sa.CheckConstraint(
            "(stage = 'draft') OR (stage = 'discarded') OR submitted_at IS NOT NULL",
            name=op.f("ck_concern_submitted"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('awaiting_response', 'in_follow_up', 'closed') OR transmitted_at IS NOT NULL",
            name=op.f("ck_concern_transmitted"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_concern"),
        sa.UniqueConstraint("public_id", name="uq_concern_public_id"),
        sa.UniqueConstraint("reference", name="uq_concern_reference"),
    )


def _concern_filed() -> list[sa.Column[Any]]:
    return [
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=True),
        sa.Column("where_when", sa.Text(), nullable=True),
        sa.Column("duty", sa.Text(), nullable=True),
        sa.Column("how_known", sa.Text(), nullable=True),
        sa.Column("pillar", sa.String(24), nullable=True),
        sa.Column("subject", sa.String(24), nullable=True),
        sa.Column("exploitation", sa.String(24), nullable=True),
        sa.Column("affected", sa.JSON(), nullable=False),
        sa.Column("county", sa.String(24), nullable=True),
        sa.Column("municipality", sa.String(80), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("ongoing", sa.Boolean(), nullable=False),
        sa.Column("extent", sa.String(24), nullable=True),
        sa.Column("frequency", sa.String(200), nullable=False),
        sa.Column("case_range", sa.String(24), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("urgency_reason", sa.Text(), nullable=True),
        sa.Column("danger_reported", sa.Boolean(), nullable=False),
        sa.Column("coordinator_told", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(24), nullable=True),
        sa.Column("first_hand", sa.Boolean(), nullable=True),
        sa.Column("tried", sa.Text(), nullable=True),
        sa.Column("asks_for", sa.Text(), nullable=True),
        sa.Column("naming", sa.String(24), nullable=True),
        sa.Column("unidentifiable", sa.Boolean(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
    ]


def _concern_standing() -> list[sa.Column[Any]]:
    return [
        sa.Column("asked_from", sa.String(24), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_open", sa.Boolean(), nullable=False),
        sa.Column("appeal_used", sa.Boolean(), nullable=False),
        reference("concern", "rapporteur_id", "person", nullable=True),
        reference("concern", "second_reader_id", "person", nullable=True),
        reference("concern", "lead_id", "concern", nullable=True),
        sa.Column("leads_others", sa.Boolean(), nullable=False),
        sa.Column("about_member", sa.Boolean(), nullable=False),
        reference("concern", "fact_check_addressee_id", "organisation", nullable=True),
        reference("concern", "urgent_confirmed_by_id", "person", nullable=True),
        sa.Column("extract_title", sa.String(200), nullable=False),
        sa.Column("extract", sa.Text(), nullable=True),
        sa.Column("extract_names_filer", sa.Boolean(), nullable=False),
        sa.Column("transmitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("through_ministry", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.String(24), nullable=False),
        reference("concern", "owner_organisation_id", "organisation", nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("institutions_text", sa.String(400), nullable=False),
        sa.Column("voting", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("moved", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("moved_days", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("first_round", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("new_institution", sa.String(200), nullable=False, server_default=""),
        sa.Column("new_institution_kind", sa.String(24), nullable=True),
    ]


def _concern_institution() -> None:
    op.create_table(
        "concern_institution",
        reference("concern_institution", "concern_id", "concern"),
        reference("concern_institution", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("concern_id", "organisation_id", name="pk_concern_institution"),
    )


TABLES = {
    "concern": _concern,
    "concern_institution": _concern_institution,
}
INDEXES = (
    Index(
        "ix_concern_before",
        "concern",
        "stage due_on id urgent coordinator_told transmitted_at",
        "transmitted_at IS NULL",
    ),
    Index(
        "ix_concern_carried",
        "concern",
        "rapporteur_id due_on id transmitted_at is_open",
        "transmitted_at IS NOT NULL AND is_open = true",
    ),
    Index("ix_concern_confirmed", "concern", "id", "urgent_confirmed_by_id IS NOT NULL"),
    Index("ix_concern_county", "concern", "county id"),
    Index("ix_concern_county_due", "concern", "county due_on id", "is_open = true"),
    Index("ix_concern_due", "concern", "due_on id", "is_open = true"),
    Index(
        "ix_concern_fact_check",
        "concern",
        "fact_check_addressee_id stage due_on id",
        "fact_check_addressee_id IS NOT NULL",
    ),
    Index("ix_concern_filer", "concern", "filer_organisation_id id"),
    Index("ix_concern_filer_stage", "concern", "filer_organisation_id stage id"),
    Index("ix_concern_lead_id", "concern", "lead_id"),
    Index("ix_concern_named_anew", "concern", "id", "new_institution <> ''"),
    Index("ix_concern_open", "concern", "is_open id"),
    Index("ix_concern_pillar", "concern", "pillar id"),
    Index("ix_concern_pillar_due", "concern", "pillar due_on id", "is_open = true"),
    Index("ix_concern_rapporteur_id", "concern", "rapporteur_id id"),
    Index("ix_concern_rapporteur_stage", "concern", "rapporteur_id stage id"),
    Index("ix_concern_stage", "concern", "stage id"),
    Index("ix_concern_stage_due", "concern", "stage due_on id"),
    Index("ix_concern_stage_owner", "concern", "stage owner id"),
    Index("ix_concern_subject", "concern", "subject id"),
    Index("ix_concern_transmitted", "concern", "transmitted_at id"),
    Index(
        "ix_concern_unread",
        "concern",
        "stage id",
        "second_reader_id IS NULL AND (urgent = true OR about_member = true)",
    ),
    Index("ix_concern_urgent", "concern", "id", "urgent = true"),
    Index("ix_concern_warned", "concern", "stage id due_on", "warned_at IS NOT NULL"),
    Index("ix_concern_institution_organisation", "concern_institution", "organisation_id concern_id"),
)
ONLY_GROW = ()
