"""People of an installation behind TLS, at Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page

from app.core.time import today
from tests.operations.processes import PATIENCE_S
from tests.operations.production import Site

PASSWORD = "mollë e kuqe mbi urë të vjetër"
INSTITUTION = "Qendra Kombëtare e Shërbimeve Sociale"
CONTENT = "Shënime të takimit, pa emra.\n" * 400
BUTTON = "main form[method=post]:not([action='/language']) button:not([formaction])"


class Person:
    """Somebody at Chromium."""

    def __init__(self, context: BrowserContext, site: Site, who: str) -> None:
        self.context, self.site, self.email = context, site, f"{who}@example.org"
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_S * 1000)

    def accept(self) -> str:
        """Follow the mailed link, choose a password, sign in with it; the link."""
        link = self.site.post.link(self.email, "invitation")
        self.page.goto(link)
        self.fill(password=PASSWORD, password_confirm=PASSWORD)
        self.press()
        self.page.wait_for_url("**/sign-in*")
        self.fill(email=self.email, password=PASSWORD)
        self.press()
        self.page.wait_for_url(f"{self.site.address}/")
        return link

    def go(self, address: str) -> str:
        """Open a page that must be there; what it says."""
        answer = self.page.goto(self.site.address + address)
        assert answer is not None and answer.status == 200, (address, answer and answer.status)
        return self.page.inner_text("main")

    def fill(self, **values: str | bool) -> None:
        """Type, choose, tick."""
        for name, value in values.items():
            found = self.page.locator(f"main [name='{name}']").first
            kind = found.get_attribute("type")
            if isinstance(value, bool):
                found.set_checked(value)
            elif kind in ("radio", "checkbox"):
                self.page.check(f"main [name='{name}'][value='{value}']")
            elif found.evaluate("e => e.tagName") == "SELECT":
                found.select_option(value)
            else:
                found.fill(value)

    def press(self) -> None:
        """Send the form of the page; it leads on without a complaint."""
        with self.page.expect_navigation():
            self.page.click(BUTTON)
        assert not (said := self.page.locator(".error-summary, .conflict").all_inner_texts()), said

    def file_concern(self) -> str:
        """The five pages, with a file on the last; where the concern stands."""
        self.go("/concerns/new")
        self.press()
        self.fill(title="Intervista pa përkthyes", narrative="Intervista e parë bëhet pa përkthyes.")
        self.fill(where_when="Në disa zyra.", duty="Procedura standarde.", how_known="Nga vizitat.")
        self.press()
        self.fill(subject="interpretation", extent="pattern", case_range="from_5_to_20", affected="women")
        self.press()
        self.page.get_by_label(INSTITUTION).check()
        self.fill(county="kukes", period_from=str(today() - timedelta(days=100)), ongoing=True)
        self.press()
        self.fill(urgent="no")
        self.press()
        self.fill(source="own_work", first_hand="yes", asks_for="Përkthyes.", naming="yes", level="group")
        self.fill(unidentifiable=True)
        self.page.set_input_files(
            "input[name=files]",
            [{"name": "shenime.txt", "mimeType": "text/plain", "buffer": CONTENT.encode()}],
        )
        self.press()
        assert self.page.url.endswith("/check")
        self.press()
        return urlsplit(self.page.url).path


@contextmanager
def somebody(chromium: Chromium, site: Site, who: str) -> Iterator[Person]:
    """A person with a browser of their own, on a machine that trusts the certificate."""
    with chromium.new_context(ignore_https_errors=True, locale="sq-AL") as context:
        yield Person(context, site, who)
