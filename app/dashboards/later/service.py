"""What somebody puts off until a day, and takes back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import read_rows, unit_of_work
from app.core.time import today
from app.dashboards.models import PutOff

MOST_PUT_OFF = 20  # of one person: fewer than a section shows, so that something is always left to do


_PUT_OFF = select(PutOff.line, PutOff.until).where(
    PutOff.person_id == bindparam("person"), PutOff.until > bindparam("day")
)


class TooMany(Exception):
    """As much is put off as may be."""


def put_off(session: Session, actor: Actor) -> dict[str, date]:
    """By the key of a line (`app/dashboards/inbox.py`): the day on which it comes back."""
    rows = read_rows(session, _PUT_OFF, {"person": actor.person_id, "day": today()})
    return {row.line: row.until for row in rows}


def put_off_until(actor: Actor, line: str, until: date) -> None:
    """Keep the line out of the person's way until this day. Raises TooMany."""
    with unit_of_work() as session:
        mine = PutOff.person_id == actor.person_id
        session.execute(delete(PutOff).where(mine, (PutOff.until <= today()) | (PutOff.line == line)))
        if (session.scalar(select(func.count()).select_from(PutOff).where(mine)) or 0) >= MOST_PUT_OFF:
            raise TooMany
        session.add(PutOff(person_id=actor.person_id, line=line, until=until))


def take_back(actor: Actor, line: str) -> None:
    """It is there again; nothing happens where it is already."""
    with unit_of_work() as session:
        session.execute(delete(PutOff).where(PutOff.person_id == actor.person_id, PutOff.line == line))
