"""What a list is narrowed to: read from the address, so that it can be kept and shared.

What is not understood is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from markupsafe import Markup, escape

from app.concerns.vocabulary import County, Pillar, Subject
from app.core.formats import current_language
from app.core.labels import label
from app.core.language import translate as _
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

    def address(self) -> dict[str, Any]:
        """The parameters of this list. A page of it is not kept."""
        given = {f.name: (getattr(self, f.name), f.default) for f in fields(self)}
        return {
            name: "1" if value is True else str(value)
            for name, (value, usual) in given.items()
            if value != usual
        }


def narrows(kept: Iterable[str]) -> bool:
    """Whether a list with these parameters leaves anything out."""
    return any(name not in ("sort", "tab") for name in kept)


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


def options(kind: type[StrEnum], chosen: StrEnum | None, left_out: Iterable[StrEnum] = ()) -> Markup:
    """The members of a closed list, in the order in which they are declared."""
    return _of(current_language(), kind, chosen, frozenset(left_out))


def grouped(groups: Mapping[Any, Sequence[StrEnum]], chosen: StrEnum | None) -> Markup:
    """Members under the member to which they belong."""
    return _grouped(current_language(), tuple(groups.items()), chosen)


def sorts(chosen: Sort) -> Markup:
    """The orders of a list."""
    words = {Sort.NEWEST: _("newest first"), Sort.DUE: _("due first")}
    return Markup("").join(_option(sort.value, words[sort], sort is chosen) for sort in Sort)


def lateness(chosen: int | None) -> Markup:
    """From how many days late on."""
    return Markup("").join(
        _option(days, _("more than %(days)s days", days=days), days == chosen) for days in LATE_BY
    )


def rows(found: Sequence[Any], chosen: int | None) -> Markup:
    """Rows of a table: number and name."""
    return _rows(tuple((row.id, row.name) for row in found), chosen)


# Without these three a list makes 25 % more function calls.
@lru_cache(maxsize=512, typed=True)  # by type too: members of two lists may have the same value
def _of(_language: str, kind: type[StrEnum], chosen: StrEnum | None, left_out: frozenset[StrEnum]) -> Markup:
    members = [member for member in kind if member not in left_out]
    return Markup("").join(_option(m.value, str(label(m)), m is chosen) for m in members)


@lru_cache(maxsize=128, typed=True)
def _grouped(
    language: str, groups: tuple[tuple[StrEnum, tuple[StrEnum, ...]], ...], chosen: StrEnum | None
) -> Markup:
    return Markup("").join(
        Markup('<optgroup label="{}">{}</optgroup>').format(
            str(label(group)), Markup("").join(_option(m.value, str(label(m)), m is chosen) for m in members)
        )
        for group, members in groups
    )


@lru_cache(maxsize=128)
def _rows(found: tuple[tuple[int, str], ...], chosen: int | None) -> Markup:
    return Markup("").join(_option(key, name, key == chosen) for key, name in found)


def _option(value: object, words: str, selected: bool) -> Markup:
    mark = " selected" if selected else ""
    return Markup(f'<option value="{escape(value)}"{mark}>{escape(words)}</option>')  # noqa: S704 - escaped
