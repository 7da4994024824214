"""Saved views and working papers in a browser: at both widths, with nothing that axe complains of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.core.db import db
from app.demo import lives
from tests.databases import only_sqlite
from tests.journeys.conftest import Visitor
from tests.working_papers.test_drafts import drafted, suggested
from tests.working_papers.test_rounds import opened
from tests.world import World

pytestmark = pytest.mark.browser


@only_sqlite
def test_a_list_that_is_narrowed_is_kept_under_a_name(
    visit: Callable[..., Visitor], people: World, app: Flask
) -> None:
    with app.app_context():
        people.concern(lives.SENT, age=60)
    both = (1280, "en", "state=awaiting_response", "To answer"), (390, "sq", "overdue=1", "Me vonesë")
    for width, language, narrowed, name in both:
        coordinator = visit("koordinatorja", language, width)
        coordinator.go(f"/recommendations?{narrowed}")
        coordinator.press("a[href^='/saved/new']")
        coordinator.look()
        coordinator.fill(name=name)
        coordinator.send()
        coordinator.look()
        assert coordinator.page.locator(".saved-views", has_text=name).count() == 1
        coordinator.go("/saved")
        assert coordinator.page.locator("main", has_text=name).count() == 1
        coordinator.press("main a[href^='/saved/']")
        coordinator.look()


@only_sqlite
def test_the_papers_of_a_review_are_read_and_written(
    visit: Callable[..., Visitor], people: World, app: Flask
) -> None:
    with app.app_context():
        address = drafted(people)
        opened(people, address)
        suggested(people, address, "a shelter for boys", "a shelter for children")
        db.session.rollback()
    papers = f"/concerns/{address}/papers"
    for width, language in ((1280, "en"), (390, "sq")):
        member, rapporteur = visit("mira", language, width), visit("hana", language, width)
        for page in ("/view", "", "/drafts/1"):
            assert member.go(papers + page) == 200
        rapporteur.go(f"{papers}/assessment")
        rapporteur.fill(facts="Certain.", duty="The law.")
        rapporteur.send()
        rapporteur.look()
        rapporteur.go(f"{papers}/drafts/1")
        rapporteur.page.locator("summary", has_text="koment" if language == "sq" else "comment").click()
        rapporteur.page.fill("[name=comment-text]", "Why boys alone?")
        rapporteur.press("form[action$='/comments'] button:not([type=button])")
        rapporteur.look()
        rapporteur.page.locator("a[href*='/comments/']").first.click()
        rapporteur.look()
        assert rapporteur.go(f"{papers}/drafts/1/versions?older=1&newer=2") == 200
