"""A draft as its page shows it: passages marked, and two versions side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.concerns.models import Recommendation
from app.core.differences import Piece as Difference
from app.core.differences import differences
from app.working_papers.drafts.passages import Piece, marked
from app.working_papers.drafts.queries import COMPARED, Thread, Version
from app.working_papers.models import Part, Suggestion
from workflows.suggestion import SuggestionState


@dataclass(frozen=True, slots=True)
class DraftPart:
    """One text of a draft, cut at the passages of which something is said."""

    part: Part
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of one field between two versions."""

    name: str
    pieces: list[Difference]


def draft_parts(
    rec: Recommendation, threads: Sequence[Thread], suggested: Sequence[Suggestion]
) -> list[DraftPart]:
    """The texts of a draft that say something. Keys of passages are the anchors of what is said of them."""
    found = []
    for part in (Part.HEADING, Part.TEXT, Part.DUTY, Part.MEASURE, Part.WILL_LOOK_AT):
        text = getattr(rec, part.value)
        passages = {
            f"comment-{t.first.id}": t.first.passage
            for t in threads
            if t.first.part is part and t.first.resolved_at is None
        }
        passages |= {
            f"suggestion-{s.id}": s.passage
            for s in suggested
            if s.part is part and s.state is SuggestionState.OPEN
        }
        if text:
            found.append(DraftPart(part, marked(text, passages)))
    return found


def changes(older: Version, newer: Version, said: Callable[[str, Any], str]) -> list[Changed]:
    """The fields that differ, word by word. `said` gives the words of a field's value."""
    return [
        Changed(name, differences(*(said(name, version.fields[name]) for version in (older, newer))))
        for name in COMPARED
        if older.fields[name] != newer.fields[name]
    ]
