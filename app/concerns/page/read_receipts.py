"""Who opened a concern: the filer sees it. Written once a day for each person, before the page is sent.

Who read an extract first, and the filing later on the same day, has read the filing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from flask import Flask, Response, g
from sqlalchemy import Insert, bindparam, false, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.concerns.access import Case
from app.concerns.records import Reading
from app.core.actor import Actor
from app.core.db import db, read_rows, unit_of_work
from app.core.outages import fault_of, note
from app.core.time import now, today
from workflows.permissions import Right


@dataclass(frozen=True, slots=True)
class Opened:
    """That a person opened a concern on a day."""

    concern_id: int
    person_id: int
    day: date
    organisation_id: int
    at: datetime
    extract_only: bool


def init_readers(app: Flask) -> None:
    """Write what a page noted when it is ready: the page itself only reads, and in one transaction."""

    @app.after_request
    def _write(response: Response) -> Response:
        opened: list[Opened] = list(g.pop("opened", {}).values())
        if opened and response.status_code < 500:
            try:
                write_readings(opened)
            except SQLAlchemyError as error:
                fault = fault_of(error)
                if fault is None:
                    raise
                note(fault, error)  # the page is shown, and the reader's next page is noted
        return response


def write_readings(opened: list[Opened]) -> None:
    """Write those of which there is no record yet. The first opening of a day stands, and how much was read in all."""
    session = db.session()
    if new := [each for each in opened if not _is_written(session, each)]:
        with unit_of_work() as work:
            work.execute(_insert(work), [asdict(each) for each in new])


_WRITTEN = select(Reading.extract_only).where(
    Reading.concern_id == bindparam("concern_id"),
    Reading.person_id == bindparam("person_id"),
    Reading.day == bindparam("day"),
)


def _is_written(session: Session, opened: Opened) -> bool:
    given = {"concern_id": opened.concern_id, "person_id": opened.person_id, "day": opened.day}
    kept = read_rows(session, _WRITTEN, given).first()
    return kept is not None and (opened.extract_only or not kept.extract_only)


def _insert(session: Session) -> Insert:
    """Another page of the same person may write at the same moment."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    row = postgresql.insert(Reading) if on_postgresql else sqlite.insert(Reading)
    return row.on_conflict_do_update(
        index_elements=list(Reading.__table__.primary_key),
        set_={"extract_only": False},
        where=row.excluded.extract_only == false(),
    )


def note_reading(case: Case) -> None:
    """Note that the concern was opened by somebody who did not file it."""
    concern, actor = case.concern, case.actor
    if actor.organisation_id == concern.filer_organisation_id:
        return
    note_opened(actor, concern.id, extract_only=Right.NARRATIVE not in case.rights)


def note_opened(actor: Actor, concern_id: int, *, extract_only: bool) -> None:
    """Note it of somebody who is not of the filer's organisation."""
    opened = Opened(
        concern_id=concern_id,
        person_id=actor.person_id,
        day=today(),
        organisation_id=actor.organisation_id,
        at=now(),
        extract_only=extract_only,
    )
    noted: dict[tuple[int, bool], Opened] = g.setdefault("opened", {})
    noted[concern_id, extract_only] = opened
