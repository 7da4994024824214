"""Words of notices and of mails."""

from __future__ import annotations

from app.accounts.labels import MAIL as ACCOUNT_MAIL
from app.accounts.models import AccountMail
from app.core import labels
from app.core.labels import label
from app.core.language import lazy as _l
from app.notifications.models import NotificationKind, SendState
from workflows.notifications import Frequency, Topic

TOPIC = {
    Topic.MOVE: _l("needs action from you"),
    Topic.CASE: _l("what happens in your cases"),
    Topic.VOTE: _l("votes of the Group"),
    Topic.DATE: _l("dates that come near or have passed"),
    Topic.MESSAGE: _l("messages of the discussion and of exchanges"),
}

FREQUENCY = {
    Frequency.NOW: _l("at once"),
    Frequency.DAILY: _l("in a daily digest"),
    Frequency.WEEKLY: _l("in a weekly digest"),
    Frequency.NONE: _l("no e-mails"),
}

STATE = {
    SendState.WAITING: _l("pending"),
    SendState.SENT: _l("sent"),
    SendState.DROPPED: _l("not to be sent any more"),
    SendState.DIGEST: _l("in a digest"),
    SendState.SILENT: _l("not wanted"),
    SendState.FAILED: _l("given up"),
    SendState.BOUNCED: _l("e-mail to the address bounces"),
}


# by how their names begin
KIND = {
    "digest": _l("digest"),
    "meeting": _l("meeting"),
    "contribution": _l("contribution to an answer"),
    "answer": _l("answer within an institution"),
    "link": _l("one-time link"),
    "access": _l("access request"),
    "entry": _l("entry of the directory"),
    "item": _l("item proposed for a meeting"),
    "rights": _l("right to be confirmed"),
}


def kind_words(kind: str, topic: Topic | None) -> str:
    """What a mail is about, as far as the administrator is told."""
    if kind == NotificationKind.NOTICE:
        return label(topic)
    if kind in set(AccountMail):
        return str(ACCOUNT_MAIL[AccountMail(kind)])
    return str(KIND[kind.partition("_")[0]])


def register_labels() -> None:
    """Make these words known."""
    labels.register(TOPIC, FREQUENCY, STATE)
