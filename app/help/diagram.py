"""A workflow as a picture: SVG from the very table that the code obeys. Presentation attributes only, for the CSP."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any

from app.help.layout import BOLD, FULL, SIZES, Box, Edge, Style, Words, boxes, columns, edges
from workflows.engine import Workflow
from workflows.roles import Owner

PAPER, WHITE, ENDED = "#faf8f4", "#ffffff", "#f1ede5"
INK, SOFT, EDGE_OF_BOX, ACCENT = "#1d2327", "#4d565c", "#b9b2a5", "#1f4e5f"
# The same by night, for a picture that stands alone; in a page its style sheet does it (css/case.css).
BY_NIGHT = {
    PAPER: "#14191c",
    WHITE: "#1b2226",
    ENDED: "#2a3237",
    INK: "#e9e6df",
    SOFT: "#a7b1b7",
    EDGE_OF_BOX: "#46525a",
    ACCENT: "#7cc0d8",
}
FONT = "'Source Sans 3 Variable', 'Source Sans 3', system-ui, sans-serif"
ARRIVALS = 9  # pixels between two lines that end at the same side of a box
INKS = {"title": INK, "owner": INK, "clock": SOFT, "here": WHITE, "step": ACCENT, "nothing": SOFT}


def with_night(picture: str) -> str:
    """The picture, which turns dark where its reader's system is: for a file, which no content policy binds."""
    rules = "".join(
        f"[fill='{day}']{{fill:{night}}}[stroke='{day}']{{stroke:{night}}}" for day, night in BY_NIGHT.items()
    )
    style = f"<style>@media (prefers-color-scheme: dark){{{rules}}}</style>"
    return picture.replace("</desc>", f"</desc>\n{style}", 1)


def diagram(workflow: Workflow[Any], words: Words, lit: str | None = None, style: Style = FULL) -> str:
    """The picture of a workflow; the state `lit` is filled, framed and says so in words.

    Lines are drawn for moves to a neighbour; every step is named in the box of its state.
    """
    placed = boxes(workflow, words, style, lit)
    width = 2 * style.margin + len(columns(workflow)) * (style.column + style.gutter) - style.gutter
    if any(_beside(edge, placed) == len(columns(workflow)) - 1 for edge in edges(workflow)):
        width += style.gutter
    height = round(max(box.y + box.height for box in placed.values()) + style.margin)
    parts = [
        _element("title", words.title, id=f"{workflow.name}-picture"),
        _element("desc", words.description, id=f"{workflow.name}-picture-is"),
        _element("rect", width=width, height=height, fill=PAPER),
        *_heads(workflow, words, style),
        *_lines(edges(workflow), placed, style),
        *(_box(box, style) for box in placed.values()),
    ]
    return _element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{workflow.name}-picture {workflow.name}-picture-is",
        font_family=FONT,
        inside="\n" + "\n".join(parts) + "\n",
    )


def _beside(edge: Edge, placed: dict[str, Box]) -> int | None:
    """The column at whose right a line goes past other boxes of it; None for any other line."""
    source, target = placed[edge.source], placed[edge.target]
    passes = source.column == target.column and abs(source.row - target.row) > 1
    return source.column if passes and not edge.back else None


def _heads(workflow: Workflow[Any], words: Words, style: Style) -> list[str]:
    """The names of the phases over their columns."""
    heads = []
    for n, places in enumerate(columns(workflow)):
        if places and places[0].phase:
            x = style.margin + n * (style.column + style.gutter)
            name = (
                f"{n + 1} · {words.phase(places[0].phase)}" if style.steps else words.phase(places[0].phase)
            )
            heads.append(
                _element("text", name, x=x, y=style.margin + 13, font_size=13, font_weight=700, fill=ACCENT)
            )
            ends: dict[str, Any] = {
                "x1": x,
                "x2": x + style.column,
                "y1": style.margin + 21,
                "y2": style.margin + 21,
            }
            heads.append(_element("line", **ends, stroke=ACCENT, stroke_width=2))
    return heads


def _box(box: Box, style: Style) -> str:
    """One state: a frame, its name, whose move it is, its clock, its steps."""
    ended = box.place.owner is Owner.NOBODY
    frame = _element(
        "rect",
        x=box.x,
        y=round(box.y, 1),
        width=box.width,
        height=round(box.height, 1),
        rx=5,
        fill=ACCENT if box.lit else ENDED if ended else WHITE,
        stroke=INK if box.lit else EDGE_OF_BOX,
        stroke_width=3 if box.lit else 1,
    )
    lines = [
        _element(
            "text",
            line.text,
            x=box.x + style.padding + line.indent,
            y=round(box.y + line.y, 1),
            font_size=SIZES[line.kind],
            font_weight=700 if line.kind in BOLD else 400,
            fill=WHITE if box.lit else INKS[line.kind],
        )
        for line in box.lines
    ]
    return _element("g", inside=frame + "".join(lines))


def _lines(drawn: list[Edge], placed: dict[str, Box], style: Style) -> list[str]:
    """The moves between boxes; a dashed one leads back."""
    lines, bent = [], []
    for edge in drawn:
        source, target = placed[edge.source], placed[edge.target]
        if source.column == target.column and abs(source.row - target.row) == 1:
            lines.append(_straight(edge, source, target))
        else:
            bent.append(_Bent(edge, source, target))
    arrivals: Counter[tuple[str, int]] = Counter()
    for line in bent:
        line.arrive(arrivals)
    for gutter in {line.gutter for line in bent}:
        lanes = sorted((line for line in bent if line.gutter == gutter), key=lambda line: line.span)
        lines += [line.drawn(lane + 1, len(lanes) + 1, style) for lane, line in enumerate(lanes)]
    return lines


class _Bent:
    """A line through the gutter beside its source, in a lane of its own."""

    def __init__(self, edge: Edge, source: Box, target: Box) -> None:
        self.edge, self.source, self.target = edge, source, target
        # Forward leaves at the right, back at the left; a line within a column comes back to the side it left.
        self.out = -1 if edge.back else 1
        self.into = self.out if source.column == target.column else -self.out
        self.gutter = source.column - (1 if edge.back else 0)
        self.y1 = source.y + source.exits.get(edge.target, 24 if edge.back else 16)
        self.y2 = target.y

    def arrive(self, arrivals: Counter[tuple[str, int]]) -> None:
        """Find a place at the side of the target, below those who came before."""
        side = (self.edge.target, self.into)
        self.y2 = self.target.y + 14 + ARRIVALS * arrivals[side]
        arrivals[side] += 1

    @property
    def span(self) -> float:
        """How far it goes up or down."""
        return abs(self.y2 - self.y1)

    def drawn(self, lane: int, lanes: int, style: Style) -> str:
        """Across, along its lane, and across: the longer it is, the farther from its target."""
        x1, x2 = _side(self.source, self.out), _side(self.target, self.into)
        x = x2 + self.into * (8 + (style.gutter - 12) * lane / lanes)
        y1, y2, tip = self.y1, self.y2, x2 + self.into * 6
        way = 1 if y2 > y1 else -1
        r = min(5.0, abs(y2 - y1) / 2)
        first, last = (1 if x > x1 else -1), (1 if tip > x else -1)
        path = (
            f"M{x1:g} {y1:.1f}H{x - first * r:.1f}Q{x:.1f} {y1:.1f} {x:.1f} {y1 + way * r:.1f}"
            f"V{y2 - way * r:.1f}Q{x:.1f} {y2:.1f} {x + last * r:.1f} {y2:.1f}H{tip:.1f}"
        )
        return _drawn(self.edge, path, f"M{x2:g} {y2:.1f}l{self.into * 7} -4v8z")


def _straight(edge: Edge, source: Box, target: Box) -> str:
    """Between two boxes that stand one above the other; there and back side by side."""
    down = source.row < target.row
    x = source.x + source.width * (0.4 if down else 0.6)
    y1 = source.y + source.height if down else source.y
    y2 = target.y if down else target.y + target.height
    way = -1 if down else 1
    return _drawn(edge, f"M{x:g} {y1:.1f}V{y2 + way * 6:.1f}", f"M{x:g} {y2:.1f}l-4 {way * 7}h8z")


def _side(box: Box, way: int) -> float:
    return box.x + box.width if way > 0 else box.x


def _drawn(edge: Edge, path: str, head: str) -> str:
    ink = SOFT if edge.back else ACCENT
    dashes: dict[str, Any] = {"stroke_dasharray": "4 3"} if edge.back else {}
    return _element("path", d=path, fill="none", stroke=ink, stroke_width=1.5, **dashes) + _element(
        "path", d=head, fill=ink
    )


def _element(tag: str, text: str = "", *, inside: str = "", **attributes: object) -> str:
    """One element; text and values are escaped, `inside` is markup already."""
    given = "".join(f' {_name(name)}="{escape(str(value))}"' for name, value in attributes.items())
    return f"<{tag}{given}>{escape(text)}{inside}</{tag}>"


def _name(name: str) -> str:
    return name if name == "viewBox" else name.replace("_", "-")
