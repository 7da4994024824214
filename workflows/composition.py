"""Whether the Group's composition stands: 11 to 15 seats, each field present, no mandate about to end (workflow.md).

It warns and records; it never locks the Group out of its work.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FEWEST, MOST = 11, 15
NOTICE = timedelta(days=90)


class Field(StrEnum):
    """What the work of a member organisation is."""

    CHILD_CARE = "child_care"
    VICTIM_SERVICES = "victim_services"
    HUMAN_RIGHTS = "human_rights"


class Capacity(StrEnum):
    """As what somebody holds a seat."""

    REPRESENTATIVE = "representative"
    ALTERNATE = "alternate"


@dataclass(frozen=True, slots=True)
class Filled:
    """One seat that is held: the organisation's field, and the last day of its mandate."""

    organisation: int
    field: Field | None
    ends_on: date


@dataclass(frozen=True, slots=True)
class Composition:
    """What may be said of the Group on one day."""

    seats: int
    missing: int  # seats that must still be filled
    beyond: int  # seats above the most
    absent: tuple[Field, ...]  # fields that nobody stands for
    ending: tuple[int, ...]  # organisations whose mandate ends within 90 days
    ended: tuple[int, ...]  # organisations whose mandate is over and was neither renewed nor ended

    @property
    def stands(self) -> bool:
        """Whether number and fields are as they should be."""
        return not (self.missing or self.beyond or self.absent)


def composition_of(seats: Iterable[Filled], day: date) -> Composition:
    """The composition that these seats make on this day."""
    held = tuple(seats)
    present = {seat.field for seat in held}
    return Composition(
        seats=len(held),
        missing=max(FEWEST - len(held), 0),
        beyond=max(len(held) - MOST, 0),
        absent=tuple(field for field in Field if field not in present),
        ending=tuple(s.organisation for s in held if day <= s.ends_on <= day + NOTICE),
        ended=tuple(s.organisation for s in held if s.ends_on < day),
    )
