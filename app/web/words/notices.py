"""Words of notices."""

from __future__ import annotations

from app.web.language import lazy as _l
from workflows.notices import Frequency, Topic

TOPIC = {
    Topic.MOVE: _l("awaits your move"),
    Topic.CASE: _l("what happens in your cases"),
    Topic.VOTE: _l("votes of the Group"),
}

FREQUENCY = {
    Frequency.NOW: _l("at once"),
    Frequency.DAILY: _l("in a daily digest"),
    Frequency.WEEKLY: _l("in a weekly digest"),
    Frequency.NONE: _l("no mail"),
}
