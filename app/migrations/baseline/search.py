"""The table of words that the search looks through: FTS5 on SQLite, a vector of words on PostgreSQL."""

from __future__ import annotations

from alembic import op

CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE concern_text USING fts5 (title, narrative, extract, "
        "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')",
    ),
    "postgresql": (
        "CREATE TABLE concern_text "
        "(concern_id integer PRIMARY KEY REFERENCES concern (id) ON DELETE CASCADE, words tsvector NOT NULL)",
        "CREATE INDEX ix_concern_text_words ON concern_text USING gin (words)",
    ),
}


def create_search() -> None:
    """After the concerns, which it is derived from."""
    for statement in CREATE[op.get_bind().dialect.name]:
        op.execute(statement)


def drop_search() -> None:
    """Before the concerns."""
    op.execute("DROP TABLE concern_text")
