"""Mail is written here, as text and as HTML, and leaves here.

By SMTP over verified TLS or, without a server, into a folder.
"""

from __future__ import annotations

import os
import secrets
import smtplib
import ssl
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import TypeAlias

from flask import current_app, render_template

from app.core.language import translate as _
from app.core.random_ids import one_time_key
from app.core.time import now
from config import MailTls, Settings
from workflows.text import one_line

TIMEOUT_S = 30


class WholeHeader(UnstructuredHeader, BaseHeader):
    """A header of addresses and marks that stand as they are: an encoded word is not allowed in it (RFC 2047, 5)."""

    def fold(self, *, policy: Policy) -> str:
        """On one line."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
for _name in ("list-unsubscribe", "message-id", "in-reply-to", "references"):
    _HEADERS.map_to_type(_name, WholeHeader)
_POLICY = EmailPolicy(header_factory=_HEADERS)


def new_message_id() -> str:
    """A mark for one mail, in the sender's domain."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    domain = parseaddr(settings.mail_sender)[1].rpartition("@")[2]
    return f"<{one_time_key()}@{domain}>"


@dataclass(frozen=True, slots=True)
class MailLink:
    """Where a mail leads: words, and a path on this installation."""

    label: str
    path: str

    @property
    def url(self) -> str:
        """The address that people type, whatever host a request claimed to be for."""
        settings: Settings = current_app.extensions["tryeza.settings"]
        return settings.base_url.rstrip("/") + self.path


class NoMailServer(OSError):
    """No mail server is set: the mail waits until there is one."""

    def __init__(self) -> None:
        super().__init__("TRYEZA_MAIL_SERVER is not set")


Part: TypeAlias = "str | MailLink | Sequence[MailLink]"


def addressed(name: str, email: str) -> Address:
    """To whom a mail goes, with the name in one line: a break in it would stop the mail."""
    return Address(one_line(name), addr_spec=email)


def compose(
    to: str | Address,
    subject: str,
    parts: Sequence[Part],
    *,
    language: str,
    message_id: str,
    foot: Sequence[str | MailLink] = (),
) -> EmailMessage:
    """A mail of paragraphs, links and lists of links, as plain text and as HTML that says the same."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    mail = EmailMessage(_POLICY)
    foot = (*foot, _("Replies to this e-mail are not read: write in Tryeza."))
    mail["From"], mail["To"], mail["Subject"] = settings.mail_sender, to, one_line(subject)
    mail["Message-ID"], mail["Content-Language"] = message_id, language
    mail.set_content("\n\n".join((*map(_plain, parts), "Tryeza", *map(_plain, foot))) + "\n")
    html = render_template("mail/mail.html", language=language, subject=subject, parts=parts, foot=foot)
    mail.add_alternative(html, subtype="html")
    return mail


def _plain(part: Part) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, MailLink):
        return f"{part.label}:\n{part.url}"
    return "\n\n".join(f"- {link.label}\n  {link.url}" for link in part)


def send(message: EmailMessage) -> None:
    """Send one mail. Raises OSError or smtplib.SMTPException where it could not be handed over.

    Without a server it goes into a folder where that is wanted: elsewhere it would count as sent and reach nobody.
    """
    settings: Settings = current_app.extensions["tryeza.settings"]
    if "Date" not in message:
        message["Date"] = format_datetime(now())
    if "Auto-Submitted" not in message:
        message["Auto-Submitted"] = "auto-generated"  # no out-of-office note comes back
    if not settings.mail_server:
        if not settings.writes_mail:
            raise NoMailServer
        _write(message, settings.mail_folder)
        return
    with _connection(settings) as server:
        if settings.mail_username:
            server.login(settings.mail_username, settings.mail_password)
        server.send_message(message)


def _connection(settings: Settings) -> smtplib.SMTP:
    """To the server, over TLS whose certificate bears its name: from the first byte, or begun by STARTTLS."""
    trusted = ssl.create_default_context(cafile=settings.mail_ca or None)
    host, port = settings.mail_server, settings.mail_port
    if settings.mail_tls == MailTls.IMPLICIT:
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=trusted)
    server = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
    try:
        server.starttls(context=trusted)
    except BaseException:
        server.close()
        raise
    return server


def _write(message: EmailMessage, folder: Path) -> None:
    """One file for each mail, whole or not at all."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(message.as_bytes())
    # The time sorts them; two mails of one moment do not become one.
    os.replace(draft, folder / f"{now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}.eml")
