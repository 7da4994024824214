"""Organisations, people and their rights, and how they sign in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.migrations.baseline.elements import Index, reference


def _organisation() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("short_name", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("field", sa.String(24), nullable=True),
        sa.Column("area", sa.String(24), nullable=True),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(60), nullable=False),
        sa.Column("answers_for", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("head_name", sa.String(200), nullable=False, server_default=""),
        sa.Column("head_address", sa.Text(), nullable=False, server_default=""),
        sa.Column("sign_off", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("postal", sa.String(300), nullable=False, server_default=""),
        sa.Column("counties", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("subjects", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("check_mark", sa.String(40), nullable=False, server_default=""),
        sa.Column("check_note", sa.Text(), nullable=False, server_default=""),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("field IS NULL OR kind = 'member'", name=op.f("ck_organisation_field")),
        sa.CheckConstraint(
            "field IN ('child_care', 'victim_services', 'human_rights')", name=op.f("ck_organisation_fields")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("public_id", name="uq_organisation_public_id"),
    )


def _unit() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        reference("unit", "organisation_id", "organisation"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(60), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.UniqueConstraint("public_id", name="uq_unit_public_id"),
    )


def _role() -> None:
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_role"),
        sa.UniqueConstraint("name", name="uq_role_name"),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("password", sa.String(255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(64), nullable=False),
        reference("person", "organisation_id", "organisation"),
        reference("person", "unit_id", "unit", nullable=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("compact", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tf_primary_method", sa.String(64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(255), nullable=True),
        sa.Column("mf_recovery_codes", sa.JSON(), nullable=True),
        sa.Column("fs_webauthn_user_handle", sa.String(64), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("previous_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leads", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("new_email", sa.String(200), nullable=True),
        sa.Column("sends_urgent", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
        sa.UniqueConstraint("fs_uniquifier", name="uq_person_fs_uniquifier"),
        sa.UniqueConstraint("fs_webauthn_user_handle", name="uq_person_fs_webauthn_user_handle"),
        sa.UniqueConstraint("public_id", name="uq_person_public_id"),
    )


def _person_role() -> None:
    op.create_table(
        "person_role",
        reference("person_role", "person_id", "person"),
        reference("person_role", "role_id", "role"),
        sa.PrimaryKeyConstraint("person_id", "role_id", name="pk_person_role"),
    )


def _organisation_event() -> None:
    op.create_table(
        "organisation_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("organisation_event", "actor_id", "person", nullable=True),
        reference("organisation_event", "organisation_id", "organisation"),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_event"),
    )


def _account_event() -> None:
    op.create_table(
        "account_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        reference("account_event", "actor_id", "person", nullable=True),
        reference("account_event", "person_id", "person"),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_event"),
    )


def _rights_proposal() -> None:
    op.create_table(
        "rights_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(24), nullable=False),
        reference("rights_proposal", "person_id", "person"),
        sa.Column("changes", sa.JSON(), nullable=False),
        reference("rights_proposal", "by_id", "person"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        reference("rights_proposal", "decided_by_id", "person", nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (decided_at IS NULL)", name=op.f("ck_rights_proposal_decided")
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR state <> 'confirmed' OR decided_by_id <> by_id",
            name=op.f("ck_rights_proposal_two"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rights_proposal"),
        sa.UniqueConstraint("public_id", name="uq_rights_proposal_public_id"),
    )


def _passkey() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        reference("passkey", "user_id", "person", ondelete="CASCADE"),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("usage", sa.String(64), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=True),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(64), nullable=False),
        sa.Column("extensions", sa.String(255), nullable=True),
        sa.Column("create_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lastuse_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.UniqueConstraint("credential_id", name="uq_passkey_credential_id"),
    )


def _open_session() -> None:
    op.create_table(
        "open_session",
        sa.Column("mark", sa.String(64), nullable=False),
        reference("open_session", "person_id", "person"),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_open_session"),
    )


def _attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_attempt"),
    )


TABLES = {
    "organisation": _organisation,
    "unit": _unit,
    "role": _role,
    "person": _person,
    "person_role": _person_role,
    "organisation_event": _organisation_event,
    "account_event": _account_event,
    "rights_proposal": _rights_proposal,
    "passkey": _passkey,
    "open_session": _open_session,
    "attempt": _attempt,
}
INDEXES = (
    Index("ix_organisation_sort", "organisation", "active sort_key"),
    Index("ix_unit_organisation_id", "unit", "organisation_id"),
    Index("ix_person_organisation_id", "person", "organisation_id"),
    Index("ix_organisation_event_organisation", "organisation_event", "organisation_id id"),
    Index("ix_account_event_person", "account_event", "person_id id"),
    Index("ix_rights_proposal_person", "rights_proposal", "person_id state"),
    Index("ix_rights_proposal_state", "rights_proposal", "state id"),
    Index("ix_passkey_user_id", "passkey", "user_id"),
    Index("ix_open_session_began_at", "open_session", "began_at"),
    Index("ix_open_session_person_id", "open_session", "person_id"),
    Index("ix_attempt_last_at", "attempt", "last_at"),
)
ONLY_GROW = ("organisation_event", "account_event")
