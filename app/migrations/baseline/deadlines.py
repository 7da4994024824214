"""Clocks, their ledgers, what follows when they run out, and what an installation sets for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.migrations.baseline.elements import Index, reference


def _own_date() -> None:
    op.create_table(
        "own_date",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.CheckConstraint("kind IN ('holiday', 'working')", name=op.f("ck_own_date_kind")),
        sa.PrimaryKeyConstraint("day", name="pk_own_date"),
    )


def _period_setting() -> None:
    op.create_table(
        "period_setting",
        sa.Column("rule", sa.String(24), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_period_setting_amount")),
        sa.PrimaryKeyConstraint("rule", "urgent", name="pk_period_setting"),
    )


def _escalation_setting() -> None:
    op.create_table(
        "escalation_setting",
        sa.Column("rule", sa.String(24), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("pause", sa.Integer(), nullable=False),
        sa.CheckConstraint("every >= 0 AND pause >= 0", name=op.f("ck_escalation_setting_days")),
        sa.PrimaryKeyConstraint("rule", name="pk_escalation_setting"),
    )


def _clock() -> None:
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("clock", "concern_id", "concern"),
        reference("clock", "recommendation_id", "recommendation", nullable=True),
        sa.Column("rule", sa.String(24), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(24), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("paused_since", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("moved_days", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(24), nullable=False),
        reference("clock", "organisation_id", "organisation", nullable=True),
        reference("clock", "person_id", "person", nullable=True),
        reference("clock", "addressee_id", "organisation", nullable=True),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("extension_asked", sa.Boolean(), nullable=False),
        sa.Column("stood_on", sa.Date(), nullable=True),
        sa.Column("set_on", sa.Date(), nullable=False, server_default="2000-01-01"),
        sa.Column("escalation_level", sa.Integer(), nullable=True),
        sa.Column("next_check_on", sa.Date(), nullable=True),
        sa.Column("escalation", sa.String(24), nullable=True),
        sa.Column("on_agenda", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("mediated_until", sa.Date(), nullable=True),
        sa.CheckConstraint("state <> 'running' OR due_on IS NOT NULL", name=op.f("ck_clock_due")),
        sa.CheckConstraint("(state = 'paused') = (paused_since IS NOT NULL)", name=op.f("ck_clock_paused")),
        sa.CheckConstraint("(state = 'stopped') = (stopped_on IS NOT NULL)", name=op.f("ck_clock_stopped")),
        sa.PrimaryKeyConstraint("id", name="pk_clock"),
    )


def _clock_entry() -> None:
    op.create_table(
        "clock_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("clock_entry", "clock_id", "clock"),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waits_for", sa.String(24), nullable=True),
        reference("clock_entry", "event_id", "event", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_clock_entry"),
    )


def _extension() -> None:
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("extension", "clock_id", "clock"),
        reference("extension", "recommendation_id", "recommendation"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        reference("extension", "asked_by_id", "person", nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        reference("extension", "decided_by_id", "person", nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name=op.f("ck_extension_decided")),
        sa.PrimaryKeyConstraint("id", name="pk_extension"),
    )


def _escalation() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("escalation", "clock_id", "clock"),
        reference("escalation", "recommendation_id", "recommendation"),
        sa.Column("act", sa.String(24), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("remedy", sa.String(24), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        reference("escalation", "decided_by_id", "person", nullable=True),
        sa.CheckConstraint("(state = 'decided') = (remedy IS NOT NULL)", name=op.f("ck_escalation_decided")),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_escalation_ended")),
        sa.PrimaryKeyConstraint("id", name="pk_escalation"),
    )


def _formal_letter() -> None:
    op.create_table(
        "formal_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        reference("formal_letter", "concern_id", "concern"),
        reference("formal_letter", "recommendation_id", "recommendation"),
        reference("formal_letter", "clock_id", "clock"),
        reference("formal_letter", "organisation_id", "organisation"),
        sa.Column("act", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recipient", sa.String(200), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.String(200), nullable=False),
        sa.Column("function", sa.String(200), nullable=False),
        sa.Column("drafted_by", sa.String(200), nullable=False),
        sa.Column("paper", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("protocol", sa.String(60), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=False, server_default=""),
        reference("formal_letter", "noted_by_id", "person", nullable=True),
        sa.CheckConstraint("sent_on IS NULL OR protocol <> ''", name=op.f("ck_formal_letter_protocol")),
        sa.CheckConstraint("(state = 'sent') = (sent_on IS NOT NULL)", name=op.f("ck_formal_letter_sent")),
        sa.CheckConstraint("(state = 'sent') = (paper IS NOT NULL)", name=op.f("ck_formal_letter_paper")),
        sa.PrimaryKeyConstraint("id", name="pk_formal_letter"),
        sa.UniqueConstraint("public_id", name="uq_formal_letter_public_id"),
    )


def _letter_sender() -> None:
    op.create_table(
        "letter_sender",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("letter_sender", "person_id", "person"),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(60), nullable=False),
        sa.Column("founding_act", sa.Text(), nullable=False),
        sa.Column("function", sa.String(200), nullable=False),
        sa.Column("signed_by", sa.String(200), nullable=False),
        sa.Column("copies", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letter_sender"),
    )


def _letter_wording() -> None:
    op.create_table(
        "letter_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("letter_wording", "person_id", "person"),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letter_wording"),
    )


TABLES = {
    "own_date": _own_date,
    "period_setting": _period_setting,
    "escalation_setting": _escalation_setting,
    "clock": _clock,
    "clock_entry": _clock_entry,
    "extension": _extension,
    "escalation": _escalation,
    "formal_letter": _formal_letter,
    "letter_sender": _letter_sender,
    "letter_wording": _letter_wording,
}
INDEXES = (
    Index("ix_clock_addressee", "clock", "addressee_id outside state due_on id"),
    Index("ix_clock_addressee_rule", "clock", "addressee_id rule outside state due_on id"),
    Index("ix_clock_agenda", "clock", "due_on id", "on_agenda"),
    Index(
        "ix_clock_clarification", "clock", "person_id outside", "rule = 'clarification' AND state = 'running'"
    ),
    Index("ix_clock_concern", "clock", "concern_id recommendation_id state"),
    Index("ix_clock_desk", "clock", "outside state due_on id"),
    Index("ix_clock_escalated", "clock", "outside stood_on id", "escalation = 'open'"),
    Index("ix_clock_extension", "clock", "outside due_on id", "extension_asked"),
    Index("ix_clock_next_check", "clock", "next_check_on id", "next_check_on IS NOT NULL"),
    Index("ix_clock_mediated", "clock", "mediated_until id", "mediated_until IS NOT NULL"),
    Index(
        "ix_clock_moved", "clock", "addressee_id outside moved moved_days", "moved > 0 AND state <> 'stopped'"
    ),
    Index("ix_clock_organisation", "clock", "organisation_id state due_on id"),
    Index("ix_clock_owner", "clock", "owner state due_on id"),
    Index("ix_clock_owner_rule", "clock", "owner rule state due_on id addressee_id"),
    Index("ix_clock_paused", "clock", "outside paused_since id", "state = 'paused'"),
    Index("ix_clock_person", "clock", "person_id state due_on id"),
    Index("ix_clock_rule", "clock", "rule outside state due_on id"),
    Index("ix_clock_entry_clock_id", "clock_entry", "clock_id"),
    Index("ix_extension_asked", "extension", "asked_at"),
    Index("ix_extension_clock_id", "extension", "clock_id"),
    Index("ix_extension_recommendation_id", "extension", "recommendation_id"),
    Index("ix_escalation_clock_id", "escalation", "clock_id"),
    Index("ix_escalation_opened", "escalation", "opened_at"),
    Index("ix_escalation_recommendation_id", "escalation", "recommendation_id"),
    Index("ix_formal_letter_concern", "formal_letter", "concern_id id"),
    Index("ix_formal_letter_drafted", "formal_letter", "clock_id", "state = 'drafted'"),
    Index("ix_formal_letter_state", "formal_letter", "state id"),
    Index("ix_letter_wording_kind", "letter_wording", "kind id"),
)
ONLY_GROW = ("clock_entry", "letter_sender", "letter_wording")
