"""Text search over concerns: what may be found by whom is decided by what they may read.

The words of a concern stand in a table of their own, `concern_text`, folded alike for what is kept and what is
looked for, so that `kerkese` finds "kërkesë" on both databases. It is no model: an FTS5 table on SQLite, and a
`tsvector` with a weight for each part on PostgreSQL. It is derived, and `index_all` rebuilds it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, and_, bindparam, false, or_, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.cases.models import Concern
from app.core.actor import Actor
from workflows.concern import Stage
from workflows.policy import DECIDED_ON
from workflows.standing import Level, Role

TABLE = "concern_text"
MOST_WORDS = 12  # of a query; the rest is not looked at
LONGEST_WORD = 64
SHORTEST_PREFIX = 2
BATCH = 1000
WORD = re.compile(r"[^\W_]+")
QUERY_WORD = re.compile(r"([^\W_]+)(\*?)")

NARRATIVE_FIELDS = (
    "narrative",
    "where_when",
    "duty",
    "how_known",
    "municipality",
    "urgency_reason",
    "tried",
    "asks_for",
)
FIELDS = ("id", "stage", "reference", "title", "institutions_text", *NARRATIVE_FIELDS)
EXTRACT_FIELDS = ("transmitted_at", "extract_title", "extract")
OUTSIDE_ROLES = (Role.MINISTRY, Role.AGENCY, Role.COORDINATOR, Role.OBSERVER)

# --- what is kept --------------------------------------------------------------------


def fold(plain: str) -> str:
    """Small letters without marks: ë is e, ç is c."""
    return "".join(c for c in unicodedata.normalize("NFKD", plain).casefold() if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def words(plain: str) -> tuple[str, ...]:
    """The words of a text, folded."""
    return tuple(word[:LONGEST_WORD] for word in WORD.findall(fold(plain)))


@dataclass(frozen=True, slots=True)
class Parts:
    """The words of one concern, by who may read them: those in the list, the circle, those outside."""

    title: tuple[str, ...]
    narrative: tuple[str, ...]
    extract: tuple[str, ...]


def parts_of(concern: Any) -> Parts | None:
    """The words of a concern or of a row with its columns; nothing of what was discarded."""
    if concern.stage is Stage.DISCARDED:
        return None
    sent = concern.transmitted_at is not None
    return Parts(
        title=words(concern.reference) + words(concern.title) + words(concern.institutions_text),
        narrative=tuple(w for name in NARRATIVE_FIELDS for w in words(getattr(concern, name) or "")),
        extract=words(concern.reference)
        + ((words(concern.extract_title) + words(concern.extract or "")) if sent else ()),
    )


def index_text(session: Session, concern: Concern) -> None:
    """Keep the concern's words as it stands now. Part of the caller's transaction; writes only what changed."""
    session.flush()
    parts = parts_of(concern)
    if parts is None:
        session.execute(text(f"DELETE FROM {TABLE} WHERE {_key(session)} = :id"), {"id": concern.id})
    elif session.get_bind().dialect.name == "sqlite":
        row = _sqlite_row(concern.id, parts)
        kept = session.execute(
            text(f"SELECT title, narrative, extract FROM {TABLE} WHERE rowid = :id"), {"id": concern.id}
        ).one_or_none()
        if kept is None or tuple(kept) != (row["title"], row["narrative"], row["extract"]):
            session.execute(SQLITE_KEEP, row)
    else:
        session.execute(POSTGRESQL_KEEP, _postgresql_row(concern.id, parts))


def index_all(session: Session) -> int:
    """Rebuild the whole table; returns the number of concerns. Part of the caller's transaction."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    session.execute(text(f"DELETE FROM {TABLE}"))
    keep, row_of = (SQLITE_KEEP, _sqlite_row) if sqlite else (POSTGRESQL_KEEP, _postgresql_row)
    made = 0
    for batch in _batches(session):
        rows = [row_of(row.id, parts) for row in batch if (parts := parts_of(row))]
        if rows:
            session.execute(keep, rows)
        made += len(rows)
    return made


def _batches(session: Session) -> Iterator[list[Any]]:
    columns = [getattr(Concern, name) for name in (*FIELDS, *EXTRACT_FIELDS)]
    last = 0
    while rows := list(
        session.execute(select(*columns).where(Concern.id > last).order_by(Concern.id).limit(BATCH))
    ):
        yield rows
        last = rows[-1].id


def _key(session: Session) -> str:
    return "rowid" if session.get_bind().dialect.name == "sqlite" else "concern_id"


SQLITE_KEEP = text(
    f"INSERT OR REPLACE INTO {TABLE} (rowid, title, narrative, extract) VALUES (:id, :title, :narrative, :extract)"
)
POSTGRESQL_KEEP = text(
    f"INSERT INTO {TABLE} (concern_id, words) VALUES (:id, CAST(:words AS tsvector)) "
    f"ON CONFLICT (concern_id) DO UPDATE SET words = excluded.words WHERE {TABLE}.words <> excluded.words"
)


def _sqlite_row(concern_id: int, parts: Parts) -> dict[str, Any]:
    return {
        "id": concern_id,
        "title": " ".join(parts.title),
        "narrative": " ".join(parts.narrative),
        "extract": " ".join(parts.extract),
    }


def _postgresql_row(concern_id: int, parts: Parts) -> dict[str, Any]:
    """Where in a text a word stands is not kept: the position tells the part, so that no limit of a vector is met."""
    found: dict[str, str] = {}
    for position, weight, part in ((1, "A", parts.extract), (2, "B", parts.title), (3, "C", parts.narrative)):
        for word in dict.fromkeys(part):
            found[word] = f"{found[word]},{position}{weight}" if word in found else f"{position}{weight}"
    return {"id": concern_id, "words": " ".join(f"'{word}':{places}" for word, places in found.items())}


# --- what is looked for --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reach:
    """Which parts are looked through: each reach holds the one before it."""

    columns: str  # of the FTS5 table; empty for all
    weights: str


OUTSIDE = Reach("extract", "A")
LISTED = Reach("extract title", "AB")
EVERYTHING = Reach("", "ABC")


class Matches(FunctionElement[bool]):
    """Whether a concern's words match: its id, then the query as each database writes it."""

    type = Boolean()
    inherit_cache = True


@compiles(Matches, "sqlite")
def _on_sqlite(element: Matches, compiler: SQLCompiler, **kw: Any) -> str:
    key, query, _ = element.clauses
    return (
        f"{compiler.process(key, **kw)} IN (SELECT rowid FROM {TABLE} "
        f"WHERE {TABLE} MATCH {compiler.process(query, **kw)})"
    )


@compiles(Matches, "postgresql")
def _on_postgresql(element: Matches, compiler: SQLCompiler, **kw: Any) -> str:
    key, _, query = element.clauses
    return (
        f"{compiler.process(key, **kw)} IN (SELECT concern_id FROM {TABLE} "
        f"WHERE words @@ CAST({compiler.process(query, **kw)} AS tsquery))"
    )


def matching(actor: Actor, q: str) -> ColumnElement[bool]:
    """The concerns in which the person may read all these words; the last one may be a beginning.

    To be used together with `access.visible`: a text that the person may not read is not looked at, so that
    nobody can find out by guessing what it holds. Whatever is typed is only words: there is no syntax to break.
    """
    terms = terms_of(q)
    if not terms:
        return false()
    return or_(false(), *(and_(_matches(reach, terms), *where) for reach, where in _reaches(actor)))


def terms_of(q: str) -> list[tuple[str, bool]]:
    """The words looked for, and whether each is a beginning."""
    found = [(word[:LONGEST_WORD], bool(star)) for word, star in QUERY_WORD.findall(fold(q))][:MOST_WORDS]
    if found:
        found[-1] = (found[-1][0], True)
    return [(word, begins and len(word) >= SHORTEST_PREFIX) for word, begins in found]


def _reaches(actor: Actor) -> Iterator[tuple[Reach, tuple[ColumnElement[bool], ...]]]:
    """What of a concern the person may read, as workflows.policy says: NARRATIVE, the title in a list, EXTRACT."""
    if actor.is_(Role.SECRETARIAT) or {Role.CHAIR, Role.MEMBER} <= actor.roles:
        yield EVERYTHING, ()
        return
    if actor.is_(Role.MEMBER):
        circle = or_(
            Concern.level != Level.RESTRICTED,
            Concern.filer_organisation_id == actor.organisation_id,
            Concern.rapporteur_id == actor.person_id,
            Concern.second_reader_id == actor.person_id,
        )
        yield EVERYTHING, (circle,)
        yield LISTED, (Concern.stage.in_(DECIDED_ON),)
    if actor.is_(Role.COORDINATOR):
        yield EVERYTHING, (Concern.urgent, Concern.coordinator_told)
    if actor.is_(*OUTSIDE_ROLES):
        yield OUTSIDE, ()


def _matches(reach: Reach, terms: list[tuple[str, bool]]) -> ColumnElement[bool]:
    fts = " AND ".join(f'"{word}"*' if begins else f'"{word}"' for word, begins in terms)
    if reach.columns:
        fts = f"{{{reach.columns}}} : ({fts})"
    vector = " & ".join(f"'{word}':{'*' if begins else ''}{reach.weights}" for word, begins in terms)
    return Matches(Concern.id, bindparam(None, fts), bindparam(None, vector))


# --- the table -----------------------------------------------------------------------


def create_search(connection: Connection) -> None:
    """Make the table, for the migration."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, narrative, extract, "
            "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
        )
        return
    connection.exec_driver_sql(
        f"CREATE TABLE {TABLE} (concern_id INTEGER PRIMARY KEY REFERENCES concern (id), words tsvector NOT NULL)"
    )
    connection.exec_driver_sql(f"CREATE INDEX ix_{TABLE}_words ON {TABLE} USING gin (words)")


def drop_search(connection: Connection) -> None:
    """Take the table away, for the migration."""
    connection.exec_driver_sql(f"DROP TABLE {TABLE}")


def belongs_to_search(name: str | None) -> bool:
    """Whether a table or index is this one's, of which the models know nothing: for checks of drift."""
    return bool(name) and str(name).removeprefix("ix_").startswith(TABLE)
