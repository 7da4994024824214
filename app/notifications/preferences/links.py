"""The signed link in a mail by which its reader ends one kind of mail, without signing in (RFC 8058)."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from workflows.notifications import Topic


def unsubscribe_path(person_id: int, topic: Topic | None) -> str:
    """Where mail of a topic ends; where it is None, mail in digests. It holds for as long as the mail is kept."""
    return f"/notices/unsubscribe/{_serializer().dumps([person_id, topic])}"


def unsubscribing(token: str) -> tuple[int, Topic | None] | None:
    """Whose mail of which topic is to end, or None for a link that was not made here."""
    try:
        person_id, topic = _serializer().loads(token)
        return int(person_id), Topic(topic) if topic else None
    except (BadData, ValueError, TypeError):
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="unsubscribe")
