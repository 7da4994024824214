"""Whose events stand in a concern's history beside those of the tables: under which name each is kept."""

from __future__ import annotations

from enum import StrEnum


class Stream(StrEnum):
    """What an event belongs to that is no step of a table."""

    VOTE = "vote"
    CLOCK = "clock"
    LETTER = "letter"
    RECORD = (
        "record"  # moves nothing, and is no line of the history: the reading of a file, a message, a comment
    )
