"""How institutions answer: assignments, contributions, prepared answers, links, and files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.migrations.baseline.elements import Index, reference


def _assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("assignment", "recommendation_id", "recommendation"),
        reference("assignment", "organisation_id", "organisation"),
        reference("assignment", "unit_id", "unit", nullable=True),
        reference("assignment", "person_id", "person", nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("assignment", "by_id", "person"),
        sa.CheckConstraint(
            "unit_id IS NOT NULL OR person_id IS NOT NULL", name=op.f("ck_assignment_somebody")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
        sa.UniqueConstraint(
            "recommendation_id", "organisation_id", name="uq_assignment_recommendation_id_organisation_id"
        ),
    )


def _contribution_request() -> None:
    op.create_table(
        "contribution_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        reference("contribution_request", "concern_id", "concern"),
        reference("contribution_request", "recommendation_id", "recommendation"),
        reference("contribution_request", "by_organisation_id", "organisation"),
        reference("contribution_request", "by_id", "person"),
        reference("contribution_request", "agency_id", "organisation"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("question_override", sa.Text(), nullable=False, server_default=""),
        sa.Column("contribution_override", sa.Text(), nullable=False, server_default=""),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("contribution", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by", sa.String(200), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False, server_default="2000-01-01"),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("date_version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("set_on", sa.Date(), nullable=False, server_default="2000-01-01"),
        sa.Column("escalation_level", sa.Integer(), nullable=True),
        sa.Column("next_check_on", sa.Date(), nullable=True),
        sa.Column("escalated", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("not_after", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state <> 'given' OR given_at IS NOT NULL", name=op.f("ck_contribution_request_given")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contribution_request"),
        sa.UniqueConstraint("public_id", name="uq_contribution_request_public_id"),
    )


def _answer_template() -> None:
    op.create_table(
        "answer_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        reference("answer_template", "organisation_id", "organisation"),
        sa.Column("do", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("answer_template", "by_id", "person"),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_answer_template"),
        sa.UniqueConstraint("public_id", name="uq_answer_template_public_id"),
    )


def _prepared_answer() -> None:
    op.create_table(
        "prepared_answer",
        reference("prepared_answer", "id", "pending_step"),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_prepared_answer"),
    )


def _answer_link() -> None:
    op.create_table(
        "answer_link",
        reference("answer_link", "id", "pending_step"),
        reference("answer_link", "request_id", "contribution_request", nullable=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("nonce", sa.String(40), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("code_nonce", sa.String(40), nullable=False),
        sa.Column("code_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer_link"),
        sa.UniqueConstraint("token_hash", name="uq_answer_link_token_hash"),
    )


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        reference("attachment", "concern_id", "concern"),
        reference("attachment", "recommendation_id", "recommendation", nullable=True),
        reference("attachment", "event_id", "event", nullable=True),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("attachment", "person_id", "person", nullable=True),
        reference("attachment", "organisation_id", "organisation"),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("shows", sa.String(300), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("stored_name", sa.String(80), nullable=False),
        reference("attachment", "request_id", "contribution_request", nullable=True),
        reference("attachment", "link_id", "answer_link", nullable=True),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR link_id IS NOT NULL", name=op.f("ck_attachment_given_by")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
        sa.UniqueConstraint("public_id", name="uq_attachment_public_id"),
    )


TABLES = {
    "assignment": _assignment,
    "contribution_request": _contribution_request,
    "answer_template": _answer_template,
    "prepared_answer": _prepared_answer,
    "answer_link": _answer_link,
    "attachment": _attachment,
}
INDEXES = (
    Index("ix_assignment_person", "assignment", "person_id recommendation_id"),
    Index("ix_assignment_unit", "assignment", "unit_id recommendation_id"),
    Index("ix_contribution_request_agency", "contribution_request", "agency_id state due_on id"),
    Index("ix_contribution_request_by", "contribution_request", "by_organisation_id state due_on id"),
    Index("ix_contribution_request_concern_id", "contribution_request", "concern_id"),
    Index(
        "ix_contribution_request_next_check",
        "contribution_request",
        "next_check_on id",
        "next_check_on IS NOT NULL",
    ),
    Index("ix_contribution_request_recommendation", "contribution_request", "recommendation_id state"),
    Index("ix_answer_template_organisation_id", "answer_template", "organisation_id"),
    Index("ix_answer_link_request_id", "answer_link", "request_id"),
    Index("ix_attachment_concern_id", "attachment", "concern_id"),
    Index("ix_attachment_link_id", "attachment", "link_id"),
    Index("ix_attachment_request_id", "attachment", "request_id"),
)
ONLY_GROW = ()
