"""What a step was given besides its text, as people read it beside the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel.speaklater import LazyString

from app.concerns.vocabulary import FindingSource, Ground, Manner, Naming
from app.core.formats import day, number
from app.core.labels import label
from app.core.language import lazy as _l

# In this order. What is not here is shown elsewhere (the plan, the recommendation) or is a key without words.
NAMES: dict[str, LazyString] = {
    "decided_on": _l("Day of the decision"),
    "manner": _l("How the Group decided"),
    "ground": _l("Ground"),
    "part": _l("Part that is accepted"),
    "reason": _l("Reasons"),
    "way": _l("The way there"),
    "evidence": _l("What shows it"),
    "sources": _l("What it rests on"),
    "seen_on": _l("Day of the visit or interview"),
    "gaps": _l("Gaps in the evidence"),
    "naming": _l("May the filer be named?"),
    "until": _l("Until when?"),
    "due_on": _l("New date"),
}
LISTS: dict[str, type[StrEnum]] = {
    "manner": Manner,
    "ground": Ground,
    "sources": FindingSource,
    "naming": Naming,
}
DATES = frozenset({"decided_on", "seen_on", "until", "due_on"})


def details(given: Mapping[str, Any] | None) -> list[tuple[LazyString, str]]:
    """Name and value of each thing that was given, from the JSON that is kept with the event."""
    return [(words, _read(name, given[name])) for name, words in NAMES.items() if given and name in given]


def _read(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_read(name, item) for item in value)
    if name in LISTS:
        return str(label(LISTS[name](value)))
    if name in DATES:
        return day(date.fromisoformat(value))
    return number(value) if isinstance(value, int) else str(value)
