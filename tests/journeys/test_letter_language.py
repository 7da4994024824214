"""Who writes a formal letter and changes the language of the page loses nothing of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.core.db import db
from app.demo import lives
from tests.databases import only_sqlite
from tests.deadlines.test_escalation import after_due, escalated, running
from tests.journeys.conftest import Visitor
from tests.walks.test_identifiers import FOUND
from tests.world import World
from workflows.periods import Rule

pytestmark = [pytest.mark.browser, only_sqlite]  # what is tried here is the page
TYPED = {
    "recipient": "Drejtoresha e Përgjithshme",
    "address": "Rruga e Durrësit 1\nTiranë",
    "body": "E nderuar zonjë,\n\nKërkojmë përgjigjen që mungon.",
    "signed_by": "Koordinatorja kombëtare",
}


@pytest.fixture
def drafted(people: World, app: Flask) -> None:
    """The answer is so late that escalation has drafted a letter."""
    with app.app_context():
        people.concern(lives.SENT, age=60)
        escalated(after_due(running(Rule.RESPONSE), 5))
        db.session.remove()


def typed(visitor: Visitor) -> dict[str, str]:
    """What stands in the fields of the letter."""
    return {name: visitor.page.locator(f"main [name={name}]").input_value() for name in TYPED}


def change_language(visitor: Visitor) -> None:
    """Press the button, and wait for the page in the other language."""
    before = visitor.page.get_attribute("html", "lang")
    visitor.page.click(".account > summary")
    visitor.page.click("form[data-language] button")
    visitor.page.locator(f"html:not([lang='{before}'])").wait_for(state="attached")
    visitor.page.wait_for_load_state()


@pytest.mark.by_turns
@pytest.mark.parametrize("language", ["sq", "en"])
def test_a_letter_keeps_what_is_typed_in_either_language(
    drafted: None, visit: Callable[..., Visitor], language: str
) -> None:
    coordinator = visit("koordinatorja", language)
    coordinator.go("/letters")
    letter = coordinator.page.locator("main table a[href^='/letters/']").first.get_attribute("href")
    coordinator.go(f"{letter}/edit")
    coordinator.fill(**TYPED)
    change_language(coordinator)
    assert typed(coordinator) == TYPED
    change_language(coordinator)
    assert typed(coordinator) == TYPED, "and back"

    coordinator.fill(body=f"{TYPED['body']} {FOUND[0]}")
    coordinator.send()
    assert coordinator.page.locator("main .error-summary").count() == 1
    refused = typed(coordinator)
    change_language(coordinator)
    assert typed(coordinator) == refused, "after a refusal as well"

    coordinator.fill(**TYPED)
    coordinator.send()
    assert coordinator.page.url.endswith(str(letter))
    coordinator.go(f"{letter}/edit")
    assert typed(coordinator) == TYPED, "and it is saved"
