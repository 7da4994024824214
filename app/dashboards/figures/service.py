"""Keeping the months: what a worker does once a day, and a command whenever it is asked to."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.concerns.periods import load_calendar
from app.core.db import db, read_rows, unit_of_work
from app.core.time import local_day, now, today
from app.dashboards.figures.models import MonthFigures
from app.dashboards.figures.months import Month, months_until, reckon

KEPT_MONTHS = 12


def keep_months() -> bool:
    """Reckon the months that are not kept as they ended, and the one that runs once a day; False when none is.

    Called by any number of workers: where two reckon the same month, both come to the same.
    """
    session = db.session()
    wanted = _wanted(session)
    if wanted:
        _keep(session, wanted)
    session.rollback()  # nothing is held while a worker waits
    return bool(wanted)


def rebuild_months() -> int:
    """Reckon all months anew; returns how many."""
    wanted = months_until(today(), KEPT_MONTHS)
    _keep(db.session(), wanted, anew=True)
    return len(wanted)


def _wanted(session: Session) -> list[Month]:
    rows = read_rows(session, select(MonthFigures.month, MonthFigures.reckoned_at))
    kept = {row.month: local_day(row.reckoned_at) for row in rows}
    day = today()
    return [
        month
        for month in months_until(day, KEPT_MONTHS)
        if month.first not in kept
        or kept[month.first] < day == month.last
        or kept[month.first] <= month.last < day
    ]


def _keep(session: Session, wanted: list[Month], *, anew: bool = False) -> None:
    """Read first and write then: a long reckoning keeps nobody from writing meanwhile."""
    found = list(reckon(session, wanted, load_calendar(session, today())))
    at = now()
    try:
        with unit_of_work() as work:
            if anew:
                work.execute(delete(MonthFigures))
            for numbers in found:
                work.merge(MonthFigures(**numbers, reckoned_at=at))
    except IntegrityError:  # another worker has kept the same months in this moment
        return
