"""Files go up as they are chosen, one by one; what is refused says why beside itself, and the others stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.concerns.attachments import Attachment
from app.core.db import db
from app.demo import lives
from tests.databases import only_sqlite
from tests.journeys.conftest import Visitor
from tests.journeys.test_saving import begin
from tests.world import World

pytestmark = [pytest.mark.browser, only_sqlite]
ROWS = "#files .upload"


def file(name: str, content: bytes = b"Prova.") -> dict[str, object]:
    return {"name": name, "mimeType": "text/plain", "buffer": content}


def kept(app: Flask) -> dict[str, str]:
    with app.app_context():
        found = {row.name: row.shows for row in db.session.scalars(select(Attachment))}
        db.session.remove()
    return found


@pytest.mark.parametrize("width", [1280, 320])
def test_files_go_up_by_themselves(
    app: Flask, visit: Callable[..., Visitor], people: World, width: int
) -> None:
    filer = visit("anila", "sq", width)
    address, page = begin(filer), filer.page
    filer.go(f"/concerns/{address}/filing/source")
    page.set_input_files("#upload", [file("a.txt"), file("program.pdf", b"MZ program"), file("c.txt")])
    page.locator(f"{ROWS} a:text('c.txt')").wait_for()
    page.locator(f"{ROWS}:has-text('program.pdf') .field-error").wait_for()
    assert kept(app) == {"a.txt": "", "c.txt": ""}, "the others stay"
    filer.look()
    note = page.locator(f"{ROWS}:has-text('a.txt') input")
    note.fill("Procesverbali")
    note.press("Tab")
    page.locator("[data-upload-state]:has-text('Ruajtur')").wait_for()
    page.click(f"{ROWS}:has-text('c.txt') button")
    page.locator(f"{ROWS}:has-text('c.txt')").wait_for(state="detached")
    assert kept(app) == {"a.txt": "Procesverbali"}
    page.route(f"**/concerns/{address}/files", lambda route: route.abort())
    page.set_input_files("#upload", file("d.txt"))
    page.locator(f"{ROWS}:has-text('d.txt') .field-error").wait_for()
    page.unroute(f"**/concerns/{address}/files")
    page.click(f"{ROWS}:has-text('d.txt') button >> nth=0")
    page.locator(f"{ROWS} a:text('d.txt')").wait_for()
    page.set_input_files("#upload", file("e.txt"))
    page.press("main form[data-autosave-url] > .buttons > button", "Enter")
    page.wait_for_url("**/filing/check")
    assert set(kept(app)) == {"a.txt", "d.txt", "e.txt"}, "the page waits for what goes up"


@pytest.mark.parametrize(("language", "width"), [("sq", 320), ("en", 1280)])
def test_files_of_a_step_outlive_a_refusal_and_another_language(
    app: Flask, visit: Callable[..., Visitor], people: World, language: str, width: int
) -> None:
    with app.app_context():
        concern = people.concern(lives.PLANNED)
        db.session.remove()
    institution = visit("sociale", language, width)
    page, rows = institution.page, ".uploads > li"
    institution.go(f"/concerns/{concern}/recommendations/1/steps/report_progress")
    page.set_input_files("[name=uploads]", [file("a.txt"), file("program.pdf", b"MZ program"), file("c.txt")])
    page.locator(f"{rows} a:text('c.txt')").wait_for()
    assert page.locator(f"{rows}:has-text('program.pdf') .field-error").count() == 1
    assert set(kept(app)) == {"a.txt", "c.txt"}, "the others stay"
    institution.look()
    page.click(f"{rows}:has-text('c.txt') button")
    page.locator(f"{rows}:has-text('c.txt')").wait_for(state="detached")
    institution.send()  # without a word of what was done
    assert (
        page.locator(".error-summary").count() == 1 and page.locator(f"{rows} a:text('a.txt')").count() == 1
    )
    page.fill("[name=report]", "Puna vazhdon.")
    page.click(".account > summary")
    institution.press("form[action='/language'] button")
    assert page.locator(f"{rows} a:text('a.txt')").count() == 1
    assert page.input_value("[name=report]") == "Puna vazhdon."
    institution.send()
    assert "/steps/" not in page.url and set(kept(app)) == {"a.txt"}
