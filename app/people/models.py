"""Organisations, the people who belong to them, and the roles they hold."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.actor import Actor
from app.core.db import Base, UtcDateTime
from app.core.places import County
from app.core.types import short
from workflows.standing import Kind
from workflows.standing import Role as RoleName

person_role = Table(
    "person_role",
    Base.metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Organisation(Base):
    """A member, the ministry, an agency, an office: every person belongs to exactly one."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[Kind] = mapped_column(short(Kind))
    field: Mapped[str | None] = mapped_column(String(24))
    area: Mapped[County | None] = mapped_column(short(County))
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    answers_for: Mapped[str] = mapped_column(Text, default="")
    sort_key: Mapped[str] = mapped_column(String(400), default="")
    confirmed: Mapped[bool] = mapped_column(
        default=True
    )  # False: named anew by a filer, waits for the secretariat
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("field IS NULL OR kind = 'member'", name="field"),
        CheckConstraint("field IN ('child_care', 'victim_services', 'human_rights')", name="fields"),
        Index("ix_organisation_sort", "active", "sort_key"),
    )


class Role(Base, RoleMixin):
    """A role as the accounts library keeps it; its name is one of workflows.standing.Role."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(24), unique=True)

    @property
    def kind(self) -> RoleName:
        """The role as the workflow names it."""
        return RoleName(self.name)


class Person(Base, UserMixin):
    """Somebody with an account."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid.uuid4().hex)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    language: Mapped[str] = mapped_column(String(2), default="sq")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # a second factor and passkeys are a setting away: the library finds their columns here
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(JSON)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]  # none without a passkey
        String(64), unique=True
    )
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    previous_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # the library says list[RoleMixin]
        secondary=person_role, lazy="raise"
    )

    def as_actor(self) -> Actor:
        """The facts of this person that services need."""
        return Actor(
            person_id=self.id,
            organisation_id=self.organisation_id,
            organisation_kind=self.organisation.kind,
            name=self.name,
            organisation_name=self.organisation.name,
            email=self.email,
            roles=frozenset(RoleName(role.name) for role in self.roles),
            language=self.language,
        )


class AccountEvent(Base):
    """A change of somebody's rights: who, whose, what, from, to. Only ever added."""

    __tablename__ = "account_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[str] = mapped_column(String(32))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
