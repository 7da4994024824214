"""Files of a concern: taken after their checks, and opened only by whom the policy lets read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.concerns.access import Case, find
from app.concerns.attachments import OF_THE_CASE, Attachment
from app.concerns.models import Concern, Recommendation
from app.core.actor import Actor
from app.core.db import db, unit_of_work
from app.core.files.contents import Reason, RefusedFile
from app.core.files.store import FileStore, UnknownFile, clean_upload
from app.core.kept_forms.service import KEPT
from app.core.random_ids import public_id as new_public_id
from app.core.refusals import NotFound
from app.core.time import now
from app.process import history
from app.process.models import Event, PendingStep
from app.process.pending import waits
from workflows.concern import Stage
from workflows.permissions import Right
from workflows.roles import CaseRole, Kind
from workflows.streams import Stream

FROM_THE_GROUP = frozenset({Kind.MEMBER, Kind.SECRETARIAT, Kind.MINISTRY})

MOST_TOGETHER = 40  # files that one person gives with one filing, or to one step
MOST_WAITING = 100  # files of one person that nothing holds yet: of drafts, and of steps that were not taken
MOST_BYTES = 50  # of the same, times as large as one file may be
LATELY = timedelta(days=30)  # what was forgotten does not count for ever
CIRCLE = frozenset(
    {CaseRole.FILER, CaseRole.SECRETARIAT, CaseRole.CHAIR, CaseRole.RAPPORTEUR, CaseRole.SECOND_READER}
)


@dataclass(frozen=True, slots=True)
class Store:
    """Where files lie, and how large one may be, in bytes."""

    files: FileStore
    limit: int


def save_file(
    store: Store, stream: BinaryIO, filename: str, about: Callable[[Session], dict[str, Any]]
) -> Attachment | Reason:
    """Check and keep a file; the reason where it is not taken.

    `about` says in the transaction whose it is and what it belongs to; where it raises, nothing is kept.
    """
    try:
        with clean_upload(stream, filename, store.limit) as (clean, checked):
            stored = store.files.put(clean)
        try:
            with unit_of_work() as session:
                attachment = Attachment(
                    public_id=new_public_id(),
                    at=now(),
                    name=checked.safe_name,
                    media_type=checked.media_type,
                    size=checked.size,
                    sha256=checked.sha256,
                    stored_name=stored,
                    **about(session),
                )
                session.add(attachment)
        except BaseException:
            store.files.remove(stored)
            raise
    except RefusedFile as refused:
        return refused.reason
    return attachment


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
    """Keep a file of a concern or of one of its recommendations, with what it shows in at most 300 characters.

    Raises NotFound for what the person may not see.
    """

    def about(session: Session) -> dict[str, Any]:
        case = find(session, actor, public_id, lock=True)
        rec = next((r for r in case.recommendations if r.number == number), None) if number else None
        if number and rec is None:
            raise NotFound(public_id)
        room_for_one_more(session, MOST_TOGETHER, *_given_with(case, rec, pending))
        room_for_a_person(session, store, actor.person_id)
        return {
            "concern_id": case.concern.id,
            "recommendation_id": rec.id if rec else None,
            "pending": pending,
            "person_id": actor.person_id,
            "organisation_id": actor.organisation_id,
            "shows": shows,
        }

    return save_file(store, stream, filename, about)


def room_for_one_more(session: Session, most: int, *these: ColumnElement[bool]) -> None:
    """Raises RefusedFile where there are as many of these files as are taken. The concern's row must be locked."""
    if (session.scalar(select(func.count(Attachment.id)).where(*these)) or 0) >= most:
        raise RefusedFile(Reason.TOO_MANY, "as many files as are taken")


def room_for_a_person(session: Session, store: Store, person_id: int) -> None:
    """Raises RefusedFile where too much of what they gave lately waits: for a step, or for a draft to be filed."""
    number, size = session.execute(
        select(func.count(Attachment.id), func.coalesce(func.sum(Attachment.size), 0))
        .join(Concern, Concern.id == Attachment.concern_id)
        .where(
            Attachment.person_id == person_id,
            Attachment.at > now() - LATELY,
            or_(Attachment.pending, Concern.stage == Stage.DRAFT),
        )
    ).one()
    if number >= MOST_WAITING or size >= MOST_BYTES * store.limit:
        raise RefusedFile(Reason.TOO_MUCH_WAITS, "too many files that nothing holds yet")


def _given_with(case: Case, rec: Recommendation | None, pending: bool) -> tuple[ColumnElement[bool], ...]:
    return (
        Attachment.concern_id == case.concern.id,
        Attachment.recommendation_id == (rec.id if rec else None),
        Attachment.person_id == case.actor.person_id,
        Attachment.event_id.is_(None),
        Attachment.pending == pending,
        OF_THE_CASE,
    )


def leave_out(store: Store, actor: Actor, public_id: str, file_ids: Sequence[str]) -> None:
    """Take one's own files off a step that is not taken yet; a colleague's stay. Raises NotFound."""
    if not file_ids:
        return
    with unit_of_work() as session:
        case = find(session, actor, public_id, lock=True)
        rows = session.scalars(
            select(Attachment).where(
                Attachment.concern_id == case.concern.id,
                Attachment.public_id.in_(file_ids),
                Attachment.pending,
                Attachment.person_id == actor.person_id,
                OF_THE_CASE,
            )
        ).all()
        for row in rows:
            session.delete(row)
    for row in rows:
        store.files.remove(row.stored_name)


def of_steps_not_taken() -> ColumnElement[bool]:
    """The files that went up for a step, which nobody has taken for as long as what is typed is kept.

    What is prepared, or waits for a vote, holds its own.
    """
    given = db.session.scalars(select(PendingStep.data).where(waits(PendingStep)))
    held = [name for each in given for name in each.get("files", ())]
    return and_(Attachment.link_id.is_(None), Attachment.at < now() - KEPT, Attachment.public_id.not_in(held))


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


def open_file(store: Store, actor: Actor, public_id: str, file_id: str) -> tuple[Attachment, str, BinaryIO]:
    """The file for whom may read it, and its name for this reader; that it was read is an event. Raises NotFound."""
    with unit_of_work() as session:
        case = find(session, actor, public_id, lock=True)
        row = _row(session, case, file_id)
        if not may_open(case, row):
            raise NotFound(file_id)
        if Right.EDIT not in case.rights:
            _note(session, case, row)
        exchanged = session.scalars(
            select(Attachment).where(
                Attachment.concern_id == case.concern.id, Attachment.public, ~Attachment.pending, OF_THE_CASE
            )
        )
        name = name_for(case, row, exchanged.all())
    try:
        return row, name, store.files.open(row.stored_name)
    except UnknownFile:
        raise NotFound(file_id) from None


def name_for(case: Case, file: Any, files: Sequence[Any]) -> str:
    """The file's own name for its organisation and for who reads the review, as it may tell who is meant or who filed.

    Others have the reference with a number. `files` are the concern's: those of the exchange are numbered as they
    came, and as none of them is ever taken off, the number stays.
    """
    actor = case.actor
    own = file.organisation_id == actor.organisation_id or file.person_id == actor.person_id
    if own or Right.REVIEW in case.rights:
        return str(file.name)
    exchanged = sorted((f.event_id or 0, f.id) for f in files if f.public)
    earlier = sum(place <= (file.event_id or 0, file.id) for place in exchanged)
    return f"{case.concern.reference}-{earlier}{PurePath(file.name).suffix.lower()}"


def may_open(case: Case, row: Attachment) -> bool:
    """Whether this person may read the file."""
    if row.person_id == case.actor.person_id:
        return True
    if row.pending:
        return _prepares(case, row)
    if row.public:
        return row.recommendation_id in {r.id for r in case.recommendations} and not of_another(
            case, row.organisation_id, row.organisation.kind
        )
    if Right.NARRATIVE not in case.rights or Right.REVIEW not in case.rights:
        return Right.EDIT in case.rights
    return row.level != "restricted" or bool(case.standing & CIRCLE)


def of_another(case: Case, organisation_id: int, kind: Kind) -> bool:
    """Whether it came from an institution that had the recommendation before: the next one is not shown it."""
    answers = case.standing <= {CaseRole.ADDRESSEE, CaseRole.CHECKER}
    return answers and organisation_id != case.actor.organisation_id and kind not in FROM_THE_GROUP


def _prepares(case: Case, row: Attachment) -> bool:
    """Whether it waits with an answer that this person's institution prepares: colleagues go on with it, and sign."""
    return row.organisation_id == case.actor.organisation_id and any(
        rec.id == row.recommendation_id and CaseRole.ADDRESSEE in case.standing_in(rec)
        for rec in case.recommendations
    )


def _row(session: Session, case: Case, file_id: str) -> Attachment:
    row = session.scalars(
        select(Attachment)
        .where(Attachment.concern_id == case.concern.id, Attachment.public_id == file_id, OF_THE_CASE)
        .options(joinedload(Attachment.organisation))
    ).one_or_none()
    if row is None:
        raise NotFound(file_id)
    return row


def _note(session: Session, case: Case, row: Attachment) -> None:
    history.note(
        session,
        case.concern.id,
        row.recommendation_id,
        by=case.actor,
        at=now(),
        standing=next(s for s in CaseRole if s in case.standing),
        machine=Stream.RECORD,
        do="read_file",
        file=row.public_id,
    )


def bind_files(session: Session, event: Event, files: tuple[str, ...], uploaded_by: int) -> None:
    """The files that an organisation uploaded for this step become part of it, and are of whose step it is.

    Another organisation's are left alone.
    """
    rows = session.scalars(
        select(Attachment).where(
            Attachment.concern_id == event.concern_id,
            Attachment.public_id.in_(files),
            Attachment.pending,
            Attachment.organisation_id == uploaded_by,
            OF_THE_CASE,
        )
    )
    for attachment in rows:
        attachment.event_id, attachment.recommendation_id = event.id, event.recommendation_id
        attachment.public, attachment.pending = event.public, False
        attachment.organisation_id = event.organisation_id or uploaded_by
