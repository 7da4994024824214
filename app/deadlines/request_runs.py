"""Climbing of dates without a ledger: one row in each transaction, each rung once."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.db import db, unit_of_work
from app.core.time import now
from app.deadlines.models import ladders
from app.deadlines.request_dates import KINDS, Dated, Dates
from app.notifications.recipients import Occasion, queue
from workflows.escalation import next_day, rungs_due
from workflows.notifications import Topic
from workflows.workdays import Calendar


def climb_dated(day: date, calendar: Calendar) -> bool:
    """Take what has come of one row; False when nothing has. It is within working hours."""
    return any(_climb(dates, day, calendar) for dates in KINDS)


def _climb(dates: Dates[Any], day: date, calendar: Calendar) -> bool:
    come = dates.table.look_on <= day
    waits = db.session.scalar(select(dates.table.id).where(come).limit(1))
    db.session.rollback()
    if waits is None:
        return False
    with unit_of_work() as session:
        row = dates.held(session, come, skip_locked=True)
        if row is None:
            return False
        _look(session, dates, row, day, calendar)
    return True


def _look(session: Session, dates: Dates[Any], row: Dated, day: date, calendar: Calendar) -> None:
    ladder = ladders(session)[dates.rule_of(row)]
    when = ladder, row.due_on, row.set_on, day
    come = rungs_due(*when, row.rung, calendar)
    if come:
        top, acts = come[-1], {rung.act for rung in come}
        row.rung = top.day
        dates.keep(row, acts)
        about = dates.note(session, row, top.act.value, days=top.day)
        told = frozenset(who for act in acts for who in dates.told[act])
        key = f"rung-{dates.table.__tablename__}-{row.id}-{row.date_version}-{top.day}"
        queue(session, Occasion(key, now(), None, about), dates.hears(session, row, told), Topic.DATE)
        dates.tell_others(session, row, told, key)
    row.look_on = next_day(*when, row.rung, calendar)
