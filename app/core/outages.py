"""What fails beside the program: the database or the disk. Told apart, and said once in the log."""

from __future__ import annotations

import errno
import logging
import time
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoConnection

log = logging.getLogger(__name__)
SAID_EVERY_S = 60.0


class Fault(StrEnum):
    """A cause that no request can help, as the log names it."""

    AWAY = "the database does not answer"
    BUSY = "the database is held by others"
    SLOW = "the database takes too long"
    FULL = "the disk is full"
    READ_ONLY = "the database or its folder cannot be written"
    SCHEMA = "the database does not have the tables of this version (flask db upgrade)"
    DAMAGED = "the database is damaged"


# PostgreSQL's own codes, by their first letters; the longest that fits counts.
_OF_POSTGRESQL = {
    "08": Fault.AWAY,
    "57P": Fault.AWAY,
    "3D": Fault.AWAY,
    "28": Fault.AWAY,
    "53": Fault.BUSY,
    "531": Fault.FULL,
    "55P03": Fault.BUSY,
    "40": Fault.BUSY,
    "57014": Fault.SLOW,
    "25006": Fault.READ_ONLY,
    "42P01": Fault.SCHEMA,
    "42703": Fault.SCHEMA,
    "58": Fault.DAMAGED,
    "XX001": Fault.DAMAGED,
    "XX002": Fault.DAMAGED,
}
_OF_SQLITE = {
    "database is locked": Fault.BUSY,
    "is locked": Fault.BUSY,
    "is full": Fault.FULL,
    "readonly": Fault.READ_ONLY,
    "no such table": Fault.SCHEMA,
    "no such column": Fault.SCHEMA,
    "malformed": Fault.DAMAGED,
    "not a database": Fault.DAMAGED,
}
_OF_THE_DISK = {
    errno.ENOSPC: Fault.FULL,
    errno.EDQUOT: Fault.FULL,
    errno.EFBIG: Fault.FULL,
    errno.EROFS: Fault.READ_ONLY,
    errno.EACCES: Fault.READ_ONLY,
    errno.EPERM: Fault.READ_ONLY,
}


def fault_of(error: BaseException | None) -> Fault | None:
    """Which fault an exception tells of; None where the program itself is wrong, or what was asked of it."""
    if isinstance(error, DBAPIError):
        return _of_database(error)
    if isinstance(error, (NoConnection, PendingRollbackError)):
        return Fault.BUSY if isinstance(error, NoConnection) else Fault.AWAY
    if isinstance(error, OSError):
        return _OF_THE_DISK.get(error.errno or 0)
    return None


def _of_database(error: DBAPIError) -> Fault | None:
    code = getattr(error.orig, "sqlstate", None) or ""
    for length in (5, 3, 2):
        if code and (found := _OF_POSTGRESQL.get(code[:length])):
            return found
    said = str(error.orig)
    for words, fault in _OF_SQLITE.items():
        if not code and words in said:
            return fault
    if isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated:
        return Fault.AWAY
    return None


@dataclass(slots=True)
class _Said:
    at: float
    since: int = 0  # how often it happened and was not said


_said: dict[Fault, _Said] = {}
_lock = Lock()


def note(fault: Fault, error: BaseException) -> None:
    """One line in the log for each cause; while it lasts, one a minute with how often it was met."""
    with _lock:
        at, before = time.monotonic(), _said.get(fault)
        if before is not None and at - before.at < SAID_EVERY_S:
            before.since += 1
            return
        met = f" ({before.since} times since it was last said)" if before and before.since else ""
        _said[fault] = _Said(at)
    log.error("%s: %s%s", fault, words_of(error), met)


def words_of(error: BaseException) -> str:
    """What the driver or the system says, in one line: without the statement, whose values people wrote."""
    said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    return said.splitlines()[0]


def forget() -> None:
    """Say each cause anew when it is met next."""
    with _lock:
        _said.clear()
