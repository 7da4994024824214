"""Files given with a step: kept at once, so that a refusal does not lose them, and bound when the step is taken."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import request
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.answers.files import take_over
from app.answers.prefill import Beside
from app.concerns.access import Case
from app.concerns.attachments import OF_THE_CASE, Attachment
from app.concerns.files import add_file, leave_out
from app.concerns.models import Recommendation
from app.concerns.step_forms import StepForm
from app.concerns.uploads import keep_each, say_refused, store
from app.core.current_actor import me
from app.core.db import db
from app.core.not_found import NotFound
from app.process.refusal_labels import missing


def keep_uploads(
    form: StepForm, case: Case, recommendation: Recommendation | None, aside: Beside | None
) -> tuple[str, ...]:
    """Store what was uploaded, and take over what was ticked of the contributions' files.

    Returns the public ids of all files that wait for this step and were not left out.
    """
    if not form.takes_files:
        return ()
    number = recommendation.number if recommendation else None
    dropped = request.form.getlist("drop_file")
    leave_out(store(), me(), case.concern.public_id, dropped)
    keep_each(form, partial(add_file, store(), me(), case.concern.public_id, number=number, pending=True))
    if aside and recommendation and (ticked := request.form.getlist("take_file")):
        try:
            for name, why in take_over(store(), db.session(), case, recommendation, ticked):
                say_refused(form, name, why)
        except NotFound:
            form["uploads"].errors = [*form["uploads"].errors, missing("not_contributed")]
    # a colleague's file that is left out stays where it is
    waiting = pending_files(db.session(), case, recommendation, aside)
    return tuple(a.public_id for a in waiting if a.public_id not in dropped)


def pending_files(
    session: Session, case: Case, recommendation: Recommendation | None, aside: Beside | None
) -> Sequence[Attachment]:
    """The files that wait for a step of this case: the person's own, and those of an answer that a colleague began."""
    prepared = aside.work.prepared if aside else None
    begun = prepared.given.get("files", ()) if prepared else ()
    return session.scalars(
        select(Attachment)
        .where(
            Attachment.concern_id == case.concern.id,
            Attachment.recommendation_id == (recommendation.id if recommendation else None),
            or_(Attachment.person_id == case.actor.person_id, Attachment.public_id.in_(begun)),
            Attachment.organisation_id == case.actor.organisation_id,
            Attachment.pending,
            OF_THE_CASE,
        )
        .order_by(Attachment.id)
    ).all()
