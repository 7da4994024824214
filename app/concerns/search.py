"""Text search over concerns: what may be found by whom is decided by what they may read.

The words of a concern stand in a table of their own, `concern_text`, folded alike for what is kept and what is
looked for, so that `kerkese` finds "kërkesë" on both databases. It is no model: an FTS5 table on SQLite, and a
`tsvector` with a weight for each part on PostgreSQL. It is derived, and `index_all` rebuilds it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.concerns.filing_fields import NARRATIVE
from app.concerns.models import Concern
from app.concerns.records import Transmission
from app.concerns.visibility import declared, not_recused, sent_to
from app.core.actor import Actor
from workflows.concern import Stage
from workflows.permissions import DECIDED_ON
from workflows.roles import OUTSIDERS, Level, Role
from workflows.text import without_unseen

MOST_WORDS = 12  # of a query; the rest is not looked at
LONGEST_WORD = 64
SHORTEST_PREFIX = 2
BATCH = 1000
WORD = re.compile(r"[^\W_]+")
QUERY_WORD = re.compile(r"([^\W_]+)(\*?)")
FIELDS = ("id", "stage", "reference", "title", "institutions_text", *NARRATIVE)

# --- what is kept --------------------------------------------------------------------


def fold(plain: str) -> str:
    """Small letters without marks: ë is e, ç is c; what nobody sees splits no word."""
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", without_unseen(plain)).casefold()
        if not unicodedata.combining(c)
    )


def words(plain: str | None) -> tuple[str, ...]:
    """The words of a text, folded."""
    return tuple(word[:LONGEST_WORD] for word in WORD.findall(fold(plain or "")))


@dataclass(frozen=True, slots=True)
class Parts:
    """The words of one concern, by who may read them: those in the list, the circle, those outside."""

    title: tuple[str, ...]
    narrative: tuple[str, ...]
    extract: tuple[str, ...]


def parts_of(
    concern: Any, sent: Sequence[str], split: Callable[[str | None], tuple[str, ...]] = words
) -> Parts | None:
    """The words of a concern or of a row with its columns, and of what was sent; nothing of what was discarded."""
    if concern.stage is Stage.DISCARDED:
        return None
    listed = (concern.reference, concern.title, concern.institutions_text)
    told = (concern.reference, *sent)
    return Parts(
        title=tuple(word for plain in listed for word in split(plain)),
        narrative=tuple(word for name in NARRATIVE for word in split(getattr(concern, name))),
        extract=tuple(word for plain in told for word in split(plain)),
    )


def index_text(session: Session, concern: Concern) -> None:
    """Keep the concern's words as it stands now. Part of the caller's transaction; writes only what changed."""
    session.flush()
    sent = words_sent(session, [concern.id])[concern.id]
    parts = parts_of(concern, sent)
    if parts is None:
        session.execute(FORGET[session.get_bind().dialect.name], {"id": concern.id})
    elif session.get_bind().dialect.name == "sqlite":
        row = _sqlite_row(concern.id, parts)
        kept = session.execute(SQLITE_KEPT, row).one_or_none()
        if kept is None or tuple(kept) != (row["title"], row["narrative"], row["extract"]):
            session.execute(SQLITE_KEEP, row)
    else:
        session.execute(POSTGRESQL_KEEP, _postgresql_row(concern.id, parts))


def index_all(session: Session) -> int:
    """Rebuild the whole table; returns the number of concerns. Part of the caller's transaction."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    session.execute(text("DELETE FROM concern_text"))
    split = lru_cache(maxsize=BATCH)(
        words
    )  # large installations for measuring hold the same texts again and again
    keep, row_of = (SQLITE_KEEP, _sqlite_row) if sqlite else (POSTGRESQL_KEEP, _postgresql_row)
    made = 0
    for batch in _batches(session):
        sent = words_sent(session, [row.id for row in batch])
        rows = [row_of(row.id, parts) for row in batch if (parts := parts_of(row, sent[row.id], split))]
        if rows:
            session.execute(keep, rows)
        made += len(rows)
    return made


def _batches(session: Session) -> Iterator[list[Any]]:
    columns = [getattr(Concern, name) for name in FIELDS]
    last = 0
    while rows := list(
        session.execute(select(*columns).where(Concern.id > last).order_by(Concern.id).limit(BATCH))
    ):
        yield rows
        last = rows[-1].id


FORGET = {
    "sqlite": text("DELETE FROM concern_text WHERE rowid = :id"),
    "postgresql": text("DELETE FROM concern_text WHERE concern_id = :id"),
}
SQLITE_KEPT = text("SELECT title, narrative, extract FROM concern_text WHERE rowid = :id")
SQLITE_KEEP = text(
    "INSERT OR REPLACE INTO concern_text (rowid, title, narrative, extract) "
    "VALUES (:id, :title, :narrative, :extract)"
)
POSTGRESQL_KEEP = text(
    "INSERT INTO concern_text (concern_id, words) VALUES (:id, CAST(:words AS tsvector)) "
    "ON CONFLICT (concern_id) DO UPDATE SET words = excluded.words WHERE concern_text.words <> excluded.words"
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
TITLED = Reach("title", "B")  # before a member has said that there is no conflict of interest
LISTED = Reach("extract title", "AB")
EVERYTHING = Reach("", "ABC")


class Found(FunctionElement[int]):
    """The ids of the concerns whose words match: the query as SQLite and as PostgreSQL write it."""

    type = Integer()
    inherit_cache = True


@compiles(Found, "sqlite")
def _on_sqlite(element: Found, compiler: SQLCompiler, **kw: Any) -> str:
    query, _ = element.clauses
    return f"(SELECT rowid FROM concern_text WHERE concern_text MATCH {compiler.process(query, **kw)})"  # noqa: S608 - a bound value


@compiles(Found, "postgresql")
def _on_postgresql(element: Found, compiler: SQLCompiler, **kw: Any) -> str:
    _, query = element.clauses
    looked_for = compiler.process(query, **kw)
    return f"(SELECT concern_id FROM concern_text WHERE words @@ CAST({looked_for} AS tsquery))"  # noqa: S608 - a bound value


def matching(actor: Actor, q: str) -> ColumnElement[bool]:
    """The concerns in which the person may read all these words; the last one may be a beginning.

    To be used together with `access.visible`: a text that the person may not read is not looked at, so that
    nobody can find out by guessing what it holds. Whatever is typed is only words: there is no syntax to break.
    """
    terms = terms_of(q)
    if not terms:
        return false()
    reaches = list(_reaches(actor, terms))
    if not reaches:
        return false()
    widest = max((reach for reach, _ in reaches), key=lambda reach: len(reach.weights))
    found = _matches(widest, terms)
    # what is found in the widest reach is looked at again, so that a database can begin with one set of ids
    read = [
        and_(true(), *where) if reach is widest else and_(_matches(reach, terms), *where)
        for reach, where in reaches
    ]
    return (
        found if any(reach is widest and not where for reach, where in reaches) else and_(found, or_(*read))
    )


def titled(word: str) -> ColumnElement[bool]:
    """The concerns that have this word in their title. To be used together with `visibility.visible`."""
    terms = terms_of(word)
    return _matches(TITLED, terms) if terms else false()


def terms_of(q: str) -> list[tuple[str, bool]]:
    """The words looked for, and whether each is a beginning."""
    found = [(word[:LONGEST_WORD], bool(star)) for word, star in QUERY_WORD.findall(fold(q))][:MOST_WORDS]
    if found:
        found[-1] = (found[-1][0], True)
    return [(word, begins and len(word) >= SHORTEST_PREFIX) for word, begins in found]


def _reaches(
    actor: Actor, terms: list[tuple[str, bool]]
) -> Iterator[tuple[Reach, tuple[ColumnElement[bool], ...]]]:
    """What of a concern the person may read, as workflows.permissions says: NARRATIVE, the title in a list, EXTRACT."""
    # who is recused finds no case but what is addressed to them: of that they read what was sent
    stays = not_recused(actor) if actor.is_(Role.AGENCY) else ()
    if actor.is_(Role.SECRETARIAT):
        yield EVERYTHING, stays
        return
    if actor.is_(Role.MEMBER):
        circle = or_(
            Concern.level != Level.RESTRICTED,
            Concern.rapporteur_id == actor.person_id,
            Concern.second_reader_id == actor.person_id,
        )
        read = declared(actor) if actor.is_(Role.CHAIR) else and_(circle, declared(actor))
        yield EVERYTHING, (or_(Concern.filer_organisation_id == actor.organisation_id, read), *stays)
        yield LISTED, (Concern.stage.in_(DECIDED_ON), declared(actor), *stays)
        yield TITLED, stays
    if actor.is_(Role.COORDINATOR):
        yield EVERYTHING, (Concern.urgent == true(), Concern.coordinator_told == true(), *stays)
    if actor.is_(*OUTSIDERS):
        yield OUTSIDE, (in_what_was_sent(actor, terms),)


def _matches(reach: Reach, terms: list[tuple[str, bool]]) -> ColumnElement[bool]:
    fts = " AND ".join(f'"{word}"*' if begins else f'"{word}"' for word, begins in terms)
    if reach.columns:
        fts = f"{{{reach.columns}}} : ({fts})"
    vector = " & ".join(f"'{word}':{'*' if begins else ''}{reach.weights}" for word, begins in terms)
    return Concern.id.bool_op("IN")(Found(bindparam(None, fts), bindparam(None, vector)))


# --- the table ----------------------------------------------------------------------


def is_modelled(name: str | None, kind: str, _parents: object = None) -> bool:
    """Whether the models should know a table: not the search's own. For alembic's `include_name`."""
    return kind != "table" or not str(name).startswith("concern_text")


def in_what_was_sent(actor: Actor, terms: list[tuple[str, bool]]) -> ColumnElement[bool]:
    """That the words stand in one thing that the person was sent: what others were sent is not looked at."""
    named = literal(" ") + func.lower(func.replace(Concern.reference, "-", " ")) + " "

    def holds(text_: Any) -> list[ColumnElement[bool]]:
        return [text_.like(f"% {word}%" if begins else f"% {word} %") for word, begins in terms]

    sent = exists().where(
        Transmission.concern_id == Concern.id, sent_to(actor), *holds(Transmission.words + named)
    )
    return or_(and_(*holds(named)), sent.correlate(Concern))


def words_sent(session: Session, concerns: Sequence[int]) -> dict[int, list[str]]:
    """Of each of these concerns."""
    found: dict[int, list[str]] = {key: [] for key in concerns}
    query = select(Transmission.concern_id, Transmission.words).where(Transmission.concern_id.in_(concerns))
    for concern_id, said in session.execute(query.order_by(Transmission.id)):
        found[concern_id].append(said)
    return found
