"""Dates, times and numbers in both languages, and which language it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string, session
from flask.testing import FlaskClient
from flask_login import LoginManager

from app.core import formats as formats
from app.core.formats import current_language, init_formats, init_language
from app.core.language import in_language, translate
from app.core.time import ZONE, frozen
from app.features import register_labels
from workflows.deadlines import Unit

NBSP = "\N{NO-BREAK SPACE}"
DAY = date(2026, 11, 5)


@pytest.fixture
def app() -> Flask:
    """Languages and formats alone, with people who are known by the language they chose."""
    app = Flask("app")
    app.secret_key = "test"
    init_language(app)
    init_formats(app)
    register_labels()
    login = LoginManager(app)

    @login.request_loader
    def _person(request: object) -> object:
        chosen = getattr(request, "headers", {}).get("X-Person")
        return SimpleNamespace(is_authenticated=True, language=chosen) if chosen else None

    @app.get("/")
    def _language() -> str:
        return current_language()

    @app.get("/pick/<language>")
    def _pick(language: str) -> str:
        session["language"] = language
        return ""

    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(params=["sq", "en"])
def language(request: pytest.FixtureRequest, app: Flask) -> Iterator[str]:
    """Each of the two languages in force."""
    with app.app_context(), in_language(request.param):
        yield request.param


@pytest.fixture
def albanian(app: Flask) -> Iterator[None]:
    with app.app_context(), in_language("sq"):
        yield


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    with app.app_context(), in_language("en"):
        yield


def test_days(language: str) -> None:
    assert formats.day(DAY) == {"sq": "5 nëntor 2026", "en": "5 November 2026"}[language]
    assert formats.day_short(DAY) == {"sq": "5 nëntor", "en": "5 November"}[language]
    assert formats.day(None) == formats.moment(None) == formats.time_of_day(None) == ""


def test_moments_are_local(language: str) -> None:
    written = {"sq": "19 nëntor 2026, 16:40", "en": "19 November 2026, 16:40"}[language]
    assert formats.moment(datetime(2026, 11, 19, 15, 40, tzinfo=UTC)) == written


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        ((2026, 7, 1, 22, 30), "2 July 2026, 00:30"),  # summer time, and another day
        ((2026, 12, 31, 23, 0), "1 January 2027, 00:00"),  # and another year
        ((2027, 3, 28, 0, 59), "28 March 2027, 01:59"),
        ((2027, 3, 28, 1, 0), "28 March 2027, 03:00"),  # 02:30 does not exist that night
        ((2026, 10, 25, 0, 30), "25 October 2026, 02:30"),
        ((2026, 10, 25, 1, 30), "25 October 2026, 02:30"),  # and comes twice in this one
        ((2026, 10, 25, 2, 0), "25 October 2026, 03:00"),
    ],
)
def test_daylight_saving(utc: tuple[int, ...], local: str, english: None) -> None:
    instant = datetime(*utc, tzinfo=UTC)  # type: ignore[misc,arg-type]
    assert formats.moment(instant) == local
    assert formats.moment(instant.astimezone(ZONE)) == local
    assert local.startswith(formats.day(instant))


def test_an_instant_without_a_zone_is_refused(english: None) -> None:
    for show in (formats.day, formats.moment, formats.time_of_day):
        with pytest.raises(ValueError, match="zone"):
            show(datetime(2026, 11, 5, 9, 0))


def test_numbers_and_sizes(language: str) -> None:
    assert formats.number(1234567.5) == {"sq": f"1{NBSP}234{NBSP}567,5", "en": "1,234,567.5"}[language]
    sizes = [formats.filesize(size) for size in (0, 1, 1024, 1025, 348_000, 1_300_000, 10 * 1024 * 1024)]
    comma = {"sq": ",", "en": "."}[language]
    assert sizes == ["0 KB", "1 KB", "1 KB", "2 KB", "340 KB", f"1{comma}2 MB", "10 MB"]


def test_how_late_and_how_long(english: None) -> None:
    assert [formats.days_late(n) for n in (1, 2)] == ["1 day late", "2 days late"]
    assert [formats.days_left(n) for n in (0, 1, 9)] == [
        "due today",
        "1 day left",
        "9 days left",
    ]
    assert [formats.period(n, unit) for n, unit in ((1, Unit.WORKING_DAYS), (30, "calendar_days"))] == [
        "1 working day",
        "30 calendar days",
    ]
    assert formats.period(6, Unit.MONTHS) == "6 months"
    assert formats.period(0, Unit.BY_DATE) == "until the date promised"


def test_how_late_and_how_long_in_albanian(albanian: None) -> None:
    assert [formats.days_late(n) for n in (1, 2)] == ["1 ditë vonesë", "2 ditë vonesë"]
    assert [formats.days_left(n) for n in (0, 1, 9)] == [
        "afati është sot",
        "edhe 1 ditë",
        "edhe 9 ditë",
    ]
    assert formats.period(20, Unit.WORKING_DAYS) == "20 ditë pune"


def test_holidays_have_names_in_both_languages(language: str) -> None:
    with frozen(datetime(2026, 11, 24, tzinfo=UTC)):
        flag = formats.holiday("Dita Flamurit dhe e Pavarësisë")
        own = formats.holiday("Pushim i shtuar me vendim")
    assert flag == {"sq": "Dita Flamurit dhe e Pavarësisë", "en": "Flag and Independence Day"}[language]
    assert own == "Pushim i shtuar me vendim"


def test_templates_have_all_of_them(language: str) -> None:
    page = "{{ d|day }} {{ d|day_short }} {{ n|number }} {{ period(2, 'months') }} {{ _('due today') }}"
    said = render_template_string(page, d=DAY, n=1000)
    assert said.startswith(f"{formats.day(DAY)} {formats.day_short(DAY)} {formats.number(1000)} ")
    assert said.endswith(f"{formats.period(2, Unit.MONTHS)} {translate('due today')}")


def test_words_in_templates_escape_what_is_put_into_them(english: None) -> None:
    said = render_template_string(
        "{{ _('Dear %(name)s,', name=name) }} {{ _('100 %% of <b>it</b>') }}", name="<i>"
    )
    assert said == "Dear &lt;i&gt;, 100 % of <b>it</b>"


def test_plurals_in_templates(language: str) -> None:
    page = "{{ ngettext('%(num)s day late', '%(num)s days late', 2) }}"
    assert render_template_string(page) == formats.days_late(2)


def test_the_persons_own_language_comes_first(client: FlaskClient) -> None:
    client.get("/pick/sq")
    mine = {"X-Person": "en", "Accept-Language": "sq"}
    assert client.get("/", headers=mine).text == "en"


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("en-GB,en;q=0.9", "en"), ("sq-AL,en;q=0.5", "sq"), ("de", "sq"), ("", "sq"), ("de,en;q=0.3", "en")],
)
def test_a_strangers_language_is_the_browsers_or_albanian(
    client: FlaskClient, accepted: str, expected: str
) -> None:
    assert client.get("/", headers={"Accept-Language": accepted}).text == expected


def test_what_was_picked_outweighs_the_browser(client: FlaskClient) -> None:
    client.get("/pick/en")
    assert client.get("/", headers={"Accept-Language": "sq"}).text == "en"
    client.get("/pick/xx")
    assert client.get("/", headers={"Accept-Language": "en"}).text == "en"


def test_a_language_that_is_not_there_is_not_taken(client: FlaskClient) -> None:
    assert client.get("/", headers={"X-Person": "de", "Accept-Language": "en"}).text == "en"


def test_the_worker_speaks_the_readers_language(app: Flask) -> None:
    with app.app_context():
        assert current_language() == "sq"
        with in_language("en"):
            assert formats.day(DAY) == "5 November 2026"
        assert formats.day(DAY) == "5 nëntor 2026"
