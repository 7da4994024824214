"""Pages by key: nothing lost, nothing twice, forwards and backwards; keys in addresses tell nothing."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Organisation
from app.concerns.periods import OwnDate
from app.core.db import db, unit_of_work
from app.core.paging import Cursor, Order, Page, Rows, fetch_page, page_of, seal, unseal

SECRET = "a secret of this test"
BY_NAME = Order("test-name", (OwnDate.day,))
DAY = date(2026, 11, 24)


@pytest.fixture
def dates(app: Flask) -> Flask:
    """An installation with 23 dates."""
    with app.app_context(), unit_of_work() as session:
        for n in range(23):
            session.add(OwnDate(day=DAY + timedelta(days=n * n), kind="holiday", name=f"{n}"))
    return app


QUERY: Rows = select(OwnDate.name, OwnDate.day)


def read(order: Order, place: Cursor | None = None, size: int = 5) -> Page:
    return fetch_page(db.session(), page_of(QUERY, order, place, size), order, place, size)


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("size", [1, 4, 22, 23, 24])
def test_pages_hold_each_row_once_in_both_directions(dates: Flask, size: int, falling: bool) -> None:
    order = Order("days", (OwnDate.day,), falling=falling)
    with dates.app_context():
        pages = [read(order, size=size)]
        while pages[-1].last:
            pages.append(read(order, Cursor(pages[-1].last), size))
        names = [row.name for page in pages for row in page.rows]
        expected = [str(n) for n in range(23)]
        assert names == (expected[::-1] if falling else expected)
        assert pages[0].first is None

        back = [pages[-1]]
        while back[-1].first:
            back.append(read(order, Cursor(back[-1].first, backwards=True), size))
        assert [row.name for page in back[::-1] for row in page.rows][-len(names) :] == names
        assert back[-1].last == pages[0].last


def test_rows_of_the_same_day_are_told_apart_by_the_next_column(dates: Flask) -> None:
    """Ties stand at the edge of a page in every position."""
    order = Order("kinds", (OwnDate.kind, OwnDate.day))
    with dates.app_context():
        for size in (1, 2, 3, 5, 7):
            seen, place = [], None
            while True:
                page = read(order, place, size)
                seen += [row.name for row in page.rows]
                if page.last is None:
                    break
                place = Cursor(page.last)
            assert seen == [str(n) for n in range(23)]


def test_a_page_stays_where_it_is_when_rows_come_and_go(dates: Flask) -> None:
    with dates.app_context():
        first = read(BY_NAME)
        assert first.last
        with unit_of_work() as session:
            session.add(OwnDate(day=DAY - timedelta(days=1), kind="holiday", name="new"))
            session.delete(session.get_one(OwnDate, first.rows[-1].day))
        second = read(BY_NAME, Cursor(first.last))
        assert [row.name for row in second.rows] == ["5", "6", "7", "8", "9"]


def test_a_sealed_key_comes_back_whole() -> None:
    order = Order("both", (OwnDate.day, Organisation.id))
    for key in ((DAY, 1), (date(2030, 2, 28), 10**9)):
        assert unseal(SECRET, order, seal(SECRET, order, key)) == key
        assert seal(SECRET, order, key) == seal(SECRET, order, key)


def test_a_sealed_key_tells_nothing_and_bends_to_nothing() -> None:
    order, other = Order("mine", (Organisation.id,)), Order("other", (Organisation.id,))
    sealed = seal(SECRET, order, (4711,))
    assert "4711" not in sealed
    assert unseal(SECRET, other, sealed) is None
    assert unseal("another secret", order, sealed) is None
    chance = random.Random(1)
    for _ in range(200):
        place = chance.randrange(len(sealed) - 1)
        bent = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
        assert unseal(SECRET, order, bent) is None
    for junk in ("", "x", "ë", "\0", "=" * 40, "4711", "A" * 5000, "../..", "AAAA" * 8):
        assert unseal(SECRET, order, junk) is None
