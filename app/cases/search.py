"""Text search that folds ë and ç, and never finds by words that the searcher may not read.

Three columns for each concern: its title with reference and institutions, the narrative, and the transmitted extract.
SQLite keeps them in an FTS5 table, PostgreSQL as tsvectors; both are called `concern_text`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, TextClause, and_, false, or_, select, text
from sqlalchemy.orm import Session, undefer_group

from app.cases.models import Concern
from app.core.actor import Actor
from app.core.db import db
from workflows.standing import Level, Role

WORD = re.compile(r"\w+")
MOST_WORDS = 8
BATCH = 2000

CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE concern_text USING fts5"
        "(title, narrative, extract, tokenize = 'unicode61 remove_diacritics 2')",
    ),
    "postgresql": (
        "CREATE TABLE concern_text (id integer PRIMARY KEY REFERENCES concern (id) ON DELETE CASCADE, "
        "title tsvector NOT NULL, narrative tsvector NOT NULL, extract tsvector NOT NULL)",
        "CREATE INDEX ix_concern_text_title ON concern_text USING gin (title)",
        "CREATE INDEX ix_concern_text_narrative ON concern_text USING gin (narrative)",
        "CREATE INDEX ix_concern_text_extract ON concern_text USING gin (extract)",
    ),
}
PUT = {
    "sqlite": text("INSERT INTO concern_text (rowid, title, narrative, extract) VALUES (:id, :title, :narrative, :extract)"),
    "postgresql": text(
        "INSERT INTO concern_text (id, title, narrative, extract) VALUES (:id, to_tsvector('simple', :title), "
        "to_tsvector('simple', :narrative), to_tsvector('simple', :extract))"
    ),
}
DROP = {
    "sqlite": text("DELETE FROM concern_text WHERE rowid = :id"),
    "postgresql": text("DELETE FROM concern_text WHERE id = :id"),
}


def create_search(connection: Connection) -> None:
    """Make the table. For migrations."""
    for statement in CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def drop_search(connection: Connection) -> None:
    """Remove the table. For migrations."""
    connection.exec_driver_sql("DROP TABLE concern_text")


def fold(words: str) -> str:
    """Lower case without diacritics: `Shkodrën` and `shkodren` are the same."""
    apart = unicodedata.normalize("NFKD", words.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))


def index_text(session: Session, concern: Concern) -> None:
    """Bring what can be found of this concern up to date."""
    dialect = session.get_bind().dialect.name
    session.execute(DROP[dialect], {"id": concern.id})
    session.execute(PUT[dialect], _texts(concern))


def index_all(session: Session) -> None:
    """Make the whole index anew."""
    dialect = session.get_bind().dialect.name
    session.execute(text("DELETE FROM concern_text"))
    rows = session.scalars(
        select(Concern)
        .options(undefer_group("filing"), undefer_group("extract"))
        .execution_options(yield_per=BATCH)
    )
    for part in rows.partitions(BATCH):
        session.execute(PUT[dialect], [_texts(concern) for concern in part])


def _texts(concern: Concern) -> dict[str, Any]:
    told = (concern.narrative, concern.where_when, concern.duty, concern.how_known, concern.asks_for, concern.tried)
    return {
        "id": concern.id,
        "title": _joined((concern.title, concern.reference, concern.institutions_text)),
        "narrative": _joined(told),
        "extract": _joined((concern.extract_title, concern.extract, concern.reference)) if concern.extract else "",
    }


def _joined(parts: Iterable[str]) -> str:
    return fold(" ".join(part for part in parts if part))


def matching(actor: Actor, q: str) -> ColumnElement[bool]:
    """Concerns whose words, as far as this person may read them, hold all of `q`; its last word may go on."""
    words = WORD.findall(fold(q))[:MOST_WORDS]
    if not words:
        return false()
    if not actor.is_(Role.MEMBER, Role.SECRETARIAT):
        return Concern.id.in_(_found("extract", words))
    in_title = Concern.id.in_(_found("title", words))
    in_narrative = Concern.id.in_(_found("narrative", words))
    if actor.is_(Role.SECRETARIAT, Role.CHAIR):
        return or_(in_title, in_narrative)
    circle = or_(
        Concern.level != Level.RESTRICTED,
        Concern.filer_organisation_id == actor.organisation_id,
        Concern.rapporteur_id == actor.person_id,
        Concern.second_reader_id == actor.person_id,
    )
    return or_(in_title, and_(in_narrative, circle))


def _found(column: str, words: list[str]) -> TextClause:
    """Ids of concerns with these words in this column. Words are letters and digits alone, and are bound."""
    name = f"q_{column}"
    if db.engine.dialect.name == "sqlite":
        terms = " ".join(f'"{word}"' for word in words) + "*"
        query = f"SELECT rowid FROM concern_text WHERE concern_text MATCH :{name}"  # noqa: S608 - a fixed name
        return text(query).bindparams(**{name: f"{column} : ({terms})"})
    terms = " & ".join(f"{word}" for word in words) + ":*"
    query = f"SELECT id FROM concern_text WHERE {column} @@ to_tsquery('simple', :{name})"  # noqa: S608 - fixed names
    return text(query).bindparams(**{name: terms})
