"""What stands above every part of the coordinator's desk: its four numbers, and its tabs."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.paging import capped
from app.dashboards import coordinator as desk
from app.dashboards.filters import DeskFilter
from app.dashboards.navigation import counts_are_known
from app.dashboards.queries import Counts
from app.dashboards.quick_filters import desk_chips
from app.deadlines.due_dates import Today


def desk_head(session: Session, actor: Actor, chosen: DeskFilter | None, day: Today) -> dict[str, Any]:
    """What `dashboards/tabs.html` shows, in one query. `chosen` is None on the page of figures."""
    counts = desk.counts(session, actor, day.soon)
    counts_are_known(Counts(capped(counts.overdue), capped(counts.unread)))
    return {
        "counts": counts,
        "capped": capped,
        "chips": desk_chips(chosen, counts),
        "late": day.cell(counts.oldest_due),
        "longest": day.cell(None, counts.oldest_pause is not None, counts.oldest_pause),
    }
