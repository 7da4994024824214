"""What the pages of an answering organisation read: its desk, its work on one of them, what awaits a signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.answers.access import ANSWERING
from app.answers.contributions.service import AGENCIES
from app.answers.files import given_to
from app.cases.access import Case
from app.cases.answering import Assignment, ContributionRequest, PreparedAnswer
from app.cases.attachments import Attachment
from app.cases.models import Concern, Recommendation
from app.cases.visibility import answered_by, visible
from app.core.actor import Actor
from app.core.paging import Rows
from app.people.models import Organisation, Person, Role, Unit, person_role
from workflows import answer, contribution
from workflows.recommendation import State

MOST = 100
OWNER = aliased(Person)


class Show(StrEnum):
    """Which recommendations stand on the desk."""

    ANSWERS = "answers"
    PLANS = "plans"
    WORK = "work"
    SENT = "sent"


STATES = {
    Show.ANSWERS: (State.AWAITING,),
    Show.PLANS: (State.ACCEPTED, State.IN_PART),
    Show.WORK: (State.IMPLEMENTATION,),
    Show.SENT: (State.CLARIFICATION, State.REJECTED, State.MEDIATION, State.REPORTED),
}


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """What stands in the address of the desk: `who` is empty, `me`, `nobody`, or the number of a unit."""

    show: Show = Show.ANSWERS
    who: str = ""

    @classmethod
    def read(cls, given: Any) -> DeskFilter:
        """From the address; what is none of the choices is left out."""
        show = given.get("show", "")
        return cls(Show(show) if show in set(Show) else Show.ANSWERS, str(given.get("who", ""))[:12])


@dataclass(slots=True)
class DeskRow:
    """One recommendation with the work on it."""

    row: Any
    requests: list[ContributionRequest] = field(default_factory=list)
    prepared: PreparedAnswer | None = None


def desk(session: Session, actor: Actor, chosen: DeskFilter) -> list[DeskRow]:
    """The recommendations that this person's organisation answers: those due first."""
    query = _desk(actor).where(Recommendation.state.in_(STATES[chosen.show]))
    if chosen.who == "me":
        query = query.where(Assignment.person_id == actor.person_id)
    elif chosen.who == "nobody":
        query = query.where(Assignment.id.is_(None))
    elif chosen.who.isdigit():
        query = query.where(Assignment.unit_id == int(chosen.who))
    rows = {row.id: DeskRow(row) for row in session.execute(query)}
    for request in _requests(session, actor, list(rows)):
        rows[request.recommendation_id].requests.append(request)
    for prepared in _prepared(session, actor, list(rows)):
        rows[prepared.recommendation_id].prepared = prepared
    return list(rows.values())


def _desk(actor: Actor) -> Rows:
    mine = and_(
        Assignment.recommendation_id == Recommendation.id,
        Assignment.organisation_id == actor.organisation_id,
    )
    return (
        select(
            Recommendation.id,
            Recommendation.number,
            Recommendation.heading,
            Recommendation.state,
            Recommendation.party,
            Recommendation.due_on,
            Recommendation.paused,
            Concern.public_id,
            Concern.reference,
            Concern.urgent,
            Organisation.name.label("addressee"),
            Unit.name.label("unit"),
            OWNER.name.label("person"),
        )
        .join(Concern, Concern.id == Recommendation.concern_id)
        .join(Organisation, Organisation.id == Recommendation.addressee_id)
        .outerjoin(Assignment, mine)
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(OWNER, OWNER.id == Assignment.person_id)
        .where(
            answered_by(actor),
            Recommendation.transmitted_at.is_not(None),
            visible(actor),
        )
        .order_by(Recommendation.due_on.is_(None), Recommendation.due_on, Recommendation.id)
        .limit(MOST)
    )


def _requests(session: Session, actor: Actor, ids: Sequence[int]) -> Sequence[ContributionRequest]:
    return session.scalars(
        select(ContributionRequest)
        .where(
            ContributionRequest.recommendation_id.in_(ids),
            ContributionRequest.by_organisation_id == actor.organisation_id,
        )
        .options(joinedload(ContributionRequest.agency))
        .order_by(ContributionRequest.id)
    ).all()


def _prepared(session: Session, actor: Actor, ids: Sequence[int]) -> Sequence[PreparedAnswer]:
    return session.scalars(
        select(PreparedAnswer)
        .where(
            PreparedAnswer.recommendation_id.in_(ids),
            PreparedAnswer.organisation_id == actor.organisation_id,
            PreparedAnswer.state.in_(answer.UNSENT),
        )
        .options(joinedload(PreparedAnswer.by))
    ).all()


def asked_of(session: Session, actor: Actor) -> Sequence[ContributionRequest]:
    """What others ask of this person's organisation: what awaits it first, then what it gave lately."""
    return session.scalars(
        select(ContributionRequest)
        .where(
            ContributionRequest.agency_id == actor.organisation_id,
            ContributionRequest.state != contribution.State.WITHDRAWN,
        )
        .options(
            joinedload(ContributionRequest.recommendation),
            joinedload(ContributionRequest.by_organisation),
        )
        .order_by(ContributionRequest.state != contribution.State.ASKED, ContributionRequest.due_on)
        .limit(MOST)
    ).all()


def to_sign(session: Session, actor: Actor) -> Sequence[Any]:
    """The answers of this organisation that await a signature: those due first."""
    return session.execute(
        select(
            PreparedAnswer,
            Person.name,
            Recommendation.number,
            Recommendation.heading,
            Recommendation.due_on,
            Concern.public_id,
            Concern.reference,
        )
        .join(Recommendation, Recommendation.id == PreparedAnswer.recommendation_id)
        .join(Concern, Concern.id == PreparedAnswer.concern_id)
        .join(Person, Person.id == PreparedAnswer.by_id)
        .where(
            PreparedAnswer.organisation_id == actor.organisation_id,
            PreparedAnswer.state == answer.State.TO_SIGN,
            answered_by(actor),
            visible(actor),
        )
        .order_by(Recommendation.due_on.is_(None), Recommendation.due_on, PreparedAnswer.id)
        .limit(MOST)
    ).all()


def files_to_sign(session: Session, rows: Sequence[Any]) -> dict[int, list[Attachment]]:
    """The files that go with each of these prepared answers."""
    wanted = {name: row[0].id for row in rows for name in row[0].given.get("files", ())}
    found: dict[int, list[Attachment]] = {}
    query = select(Attachment).where(Attachment.public_id.in_(wanted)).order_by(Attachment.id)
    for file in session.scalars(query) if wanted else ():
        found.setdefault(wanted[file.public_id], []).append(file)
    return found


def count_to_sign(session: Session, actor: Actor) -> int:
    """How many answers await a signature."""
    return (
        session.scalar(
            select(func.count(PreparedAnswer.id)).where(
                PreparedAnswer.organisation_id == actor.organisation_id,
                PreparedAnswer.state == answer.State.TO_SIGN,
            )
        )
        or 0
    )


@dataclass(frozen=True, slots=True)
class Work:
    """What an organisation has done about one recommendation."""

    assignment: Assignment | None
    requests: Sequence[ContributionRequest]
    prepared: PreparedAnswer | None
    files: Mapping[int, list[Attachment]]  # what came with each request

    @property
    def given(self) -> list[ContributionRequest]:
        """The contributions that have come."""
        return [r for r in self.requests if r.given_at is not None and r.contribution]


def work_on(session: Session, case: Case, rec: Recommendation) -> Work:
    """The work of the reader's organisation on one recommendation."""
    actor = case.actor
    assignment = session.scalars(
        select(Assignment)
        .where(Assignment.recommendation_id == rec.id, Assignment.organisation_id == actor.organisation_id)
        .options(joinedload(Assignment.unit), joinedload(Assignment.person))
    ).one_or_none()
    prepared = _prepared(session, actor, [rec.id])
    requests = _requests(session, actor, [rec.id])
    files: dict[int, list[Attachment]] = {}
    for file in given_to(session, actor, rec.id) if requests else ():
        files.setdefault(file.request_id or 0, []).append(file)
    return Work(assignment, requests, prepared[0] if prepared else None, files)


def units_of(session: Session, organisation_id: int) -> list[tuple[int, str]]:
    """The units of an organisation, for a choice."""
    rows = session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.organisation_id == organisation_id, Unit.active)
        .order_by(Unit.name)
    )
    return [(row.id, row.name) for row in rows]


def colleagues(session: Session, organisation_id: int) -> list[tuple[int, str]]:
    """The people of an organisation who answer, for a choice."""
    rows = session.execute(
        select(Person.id, Person.name)
        .join(person_role, person_role.c.person_id == Person.id)
        .join(Role, Role.id == person_role.c.role_id)
        .where(
            Person.active,
            Person.organisation_id == organisation_id,
            Role.name.in_([role.value for role in ANSWERING]),
        )
        .distinct()
        .order_by(Person.name)
    )
    return [(row.id, row.name) for row in rows]


def agencies(session: Session, besides: int) -> list[tuple[int, str]]:
    """The institutions that may be asked for a contribution."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(
            Organisation.active,
            Organisation.confirmed,
            Organisation.kind.in_(AGENCIES),
            Organisation.id != besides,
        )
        .order_by(Organisation.sort_key)
    )
    return [(row.id, row.name) for row in rows]
