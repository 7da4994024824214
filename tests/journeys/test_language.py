"""Changing the language keeps what is typed, on each kind of page with a form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.core.db import db
from app.demo import lives
from tests.journeys.conftest import Visitor
from tests.world import World

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
FIELDS = ", ".join(
    f"main form[method=post] {field}" for field in ("textarea", "input[type=text]", "input[type=date]")
)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_is_typed_stays_when_the_language_is_changed(app: Flask, visit: Visit, people: World) -> None:
    with app.app_context():
        concern, sent = people.concern(lives.ADMITTED), people.concern(lives.PLANNED)
        db.session.remove()
    pages = {
        "hana": [
            f"/concerns/{concern}/steps/draft_recommendation",
            f"/concerns/{concern}/messages?channel=group",
            f"/concerns/{concern}/papers/assessment",
        ],
        "sociale": [f"/concerns/{sent}/recommendations/1/steps/report_done"],
        "sekretaria": ["/meetings/new"],
        "anila": ["/me"],
    }
    lost = []
    for who, addresses in pages.items():
        visitor = visit(who, "sq")
        page = visitor.page
        for address in addresses:
            page.goto(visitor.base + address)
            for field in page.locator(FIELDS).all():
                dated = field.get_attribute("type") == "date"
                field.fill("2027-03-01" if dated else "Shkruar para ndërrimit të gjuhës")
            typed = [field.input_value() for field in page.locator(FIELDS).all()]
            assert typed, address
            language = page.get_attribute("html", "lang")
            page.click("form[action='/language'] button")
            page.wait_for_function(f"document.documentElement.lang != '{language}'")
            page.wait_for_load_state()
            if [field.input_value() for field in page.locator(FIELDS).all()] != typed:
                lost.append(address)
        page.context.close()
    assert not lost, lost
