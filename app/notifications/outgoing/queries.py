"""What the page of outgoing mail reads: who, when and why not; never of which case."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, literal, select
from sqlalchemy.orm import Session

from app.accounts.models import AccountMail, Person, WorkMail
from app.core.outbox import Queued, SendState
from app.core.paging import Cursor, Order, Page, Rows, capped, count_of, fetch_page, page_of
from app.meetings.models import Invitation
from app.notifications.models import Digest, Notification


class MailKind(StrEnum):
    """What a mail is about."""

    NOTICE = "notice"
    DIGEST = "digest"
    ACCOUNT = "account"
    MEETING = "meeting"
    WORK = "work"  # of features: contributions, signatures, links, access requests, the directory


class MailState(StrEnum):
    """Which mails are listed."""

    WAITING = "waiting"
    TROUBLE = "trouble"  # what failed and is tried again, and what is not tried any more
    SENT = "sent"


TABLES: dict[MailKind, type[Queued]] = {
    MailKind.NOTICE: Notification,
    MailKind.DIGEST: Digest,
    MailKind.ACCOUNT: AccountMail,
    MailKind.MEETING: Invitation,
    MailKind.WORK: WorkMail,
}
NAMING_AN_ADDRESS = (AccountMail, WorkMail)
GIVEN_UP = (SendState.FAILED, SendState.BOUNCED)


def order_of(kind: MailKind) -> Order:
    """The newest first."""
    return Order(f"outgoing-{kind}", (TABLES[kind].id,), falling=True)


def outgoing(session: Session, kind: MailKind, standing: MailState, place: Cursor | None) -> Page:
    """One page of mails of a kind. One query."""
    table, order = TABLES[kind], order_of(kind)
    own: Any = (
        table  # who it is for stands in a column of its own in each of them: a person, an address, or either
    )
    by_address = table is AccountMail
    joined = Person.email == own.email if by_address else Person.id == own.person_id
    email = func.coalesce(Person.email, own.email) if table in NAMING_AN_ADDRESS else Person.email
    what = own.kind if table in NAMING_AN_ADDRESS else own.topic if table is Notification else literal(None)
    columns = [getattr(own, name) for name in COLUMNS]
    query: Rows = (
        select(*columns, what.label("what"), Person.name, email.label("email"))
        .select_from(table)
        .outerjoin(Person, joined)
        .where(_listed(table, standing))
    )
    return fetch_page(session, page_of(query, order, place), order, place)


COLUMNS = ("id", "state", "attempts", "created_at", "not_before", "sent_at", "error")


def _listed(table: type[Queued], standing: MailState) -> Any:
    if standing is MailState.SENT:
        return table.state == SendState.SENT
    if standing is MailState.WAITING:
        return table.state == SendState.WAITING
    retried = and_(table.state == SendState.WAITING, table.error != "")
    return retried | table.state.in_(GIVEN_UP)


def counts(session: Session) -> dict[tuple[MailKind, MailState], str]:
    """How many wait and how many do not get through, of each kind. One query."""
    keys = [(kind, standing) for kind in MailKind for standing in (MailState.WAITING, MailState.TROUBLE)]
    numbers = [count_of(_listed(TABLES[kind], standing), of=TABLES[kind].id) for kind, standing in keys]
    row = session.execute(select(*numbers)).one()
    return {key: capped(number) for key, number in zip(keys, row, strict=True)}
