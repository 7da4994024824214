"""What the selects above a list offer. Written once for each language and choice: a page has a hundred of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from app.core.formats import current_language
from app.core.labels import label
from app.core.language import translate as _
from app.dashboards.filters import LATE_BY, Sort


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
