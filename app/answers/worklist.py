"""The desk of an answering organisation: what came in, by due date, and what others ask of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.accounts.models import Organisation, Person, Unit
from app.answers.access import requests_seen
from app.answers.models import Assignment, ContributionRequest, PreparedAnswer
from app.answers.queries import prepared_about, requests_about
from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import answered_by, title_for, visible
from app.core.actor import Actor
from app.core.numbers import whole_or_zero
from app.core.paging import Cursor, Order, Page, Rows, fetch_page, page_of
from app.directory.queries import answers_itself
from app.process.models import Awaits, PendingStep
from app.process.pending import waits
from workflows import contribution
from workflows.recommendation import State

SIZE, MOST_ASKED = 25, 100
OWNER = aliased(Person)
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


class Sort(StrEnum):
    """What comes first."""

    DUE = "due"
    LATEST = "latest"
    NEWEST = "newest"


BY_DATE = Recommendation.due_on, Recommendation.id
ORDERS = {
    Sort.DUE: Order("answers-due", BY_DATE),
    Sort.LATEST: Order("answers-latest", BY_DATE, falling=True),
    Sort.NEWEST: Order("answers-newest", (Recommendation.id,), falling=True),
}
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
    sort: Sort = Sort.DUE

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
            _member(Sort, given.get("sort", "")) or Sort.DUE,
        )

    def address(self, **changed: Any) -> dict[str, Any]:
        """The parameters of this list, with some of them changed. A page of it is not kept."""
        wanted = replace(self, **changed)
        sort = wanted.sort if wanted.sort is not Sort.DUE else None
        given = {
            "who": wanted.who,
            "institution": wanted.institution,
            "stands": wanted.stands,
            "sort": sort,
        }
        return {"show": wanted.show.value, **{name: str(value) for name, value in given.items() if value}}

    @property
    def narrow(self) -> bool:
        """Whether anything is left out of what the chip shows."""
        return len(self.address(sort=Sort.DUE)) > 1

    @property
    def order(self) -> Order:
        """How the list is sorted."""
        return ORDERS[self.sort]


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
    """One page of the recommendations that this person's organisation answers: in the order that is chosen."""
    order = chosen.order
    page = fetch_page(session, page_of(_desk(actor, chosen), order, place, SIZE), order, place, SIZE)
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
            title_for(actor),
            Organisation.name.label("addressee"),
            Unit.name.label("unit"),
            OWNER.name.label("person"),
            OWNER.id.label("person_id"),
        )
        .join(Concern, Concern.id == Recommendation.concern_id)
        .join(Organisation, Organisation.id == Recommendation.addressee_id)
        .outerjoin(Assignment, mine)
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(OWNER, OWNER.id == Assignment.person_id)
        .where(*shown(actor, chosen.show), *_narrowed(actor, chosen))
    )


def shown(actor: Actor, show: Show) -> tuple[ColumnElement[bool], ...]:
    """Which recommendations stand on the desk of this person's organisation."""
    return (
        answered_by(actor),
        Recommendation.transmitted_at.is_not(None),
        Recommendation.due_on.is_not(None),  # a date runs in each of these states
        visible(actor),
        Recommendation.state.in_(STATES[show]),
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
