"""Files given with a step: kept at once, so that a refusal does not lose them, and bound when the step is taken."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import request
from sqlalchemy import or_, select

from app.concerns.attachments import OF_THE_CASE, Attachment
from app.concerns.files import add_file, leave_out
from app.concerns.page.step_parts import StepPage, StepPart
from app.concerns.step_forms import StepForm
from app.concerns.uploads import keep_each, say_refused, store
from app.core.current_actor import me
from app.core.not_found import NotFound
from app.process.refusal_labels import missing


def keep_uploads(form: StepForm, page: StepPage, parts: Sequence[StepPart]) -> tuple[str, ...]:
    """Store what was uploaded, and let go with it what the parts of the page take over.

    Returns the public ids of all files that wait for this step and were not left out.
    """
    if not form.takes_files:
        return ()
    case, number = page.case, page.recommendation.number if page.recommendation else None
    dropped = request.form.getlist("drop_file")
    leave_out(store(), me(), case.concern.public_id, dropped)
    keep_each(form, partial(add_file, store(), me(), case.concern.public_id, number=number, pending=True))
    for part in parts:
        try:
            for name, why in part.take_files(request.form):
                say_refused(form, name, why)
        except NotFound:
            form["uploads"].errors = [*form["uploads"].errors, missing("not_contributed")]
    # a colleague's file that is left out stays where it is
    return tuple(a.public_id for a in pending_files(page, parts) if a.public_id not in dropped)


def pending_files(page: StepPage, parts: Sequence[StepPart] = ()) -> Sequence[Attachment]:
    """The files that wait for a step of this case: the person's own, and those that a colleague gave."""
    actor = page.case.actor
    begun = [name for part in parts for name in part.begun()]
    return page.session.scalars(
        select(Attachment)
        .where(
            Attachment.concern_id == page.case.concern.id,
            Attachment.recommendation_id == (page.recommendation.id if page.recommendation else None),
            or_(Attachment.person_id == actor.person_id, Attachment.public_id.in_(begun)),
            Attachment.organisation_id == actor.organisation_id,
            Attachment.pending,
            OF_THE_CASE,
        )
        .order_by(Attachment.id)
    ).all()
