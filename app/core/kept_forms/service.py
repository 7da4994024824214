"""Keeping what is typed into a form, and letting go of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.db import db, unit_of_work
from app.core.kept_forms.models import KeptForm
from app.core.time import now

KEPT = timedelta(days=30)
UNDO = timedelta(minutes=10)  # for which what was discarded can be brought back
MOST_KEPT = 50  # forms of one person; the newest are kept
MOST_FIELDS, LARGEST = 500, 256 * 1024  # of one form, and characters: more than any form takes
CLEARED = 200  # rows at a time
Fields = Mapping[str, list[str]]


def fits(fields: Fields) -> bool:
    """Whether a form could hold this."""
    size = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    return len(fields) <= MOST_FIELDS and size <= LARGEST


def keep(
    person_id: int, name: str, fields: Fields, *, window: str = "", upon: str = "", version: int | None = None
) -> datetime | None:
    """Keep what a form holds now; None where another window of this person has written meanwhile.

    `upon` is the window whose words the page had shown. Without a window the form was sent whole, and counts.
    """
    try:
        return _keep(person_id, name, fields, window, upon, version)
    except IntegrityError:  # another window has begun the same in this moment
        return _keep(person_id, name, fields, window, upon, version)


def _keep(
    person_id: int, name: str, fields: Fields, window: str, upon: str, version: int | None
) -> datetime | None:
    at = now()
    with unit_of_work() as session:
        row = session.get(KeptForm, (person_id, name), with_for_update=True)
        if row is not None and (row.discarded_at is not None or not window):
            session.delete(row)
            session.flush()
            row = None
        if row is not None and row.window not in (window, upon):
            return None
        before = dict(row.fields) if row else {}
        if row is None:
            row = KeptForm(person_id=person_id, name=name, began_at=at)
            session.add(row)
        row.fields, row.window, row.version, row.at = before | dict(fields), window, version, at
        session.flush()
        _let_go_of_the_oldest(session, person_id)
    return at


def _let_go_of_the_oldest(session: Session, person_id: int) -> None:
    own = KeptForm.person_id == person_id
    newest = select(KeptForm.name).where(own).order_by(KeptForm.at.desc()).limit(MOST_KEPT)
    session.execute(delete(KeptForm).where(own, KeptForm.name.not_in(newest)))


def discard(person_id: int, name: str) -> None:
    """Take it off its page; for a while it can be brought back."""
    with unit_of_work() as session:
        row = session.get(KeptForm, (person_id, name), with_for_update=True)
        if row is not None:
            row.discarded_at = now()


def bring_back(person_id: int, name: str) -> None:
    """Show what was discarded again."""
    with unit_of_work() as session:
        row = session.get(KeptForm, (person_id, name), with_for_update=True)
        if row is not None and row.discarded_at is not None and row.discarded_at > now() - UNDO:
            row.discarded_at = None


def forget(person_id: int, name: str) -> None:
    """It was sent."""
    with unit_of_work() as session:
        session.execute(delete(KeptForm).where(KeptForm.person_id == person_id, KeptForm.name == name))


def clear_kept_forms() -> bool:
    """Delete what was kept for thirty days, and what was discarded; whether there was any."""
    at = now()
    over = or_(
        KeptForm.at < at - KEPT, and_(KeptForm.discarded_at.is_not(None), KeptForm.discarded_at < at - UNDO)
    )
    rows = db.session.execute(select(KeptForm.person_id, KeptForm.name).where(over).limit(CLEARED)).all()
    if not rows:
        return False
    with unit_of_work() as session:
        for person_id, name in rows:
            session.execute(
                delete(KeptForm).where(KeptForm.person_id == person_id, KeptForm.name == name, over)
            )
    return True
