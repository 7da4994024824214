"""What the pages of a filing read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.attachments import OF_THE_CASE, Attachment
from app.concerns.models import ConcernInstitution


def files_of(session: Session, concern_id: int) -> Sequence[Attachment]:
    """The files of a draft."""
    return session.scalars(
        select(Attachment)
        .where(Attachment.concern_id == concern_id, ~Attachment.pending, OF_THE_CASE)
        .order_by(Attachment.id)
    ).all()


def institution_ids(session: Session, concern_id: int) -> list[int]:
    """The institutions that the concern is about."""
    return list(
        session.scalars(
            select(ConcernInstitution.organisation_id).where(ConcernInstitution.concern_id == concern_id)
        )
    )
