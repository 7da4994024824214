"""How the database is connected to, and how long anybody waits for it.

Whoever waits for a page holds one of a few threads, and all others wait behind them: a request gives up soon, and its
form is given back to be sent again. What runs beside the pages (the worker, commands, migrations) has time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, has_request_context
from sqlalchemy import Engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DisconnectionError

from app.core.db import WRITES, db

CONNECT_S = 5


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for a lock that others hold, for one statement on PostgreSQL, and for its server to say anything.

    The last is for a server that is frozen, which cannot keep the time itself. None: as long as it takes.
    """

    lock: int
    statement: int | None = None
    answer: int | None = None


OF_A_REQUEST = Patience(lock=4, statement=8, answer=10)
BESIDE = Patience(lock=30)
_PATIENCE = "patience"

# A machine that is gone without a word, as for those who wait as long as it takes.
_KEEPALIVES = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # milliseconds
}


def engine_options(url: str) -> dict[str, Any]:
    """How the database is connected to: an error does not repeat what people wrote."""
    options: dict[str, Any] = {"hide_parameters": True}
    if make_url(url).get_backend_name() == "postgresql":
        options["pool_pre_ping"] = True  # after a restart of the server the first request works
        options["pool_timeout"] = CONNECT_S
        options["connect_args"] = {"connect_timeout": CONNECT_S, **_KEEPALIVES}
    return options


def prepare_engine(app: Flask) -> None:
    """Install the connection events. Called once for each application."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        _prepare_postgresql(engine)


def patience() -> Patience:
    """How long whoever asks now may wait."""
    return OF_A_REQUEST if has_request_context() else BESIDE


def _prepare_postgresql(engine: Engine) -> None:
    from app.core.bounded_connection import BoundedConnection  # the driver, where it is asked for: 4 MB

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, args: Any, given: Any) -> BoundedConnection:
        connection = BoundedConnection.connect(*args, **given)
        connection.answer_within = OF_A_REQUEST.answer  # until somebody takes it who has time
        return connection

    @event.listens_for(engine, "checkout")
    def _taken(connection: BoundedConnection, record: Any, _proxy: Any) -> None:
        waits = patience()
        if record.info.get(_PATIENCE) is waits:
            return
        try:
            connection.answer_within = waits.answer
            connection.autocommit = True  # or it would be undone with the transaction
            connection.execute(
                f"SET lock_timeout = '{waits.lock}s'; SET statement_timeout = '{waits.statement or 0}s'"
            )
            connection.autocommit = False
        except engine.dialect.dbapi.Error as error:  # type: ignore[union-attr]
            raise DisconnectionError from error  # another connection is tried
        record.info[_PATIENCE] = waits


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver's own takes its lock too late
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BESIDE.lock * 1000}",
            "cache_size=-4096",  # of each connection; what is read is mapped, and shared by all processes
            "mmap_size=268435456",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "checkout")
    def _taken(connection: Any, record: Any, _proxy: Any) -> None:
        waits = patience()
        if record.info.get(_PATIENCE) is not waits:
            connection.execute(f"PRAGMA busy_timeout={waits.lock * 1000}")
            record.info[_PATIENCE] = waits

    @event.listens_for(engine, "begin")
    def _began(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
