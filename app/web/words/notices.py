"""Words of notices."""

from __future__ import annotations

from app.web.language import lazy as _l
from workflows.notices import Topic

TOPIC = {
    Topic.MOVE: _l("awaits your move"),
    Topic.CASE: _l("what happens in your cases"),
    Topic.VOTE: _l("votes of the Group"),
}
