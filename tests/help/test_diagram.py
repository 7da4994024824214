"""The pictures show the tables: every state, every step, nothing that a strict content policy forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask

import app as package
from app.core.labels import label
from app.core.language import in_language, init_language
from app.features import register_labels
from app.help.diagram import ACCENT, diagram
from app.help.layout import FULL, OVERVIEW, Style, Words, boxes, columns, edges, folded, measured
from app.help.tables import WORKFLOWS as TABLES
from app.help.tables import state_rows, title_of, words_of
from app.process.step_labels import step_name
from workflows.concern import CONCERN, Phase, Stage
from workflows.engine import Workflow
from workflows.recommendation import RECOMMENDATION

WORKFLOWS = pytest.mark.parametrize("workflow", TABLES, ids=lambda w: w.name)
LANGUAGES = ("en", "sq")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speaking = Flask("app", root_path=str(Path(package.__file__).parent))
    init_language(speaking)
    register_labels()
    with speaking.app_context(), in_language(request.param):
        yield request.param


def picture(workflow: Workflow[Any], **given: Any) -> str:
    return diagram(workflow, words_of(workflow, title_of(workflow)), **given)


def texts(svg: str) -> str:
    """Everything written in the picture, folded lines joined."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - it is ours
    return " ".join(element.text or "" for element in root.iter(f"{SVG}text"))


@WORKFLOWS
def test_every_state_and_every_step_is_named(workflow: Workflow[Any], language: str) -> None:
    written = texts(picture(workflow))
    for state in workflow.places:
        assert str(label(state)) in written
    for _source, step in workflow:
        assert step_name(workflow.name, step.do) in written


@WORKFLOWS
def test_the_table_beside_it_says_the_same(workflow: Workflow[Any], language: str) -> None:
    rows = {row.state: row for row in state_rows(workflow)}
    assert list(rows) == [state.value for state in workflow.places]
    for source, step in workflow:
        state = workflow.states(source)
        row = rows[source]
        targets = {str(label(target)) for target in step.destinations(state) if target != state}
        named = row.leaves if targets else row.stays
        name = step_name(workflow.name, step.do)
        assert any(name in found.name and set(found.targets) == targets for found in named)


@WORKFLOWS
@pytest.mark.parametrize("style", [FULL, OVERVIEW], ids=["full", "overview"])
def test_it_needs_nothing_that_the_content_policy_forbids(
    workflow: Workflow[Any], style: Style, language: str
) -> None:
    svg = picture(workflow, style=style)
    assert not re.search(r"<style|\sstyle=|<script|\son\w+=|href|url\(", svg)


@WORKFLOWS
@pytest.mark.parametrize("style", [FULL, OVERVIEW], ids=["full", "overview"])
def test_no_line_leaves_the_picture(workflow: Workflow[Any], style: Style, language: str) -> None:
    root = ElementTree.fromstring(picture(workflow, style=style))  # noqa: S314
    across = [
        float(x)
        for path in root.iter(f"{SVG}path")
        for x in re.findall(r"[MH](-?[\d.]+)", path.get("d") or "")
    ]
    assert all(0 <= x <= float(root.get("width") or 0) for x in across)


@WORKFLOWS
def test_it_says_what_it_is_to_whoever_does_not_see_it(workflow: Workflow[Any], language: str) -> None:
    root = ElementTree.fromstring(picture(workflow))  # noqa: S314
    told = {
        element.get("id"): element.text for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")
    }
    assert root.get("role") == "img"
    assert (root.get("aria-labelledby") or "").split() == list(told)
    assert all(told.values())


@pytest.mark.parametrize("stage", Stage)
def test_the_stage_that_is_lit_says_so_in_words_too(stage: Stage, language: str) -> None:
    words = words_of(CONCERN, "x", lit=stage)
    lit, plain = diagram(CONCERN, words, stage, OVERVIEW), diagram(CONCERN, words, style=OVERVIEW)
    assert texts(lit).count(words.here) == 1 and words.here not in texts(plain)
    assert lit.count(f'fill="{ACCENT}" stroke') == 1 and f'fill="{ACCENT}" stroke' not in plain
    assert str(label(stage)) in words.description


def test_what_is_put_into_it_is_escaped(language: str) -> None:
    real = words_of(CONCERN, "x")
    bad = Words(
        title="<b>&",
        description='"<script>',
        here="<here>",
        nothing="<none>",
        state=lambda state: f"<{state}>",
        owner=lambda _place: "<p>",
        clock=lambda _place: "a & b",
        step=lambda _step: "<i>",
        phase=real.phase,
    )
    svg = diagram(CONCERN, bad, Stage.DRAFT)
    ElementTree.fromstring(svg)  # noqa: S314
    assert not re.search(r"<(b|script|here|none|p|i|draft)>", svg)


def test_concerns_stand_in_the_columns_of_their_phases() -> None:
    assert [{place.phase for place in column} for column in columns(CONCERN)] == [{phase} for phase in Phase]


def test_recommendations_stand_a_column_further_with_each_clock() -> None:
    assert [[place.state.value for place in column] for column in columns(RECOMMENDATION)] == [
        ["drafted", "adopted", "dropped"],
        ["awaiting_response"],
        ["clarification_requested", "accepted", "accepted_in_part", "rejected"],
        ["in_mediation", "in_implementation"],
        ["reported_done", "concluded"],
    ]


@WORKFLOWS
@pytest.mark.parametrize("style", [FULL, OVERVIEW], ids=["full", "overview"])
def test_nothing_overlaps_and_no_line_of_text_leaves_its_box(
    workflow: Workflow[Any], style: Style, language: str
) -> None:
    placed = list(boxes(workflow, words_of(workflow, "x"), style, None).values())
    for box in placed:
        assert all(0 < line.y < box.height for line in box.lines)
        assert [line.y for line in box.lines] == sorted(line.y for line in box.lines)
        assert all(
            measured(line.text, 12.5) + line.indent <= style.inside + style.padding for line in box.lines
        )
        for other in placed:
            apart = other is box or other.column != box.column
            assert apart or other.y >= box.y + box.height or box.y >= other.y + other.height


@WORKFLOWS
def test_only_moves_between_neighbours_are_drawn(workflow: Workflow[Any]) -> None:
    column = {place.state: n for n, places in enumerate(columns(workflow)) for place in places}
    pairs = {
        (source, target) for source, step in workflow for target in step.destinations(workflow.states(source))
    }
    for edge in edges(workflow):
        assert (edge.source, edge.target) in pairs and edge.source != edge.target
        assert abs(column[workflow.states(edge.source)] - column[workflow.states(edge.target)]) <= 1


def test_texts_are_folded_at_words() -> None:
    assert folded("one two three", measured("one two", 12), 12) == ["one two", "three"]
    assert folded("incomprehensibilities", 10, 12) == ["incomprehensibilities"]
