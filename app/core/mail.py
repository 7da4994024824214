"""Mail leaves here: by SMTP over verified TLS or, without a server, into a folder."""

from __future__ import annotations

import os
import secrets
import smtplib
import ssl
import tempfile
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from flask import current_app

from app.core.time import now
from config import Settings

TIMEOUT_S = 30


def send(message: EmailMessage) -> None:
    """Send one mail. Raises OSError or smtplib.SMTPException where it could not be handed over."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    if "Date" not in message:
        message["Date"] = format_datetime(now())
    if "Auto-Submitted" not in message:
        message["Auto-Submitted"] = "auto-generated"  # no out-of-office note comes back
    if not settings.mail_server:
        _write(message, settings.mail_folder)
        return
    with smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=TIMEOUT_S) as server:
        server.starttls(context=ssl.create_default_context())
        if settings.mail_username:
            server.login(settings.mail_username, settings.mail_password)
        server.send_message(message)


def _write(message: EmailMessage, folder: Path) -> None:
    """One file for each mail, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(message.as_bytes())
    # The time sorts them; two mails of one moment do not become one.
    os.replace(draft, folder / f"{now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}.eml")
