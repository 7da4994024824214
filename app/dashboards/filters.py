"""What a list is narrowed to: read from the address, so that it can be kept and shared.

What is not understood is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from app.concerns.vocabulary import County, Pillar, Subject
from app.core.numbers import whole_or_zero
from workflows.concern import Stage
from workflows.periods import Rule
from workflows.recommendation import State

E = TypeVar("E", bound=StrEnum)
LONGEST_SEARCH = 100
LATE_BY = (30, 60, 90)  # days, from which on one asks for the latest alone


class Sort(StrEnum):
    """The order of a list."""

    NEWEST = "newest"
    DUE = "due"


class Tab(StrEnum):
    """The parts of the coordinator's desk."""

    OVERDUE = "overdue"
    SOON = "soon"
    PAUSED = "paused"
    EXTENSIONS = "extensions"
    ESCALATIONS = "escalations"
    INSTITUTIONS = "institutions"


@dataclass(frozen=True, slots=True)
class Filter:
    """Each field is a parameter of the address of the same name; its default is not written there."""

    def address(self, **changed: Any) -> dict[str, Any]:
        """The parameters of this list, with some of them changed. A page of it is not kept."""
        wanted = replace(self, **changed) if changed else self
        given = {f.name: (getattr(wanted, f.name), f.default) for f in fields(wanted)}
        return {
            name: "1" if value is True else str(value)
            for name, (value, usual) in given.items()
            if value != usual
        }

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return any(name not in ("sort", "tab") for name in self.address())


@dataclass(frozen=True, slots=True)
class ConcernFilter(Filter):
    """Filters of the list of concerns."""

    q: str = ""
    stage: Stage | None = None
    pillar: Pillar | None = None
    subject: Subject | None = None
    county: County | None = None
    institution: int | None = None
    open: bool = False
    urgent: bool = False
    overdue: bool = False
    mine: bool = False
    undeclared: bool = False  # the person has yet to declare, and is expected to
    sort: Sort = Sort.NEWEST

    @classmethod
    def read(cls, given: Mapping[str, str]) -> ConcernFilter:
        """From the parameters of an address."""
        return cls(
            q=given.get("q", "").replace("\0", " ").strip()[:LONGEST_SEARCH],
            stage=_member(Stage, given.get("stage", "")),
            pillar=_member(Pillar, given.get("pillar", "")),
            subject=_member(Subject, given.get("subject", "")),
            county=_member(County, given.get("county", "")),
            institution=_number(given.get("institution", "")),
            open=given.get("open") == "1",
            urgent=given.get("urgent") == "1",
            overdue=given.get("overdue") == "1",
            mine=given.get("mine") == "1",
            undeclared=given.get("undeclared") == "1",
            sort=_member(Sort, given.get("sort", "")) or Sort.NEWEST,
        )


@dataclass(frozen=True, slots=True)
class RecommendationFilter(Filter):
    """Filters of the list of recommendations."""

    state: State | None = None
    institution: int | None = None
    overdue: bool = False
    sort: Sort = Sort.NEWEST

    @classmethod
    def read(cls, given: Mapping[str, str]) -> RecommendationFilter:
        """From the parameters of an address."""
        return cls(
            state=_member(State, given.get("state", "")),
            institution=_number(given.get("institution", "")),
            overdue=given.get("overdue") == "1",
            sort=_member(Sort, given.get("sort", "")) or Sort.NEWEST,
        )


@dataclass(frozen=True, slots=True)
class DeskFilter(Filter):
    """Filters of the coordinator's desk."""

    tab: Tab = Tab.OVERDUE
    institution: int | None = None
    county: County | None = None
    rule: Rule | None = None
    late: int | None = None  # more days late than this, of what is overdue

    @classmethod
    def read(cls, given: Mapping[str, str]) -> DeskFilter:
        """From the parameters of an address."""
        return cls(
            tab=_member(Tab, given.get("tab", "")) or Tab.OVERDUE,
            institution=_number(given.get("institution", "")),
            county=_member(County, given.get("county", "")),
            rule=_member(Rule, given.get("rule", "")),
            late=next((days for days in LATE_BY if given.get("late") == str(days)), None),
        )


def _member(kind: type[E], value: str) -> E | None:
    try:
        return kind(value) if value else None
    except ValueError:
        return None


def _number(value: str) -> int | None:
    found = whole_or_zero(value)
    return found if found > 0 else None
