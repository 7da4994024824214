"""Where each state of a workflow stands in its picture, and which moves are drawn as lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from workflows.engine import StateInfo, Step, Workflow
from workflows.roles import Owner


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture says, in one language; the edge gives it."""

    title: str
    description: str
    here: str  # said in the state that is lit
    nothing: str  # heads the steps that move nothing
    state: Callable[[StrEnum], str]
    owner: Callable[[StateInfo], str]
    clock: Callable[[StateInfo], str]  # empty where none runs
    step: Callable[[Step[Any]], str]
    phase: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Style:
    """Measures in pixels. Without steps the picture is an overview that fits beside other things."""

    column: int
    gutter: int
    steps: bool
    margin: int = 12
    padding: int = 9
    gap: int = 26  # between two boxes of a column, wide enough for an arrow

    @property
    def inside(self) -> int:
        """What a line of text has."""
        return self.column - 2 * self.padding


FULL = Style(column=186, gutter=48, steps=True)
OVERVIEW = Style(column=126, gutter=28, steps=False, gap=22)

HEAD = 34  # of a picture whose columns are named
SIZES = {"title": 15.0, "owner": 12.5, "clock": 12.5, "here": 12.5, "step": 12.5, "nothing": 12.5}
BOLD = frozenset({"title", "here"})
LEADING = 1.35
NARROW, WIDE = frozenset(" iljftrI.,:;'’!()|·-"), frozenset("mwMWËÇ@%→…")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `y` is its baseline, from the top of its box."""

    text: str
    kind: str
    y: float
    indent: int = 0


@dataclass(slots=True)
class Box:
    """One state. `exits` says at which height the line of a step stands, by where the step leads."""

    place: StateInfo
    column: int
    row: int
    x: float
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    lit: bool = False
    lines: list[Line] = field(default_factory=list)
    exits: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """A move that is drawn. `back` leads to an earlier state."""

    source: str
    target: str
    back: bool


def columns(workflow: Workflow[Any]) -> list[list[StateInfo]]:
    """States side by side: by phase where the table names phases, else a column further with each clock that starts."""
    places = list(workflow.places.values())
    if any(place.phase for place in places):
        keys: dict[Any, int] = {}
        for place in places:
            keys.setdefault(place.phase, len(keys))
        depth = {place.state: keys[place.phase] for place in places}
    else:
        depth = _depths(workflow)
    return [[p for p in places if depth[p.state] == n] for n in range(max(depth.values()) + 1)]


def _depths(workflow: Workflow[Any]) -> dict[StrEnum, int]:
    """The longest way forward to each state, counting the clocks that start on it."""
    order = list(workflow.places)
    depth = dict.fromkeys(order, 0)
    for state in order:  # forward moves lead to later states, so one pass is enough
        for _, step in _of(workflow, state):
            for target in step.destinations(state):
                if order.index(target) > order.index(state):
                    timed = workflow.places[target].rule is not None
                    depth[target] = max(depth[target], depth[state] + timed)
    return depth


def _of(workflow: Workflow[Any], state: StrEnum) -> list[tuple[str, Step[Any]]]:
    return [(source, step) for source, step in workflow if source == state]


def edges(workflow: Workflow[Any]) -> list[Edge]:
    """The moves within a column or to the next one; longer ones are named in the boxes and not drawn."""
    order = list(workflow.places)
    column = {place.state: n for n, places in enumerate(columns(workflow)) for place in places}
    found: dict[tuple[str, str], Edge] = {}
    for source, step in workflow:
        state = workflow.states(source)
        for target in step.destinations(state):
            if target != state and abs(column[target] - column[state]) <= 1:
                back = order.index(target) < order.index(state)
                if column[target] != column[state]:
                    back = column[target] < column[state]
                found.setdefault((source, target), Edge(source, target, back))
    return list(found.values())


def boxes(workflow: Workflow[Any], words: Words, style: Style, lit: str | None) -> dict[str, Box]:
    """Every state as a box in its place, with its lines."""
    made: dict[str, Box] = {}
    named = any(place.phase for place in workflow.places.values())
    for n, places in enumerate(columns(workflow)):
        y = float(style.margin + (HEAD if named else 0))
        for row, place in enumerate(places):
            x = style.margin + n * (style.column + style.gutter)
            box = Box(place, n, row, x, y, style.column, lit=place.state == lit)
            _write(box, workflow, words, style)
            made[place.state] = box
            y += box.height + style.gap
    return made


def _write(box: Box, workflow: Workflow[Any], words: Words, style: Style) -> None:
    """Fill a box with its lines, from the top."""
    place = box.place
    _add(box, "title", words.state(place.state), style)
    if box.lit:
        _add(box, "here", words.here, style)
    if style.steps or place.owner is not Owner.NOBODY:
        _add(box, "owner", words.owner(place), style)
    if style.steps and (clock := words.clock(place)):  # an urgent concern has other times than these
        _add(box, "clock", clock, style)
    if style.steps:
        _write_steps(box, workflow, words, style)
    box.height = box.lines[-1].y + style.padding + 2


def _write_steps(box: Box, workflow: Workflow[Any], words: Words, style: Style) -> None:
    """Name the steps: first those with a line, then those to places farther away, then those that move nothing."""
    state, still, lead = box.place.state, [], []
    drawn = {edge.target: edge.back for edge in edges(workflow) if edge.source == state}
    for _, step in _of(workflow, state):
        targets = [target for target in step.destinations(state) if target != state]
        if targets:
            lead.append((min(drawn.get(target, 2) for target in targets), step, targets))
        else:
            still.append(words.step(step))
    for _, step, targets in sorted(lead, key=lambda row: row[0]):
        top = len(box.lines)
        _add(box, "step", f"{words.step(step)} → {' / '.join(map(words.state, targets))}", style, space=4)
        for target in targets:
            box.exits.setdefault(target, box.lines[top].y - 4)
    if still:
        _add(box, "nothing", f"{words.nothing} {' · '.join(still)}", style, space=6)


def _add(box: Box, kind: str, text: str, style: Style, space: float = 0) -> None:
    """Add a text, folded at words; what is folded hangs under its first line."""
    size = SIZES[kind]
    bottom = box.lines[-1].y if box.lines else style.padding - 3
    hang = 8 if kind == "step" else 0
    for n, piece in enumerate(folded(text, style.inside - hang, size, kind in BOLD)):
        bottom += size * LEADING + (space if n == 0 else 0)
        box.lines.append(Line(piece, kind, round(bottom, 1), hang if n else 0))


def folded(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """The text in pieces that fit; a single word that does not fit stands alone."""
    pieces: list[str] = []
    for word in text.split():
        if pieces and measured(f"{pieces[-1]} {word}", size, bold) <= width:
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
    return pieces or [""]


def measured(text: str, size: float, bold: bool = False) -> float:
    """About how wide a text is, generously: fonts of readers differ."""
    per = sum(0.31 if c in NARROW else 0.86 if c in WIDE else 0.66 if c.isupper() else 0.54 for c in text)
    return per * size * (1.06 if bold else 1.0)
