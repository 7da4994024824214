"""Every form of every page, sent as it was rendered and then as nobody renders it."""

from __future__ import annotations

import pytest

from tests.forms import submit
from tests.turns import turn_of
from tests.walks.altered import alterations
from tests.walks.meeting import meet
from tests.walks.plausible import plausible
from tests.walks.sending import CANNOT_BE_SENT, Met, form_at, is_broken, is_refused, send_filled
from tests.walks.world import OTHERS, WALKERS, Stage

Kind = tuple[str, str, frozenset[str]]
ENDS_THE_SESSION = "security.logout"


@pytest.mark.parametrize("who", WALKERS)
def test_every_form_is_taken_as_its_page_renders_it(stage: Stage, who: str) -> None:
    forms = meet(stage, who)
    assert refused_of(stage, who, forms) == []
    assert len(forms) > 20, "the walk saw few forms"


@pytest.mark.parametrize("who", OTHERS)
def test_what_only_few_meet_is_taken_as_well(stage: Stage, who: str) -> None:
    known = {met.shape for walker in WALKERS for met in meet(stage, walker)}
    assert refused_of(stage, who, [met for met in meet(stage, who) if met.shape not in known]) == []


def kind_of(form: Met) -> Kind:
    """What makes two forms the same, whoever meets them."""
    return form.shape.split(" rule=")[0], form.method, form.names


def refused_of(stage: Stage, who: str, forms: list[Met]) -> list[str]:
    """Those of these forms that are not taken as they were rendered."""
    refused = []
    for met in forms:
        if met.shape in CANNOT_BE_SENT:
            continue
        stage.put_back()
        answer = send_filled(stage.browser(who), met)
        if is_refused(answer):
            refused.append(f"{met.shape} {met.page}: {answer.status_code}")
    return refused


@pytest.mark.parametrize("who", WALKERS)
def test_no_altered_form_is_more_than_refused(stage: Stage, who: str, day: int | None) -> None:
    broken, tried = [], set[Kind]()
    seen = {walker: [(kind_of(form), form) for form in meet(stage, walker)] for walker in WALKERS}
    stage.put_back()
    for kind, form in seen[who]:
        everybody = [walker for walker in WALKERS if any(kind == other for other, _ in seen[walker])]
        if kind in tried or form.shape == ENDS_THE_SESSION:
            continue
        if day is not None and who != turn_of(everybody, repr((*kind[:2], sorted(kind[2]))), day):
            continue  # somebody else's who meets it
        tried.add(kind)
        client = stage.browser(who)
        page = form_at(client, form)
        typed = page.filled(plausible(page, form.shape))
        for name, values in alterations(page, day):
            answer = submit(client, form.page, page, {**typed, name: values or []})
            if is_broken(answer):
                broken.append(f"{form.shape} {form.page} {name}={values}: {answer.status_code}")
            if answer.status_code < 400 and page.method == "post":
                stage.put_back()
    assert broken == [], f"{len(broken)} answers"
    assert len(tried) > 3, "the walk saw few forms"
