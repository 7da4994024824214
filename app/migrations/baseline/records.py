"""What is on record about a concern: its history, what was sent, who read it, what was written about it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.migrations.baseline.elements import Index, reference


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("event", "concern_id", "concern"),
        sa.Column("number", sa.Integer(), nullable=False),
        reference("event", "recommendation_id", "recommendation", nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("event", "person_id", "person", nullable=True),
        reference("event", "organisation_id", "organisation", nullable=True),
        sa.Column("standing", sa.String(24), nullable=False),
        sa.Column("machine", sa.String(16), nullable=False),
        sa.Column("do", sa.String(32), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        sa.Column("target", sa.String(24), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("concern_id", "number", name="uq_event_concern_id_number"),
    )


def _statement() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("statement", "event_id", "event"),
        reference("statement", "concern_id", "concern"),
        reference("statement", "recommendation_id", "recommendation", nullable=True),
        sa.Column("do", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(24), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        sa.UniqueConstraint("event_id", name="uq_statement_event_id"),
    )


def _pending_step() -> None:
    op.create_table(
        "pending_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("awaits", sa.String(24), nullable=False),
        sa.Column("machine", sa.String(16), nullable=False),
        sa.Column("do", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("source", sa.String(24), nullable=False),
        reference("pending_step", "concern_id", "concern", nullable=True),
        reference("pending_step", "recommendation_id", "recommendation", nullable=True),
        reference("pending_step", "organisation_id", "organisation", nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        reference("pending_step", "by_id", "person"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended", sa.String(24), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        reference("pending_step", "ended_by_id", "person", nullable=True),
        *_pending_step_checks(),
        sa.PrimaryKeyConstraint("id", name="pk_pending_step"),
        sa.UniqueConstraint("public_id", name="uq_pending_step_public_id"),
    )


def _pending_step_checks() -> list[sa.CheckConstraint]:
    conditions = {
        "ended": "(ended IS NULL) = (ended_at IS NULL)",
        "ended_by": "ended_by_id IS NULL OR ended IS NOT NULL",
        "carried_out": "ended <> 'carried_out' OR \"do\" <> ''",
        "expired": "ended <> 'expired' OR until IS NOT NULL",
        "link": "awaits <> 'link' OR until IS NOT NULL",
        "organisation": "(awaits = 'vote') = (organisation_id IS NULL)",
        "about": "(machine = 'group') = (concern_id IS NULL)",
        "recommendation": "machine <> 'recommendation' OR recommendation_id IS NOT NULL",
        "two_persons": "awaits <> 'signature' OR ended <> 'carried_out' "
        "OR (ended_by_id IS NOT NULL AND ended_by_id <> by_id)",
    }
    return [
        sa.CheckConstraint(condition, name=op.f(f"ck_pending_step_{name}"))
        for name, condition in conditions.items()
    ]


def _chain_end() -> None:
    op.create_table(
        "chain_end",
        reference("chain_end", "concern_id", "concern"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("concern_id", name="pk_chain_end"),
    )


def _transmission() -> None:
    op.create_table(
        "transmission",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("transmission", "concern_id", "concern"),
        reference("transmission", "addressee_id", "organisation"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("extract", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("demands", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transmission"),
    )


def _reading() -> None:
    op.create_table(
        "reading",
        reference("reading", "concern_id", "concern"),
        reference("reading", "person_id", "person"),
        sa.Column("day", sa.Date(), nullable=False),
        reference("reading", "organisation_id", "organisation"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extract_only", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("concern_id", "person_id", "day", name="pk_reading"),
    )


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("message", "concern_id", "concern"),
        sa.Column("channel", sa.String(24), nullable=False),
        reference("message", "institution_id", "organisation", nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("message", "person_id", "person"),
        reference("message", "organisation_id", "organisation"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(channel = 'exchange') = (institution_id IS NOT NULL)", name=op.f("ck_message_exchange")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
    )


TABLES = {
    "event": _event,
    "statement": _statement,
    "chain_end": _chain_end,
    "pending_step": _pending_step,
    "transmission": _transmission,
    "reading": _reading,
    "message": _message,
}
INDEXES = (
    Index("uq_pending_step_waits", "pending_step", "awaits subject", "ended IS NULL", unique=True),
    Index("ix_pending_step_subject", "pending_step", "subject"),
    Index("ix_pending_step_until", "pending_step", "awaits ended until id"),
    Index("ix_pending_step_concern", "pending_step", "concern_id awaits"),
    Index("ix_pending_step_recommendation", "pending_step", "recommendation_id awaits"),
    Index("ix_pending_step_organisation", "pending_step", "organisation_id awaits ended"),
    Index("ix_event_at", "event", "at"),
    Index("ix_statement_concern", "statement", "concern_id do"),
    Index("ix_transmission_addressee", "transmission", "addressee_id concern_id"),
    Index("ix_transmission_concern", "transmission", "concern_id id"),
    Index("ix_message_concern_id", "message", "concern_id"),
)
ONLY_GROW = ("event", "statement")


CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE concern_text USING fts5 (title, narrative, extract, "
        "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')",
    ),
    "postgresql": (
        "CREATE TABLE concern_text "
        "(concern_id integer PRIMARY KEY REFERENCES concern (id) ON DELETE CASCADE, words tsvector NOT NULL)",
        "CREATE INDEX ix_concern_text_words ON concern_text USING gin (words)",
    ),
}


def create_search() -> None:
    """After the concerns, which it is derived from."""
    for statement in CREATE[op.get_bind().dialect.name]:
        op.execute(statement)


def drop_search() -> None:
    """Before the concerns."""
    op.execute("DROP TABLE concern_text")
