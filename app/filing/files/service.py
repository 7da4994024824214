"""What is said of the files of a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.access import find
from app.concerns.attachments import OF_THE_CASE, Attachment
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.language import lazy as _l
from app.core.refusals import NotFound
from workflows.permissions import Right

LONGEST_NOTE = 300
NOTE_TOO_LONG = _l("This is too long: at most %(max)d characters.", max=LONGEST_NOTE)


def files_of(session: Session, concern_id: int) -> Sequence[Attachment]:
    """The files of a draft."""
    return session.scalars(
        select(Attachment)
        .where(Attachment.concern_id == concern_id, ~Attachment.pending, OF_THE_CASE)
        .order_by(Attachment.id)
    ).all()


def note_files(actor: Actor, public_id: str, notes: Mapping[str, str]) -> None:
    """Keep what these files show, by their public ids: at most LONGEST_NOTE characters of each.

    Raises NotFound for a file that is not of this draft.
    """
    with unit_of_work() as session:
        case = find(session, actor, public_id, lock=True)
        if Right.EDIT not in case.rights:
            raise NotFound(public_id)
        rows = [row for row in files_of(session, case.concern.id) if row.public_id in notes]
        if len(rows) != len(notes):
            raise NotFound(public_id)
        for row in rows:
            row.shows = notes[row.public_id]
