"""The mails of the demonstration, which go nowhere but to this page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from app.web.rights import anyone
from config import Settings

bp = Blueprint("notices", __name__)
SHOWN = 50
LINK = re.compile(r"https?://[^\s/]+(/\S+)")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail."""

    to: str
    subject: str
    text: str
    link: str


@bp.get("/mail")
@anyone
def mails() -> ResponseReturnValue:
    """The newest mails. This page exists in the demonstration alone."""
    settings: Settings = current_app.extensions["tryeza.settings"]
    files = sorted(settings.mail_folder.glob("*.eml"), reverse=True)[:SHOWN]
    return render_template("notices/mailbox.html", mails=[_read(f) for f in files])


def _read(file: Path) -> Mail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    link = LINK.search(text)
    return Mail(str(message["To"]), str(message["Subject"]), text, link[1] if link else "")
