"""Who opened a concern: the filer sees it."""

from __future__ import annotations

import atexit
from collections import OrderedDict
from dataclasses import asdict, dataclass
from datetime import date, datetime
from threading import Lock, Timer

from flask import Flask, current_app
from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.concerns.access import Case
from app.concerns.records import Reading
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.outages import Fault, fault_of, note
from app.core.time import now, today
from workflows.permissions import Right

TOGETHER_S = (
    0.5  # readings of this long are written in one transaction, apart from the pages that wait for none
)
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Opened:
    """That a person opened a concern on a day."""

    concern_id: int
    person_id: int
    day: date
    organisation_id: int
    at: datetime
    extract_only: bool


class Readers:
    """Collects who opened what, and writes it down in batches: a record about the reader, not a change they ask for."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = Lock()
        self._waiting: list[Opened] = []
        self._timer: Timer | None = None
        self._known: OrderedDict[tuple[int, int, date], None] = OrderedDict()

    def note(self, opened: Opened) -> None:
        """Remember it until the next batch. The first opening of a day counts."""
        key = (opened.concern_id, opened.person_id, opened.day)
        with self._lock:
            if key in self._known:
                return
            self._known[key] = None
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            self._waiting.append(opened)
            if self._timer is None:
                self._timer = Timer(TOGETHER_S, self.write)
                self._timer.daemon = True  # what waits when the process ends is written by `atexit`
                self._timer.start()

    def write(self) -> None:
        """Write down what waits. While the database is busy it goes on waiting for the next batch."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            batch, self._waiting, self._timer = self._waiting, [], None
        if not batch:
            return
        try:
            with self._app.app_context(), unit_of_work() as session:
                session.execute(_insert(session), [asdict(opened) for opened in batch])
        except OperationalError as error:
            note(fault_of(error) or Fault.AWAY, error)
            with self._lock:
                self._waiting[:0] = batch


def _insert(session: Session) -> Insert:
    """Somebody else's record of the same day stands."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(Reading).on_conflict_do_nothing()
    return sqlite.insert(Reading).on_conflict_do_nothing()


def init_readers(app: Flask) -> None:
    """Give the application its record of readers."""
    readers = app.extensions["readers"] = Readers(app)
    atexit.register(readers.write)


def note_reading(case: Case) -> None:
    """Note, once a day for each person, that the concern was opened by somebody who did not file it."""
    concern, actor = case.concern, case.actor
    if actor.organisation_id == concern.filer_organisation_id:
        return
    note_opened(actor, concern.id, extract_only=Right.NARRATIVE not in case.rights)


def note_opened(actor: Actor, concern_id: int, *, extract_only: bool) -> None:
    """Note it of somebody who is not of the filer's organisation."""
    readers: Readers = current_app.extensions["readers"]
    opened = Opened(
        concern_id=concern_id,
        person_id=actor.person_id,
        day=today(),
        organisation_id=actor.organisation_id,
        at=now(),
        extract_only=extract_only,
    )
    readers.note(opened)
