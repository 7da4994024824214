"""How it goes: months stay as they ended, and nothing before transmission is in a figure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Flask
from sqlalchemy import select, update

from app.core.db import db, unit_of_work
from app.core.time import ZONE, frozen, today
from app.dashboards.coordinator import exported
from app.dashboards.figures.months import rebuild_months, save_months
from app.dashboards.figures.queries import institutions
from app.dashboards.filters import DeskFilter
from app.dashboards.models import MonthFigures
from app.demo import lives
from app.demo.large import QUICK, SLOW, answered
from app.process.data import Reason
from app.process.outcome import Taken
from app.response.service import Acceptance, Clarification, MoreTime, Question
from tests.dashboards.conftest import Browse
from tests.world import World

COLUMNS = ("month", "sent", "in_time", "late", "concluded", "overdue")


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=ZONE)


def kept() -> dict[date, tuple[int, ...]]:
    db.session.rollback()
    rows = db.session.execute(select(*(getattr(MonthFigures, name) for name in COLUMNS)))
    return {row.month: tuple(row)[1:] for row in rows}


def overdue_now(world: World) -> int:
    """The lines of the desk that are about a recommendation."""
    db.session.rollback()
    rows = exported(db.session(), world.cast.people["koordinatorja"], DeskFilter(), today())
    return sum(row.number is not None for row in rows)


def test_a_month_stays_as_it_ended_whatever_becomes_of_its_dates(world: World) -> None:
    """Each month is reckoned at its end and again at the end of all: moved dates, pauses and answers change nothing."""
    act = world.act
    with frozen(noon(2026, 1, 12)):
        silent, extended, paused, answers = (world.concern(lives.SENT) for _ in range(4))
        world.concern(lives.ADOPTED, age=40)  # late before transmission: in no figure
    with frozen(noon(2026, 1, 20)):
        assert isinstance(
            act("sociale", paused, "ask_for_clarification", Question("Cilat njësi?"), number=1), Taken
        )
    ends = {}
    for month, day in ((1, 31), (2, 28), (3, 31), (4, 30)):
        if month == 3:
            with frozen(
                noon(2026, 3, 10)
            ):  # late, and given time: at the end of February it was late all the same
                extension = MoreTime("Pushimet.", until=date(2026, 5, 15))
                assert isinstance(act("sociale", extended, "ask_extension", extension, number=1), Taken)
                assert isinstance(
                    act("koordinatorja", extended, "grant_extension", Reason("Po."), number=1), Taken
                )
                assert isinstance(act("sociale", answers, "accept", Acceptance(), number=1), Taken)
        if month == 4:
            with frozen(noon(2026, 4, 7)):
                told = Clarification(answer="Të gjitha.")
                assert isinstance(act("hana", paused, "clarify", told, number=1), Taken)
        with frozen(noon(2026, month, day)):
            assert save_months()
            assert not save_months(), "once a day"
            ends[date(2026, month, 1)] = kept()[date(2026, month, 1)]
            assert ends[date(2026, month, 1)][-1] == overdue_now(world)
    # the question alone; with it three answers; one was given time, one came, and its plan is late by the end of April
    assert [numbers[-1] for numbers in ends.values()][:3] == [1, 4, 2]
    assert [numbers[:3] for numbers in ends.values()][:3] == [(4, 0, 0), (0, 0, 0), (0, 0, 1)]
    with frozen(noon(2026, 9, 15)):
        assert isinstance(act("sociale", silent, "accept", Acceptance(), number=1), Taken)
        assert rebuild_months() == 12
        assert {month: numbers for month, numbers in kept().items() if month in ends} == ends
        assert kept()[date(2026, 9, 1)][:3] == (0, 0, 1)


def test_how_institutions_answered(world: World) -> None:
    for _ in range(2):
        world.concern(answered(QUICK))
    world.concern(answered(SLOW))
    extension = lives.DemoStep(
        1, lives.A, "ask_extension", lambda s: MoreTime("Po.", until=s.day + timedelta(days=90)), 1
    )
    refuse = lives.DemoStep(1, "koordinatorja", "refuse_extension", lambda _s: Reason("Jo."), 1)
    world.concern([*lives.SENT, extension, refuse, extension])
    db.session.rollback()
    (one,) = institutions(db.session())
    assert "Social" in one.name
    assert (one.in_time, one.late, len(one.days)) == (2, 1, 3)
    assert one.median == one.days[0] < 10 and one.worst is not None and one.worst > 30
    assert dict(one.extensions) == {"refused": 1, "asked": 1}


def test_nothing_before_transmission_is_in_a_figure(app: Flask, people: World, browse: Browse) -> None:
    """The page is the same to the byte, whoever files what, and however late and by whom it is reviewed."""
    with app.app_context():
        people.concern(lives.SENT, age=60)
        rebuild_months()
        with unit_of_work() as session:
            session.execute(update(MonthFigures).values(computed_at=noon(2026, 11, 1)))
    client = browse("koordinatorja")

    def figures() -> str:
        page = client.get("/desk/figures").text
        return page[page.index("<h2>") : page.index("</main>")]

    before = figures()
    assert "Hana Bardhi" not in before, "whose rapporteur somebody is"
    with app.app_context():
        for beats in (lives.SUBMITTED, lives.ADMITTED, lives.PROPOSED, lives.ADOPTED):
            people.concern(beats, age=60)
        people.concern(lives.SUBMITTED, urgent=True, coordinator_told=True, age=20)
        rebuild_months()
        with unit_of_work() as session:
            session.execute(update(MonthFigures).values(computed_at=noon(2026, 11, 1)))
    assert figures() == before
    with app.app_context():
        people.concern(lives.SENT, age=60)
    assert figures() != before, "and what is transmitted changes it"


def test_an_empty_installation_says_so(app: Flask, people: World, browse: Browse) -> None:
    page = browse("koordinatorja").get("/desk/figures")
    assert page.status_code == 200 and '<svg class="chart"' not in page.text
    with app.app_context():
        assert save_months()
    assert browse("koordinatorja").get("/desk/figures").text.count('<svg class="chart"') == 2
