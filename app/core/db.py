"""The database base, the one unit of work, and statements that are made once for everybody of the same roles."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, lru_cache, update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ColumnElement,
    CursorResult,
    DateTime,
    Enum,
    Executable,
    Integer,
    MetaData,
    bindparam,
    literal_column,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from app.core.actor import Actor
from app.core.logs import take_noted
from app.core.outages import Fault, fault_of
from workflows.roles import Kind, Role

WRITES = "tryeza_writes"
log = logging.getLogger(__name__)


class Base(DeclarativeBase):
    """Parent of every model. Constraint names are fixed so that migrations can drop them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant. SQLite keeps no zone, so the zone is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant: it would be read as UTC by one database and as local time by the other."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One transaction that writes: all of it or nothing.

    Whatever was read before in this request is forgotten first, because on SQLite a transaction that began
    with a read cannot be turned into a writing one without losing updates; it takes the write lock at once.
    """
    session: Session = db.session()
    session.rollback()
    take_noted(session)
    session.connection(execution_options={WRITES: True})
    try:
        yield session
        session.commit()
        for line in take_noted(session):
            log.info(line)
    except BaseException:
        session.rollback()
        raise


def is_busy(error: OperationalError) -> bool:
    """Whether others held what was needed: both give up waiting; PostgreSQL lets one of two in a deadlock go on."""
    return fault_of(error) is Fault.BUSY


def read_rows(
    session: Session, statement: Executable, given: Mapping[str, Any] | None = None
) -> CursorResult[Any]:
    """Rows of columns, past the mapping of objects, which would take as long again.

    For pages, which only read: what waits in the session to be written is not seen.
    """
    return session.connection().execute(statement, given)


E = TypeVar("E", bound=StrEnum)


def short(kind: type[E], length: int = 24) -> Enum:
    """An enum kept as its short string, so that both databases hold the same and a new value needs no migration."""
    return Enum(
        kind, native_enum=False, length=length, values_callable=lambda k: [member.value for member in k]
    )


def fixed(value: StrEnum) -> ColumnElement[Any]:
    """A value that is written into the statement, for a column of which a partial index has a condition.

    Given as a parameter it keeps that index from being used; and SQLite, which cannot know, plans anew each time.
    """
    return literal_column(f"'{value.value}'", _short_once(type(value)))


_short_once = cache(short)  # of one kind: looking through its members takes as long as a condition does


def fixed_each(values: Iterable[E]) -> list[ColumnElement[Any]]:
    """The same for a choice of values: a list of parameters is written out anew each time the statement is run."""
    return [fixed(value) for value in sorted(values)]


KEPT = 128  # statements of each kind: lists have one for each choice of filters
P = ParamSpec("P")
T = TypeVar("T")


def made_once(build: Callable[Concatenate[Actor, P], T]) -> Callable[Concatenate[Actor, P], T]:
    """Keep what is built for the actor's roles, the kind of their organisation and the other arguments.

    What is built sees an actor without a name, whose ids are parameters. Whoever runs it passes `asker(actor)`; the
    database refuses to run it without.
    """

    @lru_cache(maxsize=KEPT)
    def kept(roles: frozenset[Role], kind: Kind, args: Any, named: tuple[tuple[str, Any], ...]) -> T:
        return build(anybody(roles, kind), *args, **dict(named))

    def built(actor: Actor, /, *args: P.args, **named: P.kwargs) -> T:
        return kept(actor.roles, actor.organisation_kind, args, tuple(named.items()))

    update_wrapper(built, build)
    return built


def anybody(roles: frozenset[Role], kind: Kind = Kind.MEMBER) -> Actor:
    """Whoever of these roles asks: their ids are the parameters `person` and `organisation`."""
    person: Any = bindparam("person", type_=Integer)
    organisation: Any = bindparam("organisation", type_=Integer)
    return Actor(person, organisation, kind, "", "", "", roles)


def asker(actor: Actor) -> dict[str, Any]:
    """What a statement made for anybody is given."""
    return {"person": actor.person_id, "organisation": actor.organisation_id}
