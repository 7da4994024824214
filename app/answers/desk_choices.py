"""What narrows the desk of an answering organisation, and the numbers on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person, Unit, person_role
from app.accounts.models import Role as RoleRow
from app.answers.models import Assignment, PreparedAnswer
from app.answers.worklist import Show, shown
from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import state_organisations
from app.core.actor import Actor
from app.core.db import read_rows
from app.core.paging import MOST
from app.directory.queries import listed
from app.process.pending import waits
from workflows import answer
from workflows.roles import ANSWERING, Role

NOBODY = "nobody"


@dataclass(slots=True)
class Choices:
    """By what the desk can be narrowed, each as number and name; and its numbers, each at most `MOST`."""

    unit: list[tuple[int, str]] = field(default_factory=list)
    person: list[tuple[int, str]] = field(default_factory=list)
    institution: list[tuple[int, str]] = field(default_factory=list)
    to_sign: int = 0
    numbers: dict[str, int] = field(default_factory=dict)  # of each part of the desk, and of what nobody has


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
    parts += [_number(actor, show.value, show) for show in Show]
    given = select(Assignment.recommendation_id).where(Assignment.organisation_id == own)
    parts.append(_number(actor, NOBODY, Show.ANSWERS, Recommendation.id.not_in(given)))
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
        elif row.what in NUMBERED:
            found.numbers[row.what] = row.id
        else:
            getattr(found, row.what).append((row.id, row.name))
    return found


NUMBERED = frozenset({*(show.value for show in Show), NOBODY})


def _number(actor: Actor, what: str, show: Show, *more: Any) -> Any:
    """How many recommendations stand there."""
    some = select(Recommendation.id).join(Concern, Concern.id == Recommendation.concern_id)
    some = some.where(*shown(actor, show), *more).limit(MOST)
    return select(literal(what), func.count(), null(), literal("")).select_from(some.subquery())
