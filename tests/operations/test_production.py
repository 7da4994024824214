"""Production as docs/operations.md says, used: accounts by mail, a concern with a file, its way out of the Group."""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser as Chromium

from app.core.time import today
from tests import postgresql
from tests.conftest import CHROMIUM, IN_CI
from tests.forms import form_of, send
from tests.operations.browser import Browser
from tests.operations.chromium import CONTENT, INSTITUTION, PASSWORD, Person, somebody
from tests.operations.guide import missing_programs
from tests.operations.processes import end
from tests.operations.production import Site, production

EXTRACT = "Pjesa që del nga Grupi."
INVITATION = re.compile(r"https://\S+/invitation/\S+")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    missing = missing_programs("nginx", "make", str(CHROMIUM))
    if missing or not postgresql.is_installed():
        assert not IN_CI, f"CI needs nginx, a browser and PostgreSQL (.ci/run): {missing}"
        pytest.skip(f"not installed: {missing or 'a PostgreSQL of its own'}")
    with production(tmp_path) as made:
        yield made


def without_chromium(site: Site, who: str) -> Browser:
    """Somebody who accepted and signed in by the same pages, over the same TLS."""
    browser = Browser(site.tls, tls=True)
    link = urlsplit(site.post.link(f"{who}@example.org", "invitation")).path
    assert send(browser, link, {"password": PASSWORD, "password_confirm": PASSWORD}).status_code == 302
    signed_in = send(browser, "/sign-in", {"email": f"{who}@example.org", "password": PASSWORD})
    assert signed_in.location == "/", signed_in.text
    return browser


def take(browser: Browser, page: str, *, chosen: str = "", **typed: str) -> str:
    """Take a step by its form, in which somebody or something is chosen by name; where it leads."""
    if browser.get(page).status_code != 200:  # a member's first sight of a case
        declared = page.split("/steps/")[0] + "/declare"
        assert send(browser, declared, {"answer": "none"}).status_code == 302
    if chosen:
        names = r'<select[^>]*name="(\w+)"(?:(?!</select>).)*<option value="(\d+)"[^>]*>' + re.escape(chosen)
        [(name, value)] = re.findall(names, browser.get(page).text, re.DOTALL)
        typed[name] = value
    done = send(browser, page, typed)
    assert done.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", done.text)
    return done.location


def bring_to_the_vote(chair: Browser, concern: str) -> str:
    """From the naming of a rapporteur, who is the chair here, to the chair's own ballot; where the vote stands."""
    steps = f"{concern}/steps"
    take(chair, f"{steps}/assign_rapporteur", chosen="Kastriot Vokshi")
    take(
        chair,
        f"{steps}/draft_recommendation",
        chosen=INSTITUTION,
        heading="Përkthyes brenda 24 orësh",
        text="Shërbimi të sigurojë përkthyes.",
        measure="Regjistri i thirrjeve.",
        proposed_on=str(today() + timedelta(days=90)),
        weight="urges",
    )
    take(chair, f"{steps}/propose", findings="Detyra nuk përmbushet.")
    vote = take(chair, f"{steps}/adopt", manner="meeting")
    ballot = form_of(chair.get(vote).text, f"{vote}/ballot")
    said = {name: "for" for name in ballot.names() if name.startswith("q")}
    assert send(chair, vote, said, f"{vote}/ballot").status_code == 302
    return vote


@pytest.mark.browser
def test_a_concern_goes_from_the_mailed_invitation_to_the_institution(site: Site, browser: Chromium) -> None:
    with somebody(browser, site, "anila") as anila, somebody(browser, site, "sekretaria") as secretariat:
        link = anila.accept()
        assert_cookies_are_bound_to_tls(anila)
        concern = anila.file_concern()
        assert_every_node_has_the_file(anila, concern)

        secretariat.accept()
        secretariat.go(f"{concern}/steps/admit")
        secretariat.press()
        chair = without_chromium(site, "kastriot")
        vote = bring_to_the_vote(chair, concern)
        anila.go(vote)
        for question in anila.page.locator("main input[type=radio][value=for]").all():
            question.check()
        anila.press()
        assert send(chair, vote, {}, f"{vote}/close").status_code == 302
        secretariat.go(f"{concern}/steps/transmit")
        secretariat.fill(extract_title="Intervista pa përkthyes", extract=EXTRACT)
        secretariat.press()

        read_by_the_institution(site, concern)
        end(site.nodes[0], signal.SIGKILL)
        pages = [anila.go(concern) for _ in range(6)]
        assert [page for page in pages if "Intervista pa përkthyes" not in page] == [], "the other serves on"
        used = urlsplit(link).path  # whatever nginx says of the one that is away, it says without the link
        assert {Browser(site.tls, tls=True).get(used).status_code for _ in range(4)} <= {200, 404, 410}
    assert_nothing_is_told(site, link)
    assert_a_copy_can_be_put_back(site)


def assert_cookies_are_bound_to_tls(person: Person) -> None:
    """No other host and no plain connection gets or sets them."""
    cookies = {str(cookie.get("name")): cookie for cookie in person.context.cookies()}
    assert {"__Host-tryeza", "__Host-tryeza-browser"} <= set(cookies), cookies
    for name, cookie in cookies.items():
        assert name.startswith("__Host-") and cookie["secure"] and cookie["httpOnly"], cookie
        assert cookie["path"] == "/" and cookie["sameSite"] in ("Lax", "Strict"), cookie
    headers = person.context.request.get(f"{person.site.address}/sign-in").headers
    assert "max-age" in headers["strict-transport-security"]


def assert_every_node_has_the_file(person: Person, concern: str) -> None:
    """Whichever web process took it, each gives it back."""
    person.go(concern)
    [file] = person.page.get_by_role("link", name="shenime.txt").all()
    address = str(file.get_attribute("href"))
    assert all(person.context.request.get(person.site.address + address).text() == CONTENT for _ in range(4))
    for port in person.site.ports:
        node = Browser(port, headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"})
        for cookie in person.context.cookies():
            node.cookies[str(cookie.get("name"))] = str(cookie.get("value"))
        answer = node.get(address)
        assert (answer.status_code, answer.text) == (200, CONTENT), f"{port}: {answer.status_code}"


def read_by_the_institution(site: Site, concern: str) -> None:
    """Its mail leads to the extract, and to nothing else."""
    zana = without_chromium(site, "zana")
    link = urlsplit(site.post.link("zana@example.org", "concerns"))
    assert link.path.startswith(concern)
    page = zana.get(link.path)
    assert page.status_code == 200 and EXTRACT in page.text
    assert "Nga vizitat." not in page.text and "shenime.txt" not in page.text


def assert_nothing_is_told(site: Site, link: str) -> None:
    """No log holds a link that lets somebody in, and nobody else on the machine reads what is kept."""
    logs = site.logs()
    tokens = {text.rsplit("/", 1)[1] for _to, mail in site.post.mails for text in INVITATION.findall(mail)}
    assert link.rsplit("/", 1)[1] in tokens and len(tokens) == 5, tokens
    assert not [name for name, text in logs.items() if any(token in text for token in tokens)]
    for name in ("tryeza.log", "web-make.log", "web-unit.log"):
        assert "/invitation" in logs[name], f"{name} is not the log that was meant"
    kept = list(site.place.instance.rglob("*"))
    assert kept and not [str(path) for path in kept if path.stat().st_mode & 0o077]


def assert_a_copy_can_be_put_back(site: Site) -> None:
    """Over a database that went on, to another version even, and a folder that lost its files."""
    site.copy()
    before = site.ask("SELECT title, stage FROM concern")
    assert "awaiting_response" in before
    site.stop()
    site.ask("CREATE TABLE newer (); UPDATE concern SET title = 'Tjetër'")
    shutil.rmtree(site.place.instance / "attachments")
    said = site.restore()
    assert "0 breaks" in said and "1 attachments, 0 missing" in said and "1 concerns can be searched" in said
    assert site.ask("SELECT title, stage FROM concern") == before
    assert "newer" not in site.ask("SELECT tablename FROM pg_tables")
