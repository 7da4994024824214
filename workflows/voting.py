"""How the Group decides: roll, ballots, quorum and majority, and a result that explains itself (workflow.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Manner(StrEnum):
    """How the Group decided."""

    MEETING = "meeting"
    WRITTEN = "written_procedure"


class Choice(StrEnum):
    """What a ballot says."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Quorum(StrEnum):
    """How many of the seats that are filled and not recused must take part; an abstention takes part."""

    HALF = "more_than_half"
    TWO_THIRDS = "two_thirds"
    ALL = "all"

    def needed(self, entitled: int) -> int:
        """The fewest valid ballots."""
        match self:
            case Quorum.HALF:
                return entitled // 2 + 1
            case Quorum.TWO_THIRDS:
                return max(-(-2 * entitled // 3), 1)
            case Quorum.ALL:
                return max(entitled, 1)


class Majority(StrEnum):
    """How many must be in favour. A tie is never adopted."""

    CAST = "of_votes_cast"  # for and against; who abstains casts no vote
    PRESENT = "of_those_present"  # abstentions count as not in favour
    SEATS = "of_seats"  # of all that are entitled
    TWO_THIRDS = "two_thirds_of_votes_cast"

    def needed(self, cast: int, present: int, entitled: int) -> int:
        """The fewest votes in favour."""
        match self:
            case Majority.CAST:
                return cast // 2 + 1
            case Majority.PRESENT:
                return present // 2 + 1
            case Majority.SEATS:
                return entitled // 2 + 1
            case Majority.TWO_THIRDS:
                return max(-(-2 * cast // 3), 1)


class Verdict(StrEnum):
    """What came of one question."""

    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    NO_QUORUM = "no_quorum"


class Did(StrEnum):
    """What happened with a vote: in the history of a concern, and in notices."""

    OPENED = "open_vote"
    CLOSED = "close_vote"
    RECUSED = "recuse"
    LIFTED = "lift_recusal"
    POST_ENDED = "end_post"  # of a rapporteur or second reader who can act no more


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force when the vote was opened, kept with it."""

    quorum: Quorum = Quorum.HALF
    majority: Majority = Majority.CAST


@dataclass(frozen=True, slots=True)
class Result:
    """One question, counted: every number that the outcome rests on."""

    seats: int
    recused: int
    entitled: int
    present: int
    quorum_needed: int
    in_favour: int
    against: int
    abstained: int
    majority_needed: int
    verdict: Verdict


def count(roll: Iterable[int], recused: Iterable[int], ballots: Mapping[int, Choice], rules: Rules) -> Result:
    """Count one question.

    `roll` holds the organisations that had a seat when the vote opened, `recused` those of them that are out since,
    `ballots` one choice for each organisation. What is not on the roll, or is recused, is not counted.
    """
    seats = frozenset(roll)
    out = frozenset(recused) & seats
    entitled = seats - out
    valid = {organisation: choice for organisation, choice in ballots.items() if organisation in entitled}
    said = Counter(valid.values())
    cast = said[Choice.FOR] + said[Choice.AGAINST]
    quorum = rules.quorum.needed(len(entitled))
    majority = rules.majority.needed(cast, len(valid), len(entitled))
    if len(valid) < quorum:
        verdict = Verdict.NO_QUORUM
    elif said[Choice.FOR] >= majority:
        verdict = Verdict.ADOPTED
    else:
        verdict = Verdict.NOT_ADOPTED
    return Result(
        seats=len(seats),
        recused=len(out),
        entitled=len(entitled),
        present=len(valid),
        quorum_needed=quorum,
        in_favour=said[Choice.FOR],
        against=said[Choice.AGAINST],
        abstained=said[Choice.ABSTAIN],
        majority_needed=majority,
        verdict=verdict,
    )
