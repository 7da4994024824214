"""Organisations, the people who belong to them, and the roles they hold."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_security.core import RoleMixin, UserMixin, WebAuthnMixin
from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, LargeBinary, String, Table, Text
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.core.actor import Actor
from app.core.country import County
from app.core.db import Base, UtcDateTime, short
from app.core.time import now
from workflows.roles import Kind
from workflows.roles import Role as RoleName
from workflows.text import one_line

person_role = Table(
    "person_role",
    Base.metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Named:
    """What has a name that lists, letters and the heads of mails hold: one line of signs that are seen."""

    @validates("name", "short_name", "head_name")
    def _in_one_line(self, _column: str, given: str) -> str:
        return one_line(given)


class Organisation(Named, Base):
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
    postal: Mapped[str] = mapped_column(String(300), default="")
    answers_for: Mapped[str] = mapped_column(Text, default="")
    # who leads it, as a formal letter is addressed; who leads it with an account is marked there
    head_name: Mapped[str] = mapped_column(String(200), default="")
    head_address: Mapped[str] = mapped_column(Text, default="")
    counties: Mapped[list[str]] = mapped_column(JSON, default=list)  # where it works, besides its seat
    subjects: Mapped[list[str]] = mapped_column(JSON, default=list)  # of what it answers for
    sort_key: Mapped[str] = mapped_column(String(400), default="")
    sign_off: Mapped[bool] = mapped_column(
        default=False
    )  # answers wait for the signature of a second person of the organisation
    confirmed: Mapped[bool] = mapped_column(
        default=True
    )  # False: named anew by a filer, waits for the secretariat
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # once a year the institution is asked whether its entry is still right
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    check_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    check_mark: Mapped[str] = mapped_column(
        String(40), default=""
    )  # of the link that is good now; empty for none
    check_note: Mapped[str] = mapped_column(Text, default="")  # what it says has changed

    units: Mapped[list[Unit]] = relationship(lazy="raise", order_by="Unit.id")

    __table_args__ = (
        CheckConstraint("field IS NULL OR kind = 'member'", name="field"),
        CheckConstraint("field IN ('child_care', 'victim_services', 'human_rights')", name="fields"),
        Index("ix_organisation_sort", "active", "sort_key"),
    )


class Unit(Named, Base):
    """A part of an organisation to which work is given."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    active: Mapped[bool] = mapped_column(default=True)


class Role(Base, RoleMixin):
    """A role as the accounts library keeps it; its name is one of workflows.roles.Role."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(24), unique=True)

    @property
    def kind(self) -> RoleName:
        """The role as the workflow names it."""
        return RoleName(self.name)


class Person(Named, Base, UserMixin):
    """Somebody with an account."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    new_email: Mapped[str | None] = mapped_column(String(200))  # until its owner has said that it is theirs
    name: Mapped[str] = mapped_column(String(120))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid.uuid4().hex)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))  # in which they work, as they say
    leads: Mapped[bool] = mapped_column(default=False)  # the head of the organisation
    sends_urgent: Mapped[bool] = mapped_column(default=False)  # where the chair is out, if named
    language: Mapped[str] = mapped_column(String(2), default="sq")
    compact: Mapped[bool] = mapped_column(
        default=False
    )  # pages with little space between what stands on them
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # a second factor and passkeys are a setting away: the library finds their columns here
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON()))
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]  # none without a passkey
        String(64), unique=True
    )
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    previous_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # the library says list[RoleMixin]
        secondary=person_role, lazy="raise"
    )
    webauthn: Mapped[list[Passkey]] = relationship(  # type: ignore[assignment]  # the library says list[WebAuthnMixin]
        back_populates="user", lazy="raise"
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
            compact=self.compact,
        )


class Passkey(Base, WebAuthnMixin):
    """A passkey of a person, in the columns in which the accounts library keeps it."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON()))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    create_datetime: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    lastuse_datetime: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[Person] = relationship(back_populates="webauthn", lazy="raise")


class Change(StrEnum):
    """What was done with somebody's account."""

    INVITED = "invited"
    INVITED_AGAIN = "invited_again"
    ACCEPTED = "accepted"
    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    ROLES = "roles"
    ENABLED = "enabled"
    DISABLED = "disabled"
    WITHDRAWN = "withdrawn"  # an invitation, before a password was chosen
    NAME = "name"
    EMAIL = "email"
    ADDRESS_ASKED = "address_asked"  # the owner of a new address has to say that it is theirs
    ORGANISATION = "organisation"
    PROPOSED = "proposed"  # what gives a right waits for a second person
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"  # the proposal, by who made it or by one that came after it
    BOUNCING = "bouncing"  # nothing is sent to the address
    REACHABLE = "reachable"  # it is, again


class AccountEvent(Base):
    """A change of somebody's rights: who, whose, what, from, to. Only ever added."""

    __tablename__ = "account_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    what: Mapped[Change] = mapped_column(short(Change, 32))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    actor: Mapped[Person | None] = relationship(foreign_keys=actor_id, lazy="raise")

    __table_args__ = (Index("ix_account_event_person", "person_id", "id"),)


class AccountMail(StrEnum):
    """Mails about an account. The link is made as the mail leaves, and kept nowhere.

    A request for a new password holds the address that was typed: whether it is anybody's, the worker finds out,
    so that the page answers everybody alike.
    """

    INVITATION = "account_invitation"
    RESET = "account_reset"
    PASSWORD_CHANGED = "account_password_changed"  # noqa: S105 - a word, not a secret
    NEW_ADDRESS = "account_new_address"  # to the new one: its owner says that it is theirs
    OLD_ADDRESS = "account_old_address"  # to the old one: what is about to happen


class BouncingAddress(Base):
    """An address that takes no mail: nothing is sent to it until somebody says that it does again."""

    __tablename__ = "bouncing_address"

    email: Mapped[str] = mapped_column(String(254), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(300), default="")


class Attempt(Base):
    """Failed sign-ins under one key (an account, an address, a browser), the key unreadable."""

    __tablename__ = "attempt"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class OpenSession(Base):
    """A session that was begun and not ended. The mark in its cookie is random; kept is its hash."""

    __tablename__ = "open_session"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class OrganisationEvent(Base):
    """A change of an entry of the directory: who, when, what was and what is. Only ever added."""

    __tablename__ = "organisation_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    # None: the institution, by its link
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    changes: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)

    actor: Mapped[Person | None] = relationship(lazy="raise")

    __table_args__ = (Index("ix_organisation_event_organisation", "organisation_id", "id"),)
