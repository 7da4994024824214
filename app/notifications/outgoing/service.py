"""What the administrator does with mail that does not get through."""

from __future__ import annotations

from sqlalchemy import update

from app.core.db import unit_of_work
from app.core.outbox import SendState
from app.core.time import now
from app.notifications.outgoing.queries import GIVEN_UP, TABLES, MailKind


class NotWaiting(Exception):
    """The mail was sent, or is not to be sent."""


def send_again(kind: MailKind, row_id: int) -> None:
    """Let this mail leave at once, with all attempts before it. Raises LookupError, NotWaiting."""
    with unit_of_work() as session:
        row = session.get(TABLES[kind], row_id, with_for_update=True)
        if row is None:
            raise LookupError(row_id)
        if row.state not in (SendState.WAITING, *GIVEN_UP):
            raise NotWaiting
        row.state, row.attempts, row.not_before, row.error = SendState.WAITING, 0, now(), ""


def send_all_again(kind: MailKind) -> None:
    """The same for every mail of a kind that is not tried any more."""
    table = TABLES[kind]
    with unit_of_work() as session:
        session.execute(
            update(table)
            .where(table.state.in_(GIVEN_UP))
            .values(state=SendState.WAITING, attempts=0, not_before=now(), error="")
        )
