"""Words of notices."""

from __future__ import annotations

from app.core import labels
from app.core.language import lazy as _l
from app.core.outbox import SendState
from workflows.notifications import Frequency, Topic

TOPIC = {
    Topic.MOVE: _l("awaits your move"),
    Topic.CASE: _l("what happens in your cases"),
    Topic.VOTE: _l("votes of the Group"),
    Topic.DATE: _l("dates that come near or have passed"),
    Topic.MESSAGE: _l("messages of the discussion and of exchanges"),
}

FREQUENCY = {
    Frequency.NOW: _l("at once"),
    Frequency.DAILY: _l("in a daily digest"),
    Frequency.WEEKLY: _l("in a weekly digest"),
    Frequency.NONE: _l("no mail"),
}

STATE = {
    SendState.WAITING: _l("waits"),
    SendState.SENT: _l("sent"),
    SendState.DROPPED: _l("not to be sent any more"),
    SendState.DIGEST: _l("in a digest"),
    SendState.SILENT: _l("not wanted"),
    SendState.FAILED: _l("given up"),
    SendState.BOUNCED: _l("the address takes no mail"),
}


def register_labels() -> None:
    """Make these words known."""
    labels.register(TOPIC, FREQUENCY, STATE)
