"""A connection to PostgreSQL that does not wait for ever. Loaded only where it is the database."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

import psycopg

T = TypeVar("T")


class BoundedConnection(psycopg.Connection[Any]):
    """Is closed when no answer came in time."""

    answer_within: float | None = None  # seconds

    def wait(self, gen: Generator[Any, Any, T], interval: float = 0.1, timeout: float | None = None) -> T:
        """What the driver does whenever it waits for the server."""
        try:
            return super().wait(gen, interval=interval, timeout=timeout or self.answer_within)
        except psycopg.OperationalError as error:
            if (
                error.sqlstate is None
            ):  # the server said nothing; what it still may say would be the next answer
                self.pgconn.finish()
            raise
