"""Escalation of dates without a ledger: one row in each transaction, each level once."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.db import db, unit_of_work
from app.core.time import now
from app.deadlines.models import escalation_rules
from app.deadlines.request_dates import KINDS, Dated, Dates
from app.notifications.recipients import Occasion, queue
from workflows.escalation import levels_due, next_day
from workflows.notifications import Topic
from workflows.workdays import Calendar


def escalate_dated(day: date, calendar: Calendar) -> bool:
    """Take what has come of one row; False when nothing has. It is within working hours."""
    return any(_escalate(dates, day, calendar) for dates in KINDS)


def _escalate(dates: Dates[Any], day: date, calendar: Calendar) -> bool:
    come = dates.table.next_check_on <= day
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
    escalation_rule = escalation_rules(session)[dates.rule_of(row)]
    when = escalation_rule, row.due_on, row.set_on, day
    come = levels_due(*when, row.escalation_level, calendar)
    if come:
        top, acts = come[-1], {level.act for level in come}
        row.escalation_level = top.day
        dates.keep(row, acts)
        about = dates.note(session, row, top.act.value, days=top.day)
        told = frozenset(who for act in acts for who in dates.told[act])
        key = f"escalation-{dates.table.__tablename__}-{row.id}-{row.date_version}-{top.day}"
        queue(session, Occasion(key, now(), None, about), dates.hears(session, row, told), Topic.DATE)
        dates.tell_others(session, row, told, key)
    row.next_check_on = next_day(*when, row.escalation_level, calendar)
