"""How institutions answered within a year: how soon, what time they asked for, and what was escalated."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median_low
from typing import Any

from sqlalchemy import String, and_, bindparam, func, literal, select, type_coerce, union_all
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Organisation
from app.concerns.models import Recommendation
from app.concerns.records import Extension
from app.concerns.visibility import UNSENT
from app.core.db import read_rows
from app.core.paging import MOST, Rows
from app.core.time import now
from app.dashboards.coordinator import ADDRESSED
from app.deadlines.models import Escalation

YEAR = timedelta(days=365)
LATEST = 1000  # requests for more time, and escalations: more than an office decides in a year
SINCE: Any = bindparam("since", type_=Recommendation.answered_at.type)


@dataclass(slots=True)
class Answers:
    """How one institution answered. `days` are calendar days until each of its latest answers, the fewest first."""

    institution: int
    name: str
    days: list[int] = field(default_factory=list)
    in_time: int = 0
    late: int = 0
    on_paper: int = 0  # of both
    extensions: dict[str, int] = field(
        default_factory=lambda: defaultdict(int)
    )  # for more time, by what became of them
    escalated: dict[str, int] = field(
        default_factory=lambda: defaultdict(int)
    )  # by state, or what was decided

    @property
    def median(self) -> int | None:
        """At least half of its answers came in so many days or fewer."""
        return median_low(self.days) if self.days else None

    @property
    def worst(self) -> int | None:
        """The longest that an answer took."""
        return self.days[-1] if self.days else None


def institutions(session: Session) -> list[Answers]:
    """The institutions that answered, asked for time or had something escalated within a year. Two queries."""
    found: dict[int, Answers] = {}
    given = {"since": now() - YEAR}
    for row in read_rows(session, _ANSWERS, given):
        one = found.setdefault(row.id, Answers(row.id, row.name))
        one.days.append(row.answered_days)
        one.on_paper += row.answered_on_paper
        if row.answered_late:
            one.late += 1
        else:
            one.in_time += 1
    for row in read_rows(session, _DECIDED, given):
        one = found.setdefault(row.id, Answers(row.id, row.name))
        kinds = one.extensions if row.what == "extension" else one.escalated
        kinds[row.became] += row.number
    for one in found.values():
        one.days.sort()
    return sorted(found.values(), key=lambda one: (-one.late, -(one.median or 0), one.name))


def _answers() -> Rows:
    """The latest hundred answers of each institution: how things go now, and never more to read."""
    earlier = aliased(Recommendation)
    hundredth = (
        select(earlier.answered_at)
        .where(earlier.addressee_id == Organisation.id, earlier.answered_at.is_not(None))
        .order_by(earlier.answered_at.desc())
        .offset(MOST - 1)
        .limit(1)
        .correlate(Organisation)
        .scalar_subquery()
    )
    # from when on, found once for each institution and not once for each answer: the limit keeps the two apart
    since = (
        select(Organisation.id, Organisation.name, func.coalesce(hundredth, SINCE).label("since"))
        .where(Organisation.kind.in_(ADDRESSED))
        .limit(LATEST)
        .subquery()
    )
    rec = Recommendation
    return (
        select(since.c.id, since.c.name, rec.answered_days, rec.answered_late, rec.answered_on_paper)
        .join(rec, and_(rec.addressee_id == since.c.id, rec.answered_at >= since.c.since))
        .where(rec.answered_at.is_not(None), rec.answered_at >= SINCE, rec.answered_days.is_not(None))
    )


def _decided() -> Any:
    """What became of the latest requests for more time, and of the latest escalations."""
    parts, remedy_or_state = [], [type_coerce(c, String) for c in (Escalation.remedy, Escalation.state)]
    for what, model, at, became in (
        ("extension", Extension, Extension.asked_at, type_coerce(Extension.state, String)),
        ("escalation", Escalation, Escalation.opened_at, func.coalesce(*remedy_or_state)),
    ):
        latest: Rows = select(model.recommendation_id, became.label("became")).where(at >= SINCE)
        rows = latest.order_by(at.desc()).limit(LATEST).subquery()
        parts.append(
            select(
                Recommendation.addressee_id,
                literal(what).label("what"),
                rows.c.became,
                func.count().label("number"),
            )
            .join(rows, rows.c.recommendation_id == Recommendation.id)
            .where(Recommendation.transmitted_at.is_not(None), Recommendation.state.not_in(sorted(UNSENT)))
            .group_by(Recommendation.addressee_id, rows.c.became)
        )
    counted = union_all(*parts).subquery()
    return select(
        Organisation.id, Organisation.name, counted.c.what, counted.c.became, counted.c.number
    ).join(counted, counted.c.addressee_id == Organisation.id)


_ANSWERS, _DECIDED = _answers(), _decided()
