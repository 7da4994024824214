"""Who opened a concern: the filer sees it."""

from __future__ import annotations

import logging

from flask import Response, current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError

from app.cases.access import Case
from app.cases.records import Reading
from app.core.db import db, unit_of_work
from app.core.time import now, today
from workflows.policy import Right

log = logging.getLogger(__name__)


def note_reading(response: Response, case: Case) -> None:
    """Write down, once a day for each person, that the concern was opened by somebody who did not file it.

    It is written once the page has been sent: a record about the reader, not a change that they ask for.
    """
    concern, actor = case.concern, case.actor
    if actor.organisation_id == concern.filer_organisation_id:
        return
    key = (concern.id, actor.person_id, today())
    seen = select(Reading.concern_id).where(
        Reading.concern_id == key[0], Reading.person_id == key[1], Reading.day == key[2]
    )
    if db.session.scalar(seen) is not None:
        return
    reading = Reading(
        concern_id=concern.id,
        person_id=actor.person_id,
        day=key[2],
        organisation_id=actor.organisation_id,
        at=now(),
        extract_only=Right.NARRATIVE not in case.rights,
    )
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    @response.call_on_close
    def write() -> None:
        with app.app_context():
            try:
                with unit_of_work() as session:
                    session.add(reading)
            except IntegrityError:
                pass  # the same person opened it twice at the same moment
            except OperationalError:
                log.exception("the reading of a concern was not written down")
