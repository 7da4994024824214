"""The one table of notices and mails, as it is filled: each row in the transaction of what it tells of.

A mail goes to whom its feature names. Of an event is told whose move it is now, and those whose case it is: one
notification for each.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Person, Role, person_role
from app.accounts.outbox import writer_of
from app.concerns.access import Case
from app.concerns.listing import concern_owner, recommendation_owner
from app.concerns.models import Concern, Recommendation
from app.concerns.recusals import out_of, without_chair
from app.concerns.steps import CaseStep
from app.concerns.visibility import STATE_KINDS
from app.core.mail import new_message_id
from app.core.time import local_day, now
from app.notifications.models import Notification, NotificationKind, Preferences, SendState
from app.process.effects import StepEffects
from app.process.models import Event
from workflows import roles as standing
from workflows.concern import CONCERN, ConcernAction
from workflows.notifications import Topic
from workflows.recommendation import RECOMMENDATION, RecommendationAction
from workflows.roles import Owner

effects = StepEffects()

_ABSENT, _DEPUTY = aliased(Person), aliased(Person)


def notify(
    session: Session,
    kind: StrEnum,
    about: int | None = None,
    *,
    people: Iterable[int] = (),
    address: str = "",
    key: str = "",
) -> None:
    """Queue a mail of this kind about the row `about` to each of these people, or to one address. No commit.

    `key` names what must be told once: the table holds it once for each of them.
    """
    for person_id in sorted(set(people)):
        whose = f"{key}-{person_id}" if key else None
        add(session, kind, person_id=person_id, about=about, key=whose, topic=writer_of(kind).topic)
    if address:
        add(session, kind, email=address, about=about, key=f"{key}-{address}" if key else None)


def add(session: Session, kind: StrEnum, *, at: datetime | None = None, **columns: Any) -> Notification:
    """The row of a notice or a mail, which waits from this moment. No commit."""
    at = at or now()
    columns = {"not_before": at, "created_at": at, "message_id": new_message_id(), **columns}
    row = Notification(kind=kind.value, **columns)
    session.add(row)
    return row


def is_queued(session: Session, kind: StrEnum, address: str, since: datetime) -> bool:
    """Whether a mail of this kind to this address was queued since then."""
    mail = Notification
    found = select(mail.id).where(mail.person_id.is_(None), mail.kind == kind.value, mail.email == address)
    return session.scalar(found.where(mail.created_at > since).limit(1)) is not None


def delete_closed(session: Session, kind: StrEnum, before: datetime) -> None:
    """Keep no mail of this kind to an address that was queued before then and waits no more. No commit."""
    mail = Notification
    closed = delete(mail).where(mail.person_id.is_(None), mail.kind == kind.value, mail.created_at < before)
    session.execute(closed.where(mail.state != SendState.WAITING))


# --- recipients of an event ----------------------------------------------------------


@effects.on_event(CONCERN, RECOMMENDATION)
def write_notices(context: CaseStep) -> None:
    """Queue a notice of this step to everybody whom it concerns but who took it. No commit, no sending.

    Those of whom the step itself asks something are told besides.
    """
    assert context.event is not None
    rows = _recipients(context.session, context.case, context.event, context.recommendation)
    topics = {person: Topic.MOVE if moves else Topic.CASE for person, moves in rows}
    _add_notices(
        context.session, Occasion.of(context.event), topics | dict.fromkeys(context.tell, Topic.MOVE)
    )


def queue_notices(
    session: Session,
    event: Event,
    people: Iterable[int | None],
    topic: Topic = Topic.CASE,
    *,
    key: str = "",
    aware: Callable[[Collection[int]], Collection[int]] = lambda _readers: (),
) -> None:
    """Queue a notice of this event to these people but the one who did it. No commit, no sending.

    `key` names what is told where one event is not one thing to tell; nobody is told the same thing twice. Those of
    its readers, deputies included, who are `aware` are told nothing, whatever became of the notice of who is away.
    """
    _add_notices(session, Occasion.of(event, key), {person: topic for person in people if person}, aware)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What notices tell of: their key, when it was and by whom, and the columns of a notice that point to it."""

    key: str
    at: datetime
    by: int | None
    about: Mapping[str, Any]

    @classmethod
    def of(cls, event: Event, key: str = "") -> Occasion:
        """An event of a case."""
        about = {"concern_id": event.concern_id, "event_id": event.id}
        return cls(key or f"event-{event.id}", event.at, event.person_id, about)


def notify_people(session: Session, occasion: Occasion, people: Iterable[int | None], topic: Topic) -> None:
    """Queue a notice of this to these people but the one who did it. No commit, no sending."""
    _add_notices(session, occasion, {person: topic for person in people if person})


def _add_notices(
    session: Session,
    occasion: Occasion,
    topics: dict[int, Topic],
    aware: Callable[[Collection[int]], Collection[int]] = lambda _readers: (),
) -> None:
    """One notice for each of these people; while somebody is away, to the deputy too."""
    topics = {person: topic for person, topic in topics.items() if person != occasion.by}
    away = deputies(session, list(topics), local_day(occasion.at), occasion.about.get("concern_id"))
    readers: dict[int, tuple[Topic, int | None]] = {
        deputy: (topics[absent], absent) for absent, deputy in away
    } | {person: (topic, None) for person, topic in topics.items()}
    left_out = {occasion.by, *aware(readers.keys())}
    for person_id, (topic, absent_id) in sorted(readers.items()):
        if person_id in left_out:
            continue
        add(
            session,
            NotificationKind.NOTICE,
            at=occasion.at,
            key=f"{occasion.key}-{person_id}",
            person_id=person_id,
            absent_id=absent_id,
            topic=topic,
            listed=True,
            **occasion.about,
        )


def deputies(
    session: Session, people: Sequence[int], day: date, concern_id: int | None = None
) -> Sequence[Row[int, int]]:
    """Who of these people is away on this day, and who is told too: a colleague, on rights of their own.

    For who is recused from this concern, and so told nothing, nobody is told in their place.
    """
    given = {"people": list(people), "day": day, "concern": concern_id}
    return session.execute(_away(), given).all()


@cache
def _away() -> Select[int, int]:
    day = bindparam("day", type_=Preferences.away_from.type)
    return (
        select(_ABSENT.id, _DEPUTY.id)
        .join(Preferences, Preferences.person_id == _ABSENT.id)
        .join(_DEPUTY, _DEPUTY.id == Preferences.deputy_id)
        .where(_ABSENT.id.in_(bindparam("people", expanding=True)))
        .where(Preferences.away_from <= day, Preferences.away_to >= day)
        .where(_DEPUTY.active, _DEPUTY.organisation_id == _ABSENT.organisation_id)
        .where(~out_of(bindparam("concern", type_=Integer), _ABSENT))
    )


def _recipients(
    session: Session, case: Case, event: Event, rec: Recommendation | None
) -> Sequence[Row[int, int]]:
    """Who is told, and whether it is their move now."""
    concern = case.concern
    mover = recommendation_owner(rec, concern) if rec else concern_owner(concern)
    owners = {Owner.FILER, Owner.RAPPORTEUR} - {mover}
    if event.do in (ConcernAction.LEAVE_POST, ConcernAction.HAND_OVER):
        owners.add(Owner.CHAIR)
    if event.public:
        owners.add(Owner.ADDRESSEE)
    urgent = concern.urgent and concern.coordinator_told and event.do == ConcernAction.SUBMIT
    if urgent or event.do == RecommendationAction.ASK_EXTENSION:
        owners.add(Owner.COORDINATOR)
    moving = list(_persons(mover, concern, rec, case))
    conditions = [c for owner in owners for c in _persons(owner, concern, rec, case)]
    if event.do in (ConcernAction.SECOND, ConcernAction.HAND_OVER) and concern.second_reader_id:
        moving.append(Person.id == concern.second_reader_id)
    query = (
        select(Person.id, func.max(sql_case((or_(false(), *moving), 1), else_=0)))
        .join(person_role, person_role.c.person_id == Person.id)
        .join(Role, Role.id == person_role.c.role_id)
        .where(Person.active, or_(*moving, *conditions))
        .group_by(Person.id)
        .order_by(Person.id)
    )
    return session.execute(query).all()


def people_of(session: Session, case: Case, rec: Recommendation | None, owners: Iterable[Owner]) -> set[int]:
    """Ids of those with an active account who are one of these parties to the case."""
    conditions = [c for owner in owners for c in _persons(owner, case.concern, rec, case)]
    query = (
        select(Person.id)
        .join(person_role, person_role.c.person_id == Person.id)
        .join(Role, Role.id == person_role.c.role_id)
        .where(Person.active, or_(false(), *conditions))
    )
    return set(session.scalars(query))


def _holds(*roles: standing.Role) -> ColumnElement[bool]:
    return Role.name.in_([role.value for role in roles])


def _persons(
    owner: Owner, concern: Concern, rec: Recommendation | None, case: Case
) -> Iterable[ColumnElement[bool]]:
    """The people of a party, as conditions on Person and Role."""
    if owner is Owner.FILER:
        yield and_(_holds(standing.Role.MEMBER), Person.organisation_id == concern.filer_organisation_id)
    elif owner is Owner.SECRETARIAT:
        yield _holds(standing.Role.SECRETARIAT)
    elif owner in (Owner.CHAIR, Owner.GROUP):
        yield _holds(standing.Role.CHAIR)
        yield and_(_holds(standing.Role.SECRETARIAT), literal(concern.id).in_(without_chair()))
    elif owner is Owner.RAPPORTEUR and concern.rapporteur_id:
        yield Person.id == concern.rapporteur_id
    elif owner is Owner.MINISTRY:
        yield _holds(standing.Role.MINISTRY)
    elif owner is Owner.COORDINATOR:
        yield _holds(standing.Role.COORDINATOR)
    elif owner is Owner.ADDRESSEE:
        yield from _addressees(concern, rec, case)


def _addressees(concern: Concern, rec: Recommendation | None, case: Case) -> Iterable[ColumnElement[bool]]:
    if rec is not None:
        asked, state = {rec.addressee_id}, rec.addressee.kind in STATE_KINDS
    else:
        now = case.relations
        asked = {now.checker} if now.checker else set(now.addressees)
        state = now.checked_through_ministry if now.checker else now.through_ministry
    if asked:
        yield and_(_holds(standing.Role.AGENCY), Person.organisation_id.in_(asked))
    if state:
        yield _holds(standing.Role.MINISTRY)
