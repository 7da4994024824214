"""Changing the language keeps what is typed, on each kind of page with a form, with a script and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.databases import SqliteTemplates
from tests.served import served
from tests.sign_in import COOKIE
from tests.walk import shape_of, walk
from tests.walks.test_identifiers import FOUND, texts_of
from tests.walks.world import Stage, stage_on

pytestmark = pytest.mark.browser
SWITCH = "form[data-language] button"
KINDS = ("textarea", "input[type=text]", "input[type=date]", "select")
FIELDS = ", ".join(f"main form[method=post] {kind}" for kind in KINDS)
# of each person the kinds of pages on which they type, by what `shape_of` calls them
PAGES = {
    "hana": ("papers.view", "votes.page", "drafts.reply"),
    "sekretaria": (
        "meetings.new",
        "minutes.write",
        "minutes.correct",
        "exchange.messages channel",
        "drafts.page",
        "group.seat",
        "people.profile",
    ),
    "koordinatorja": ("reminding.look line",),
    "ministria": (
        "cases.recommendation_step do=accept_in_part",  # an answer that is prepared
        "cases.recommendation_step do=start",
        "access_requests.page",
        "signing.batch rec",
    ),
}
TYPING = "main form[method=post]:has(textarea:visible, input[type=text]:visible)"
FOUND_ONCE: dict[str, dict[str, str]] = {}
STAYS = ("people.profile",)  # one's own name


@pytest.fixture(scope="module")
def stage(sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demonstration, with everything in it that a person may be typing."""
    with stage_on(sqlite_templates, tmp_path_factory.mktemp("language")) as made:
        yield made


@pytest.fixture(scope="module")
def base(stage: Stage) -> Iterator[str]:
    """Where it is served."""
    with served(stage.app) as base:
        yield base


def window(browser: Browser, stage: Stage, base: str, who: str, *, script: bool = True) -> BrowserContext:
    """A browser in which this person is signed in."""
    context = browser.new_context(java_script_enabled=script)
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": COOKIE, "value": stage.sessions[who], "url": base}])
    return context


def addresses(stage: Stage, who: str) -> dict[str, str]:
    """One page of each kind with a form that this person meets."""
    if who in FOUND_ONCE:
        return FOUND_ONCE[who]
    client, found = stage.browser(who), FOUND_ONCE.setdefault(who, {})
    for seen in walk(stage.app, client, most=1):
        shape = shape_of(stage.app, seen.address) or ""
        if any(form.method == "post" and texts_of(form) for form in seen.forms):
            found.setdefault(shape, seen.address)
        for form in seen.forms:
            if form.action == "/answers/assign" and form.named("rec"):
                found["signing.batch rec"] = f"/answers/batch?rec={form.named('rec')[0].value}"
    return found


def fill(page: Page, words: str) -> None:
    """Type into each field of the page."""
    page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
    for choice in page.locator("main form[method=post] input[type=radio]:visible").all()[-1:]:
        choice.check()  # what is asked depends on it
    for field in page.locator(FIELDS).all():
        if not field.is_visible() or not field.is_editable():
            continue
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(index=field.evaluate("e => e.options.length - 1"))
        else:
            field.fill("2027-03-01" if field.get_attribute("type") == "date" else words)


def typed(page: Page) -> list[tuple[str, str]]:
    """What stands in each field."""
    return [(field.get_attribute("name") or "", field.input_value()) for field in page.locator(FIELDS).all()]


def press_language(page: Page) -> None:
    """The button, in the menu of the account."""
    if not page.locator(SWITCH).is_visible():
        page.click(".account > summary")
    page.click(SWITCH)


def change_language(page: Page) -> None:
    """Press the button, and wait for the page in the other language."""
    language = page.get_attribute("html", "lang")
    press_language(page)
    page.locator(f"html:not([lang='{language}'])").wait_for(state="attached")
    page.wait_for_load_state()


@pytest.mark.parametrize("who", PAGES)
@pytest.mark.by_turns(of=2)
def test_what_is_typed_stays_when_the_language_is_changed(
    stage: Stage, base: str, browser: Browser, who: str
) -> None:
    met, lost = addresses(stage, who), []
    with window(browser, stage, base, who) as context:
        page, errors = context.new_page(), list[str]()
        page.on("pageerror", lambda error: errors.append(str(error)))
        assert not (absent := set(PAGES[who]) - set(met)), f"{absent} of {set(met)}"
        for shape in PAGES[who]:
            page.goto(base + met[shape])
            fill(page, "Shkruar para ndërrimit")
            before = typed(page)
            assert before, shape
            change_language(page)
            if typed(page) != before:
                lost.append(f"{shape}: {set(before) - set(typed(page))}")
            if shape in STAYS:
                continue
            fill(page, FOUND[0])
            page.locator(f"{TYPING} button:visible:not([type=button])").first.click()
            page.wait_for_selector("main .error-summary")
            page.locator("[name$=override_reason]").first.fill("Numri i zyrës")
            before = typed(page)
            change_language(page)
            if missing := set(before) - set(typed(page)):
                lost.append(f"{shape}, refused: {missing}")
    assert not lost, lost
    assert not errors, errors


def test_files_that_went_up_stay_when_the_language_is_changed(
    stage: Stage, base: str, browser: Browser, tmp_path: Path
) -> None:
    report = "cases.recommendation_step do=report_done"
    (file := tmp_path / "urdhri.txt").write_text("Urdhri.")
    with window(browser, stage, base, "ministria") as context:
        page = context.new_page()
        page.goto(base + addresses(stage, "ministria")[report])
        fill(page, "Shkruar para ndërrimit")
        page.set_input_files("main input[type=file]", file)
        page.wait_for_selector(".upload a:text('urdhri.txt')")
        before = typed(page)
        change_language(page)
        assert typed(page) == before and page.locator(".upload a:text('urdhri.txt')").count() == 1


def test_without_a_script_the_other_language_takes_nothing_away(
    stage: Stage, base: str, browser: Browser, tmp_path: Path
) -> None:
    address = addresses(stage, "ministria")["cases.recommendation_step do=report_done"]
    (file := tmp_path / "urdhri.txt").write_text("Urdhri.")
    with window(browser, stage, base, "ministria", script=False) as context:
        page = context.new_page()
        page.goto(base + address)
        language = page.get_attribute("html", "lang")
        field = page.locator("main form[method=post] textarea").first
        field.fill("Shkruar pa skript")
        page.set_input_files("main input[type=file]", file)
        with context.expect_page() as opened:
            press_language(page)
        opened.value.wait_for_load_state()
        assert opened.value.get_attribute("html", "lang") != language
        assert opened.value.url == base + address
        assert field.input_value() == "Shkruar pa skript"
        other = opened.value
        other.goto(f"{base}/calendar")
        page.click("main form[data-once] button:visible")
        page.wait_for_load_state()
        assert "Shkruar pa skript" in page.content(), "and the first window still sends what it holds"
        other.goto(f"{base}/concerns")
        press_language(other)
        other.wait_for_load_state()
        assert len(context.pages) == 2, "where nothing is typed, no window opens"
