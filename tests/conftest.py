"""What tests of every room share: databases, the application, and what a bare machine leaves out."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright

from config import Settings
from tests import days, postgresql, turns
from tests.databases import (
    BACKENDS,
    RUN,
    PostgresqlTemplates,
    SqliteTemplates,
    Templates,
    clear,
    leave,
    made,
    settings_for,
)
from tests.once import folder_of_the_run

CHROMIUM = Path(os.environ.get("TRYEZA_CHROMIUM", "/usr/bin/chromium"))
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
SERVER = "TEST_DATABASE_URL"
IN_MEMORY = Path("/dev/shm")
ROOM = 3 * 2**30  # bytes that a run may take
LONGEST = ("journeys", "operations", "walks", "leaks", "deadlines", "races", "rights", "recusals")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# A busy machine is no failure; in CI the same examples are tried each time, so that a red run can be repeated.
hypothesis.settings.register_profile("house", deadline=None, derandomize=IN_CI)
hypothesis.settings.load_profile("house")

# --- what a bare machine leaves out --------------------------------------------------


def pytest_collection_finish() -> None:
    """What is loaded is no garbage: looking through it again and again takes a twentieth of the run."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """How much the test of killed senders does (docs/operations.md)."""
    parser.addoption("--mails", type=int, default=150, help="mails that wait while senders are killed")
    parser.addoption("--kills", type=int, default=6, help="how many senders are killed")
    parser.addoption("--rounds", type=int, default=5, help="how often each race is run")
    parser.addoption(
        "--databases",
        choices=("both", "turns"),
        default="both",
        help="turns: what is told of both, or marked, runs in one variant today, in another tomorrow (tests/turns.py)",
    )
    parser.addoption(
        "--day",
        default=days.TODAY,
        help=f"run on another day: {', '.join(days.DAYS)}, or the one whose turn it is: turn",
    )


def pytest_report_header(config: pytest.Config) -> str:
    """On which day the application believes to be, and on which databases tests run."""
    return f"day: {config.option.day}; databases: {config.option.databases}"


def pytest_configure(config: pytest.Config) -> None:
    """In CI refuse a bare machine. Start one PostgreSQL for all processes of a parallel run, before they start."""
    if config.option.day == "turn":
        config.option.day = days.by_turns(datetime.now(UTC).date())  # the processes inherit it
    days.turn_to(config.option.day)
    if _is_worker(config):
        return
    os.environ[RUN] = str(os.getpid())
    if "TMPDIR" not in os.environ and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM:
        # to copy a database for each test takes an eighth of the time there; the processes inherit it
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)
        config.add_cleanup(lambda: os.environ.pop("TMPDIR", None))
    found_server = SERVER in os.environ or postgresql.is_installed()
    if IN_CI and not CHROMIUM.exists():
        raise pytest.UsageError(f"CI needs a browser, and there is none at {CHROMIUM} (TRYEZA_CHROMIUM)")
    if IN_CI and not found_server:
        raise pytest.UsageError(
            f"CI needs PostgreSQL: neither {SERVER} nor the wheel {postgresql.WHEEL} is there"
        )
    if given := os.environ.get(SERVER):
        config.add_cleanup(lambda: clear(given))
    if getattr(config.option, "numprocesses", None) and found_server and SERVER not in os.environ:
        cluster = postgresql.start()
        config.add_cleanup(cluster.stop)
        os.environ[SERVER] = cluster.url  # the processes inherit it
        config.add_cleanup(lambda: os.environ.pop(SERVER, None))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out browser tests where there is no browser, and what is another database's turn; count them."""
    items.sort(key=_place)
    left_out: list[pytest.Item] = []
    if config.option.databases == "turns":
        left_out += turns.left_to_the_other_day(items, turns.today())
        left_out += turns.left_to_another_day(items, turns.today())
    if not CHROMIUM.exists():
        left_out += [item for item in items if item.get_closest_marker("browser")]
    if not left_out:
        return
    names = {item.nodeid for item in left_out}
    items[:] = [item for item in items if item.nodeid not in names]
    config.hook.pytest_deselected(items=left_out)
    if _is_worker(config):
        config.workeroutput["left_out"] = len(left_out)  # type: ignore[attr-defined]


def _place(item: pytest.Item) -> int:
    """The files that take longest come first, so that no process works on one of them while the others are done."""
    folder = item.nodeid.removeprefix("tests/").split("/")[0]
    return LONGEST.index(folder) if folder in LONGEST else len(LONGEST)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Count in the closing line what parallel processes left out (each of them saw all tests)."""
    output = getattr(node, "workeroutput", {})
    config: pytest.Config = node.config  # type: ignore[attr-defined]
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and output.get("left_out"):
        reporter.stats["deselected"] = [SimpleNamespace()] * output["left_out"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why tests were left out, so that nobody takes a bare machine's green for the whole."""
    if not CHROMIUM.exists():
        terminalreporter.write_line(f"browser tests deselected: no Chromium at {CHROMIUM} (TRYEZA_CHROMIUM)")


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


@pytest.fixture
def day(pytestconfig: pytest.Config) -> int | None:
    """The ordinal of the day whose turn it is; none where everything is tried."""
    return None if pytestconfig.option.databases == "both" else turns.today()


# --- databases -----------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Address of a PostgreSQL server on which databases may be made."""
    if given := os.environ.get(SERVER):
        yield given
        return
    if not postgresql.is_installed():
        pytest.skip(f"no PostgreSQL: neither {SERVER} nor the wheel {postgresql.WHEEL}")
    cluster = postgresql.start()
    yield cluster.url
    cluster.stop()


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplates:
    """The maker of SQLite databases."""
    return SqliteTemplates(tmp_path_factory.mktemp("sqlite"), folder_of_the_run(tmp_path_factory))


@pytest.fixture(scope="session")
def postgresql_templates(
    postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PostgresqlTemplates]:
    """The maker of PostgreSQL databases."""
    folders = tmp_path_factory.mktemp("postgresql"), folder_of_the_run(tmp_path_factory)
    templates = PostgresqlTemplates(postgresql_server, *folders)
    yield templates
    templates.close()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Each test of stored behaviour runs on both; `only_sqlite` and `only_postgresql` pick one."""
    kind: str = request.param
    return kind


@pytest.fixture
def templates(backend: str, request: pytest.FixtureRequest) -> Templates:
    """The maker of databases of the test's kind; a server is started when the first test asks for it."""
    made: Templates = request.getfixturevalue(f"{backend}_templates")
    return made


@pytest.fixture
def database_url(templates: Templates) -> Iterator[str]:
    """A database of this test's own: the newest schema, no rows. Its address is the same for each test of a process."""
    with templates.migrated("each") as url:
        yield url


@pytest.fixture
def empty_database_url(templates: Templates) -> Iterator[str]:
    """A database of this test's own without tables, for tests of migrations."""
    with templates.empty() as url:
        yield url


# --- the application -----------------------------------------------------------------


@pytest.fixture(scope="session")
def applications() -> dict[Settings, Flask]:
    """One application for each kind of database: to make one takes longer than most tests."""
    return {}


@pytest.fixture
def instance(backend: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder, the same for each test of a process."""
    folder = tmp_path_factory.getbasetemp() / f"instance-{backend}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


@pytest.fixture
def settings(database_url: str, instance: Path) -> Settings:
    """Settings of one test; change them with `dataclasses.replace` in a fixture of the same name."""
    return settings_for(database_url, instance)


@pytest.fixture
def app(
    settings: Settings, database_url: str, instance: Path, applications: dict[Settings, Flask]
) -> Iterator[Flask]:
    """The application, with no context open: flask-login would share one person between two clients in it."""
    shared = settings == settings_for(database_url, instance)
    app = applications.get(settings) or made(settings)
    if shared:
        applications[settings] = app
    config, extensions = dict(app.config), dict(app.extensions)
    yield app
    assert not has_app_context(), "the test left an application context open"
    leave(app)
    app.config.clear()
    app.config.update(config)
    app.extensions.clear()
    app.extensions.update(extensions)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """One browser, so to speak; `app.test_client()` makes another."""
    return app.test_client()


pytest_plugins = ["tests.world"]


# --- the browser ---------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()
