"""What pages keep: saved views, work put off, forms begun or sent already, calendar feeds, figures of months."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.migrations.baseline.elements import Index, reference


def _saved_view() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        reference("saved_view", "person_id", "person"),
        sa.Column("place", sa.String(24), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.String(1000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("public_id", name="uq_saved_view_public_id"),
        sa.UniqueConstraint("person_id", "place", "name", name="uq_saved_view_person_id_place_name"),
    )


def _put_off() -> None:
    op.create_table(
        "put_off",
        reference("put_off", "person_id", "person"),
        sa.Column("line", sa.String(100), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "line", name="pk_put_off"),
    )


def _kept_form() -> None:
    op.create_table(
        "kept_form",
        reference("kept_form", "person_id", "person"),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("window", sa.String(24), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "name", name="pk_kept_form"),
    )


def _submission() -> None:
    op.create_table(
        "submission",
        sa.Column("key", sa.String(40), nullable=False),
        reference("submission", "person_id", "person"),
        sa.Column("do", sa.String(32), nullable=False),
        sa.Column("target", sa.String(24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_submission"),
    )


def _calendar_feed() -> None:
    op.create_table(
        "calendar_feed",
        reference("calendar_feed", "person_id", "person"),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_calendar_feed"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feed_token_hash"),
    )


def _month_figures() -> None:
    op.create_table(
        "month_figures",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("in_time", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("concluded", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("month", name="pk_month_figures"),
    )


TABLES = {
    "saved_view": _saved_view,
    "put_off": _put_off,
    "kept_form": _kept_form,
    "submission": _submission,
    "calendar_feed": _calendar_feed,
    "month_figures": _month_figures,
}
INDEXES = (
    Index("ix_kept_form_at", "kept_form", "at"),
    Index("ix_saved_view_shared", "saved_view", "place", "shared"),
)
ONLY_GROW = ()
