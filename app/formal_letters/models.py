"""Who sends formal letters, and what their texts say here: each change is a row, and the latest holds."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Base, UtcDateTime, short


@dataclass(frozen=True, slots=True)
class SenderParts:
    """What a letter says of who sends it."""

    head: str = ""  # the sending body, one line below the other
    place: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    founding_act: str = ""  # as it follows "Në mbështetje të"
    function: str = ""  # of who signs
    signed_by: str = ""
    copies: str = ""  # to whom each letter goes as well, one in each line

    def missing(self) -> list[str]:
        """Which of what every letter needs is not there."""
        return [f.name for f in fields(self) if f.name not in NOT_NEEDED and not getattr(self, f.name)]


NOT_NEEDED = ("copies",)


class LetterSender(Base):
    """What letters say of their sender, from a moment until it is changed. Only ever added."""

    __tablename__ = "letter_sender"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    head: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(300))
    email: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(60))
    founding_act: Mapped[str] = mapped_column(Text)
    function: Mapped[str] = mapped_column(String(200))
    signed_by: Mapped[str] = mapped_column(String(200))
    copies: Mapped[str] = mapped_column(Text)

    person: Mapped[Person] = relationship(lazy="raise")

    @property
    def parts(self) -> SenderParts:
        """As letters read it."""
        return SenderParts(**{f.name: getattr(self, f.name) for f in fields(SenderParts)})


class LetterKind(StrEnum):
    """Which text a letter has before anybody writes another."""

    HEAD = "head"  # to the head of the institution
    MINISTER = "minister"


class LetterWording(Base):
    """What letters of a kind say, from a moment until it is changed. Only ever added."""

    __tablename__ = "letter_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(short(LetterKind))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)  # empty: the built-in text
    override_reason: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship(lazy="raise")

    __table_args__ = (Index("ix_letter_wording_kind", "kind", "id"),)
