"""The mail server of a year: what it took and when, by the clock of the year, and the hours in which it refuses."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import Enum
from functools import cached_property
from typing import Any

from flask import Flask

from app.core.mail import send
from app.core.time import now
from tests.smtp import HOST, Server

LASTING = timedelta(hours=6)


class Refusal(Enum):
    """How it refuses."""

    RECIPIENT = "451 4.3.0 Try again later"
    CONTENT = "452 4.3.1 Insufficient system storage"
    CONNECTION = ""  # nobody listens


@dataclass
class Arrival:
    """A mail that came: when, to whom, and the whole of it."""

    at: datetime
    to: str
    content: bytes

    @cached_property
    def message_id(self) -> str:
        """Under which name it came."""
        found = re.search(rb"^Message-ID: (<[^>]+>)", self.content, re.MULTILINE)
        assert found
        return found[1].decode()

    @property
    def text(self) -> str:
        """What it says."""
        mail = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        body = mail.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@dataclass
class Post(Server):
    """A server that takes and refuses by the clock of the year."""

    arrivals: list[Arrival] = field(default_factory=list)
    windows: list[tuple[datetime, Refusal]] = field(default_factory=list)
    unknown_once: set[str] = field(default_factory=set)  # addresses that it did not know for a time
    at: datetime | None = None  # the year's clock: the server's thread has none of its own
    attempts: int = 0
    refused: int = 0

    def refusing(self, moment: datetime) -> Refusal | None:
        """Whether and how it refuses at this moment."""
        return next((how for begins, how in self.windows if begins <= moment < begins + LASTING), None)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Whether it takes mail for this address now."""
        assert self.at is not None
        if self.refusing(self.at) is Refusal.RECIPIENT:
            return Refusal.RECIPIENT.value
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a mail and note when it came."""
        assert self.at is not None
        if self.refusing(self.at) is Refusal.CONTENT:
            return Refusal.CONTENT.value
        assert session.ssl is not None
        [to] = envelope.rcpt_tos
        self.arrivals.append(Arrival(self.at, to, bytes(envelope.content)))
        return "250 OK"

    def carry(self, app: Flask, mail: EmailMessage) -> None:
        """Send as an installation does, to where this server listens at this moment, or to where nobody does."""
        self.at = now()
        self.attempts += 1
        try:
            if self.refusing(self.at) is Refusal.CONNECTION:
                with nobody_listens(app):
                    send(mail)
            else:
                send(mail)
        except Exception:
            self.refused += 1
            raise


@contextmanager
def nobody_listens(app: Flask) -> Iterator[None]:
    """Meanwhile the application finds nobody at the port of its mail server."""
    settings = app.extensions["tryeza.settings"]
    with socket.socket() as held:  # bound, and never listened on
        held.bind((HOST, 0))
        app.extensions["tryeza.settings"] = replace(settings, mail_port=held.getsockname()[1])
        try:
            yield
        finally:
            app.extensions["tryeza.settings"] = settings
