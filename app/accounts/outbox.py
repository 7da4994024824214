"""How mails are queued and written by features below `app/notifications`, which holds the table in which they wait.

Each feature writes its own kinds, as the mail leaves; whoever stands above the queue calls its `notify` directly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from enum import StrEnum
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.queries import reader
from app.core.mail import MailLink, Part
from workflows.notifications import Topic


class Outbox(Protocol):
    """What holds the queue."""

    def notify(
        self,
        session: Session,
        kind: StrEnum,
        about: int | None = None,
        *,
        people: Iterable[int] = (),
        address: str = "",
        key: str = "",
    ) -> None:
        """Queue a mail of this kind about the row `about` to each of these people, or to one address. No commit."""

    def is_queued(self, session: Session, kind: StrEnum, address: str, since: datetime) -> bool:
        """Whether a mail of this kind to this address was queued since then."""

    def delete_closed(self, session: Session, kind: StrEnum, before: datetime) -> None:
        """Keep no mail of this kind that was queued before then and waits no more. No commit."""


_PROVIDED: list[Outbox] = []


def provide_outbox(queue: Outbox) -> None:
    """Let mails wait there."""
    _PROVIDED[:] = [queue]


def outbox() -> Outbox:
    """Where mails wait."""
    return _PROVIDED[0]


class QueuedMail(Protocol):
    """What a writer is given of a mail that leaves now."""

    kind: str
    about: int | None
    email: str


@dataclass(frozen=True, slots=True)
class MailText:
    """What a mail says: one line, paragraphs, and no content of a case."""

    subject: str
    parts: Sequence[Part]
    foot: Sequence[str | MailLink] = ()
    unsubscribe: str = ""  # the address at which mail like this ends (RFC 8058)
    topics: frozenset[Topic] = field(default_factory=frozenset)  # where it is about several things
    attach: Callable[[EmailMessage], None] | None = None


Writer = Callable[[Session, Any, "Person | None"], "MailText | None"]
Reader = Callable[[Session, Any], "Person | None"]
W = TypeVar("W", bound=Writer)


def reader_of(session: Session, mail: Any) -> Person | None:
    """Who has an account and is to get it; None for an address, or where the account is off."""
    return reader(session, mail.person_id) if mail.person_id else None


class _Written(NamedTuple):
    writer: Writer
    reader: Reader
    topic: Topic | None


_WRITERS: dict[str, _Written] = {}


class MailWriters:
    """Who writes the mails of one feature; they are known once it calls `register`."""

    def __init__(self) -> None:
        self._added: dict[str, _Written] = {}

    def written(
        self, *kinds: StrEnum, topic: Topic | None = Topic.MOVE, reader: Reader = reader_of
    ) -> Callable[[W], W]:
        """Who writes mails of these kinds; None for a mail that nobody should get any more.

        `topic` is of the preferences of a reader with an account; None where they count for nothing. `reader` says
        whose language and name it is.
        """

        def add(function: W) -> W:
            self._added.update({kind.value: _Written(function, reader, topic) for kind in kinds})
            return function

        return add

    def register(self) -> None:
        """Let mails of these kinds be written so."""
        _WRITERS.update(self._added)


def writer_of(kind: str) -> _Written:
    """Who writes mails of this kind."""
    return _WRITERS[kind]
