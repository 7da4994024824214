"""Files of a concern: taken after their checks, and opened only by whom the policy lets read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases import history
from app.cases.access import Case, NotFound, find
from app.cases.records import Attachment, Event
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.file_contents import Reason, RefusedFile
from app.core.files import FileStore, UnknownFile, check_upload
from app.core.naming import public_id as new_public_id
from app.core.time import now
from workflows.policy import Right
from workflows.standing import Standing

MOST_FILES = 20
RECORD = "record"
CIRCLE = frozenset(
    {Standing.FILER, Standing.SECRETARIAT, Standing.CHAIR, Standing.RAPPORTEUR, Standing.SECOND_READER}
)


@dataclass(frozen=True, slots=True)
class Store:
    """Where files lie, and how large one may be, in bytes."""

    files: FileStore
    limit: int


def add_file(
    store: Store,
    actor: Actor,
    public_id: str,
    stream: BinaryIO,
    filename: str,
    shows: str = "",
    *,
    number: int | None = None,
    pending: bool = False,
) -> Attachment | Reason:
    """Check and keep a file; the reason where it is not taken. Raises NotFound for what the person may not see."""
    try:
        checked = check_upload(stream, filename, store.limit)
    except RefusedFile as refused:
        return refused.reason
    stream.seek(0)
    stored = store.files.put(stream)
    try:
        with unit_of_work() as session:
            case = find(session, actor, public_id, lock=True)
            rec = next((r for r in case.recommendations if r.number == number), None) if number else None
            if number and rec is None:
                raise NotFound(public_id)
            attachment = Attachment(
                public_id=new_public_id(),
                concern_id=case.concern.id,
                recommendation_id=rec.id if rec else None,
                pending=pending,
                at=now(),
                person_id=actor.person_id,
                organisation_id=actor.organisation_id,
                name=checked.safe_name,
                shows=shows[:300],
                media_type=checked.media_type,
                size=checked.size,
                sha256=checked.sha256,
                stored_name=stored,
            )
            session.add(attachment)
    except BaseException:
        store.files.remove(stored)
        raise
    return attachment


def remove_file(store: Store, actor: Actor, public_id: str, file_id: str) -> None:
    """Take a file off a draft, or one's own off a step that is not taken yet. Raises NotFound."""
    with unit_of_work() as session:
        case = find(session, actor, public_id, lock=True)
        row = _row(session, case, file_id)
        own_pending = row.pending and row.person_id == actor.person_id
        if not own_pending and Right.EDIT not in case.rights:
            raise NotFound(file_id)
        session.delete(row)
        stored = row.stored_name
    store.files.remove(stored)


def open_file(store: Store, actor: Actor, public_id: str, file_id: str) -> tuple[Attachment, BinaryIO]:
    """The file for whom may read it; that they did is an event. Raises NotFound."""
    with unit_of_work() as session:
        case = find(session, actor, public_id, lock=True)
        row = _row(session, case, file_id)
        if not may_open(case, row):
            raise NotFound(file_id)
        if Right.EDIT not in case.rights:
            _note(session, case, row)
    try:
        return row, store.files.open(row.stored_name)
    except UnknownFile:
        raise NotFound(file_id) from None


def may_open(case: Case, row: Attachment) -> bool:
    """Whether this person may read the file."""
    if row.person_id == case.actor.person_id:
        return True
    if row.pending:
        return False
    if row.public:
        return row.recommendation_id in {r.id for r in case.recommendations}
    if Right.NARRATIVE not in case.rights or Right.REVIEW not in case.rights:
        return Right.EDIT in case.rights
    return row.level != "restricted" or bool(case.standing & CIRCLE)


def _row(session: Session, case: Case, file_id: str) -> Attachment:
    row = session.scalars(
        select(Attachment).where(Attachment.concern_id == case.concern.id, Attachment.public_id == file_id)
    ).one_or_none()
    if row is None:
        raise NotFound(file_id)
    return row


def _note(session: Session, case: Case, row: Attachment) -> None:
    history.add(
        session,
        Event(
            concern_id=case.concern.id,
            recommendation_id=row.recommendation_id,
            at=now(),
            person_id=case.actor.person_id,
            organisation_id=case.actor.organisation_id,
            standing=next(s for s in Standing if s in case.standing),
            machine=RECORD,
            do="read_file",
            public=False,
            params={"file": row.public_id},
        ),
    )
