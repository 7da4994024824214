"""Files by a one-time link: while it holds, few, and each read back by its holder alone until the answer is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.answers.files import MOST_BY_A_LINK, belongs_to, forget, stream_of
from app.answers.links.access import Gone
from app.answers.links.service import at
from app.answers.models import AnswerLink
from app.concerns.attachments import Attachment
from app.concerns.files import Store, room_for_one_more, save_file
from app.core.db import unit_of_work
from app.core.files.contents import Reason
from app.core.refusals import NotFound
from app.core.time import now


def add_by_link(store: Store, token: str, stream: BinaryIO, filename: str) -> Attachment | Reason:
    """Keep a file that waits for the answer by this link. Raises Gone."""

    def about(session: Session) -> dict[str, Any]:
        link = at(session, token, lock=True)
        room_for_one_more(session, MOST_BY_A_LINK, Attachment.link_id == link.id)
        if link.request is not None:
            return {**belongs_to(link.request), "link_id": link.id}
        return {
            "concern_id": link.concern_id,
            "recommendation_id": link.recommendation_id,
            "organisation_id": link.organisation_id,
            "link_id": link.id,
            "pending": True,
        }

    return save_file(store, stream, filename, about)


def of_ended_links() -> ColumnElement[bool]:
    """The files of links that ended without an answer."""
    ended = (
        AnswerLink.revoked_at.is_not(None)
        | AnswerLink.used_at.is_not(None)
        | AnswerLink.over_at.is_not(None)
        | (AnswerLink.expires_at < now())
    )
    return Attachment.link_id.in_(select(AnswerLink.id).where(ended))


def files_by(session: Session, link: AnswerLink) -> Sequence[Attachment]:
    """The files that wait for the answer by this link."""
    query = select(Attachment).where(Attachment.link_id == link.id, Attachment.pending)
    return session.scalars(query.order_by(Attachment.id)).all()


def leave_out(store: Store, token: str, file_ids: Sequence[str]) -> None:
    """Take files off again. Raises Gone."""
    with unit_of_work() as session:
        link = at(session, token, lock=True)
        names = forget(session, file_ids, Attachment.link_id == link.id)
    for name in names:
        store.files.remove(name)


def open_by_link(
    store: Store, session: Session, link: AnswerLink, file_id: str
) -> tuple[Attachment, BinaryIO]:
    """A file that waits, for who holds the link. Raises Gone."""
    for row in files_by(session, link):
        if row.public_id == file_id:
            try:
                return row, stream_of(store, row)
            except NotFound:
                break
    raise Gone
