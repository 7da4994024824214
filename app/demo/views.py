"""The mails of the demonstration, which go nowhere but to these pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.core.rights import anyone
from config import Settings

bp = Blueprint("notices", __name__)
SHOWN = 50
LINK = re.compile(r"https?://[^\s/]+(/\S+)")
NAME = re.compile(r"[0-9a-f-]+")
# A mail brings its own style and nothing else, as in a program that reads mail.
SHOWN_ALONE = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail."""

    name: str
    to: str
    subject: str
    text: str
    html: str
    link: str
    files: str


@bp.get("/mail")
@anyone
def mails() -> ResponseReturnValue:
    """The newest mails, or those to one person, as text. These pages exist in the demonstration alone."""
    files = [_read(file) for file in sorted(_folder().glob("*.eml"), reverse=True)]
    to = request.args.get("to", "")
    shown = [mail for mail in files if to in ("", mail.to)][:SHOWN]
    return render_template(
        "demo/mailbox.html", mails=shown, to=to, people=sorted({mail.to for mail in files})
    )


@bp.get("/mail/<name>")
@anyone
def mail(name: str) -> ResponseReturnValue:
    """A mail as a program shows it that reads HTML."""
    file = _folder() / f"{name}.eml"
    if not NAME.fullmatch(name) or not file.is_file():
        abort(404)
    return Response(_read(file).html, headers={"Content-Security-Policy": SHOWN_ALONE})


def _folder() -> Path:
    settings: Settings = current_app.extensions["tryeza.settings"]
    return settings.mail_folder


def _read(file: Path) -> Mail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    text, html = _part(message, "plain"), _part(message, "html")
    link = LINK.search(text)
    return Mail(
        name=file.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=text,
        html=html,
        link=link[1] if link else "",
        files=", ".join(part.get_filename() or "" for part in message.iter_attachments()),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""
