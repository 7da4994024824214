"""The desk of an answering organisation: what came in, by due date, and what others ask of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, exists, func, literal, null, select, union_all
from sqlalchemy.orm import Session, aliased, joinedload

from app.accounts.models import Organisation, Person, Unit, person_role
from app.accounts.models import Role as RoleRow
from app.answers.access import requests_seen
from app.answers.models import Assignment, ContributionRequest, PreparedAnswer
from app.answers.queries import prepared_about, requests_about
from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import answered_by, state_organisations, visible
from app.core.actor import Actor
from app.core.db import read_rows
from app.core.numbers import whole_or_zero
from app.core.paging import Cursor, Order, Page, Rows, fetch_page, page_of
from app.directory.queries import answers_itself, listed
from app.process.models import Awaits, PendingStep
from app.process.pending import waits
from workflows import answer, contribution
from workflows.recommendation import State
from workflows.roles import ANSWERING, Role

SIZE, MOST_ASKED = 25, 100
OWNER = aliased(Person)
DUE = Order("answers-due", (Recommendation.due_on, Recommendation.id))
E = TypeVar("E", bound=StrEnum)


class Show(StrEnum):
    """Which recommendations stand on the desk."""

    ANSWERS = "answers"
    PLANS = "plans"
    WORK = "work"
    SENT = "sent"


class Stands(StrEnum):
    """How far the work on an answer is."""

    NOTHING = "nothing"
    ASKED = "asked"
    GIVEN = "given"
    PREPARED = "prepared"


STATES = {
    Show.ANSWERS: (State.AWAITING,),
    Show.PLANS: (State.ACCEPTED, State.IN_PART),
    Show.WORK: (State.IMPLEMENTATION,),
    Show.SENT: (State.CLARIFICATION, State.REJECTED, State.MEDIATION, State.REPORTED),
}


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """What stands in the address: `who` is empty, `me`, `nobody`, the number of a unit, or `p` and that of a person."""

    show: Show = Show.ANSWERS
    who: str = ""
    institution: int = 0
    stands: Stands | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> DeskFilter:
        """From the address; what is none of the choices is left out."""
        who = given.get("who", "")
        known = who in ("me", "nobody") or _number(who.removeprefix("p"))
        return cls(
            _member(Show, given.get("show", "")) or Show.ANSWERS,
            who if known else "",
            _number(given.get("institution", "")),
            _member(Stands, given.get("stands", "")),
        )

    def address(self, **changed: Any) -> dict[str, Any]:
        """The parameters of this list, with some of them changed. A page of it is not kept."""
        wanted = replace(self, **changed)
        given = {"who": wanted.who, "institution": wanted.institution, "stands": wanted.stands}
        return {"show": wanted.show.value, **{name: str(value) for name, value in given.items() if value}}

    @property
    def narrow(self) -> bool:
        """Whether anything is left out of what the chip shows."""
        return len(self.address()) > 1


def _member(kind: type[E], value: str) -> E | None:
    return kind(value) if value in set(kind) else None


def _number(value: str) -> int:
    return max(0, whole_or_zero(value))


@dataclass(slots=True)
class DeskRow:
    """One recommendation with the work on it."""

    row: Any
    requests: list[ContributionRequest] = field(default_factory=list)
    prepared: PreparedAnswer | None = None


def desk(
    session: Session, actor: Actor, chosen: DeskFilter, place: Cursor | None = None
) -> tuple[list[DeskRow], Page]:
    """One page of the recommendations that this person's organisation answers: those due first."""
    page = fetch_page(session, page_of(_desk(actor, chosen), DUE, place, SIZE), DUE, place, SIZE)
    rows = {row.id: DeskRow(row) for row in page.rows}
    for request in requests_about(session, actor, list(rows)):
        rows[request.recommendation_id].requests.append(request)
    for prepared in prepared_about(session, actor, list(rows)):
        rows[prepared.recommendation_id].prepared = prepared
    return list(rows.values()), page


def _desk(actor: Actor, chosen: DeskFilter) -> Rows:
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
            Recommendation.owner,
            Recommendation.due_on,
            Recommendation.paused,
            Recommendation.disclaimed,
            answers_itself(Recommendation.addressee_id).label("answers_itself"),
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
            Recommendation.due_on.is_not(None),  # a date runs in each of these states
            visible(actor),
            Recommendation.state.in_(STATES[chosen.show]),
            *_narrowed(actor, chosen),
        )
    )


def _narrowed(actor: Actor, chosen: DeskFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.who == "me":
        conditions.append(Assignment.person_id == actor.person_id)
    elif chosen.who == "nobody":
        conditions.append(Assignment.id.is_(None))
    elif chosen.who.startswith("p"):
        conditions.append(Assignment.person_id == int(chosen.who[1:]))
    elif chosen.who:
        conditions.append(Assignment.unit_id == int(chosen.who))
    if chosen.institution:
        conditions.append(Recommendation.addressee_id == chosen.institution)
    if chosen.stands is not None:
        conditions.append(_stands(actor, chosen.stands))
    return conditions


def _stands(actor: Actor, how: Stands) -> ColumnElement[bool]:
    asked, given = (
        exists().where(
            ContributionRequest.recommendation_id == Recommendation.id,
            ContributionRequest.by_organisation_id == actor.organisation_id,
            ContributionRequest.state == state,
        )
        for state in (contribution.State.ASKED, contribution.State.GIVEN)
    )
    prepared = exists().where(
        PendingStep.awaits == Awaits.SIGNATURE,
        PendingStep.recommendation_id == Recommendation.id,
        PendingStep.organisation_id == actor.organisation_id,
        waits(PendingStep),
    )
    if how is Stands.NOTHING:
        return and_(~asked, ~given, ~prepared)
    return {Stands.ASKED: asked, Stands.GIVEN: given, Stands.PREPARED: prepared}[how]


@dataclass(slots=True)
class Choices:
    """By what the desk can be narrowed, each as number and name; and how many answers await a signature."""

    unit: list[tuple[int, str]] = field(default_factory=list)
    person: list[tuple[int, str]] = field(default_factory=list)
    institution: list[tuple[int, str]] = field(default_factory=list)
    to_sign: int = 0


def choices(session: Session, actor: Actor) -> Choices:
    """All of it by one query."""
    own = actor.organisation_id
    parts = [
        select(literal("unit").label("what"), Unit.id, Unit.name, Unit.name.label("key")).where(
            Unit.organisation_id == own, Unit.active
        ),
        select(literal("person"), Person.id, Person.name, Person.name).where(
            Person.active,
            Person.organisation_id == own,
            Person.id.in_(
                select(person_role.c.person_id)
                .join(RoleRow, RoleRow.id == person_role.c.role_id)
                .where(RoleRow.name.in_([role.value for role in ANSWERING]))
            ),
        ),
        select(literal("to_sign"), func.count(PreparedAnswer.id), null(), literal(""))
        .select_from(PreparedAnswer)
        .where(
            PreparedAnswer.organisation_id == own,
            waits(PreparedAnswer),
            PreparedAnswer.state == answer.State.TO_SIGN,
        ),
    ]
    if actor.is_(Role.MINISTRY):
        parts.append(
            select(literal("institution"), Organisation.id, Organisation.name, Organisation.sort_key).where(
                listed(), Organisation.id.in_(state_organisations())
            )
        )
    found, every = Choices(), union_all(*parts).subquery()
    for row in read_rows(session, select(every.c.what, every.c.id, every.c.name).order_by(every.c.key)):
        if row.what == "to_sign":
            found.to_sign = row.id
        else:
            getattr(found, row.what).append((row.id, row.name))
    return found


def asked_of(session: Session, actor: Actor) -> Sequence[ContributionRequest]:
    """What others ask of this person's organisation: what awaits it first, then what it gave lately."""
    return session.scalars(
        select(ContributionRequest)
        .where(
            ContributionRequest.agency_id == actor.organisation_id,
            ContributionRequest.state != contribution.State.WITHDRAWN,
            requests_seen(actor),
        )
        .options(
            joinedload(ContributionRequest.recommendation),
            joinedload(ContributionRequest.by_organisation),
        )
        .order_by(ContributionRequest.state != contribution.State.ASKED, ContributionRequest.due_on)
        .limit(MOST_ASKED)
    ).all()
