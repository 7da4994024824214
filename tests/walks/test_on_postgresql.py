"""The walks on PostgreSQL, whose columns hold less: no number of more than 32 bits, no text with a NUL.

Few walk: the statements are the same for everybody, and what the database itself refuses is seen by these.
"""

from __future__ import annotations

import re

import pytest

from tests.forms import submit
from tests.walks.altered import NOT_IN_A_COLUMN, untyped
from tests.walks.meeting import Shape, new_to_all
from tests.walks.plausible import plausible
from tests.walks.sending import (
    CANNOT_BE_SENT,
    KEPT_BY_A_REFUSAL,
    Met,
    form_at,
    is_broken,
    is_refused,
    send_filled,
)
from tests.walks.test_addresses import faults
from tests.walks.world import Stage

SIGN_IN = re.compile(r"/sign-in\b")  # where it is asked for, nothing was tried


@pytest.fixture(scope="module")
def stage(demonstration_on_postgresql: Stage) -> Stage:
    """As it was made."""
    return demonstration_on_postgresql


@pytest.fixture(scope="module")
def tried() -> set[Shape]:
    """The shapes of forms that somebody before has sent."""
    return set()


@pytest.mark.by_turns(of=6)
@pytest.mark.parametrize("who", ["sekretaria", "kastriot", "ministria"])
def test_each_form_is_taken_as_rendered_and_no_more_than_refused_altered(
    stage: Stage, tried: set[Shape], who: str
) -> None:
    forms = list(new_to_all(stage, tried, who))
    stage.put_back()
    wrong = [said for met in forms for said in (*refused(stage, met), *broken(stage, met))]
    assert not wrong, "\n".join(wrong)
    assert len(forms) > 10, "the walk saw few forms"


def refused(stage: Stage, met: Met) -> list[str]:
    """What was said of a form that is not taken as its page renders it."""
    if met.shape in CANNOT_BE_SENT:
        return []
    answer = send_filled(stage.browser(met.who), met)
    stage.put_back()
    return [f"{met.shape} {met.page}: {answer.status_code}"] if is_refused(answer) else []


def broken(stage: Stage, met: Met) -> list[str]:
    """The answers to this form that no page says, where a field holds what no column does."""
    client, wrong = stage.browser(met.who), []
    form = form_at(client, met)
    typed = form.filled(plausible(form, met.shape))
    for name in untyped(form):
        for value in NOT_IN_A_COLUMN:
            answer = submit(client, met.page, form, {**typed, name: [value]})
            if is_broken(answer) or SIGN_IN.match(answer.headers.get("Location", "")):
                wrong.append(f"{met.shape} {met.page} {name}={value!r}: {answer.status_code}")
            if answer.status_code < 400:
                stage.put_back()
    if met.shape in KEPT_BY_A_REFUSAL:
        stage.put_back()
    return wrong


def test_no_value_in_an_address_is_a_fault(stage: Stage) -> None:
    stage.put_back()
    assert faults(stage, "sekretaria") == []
