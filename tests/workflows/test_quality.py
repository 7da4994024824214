"""What is said to who writes a draft recommendation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.quality import SHORTEST, Lack, Written, has_several_demands, lacks

TODAY = date(2026, 3, 2)
WHOLE = Written(
    text="Policia e Shtetit t'i dërgojë çdo rast të dyshuar komitetit rajonal brenda 24 orëve.",
    duty="Procedurat standarde të veprimit, kreu II",
    measure="90 për qind e rasteve të vitit",
    addressed=True,
    proposed_on=TODAY + SHORTEST,
)


def test_a_whole_draft_lacks_nothing() -> None:
    assert lacks(WHOLE, TODAY) == []


def test_an_empty_draft_is_told_everything_it_needs() -> None:
    assert lacks(Written(), TODAY) == [Lack.ADDRESSEE, Lack.DUTY, Lack.MEASURE, Lack.DATE]


@pytest.mark.parametrize(
    ("change", "lack"),
    [
        ({"addressed": False}, Lack.ADDRESSEE),
        ({"duty": "  "}, Lack.DUTY),
        ({"measure": ""}, Lack.MEASURE),
        ({"measure": "Puna do të jetë më e mirë"}, Lack.COUNTED),
        ({"proposed_on": None}, Lack.DATE),
        ({"proposed_on": TODAY + SHORTEST - timedelta(days=1)}, Lack.SOON),
        ({"text": "Të hapet një strehë dhe të trajnohen punonjësit."}, Lack.ONE_DEMAND),
    ],
)
def test_each_lack_alone(change: dict[str, object], lack: Lack) -> None:
    assert lacks(replace(WHOLE, **change), TODAY) == [lack]  # type: ignore[arg-type]


def test_a_target_counts() -> None:
    assert lacks(replace(WHOLE, measure="Pjesa e rasteve", target="të gjitha"), TODAY) == []


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("Të hapet një strehë për gra dhe fëmijë.", False),
        ("The police should refer each case within a day.", False),
        ("- të hapet një strehë", False),
        ("- të hapet një strehë\n- të trajnohen punonjësit", True),
        ("1. Open a shelter.\n2. Train its staff.", True),
        ("Open a shelter, and to train its staff.", True),
        ("Të hapet një strehë; të trajnohen punonjësit.", True),
        ("Të hapet një strehë, SI DHE trajnime.", True),
    ],
)
def test_one_demand(text: str, several: bool) -> None:
    assert has_several_demands(text) is several


@given(st.builds(Written, text=st.text(), duty=st.text(), measure=st.text(), addressed=st.booleans()))
def test_any_words_get_an_answer_and_each_lack_once(draft: Written) -> None:
    found = lacks(draft, TODAY)
    assert len(found) == len(set(found)) and Lack.DATE in found
    assert not {Lack.MEASURE, Lack.COUNTED} <= set(found)
