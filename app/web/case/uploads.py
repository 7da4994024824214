"""Files given with a step: kept at once, so that a refusal does not lose them, and bound when the step is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, cast

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases.access import Case
from app.cases.files import add_file
from app.cases.forms import StepForm
from app.cases.models import Recommendation
from app.cases.records import Attachment
from app.core.db import db
from app.web import me
from app.web.storage import store
from app.web.words import missing


def keep_uploads(form: StepForm, case: Case, recommendation: Recommendation | None) -> tuple[str, ...]:
    """Store what was uploaded; returns the public ids of all files that wait for this step and were not taken off."""
    if not form.takes_files:
        return ()
    for upload in request.files.getlist("uploads"):
        if not upload.filename:
            continue
        kept = add_file(
            store(),
            me(),
            case.concern.public_id,
            cast(BinaryIO, upload.stream),
            upload.filename,
            number=recommendation.number if recommendation else None,
            pending=True,
        )
        if not isinstance(kept, Attachment):
            form["uploads"].errors = [
                *form["uploads"].errors,
                f"{upload.filename}: {missing(kept)}",
            ]
    dropped = set(request.form.getlist("drop_file"))
    waiting = pending_files(db.session(), case, recommendation)
    return tuple(a.public_id for a in waiting if a.public_id not in dropped)


def pending_files(
    session: Session, case: Case, recommendation: Recommendation | None
) -> Sequence[Attachment]:
    """The person's own files that wait for a step of this case."""
    return session.scalars(
        select(Attachment)
        .where(
            Attachment.concern_id == case.concern.id,
            Attachment.recommendation_id == (recommendation.id if recommendation else None),
            Attachment.person_id == case.actor.person_id,
            Attachment.pending,
        )
        .order_by(Attachment.id)
    ).all()
