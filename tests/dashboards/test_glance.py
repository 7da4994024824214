"""The chart of the desk counts what its tabs list."""

from __future__ import annotations

from app.core.db import db
from app.dashboards.coordinator import exported
from app.dashboards.filters import DeskFilter, Tab
from app.dashboards.glance import SHOWN, glance
from app.deadlines.today import today_here
from tests.world import World


def test_what_is_awaited_is_what_the_tabs_list(full: World) -> None:
    db.session.rollback()
    session, coordinator = db.session(), full.cast.people["koordinatorja"]
    soon = today_here(session).soon
    found = {one.rule: one for one in glance(session, coordinator, soon).standing}
    assert found and sum(one.late for one in found.values()) and any(one.paused for one in found.values())
    for rule in SHOWN:
        listed = {
            tab: len(exported(session, coordinator, DeskFilter(tab=tab, rule=rule), soon))
            for tab in (Tab.OVERDUE, Tab.SOON, Tab.PAUSED)
        }
        one = found.get(rule)
        numbers = (one.late, one.soon, one.paused) if one else (0, 0, 0)
        assert numbers == tuple(listed.values()), rule
