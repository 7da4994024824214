"""The words of the hand-written tables (`oracle_*.py`), and the tables of the code said in the same words.

A row says of a step: from which states, which, to which, who, what must hold, what it needs, what it does to clocks,
who reads it in the history besides the Group, and who may record it as it came on paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from workflows.engine import STAY, Chosen, ClockEffect, StateInfo, Step, Workflow

STAYS = "stays"
PUBLIC = "public"  # ministry, addressee and coordinator read it in the history
INSIDE = ""


class Row(NamedTuple):
    """A step, from one state or from several in words; `to` is one state, or those it may choose among."""

    sources: str
    do: str
    to: str
    who: str
    holds: str = ""
    needs: str = ""
    clocks: str = ""
    read: str = INSIDE
    on_paper: str = ""


class Place(NamedTuple):
    """A state: whose move it is, by which clock; final where nothing leads on."""

    state: str
    owner: str
    clock: str = ""
    final: bool = False


Pairs = dict[tuple[str, str], Row]


def by_pair(rows: Iterable[Row]) -> Pairs:
    """Each row once for each of its states. Raises where two rows say something of the same step."""
    pairs: Pairs = {}
    for row in rows:
        for source in row.sources.split():
            assert (source, row.do) not in pairs, f"{row.do} from {source} stands twice"
            pairs[source, row.do] = row._replace(
                sources=source,
                to=_sorted(row.to),
                who=_sorted(row.who),
                clocks=", ".join(sorted(row.clocks.split(", "))),
                on_paper=_sorted(row.on_paper),
            )
    return pairs


def said(steps: Iterable[Step[Any]]) -> list[Row]:
    """Rows of the code, in the words of these tables."""
    return [
        Row(
            " ".join(step.sources),
            str(step.do),
            _to(step),
            " ".join(step.who),
            " ".join(guard.name for guard in step.guards),
            " ".join(step.needs),
            ", ".join(_clock(effect) for effect in step.clocks),
            PUBLIC if step.public else INSIDE,
            " ".join(step.on_paper),
        )
        for step in steps
    ]


def places_said(places: Iterable[StateInfo]) -> list[Place]:
    """States of the code, in the words of these tables."""
    return [Place(str(p.state), str(p.owner), str(p.rule or ""), p.final) for p in places]


def differences(workflow: Workflow[Any], rows: Iterable[Row], places: Iterable[Place]) -> list[Any]:
    """What the code and a table say differently: of the code, and by hand."""
    code, hand = by_pair(said(workflow.steps)), by_pair(rows)
    steps = [(code.get(pair), hand.get(pair)) for pair in sorted({*code, *hand})]
    named, written = (
        {place.state: place for place in given} for given in (places_said(workflow.places.values()), places)
    )
    states = [(named.get(state), written.get(state)) for state in sorted({*named, *written})]
    return [pair for pair in [*steps, *states] if pair[0] != pair[1]]


def _to(step: Step[Any]) -> str:
    if isinstance(step.to, Chosen):
        return " ".join(step.to.among)
    return STAYS if step.to is STAY else str(step.to)


def _clock(effect: ClockEffect) -> str:
    until = f" until {effect.until}" if effect.until else ""
    return f"{effect.kind} {effect.rule or 'all'}{until}"


def _sorted(words: str) -> str:
    return " ".join(sorted(words.split()))
