"""A large installation: the demonstration's concerns copied, each with a history of its own that verifies."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from app.concerns.cli import seal_some
from app.concerns.models import Action, Concern, ConcernInstitution, Recommendation
from app.concerns.records import Clock, ClockEntry, Extension, Reading, Transmission
from app.concerns.recusals import Recusal
from app.concerns.search import index_all
from app.concerns.vocabulary import County
from app.core.db import Base, db, unit_of_work
from app.core.random_ids import READABLE, public_id
from app.demo.lives import (
    CLAIM,
    CLOSE,
    FOUND_ALL,
    PROGRESS,
    SENT,
    A,
    DemoStep,
    R,
    finding,
    plan,
)
from app.process.history import GENESIS, digest
from app.process.models import Event, Statement
from app.response.service import Acceptance
from workflows.concern import Stage
from workflows.recommendation import Grade

BATCH = 1000
DAY = 24 * 60 * 60
Row = dict[str, Any]
MOMENTS = ("answered_at", "transmitted_at", "claimed_at")
# In the order in which they are written: a row stands after those it points to.
TABLES: tuple[type[Base], ...] = (
    Concern,
    ConcernInstitution,
    Recommendation,
    Transmission,
    Action,
    Recusal,
    Event,
    Statement,
    Clock,
    ClockEntry,
    Extension,
    Reading,
)
POINTS_TO = {
    "concern_id": "concern",
    "recommendation_id": "recommendation",
    "event_id": "event",
    "clock_id": "clock",
}


def table_of(model: type[Base]) -> Table:
    """The model's table."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


@dataclass(slots=True)
class Copier:
    """Copies whole concerns under new keys."""

    random: random.Random
    patterns: list[dict[str, list[Row]]]
    next_id: dict[str, int]
    references: set[str]
    made: int = 0
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def copy(self) -> None:
        """Add one copy to the rows to be written."""
        pattern = self.patterns[self.made % len(self.patterns)]
        self.made += 1
        ids: dict[str, dict[int, int]] = {}
        previous = GENESIS
        for model in TABLES:
            name = table_of(model).name
            for source in pattern[name]:
                row = dict(source)
                if "id" in row:
                    ids.setdefault(name, {})[row["id"]] = row["id"] = self._id(name)
                for column, target in POINTS_TO.items():
                    if row.get(column) is not None:
                        row[column] = ids[target][row[column]]
                if "public_id" in row:
                    row["public_id"] = public_id()
                if name == "concern":
                    self._vary(row)
                elif name == "recommendation":
                    self._spread(row)
                elif name == "transmission":
                    row["title"] = self.rows["concern"][-1]["title"]
                elif name == "event":
                    row["previous_hash"] = previous
                    previous = row["hash"] = digest(Event(**row))
                self.rows.setdefault(name, []).append(row)

    def _id(self, name: str) -> int:
        self.next_id[name] += 1
        return self.next_id[name]

    def _vary(self, row: Row) -> None:
        row["county"] = self.random.choice(list(County)).value
        row["title"] = f"{row['title']} ({self.made})"
        if row["extract_title"]:
            row["extract_title"] = row["title"]
        while True:
            reference = row["reference"][:7] + "".join(secrets.choice(READABLE) for _ in range(5))
            if reference not in self.references:
                break
        self.references.add(reference)
        row["reference"] = reference

    def _spread(self, row: Row) -> None:
        """Figures choose the latest by their moment: not all copies are of the same one."""
        for moment in MOMENTS:
            if row[moment] is not None:
                row[moment] -= timedelta(seconds=self.made % DAY)

    def write(self, session: Session) -> None:
        """Write what was copied."""
        for model in TABLES:
            table = table_of(model)
            if rows := self.rows.get(table.name):
                session.execute(insert(table), rows)
        self.rows.clear()


def multiply(total: int) -> int:
    """Copy the concerns that are there until `total` stand; returns how many were added."""
    session = db.session()
    have = session.scalar(select(func.count()).select_from(Concern)) or 0
    missing = total - have
    if missing <= 0:
        return 0
    copier = Copier(
        random.Random(total),  # the same number makes the same installation
        list(_patterns(session)),
        {table_of(m).name: _last_id(session, table_of(m)) for m in TABLES},
        set(session.scalars(select(Concern.reference))),
    )
    session.rollback()
    for begin in range(0, missing, BATCH):
        with unit_of_work() as work:
            for _ in range(min(BATCH, missing - begin)):
                copier.copy()
            copier.write(work)
    last = 0
    while True:
        with unit_of_work() as work:
            if not (sealed := seal_some(work, last)):
                break
        last = sealed[-1]
    with unit_of_work() as work:
        index_all(work)
        _tidy(work)
    return missing


def _patterns(session: Session) -> Iterator[dict[str, list[Row]]]:
    """The rows of each concern that is neither joined nor leads others: those point to each other."""
    concerns = session.execute(
        select(table_of(Concern)).where(Concern.stage != Stage.JOINED, ~Concern.leads_others)
    ).mappings()
    for concern in concerns.all():
        rows: dict[str, list[Row]] = {"concern": [dict(concern)]}
        for model in TABLES[1:]:
            table = table_of(model)
            rows[table.name] = [dict(r) for r in session.execute(_of(table, concern["id"])).mappings()]
        yield rows


def _of(table: Table, concern_id: int) -> Any:
    query = select(table).order_by(*table.primary_key.columns)
    if "concern_id" in table.c:
        return query.where(table.c.concern_id == concern_id)
    if table.name == "clock_entry":
        clock = table_of(Clock)
        return query.where(table.c.clock_id.in_(select(clock.c.id).where(clock.c.concern_id == concern_id)))
    recommendation = table_of(Recommendation)
    of_it = select(recommendation.c.id).where(recommendation.c.concern_id == concern_id)
    return query.where(table.c.recommendation_id.in_(of_it))


def _last_id(session: Session, table: Table) -> int:
    if "id" not in table.c:
        return 0
    return session.scalar(select(func.max(table.c.id))) or 0


def _tidy(session: Session) -> None:
    """Let the planner know what is there; on PostgreSQL the sequences go on after the copied keys."""
    dialect = session.get_bind().dialect.name
    if dialect == "postgresql":
        for model in TABLES:
            table = table_of(model)
            if "id" in table.c:
                top = select(func.max(table.c.id)).scalar_subquery()
                session.execute(select(func.setval(f"{table.name}_id_seq", top)))
    session.connection().exec_driver_sql("ANALYZE")


QUICK, SLOW, SLOWEST = 5, 28, 39  # working days until the answer; it is due after some twenty-one


def answered(after: int) -> list[DemoStep]:
    """A recommendation that was accepted so many working days after it was sent, and then planned for."""
    accepted = DemoStep(
        after, A, "accept", lambda _s: Acceptance(note="Institucioni e pranon rekomandimin."), 1
    )
    return [*SENT, accepted, DemoStep(9, A, "start", plan(40, 80), 1)]


def concluded(after: int) -> list[DemoStep]:
    """The same, reported as done, found so, and closed."""
    done = DemoStep(15, A, "report_done", lambda _s: CLAIM, 1)
    found = DemoStep(13, R, "verify", finding(Grade.A, FOUND_ALL), 1)
    return [*answered(after), PROGRESS, done, found, CLOSE]


# as LIVES in lives.py
PACED_LIVES: tuple[tuple[str, int, tuple[int, ...], list[DemoStep]], ...] = (
    ("answered_at_once", 2, (12, 58), concluded(QUICK)),
    ("answered_slowly", 3, (24, 61, 83), concluded(SLOW)),
    ("answered_last", 2, (8, 40), concluded(SLOWEST)),
    ("planned_late", 2, (4, 16), answered(SLOW)),
    ("planned_soon", 1, (9,), answered(QUICK)),
)
