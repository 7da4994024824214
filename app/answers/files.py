"""Files of contributions: read by who asked and by who gave them, and taken into the answer or left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.answers.access import Asked, find_request, is_still_asked
from app.answers.models import ContributionRequest
from app.concerns.access import Case
from app.concerns.attachments import Attachment
from app.concerns.files import Store, add_file, room_for_a_person, room_for_one_more, save_file
from app.concerns.models import Recommendation
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.files.contents import Reason
from app.core.files.store import UnknownFile
from app.core.refusals import NotFound
from app.core.time import now
from app.process import history
from workflows.contribution import State
from workflows.engine import NotNow
from workflows.roles import CaseRole
from workflows.streams import Stream

MOST_FILES = 20  # with one contribution
MOST_BY_A_LINK = 5  # on their way, by one link


def add_to_request(
    store: Store, actor: Actor, public_id: str, stream: BinaryIO, filename: str
) -> Attachment | Reason:
    """Keep a file that waits for the agency's contribution. Raises NotFound, NotNow."""

    def about(session: Session) -> dict[str, Any]:
        asked = find_request(session, actor, public_id, lock=True)
        if CaseRole.CONTRIBUTOR not in asked.standing:
            raise NotFound(public_id)
        if asked.request.state is not State.ASKED:
            raise NotNow(asked.request.state)
        room_for_one_more(session, MOST_FILES, Attachment.request_id == asked.request.id)
        room_for_a_person(session, store, actor.person_id)
        return {**belongs_to(asked.request), "person_id": actor.person_id}

    return save_file(store, stream, filename, about)


def belongs_to(request: ContributionRequest) -> dict[str, Any]:
    """Of a file that waits for the contribution to this request, what it belongs to."""
    return {
        "concern_id": request.concern_id,
        "recommendation_id": request.recommendation_id,
        "request_id": request.id,
        "organisation_id": request.agency_id,
        "pending": True,
    }


def files_of(session: Session, asked: Asked) -> Sequence[Attachment]:
    """The files of a request that this person may read: those given, and for the agency those that wait."""
    query = select(Attachment).where(Attachment.request_id == asked.request.id, _read_by(asked))
    return session.scalars(query.order_by(Attachment.id)).all()


def _read_by(asked: Asked) -> Any:
    if CaseRole.CONTRIBUTOR in asked.standing:
        return ~Attachment.pending | Attachment.link_id.is_(None)  # what waits by a link is its holder's
    return ~Attachment.pending


def leave_out(store: Store, actor: Actor, public_id: str, file_ids: Sequence[str]) -> None:
    """Take files off that wait for the agency's contribution. Raises NotFound."""
    with unit_of_work() as session:
        asked = find_request(session, actor, public_id, lock=True)
        if CaseRole.CONTRIBUTOR not in asked.standing:
            raise NotFound(public_id)
        these = (Attachment.request_id == asked.request.id, Attachment.link_id.is_(None))
        names = forget(session, file_ids, *these)
    for name in names:
        store.files.remove(name)


def forget(session: Session, file_ids: Sequence[str], *these: Any) -> list[str]:
    """Delete the rows of files that wait; gives the names under which their bytes lie."""
    rows = session.scalars(
        select(Attachment).where(Attachment.public_id.in_(file_ids), Attachment.pending, *these)
    ).all()
    for row in rows:
        session.delete(row)
    return [row.stored_name for row in rows]


def open_of_request(store: Store, actor: Actor, public_id: str, file_id: str) -> tuple[Attachment, BinaryIO]:
    """A file of a request, for who may read it; that they did is an event. Raises NotFound."""
    with unit_of_work() as session:
        asked = find_request(session, actor, public_id, lock=True)
        request = asked.request
        row = session.scalars(
            select(Attachment).where(
                Attachment.request_id == request.id, Attachment.public_id == file_id, _read_by(asked)
            )
        ).one_or_none()
        if row is None:
            raise NotFound(file_id)
        history.note(
            session,
            request.concern_id,
            request.recommendation_id,
            by=actor,
            at=now(),
            standing=next(s for s in CaseRole if s in asked.standing),
            machine=Stream.RECORD,
            do="read_file",
            owner=request.by_organisation_id,
            file=row.public_id,
        )
    return row, stream_of(store, row)


def stream_of(store: Store, row: Attachment) -> BinaryIO:
    """The bytes of a file. Raises NotFound."""
    try:
        return store.files.open(row.stored_name)
    except UnknownFile:
        raise NotFound(row.public_id) from None


# --- into the answer -----------------------------------------------------------------


def given_to(session: Session, actor: Actor, recommendation_id: int) -> Sequence[Attachment]:
    """The files that came with contributions to the answer of this person's organisation."""
    return session.scalars(
        select(Attachment)
        .join(ContributionRequest, ContributionRequest.id == Attachment.request_id)
        .where(
            ContributionRequest.recommendation_id == recommendation_id,
            ContributionRequest.by_organisation_id == actor.organisation_id,
            is_still_asked(),
            ~Attachment.pending,
        )
        .order_by(Attachment.id)
    ).all()


def take_over(
    store: Store, session: Session, case: Case, rec: Recommendation, file_ids: Sequence[str]
) -> list[tuple[str, Reason]]:
    """Copy files of contributions to those that wait for this person's answer; the name of each that was not taken, and
    why. Raises NotFound where one came with none of them: nothing is copied then.
    """
    refused, given = [], given_to(session, case.actor, rec.id)
    if not set(file_ids) <= {row.public_id for row in given}:
        raise NotFound(rec.number)
    for row in given:
        if row.public_id not in file_ids:
            continue
        with stream_of(store, row) as stream:
            kept = add_file(
                store,
                case.actor,
                case.concern.public_id,
                stream,
                row.name,
                number=rec.number,
                pending=True,
            )
        if isinstance(kept, Reason):
            refused.append((row.name, kept))
    return refused
