"""What notices tell of."""

from enum import StrEnum


class Topic(StrEnum):
    """Why somebody is told of an event."""

    MOVE = "move"  # it is their move now
    CASE = "case"  # it happened in a case that is theirs
    VOTE = "vote"
