"""The action plan, row by row: what the institution says of each action, and beside it what the Group saw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.concerns.models import Action, Recommendation
from app.concerns.page.queries import Line
from app.concerns.vocabulary import ActionState, Seen
from app.core.labels import label
from app.core.language import translate as _
from workflows.recommendation import Do, State


@dataclass(frozen=True, slots=True)
class RowVoice:
    """What one side says of one action."""

    label: str
    at: dt.datetime
    who: str
    said: str = ""
    evidence: str = ""
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class ActionView:
    """One action with both voices; late where it was to be done and is not said to be."""

    row: Action
    claim: RowVoice | None
    finding: RowVoice | None
    late: bool


def plan_of(
    rec: Recommendation, actions: Sequence[Action], history: Sequence[Line], today: dt.date
) -> list[ActionView]:
    """The plan of a recommendation; `history` are its lines, newest first, as the reader may see them."""
    claims = dict(reversed([*_said(history, Do.PROGRESS)]))
    seen = dict(reversed([*_said(history, Do.CHECK)]))
    return [
        ActionView(
            action,
            _claim(rec, *claims[action.number]) if action.number in claims else None,
            _finding(*seen[action.number]) if action.number in seen else None,
            rec.state is State.IMPLEMENTATION and action.done_on is None and action.due_on < today,
        )
        for action in actions
    ]


def _said(history: Sequence[Line], do: Do) -> Iterator[tuple[int, tuple[Mapping[str, Any], Line]]]:
    """What was said of each action in steps of this kind, newest first."""
    for line in history:
        if line.do == do and line.details:
            for row in line.details.get("rows", ()):
                yield int(row["number"]), (row, line)


def _claim(rec: Recommendation, row: Mapping[str, Any], line: Line) -> RowVoice:
    who = line.organisation or rec.addressee.name
    if "paper" in line.params:
        who += " " + _("(on paper)")
    state = str(label(ActionState(row["state"])))
    return RowVoice(state, line.at, who, row["said"], row["evidence"], row["percent"])


def _finding(row: Mapping[str, Any], line: Line) -> RowVoice:
    who = " · ".join(word for word in (_("The Group"), line.organisation) if word)
    return RowVoice(str(label(Seen(row["seen"]))), line.at, who, row["said"])
