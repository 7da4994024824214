"""From a ledger to a due date."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workflows.deadlines import Due, Entry, EntryKind, LedgerError, Period, Unit, Why, due
from workflows.workdays import Calendar

ONE = timedelta(days=1)
PLAIN = Calendar({})
days = st.dates(date(2024, 1, 1), date(2029, 12, 31))
feasts = st.dictionaries(days, st.just("Feast"), max_size=80)
calendars = st.builds(Calendar, feasts, st.frozensets(days, max_size=40))
amounts = st.integers(1, 40)
# Pauses as days that pass before each and days that it lasts.
pauses = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 12)), max_size=4)


def working(amount: int) -> Period:
    return Period(amount, Unit.WORKING_DAYS, "")


def calendar_days(amount: int) -> Period:
    return Period(amount, Unit.CALENDAR_DAYS, "")


def months(amount: int) -> Period:
    return Period(amount, Unit.MONTHS, "")


PROMISE = Period(0, Unit.BY_DATE, "")
periods = st.one_of(amounts.map(working), amounts.map(calendar_days), st.integers(1, 6).map(months))


def start(on: date, until: date | None = None) -> Entry:
    return Entry(EntryKind.START, on, until=until)


def pause(on: date, resumed: date) -> tuple[Entry, Entry]:
    return Entry(EntryKind.PAUSE, on), Entry(EntryKind.RESUME, resumed)


def extend(on: date, by: int) -> Entry:
    return Entry(EntryKind.EXTEND, on, days=by)


def ledger_of(on: date, gaps: list[tuple[int, int]]) -> list[Entry]:
    ledger = [start(on)]
    for passed, lasting in gaps:
        first = ledger[-1].on + passed * ONE
        ledger += pause(first, first + lasting * ONE)
    return ledger


def whys(result: Due) -> dict[str, str]:
    return {f"{day.date:%m-%d}": day.why.value for day in result.days}


def paused_set(ledger: list[Entry]) -> set[date]:
    edges = [entry.on for entry in ledger if entry.kind in (EntryKind.PAUSE, EntryKind.RESUME)]
    spans = zip(edges[::2], edges[1::2], strict=True)
    return {first + n * ONE for first, resumed in spans for n in range((resumed - first).days)}


def slowly(ledger: list[Entry], period: Period, calendar: Calendar) -> date:
    """An independent reckoning: sets and formulas instead of a walk."""
    began = ledger[0].on
    extra = sum(entry.days for entry in ledger)
    off = {d for d in calendar.holidays if d not in calendar.working_days}
    horizon = [began + n * ONE for n in range(1, 900)]
    worked = [d for d in horizon if d in calendar.working_days or (d.isoweekday() < 6 and d not in off)]
    running = [d for d in horizon if d not in paused_set(ledger)]
    if period.unit is Unit.WORKING_DAYS:
        return sorted(set(worked) & set(running))[period.amount + extra - 1]
    count = period.amount
    if period.unit is Unit.MONTHS:
        year, month = began.year, began.month + period.amount
        if month > 12:
            year, month = year + 1, month - 12
        end_of_month = (date(year, month, 28) + 4 * ONE).replace(day=1) - ONE
        count = (min(end_of_month, end_of_month.replace(day=min(began.day, end_of_month.day))) - began).days
    return min(d for d in set(worked) & set(running) if d >= running[count + extra - 1])


@given(calendars, days, periods, pauses, st.integers(0, 10))
def test_two_reckonings_agree(calendar, on, period, gaps, extension):
    ledger = ledger_of(on, gaps)
    if extension:
        ledger.append(extend(ledger[-1].on, extension))
    assert due(ledger, period, calendar).date == slowly(ledger, period, calendar)


@given(calendars, days, periods, pauses, st.integers(0, 10))
def test_the_strip_tells_the_whole_way(calendar, on, period, gaps, extension):
    ledger = ledger_of(on, gaps)
    if extension:
        ledger.append(extend(ledger[-1].on, extension))
    result = due(ledger, period, calendar)
    strip = result.days
    assert strip[0].date == on and strip[0].why is Why.START
    assert all(later.date - earlier.date == ONE for earlier, later in pairwise(strip))
    assert strip[-1].date == result.date and [day.why for day in strip].count(Why.DUE) == 1
    numbers = [day.number for day in strip if day.number is not None]
    assert numbers == list(range(1, len(numbers) + 1))
    if period.unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS):
        assert len(numbers) == period.amount + extension
    assert result.paused_days == sum(day.why is Why.PAUSED for day in strip)
    assert calendar.is_working(result.date)


@given(calendars, days, periods, pauses, st.tuples(st.integers(1, 40), st.integers(0, 20)))
def test_one_more_pause_never_makes_it_earlier(calendar, on, period, gaps, another):
    without, more = ledger_of(on, gaps), ledger_of(on, [*gaps, another])
    assert due(more, period, calendar).date >= due(without, period, calendar).date


@given(calendars, days, amounts, st.data())
def test_a_pause_of_k_working_days_moves_it_by_k(calendar, on, amount, data):
    before = due([start(on)], working(amount), calendar).date
    first = data.draw(st.dates(on + ONE, before))
    resumed = first + data.draw(st.integers(0, 30)) * ONE
    k = calendar.working_between(first - ONE, resumed - ONE)
    after = due([start(on), *pause(first, resumed)], working(amount), calendar)
    assert calendar.working_between(before, after.date) == k == after.paused_days


@given(days, amounts, st.data())
def test_a_pause_of_k_calendar_days_moves_it_by_k_before_the_roll(on, amount, data):
    first = on + data.draw(st.integers(1, amount)) * ONE
    k = data.draw(st.integers(0, 30))
    result = due([start(on), *pause(first, first + k * ONE)], calendar_days(amount), PLAIN)
    assert result.date == PLAIN.next_working(on + (amount + k) * ONE)


@given(calendars, days, periods, st.integers(1, 20), st.integers(0, 12), st.integers(0, 12))
def test_a_pause_may_be_told_in_two_parts(calendar, on, period, passed, one, other):
    first, middle = on + passed * ONE, on + (passed + one) * ONE
    whole = due([start(on), *pause(first, middle + other * ONE)], period, calendar)
    parts = due([start(on), *pause(first, middle), *pause(middle, middle + other * ONE)], period, calendar)
    assert parts == whole


@given(calendars, days, periods, pauses, st.integers(1, 20), st.integers(1, 20))
def test_a_longer_extension_is_never_earlier(calendar, on, period, gaps, less, more):
    assume(less < more)
    ledger = ledger_of(on, gaps)
    short = due([*ledger, extend(ledger[-1].on, less)], period, calendar)
    long = due([*ledger, extend(ledger[-1].on, more)], period, calendar)
    assert due(ledger, period, calendar).date <= short.date <= long.date
    assert (short.extended_by, long.extended_by) == (less, more)


@given(calendars, days, periods, pauses, st.integers(0, 30))
def test_a_reset_forgets_all_that_was_before(calendar, on, period, gaps, passed):
    ledger = ledger_of(on, gaps)
    again = ledger[-1].on + passed * ONE
    reset = [*ledger, extend(ledger[-1].on, 3), Entry(EntryKind.RESET, again)]
    assert due(reset, period, calendar) == due([start(again)], period, calendar)


def test_by_hand_fifteen_working_days_with_feasts_and_a_pause():
    named = {date(2026, 11, 30): "Flag", date(2026, 12, 1): "Liberation", date(2026, 12, 8): "Youth"}
    ledger = [start(date(2026, 11, 12)), *pause(date(2026, 12, 2), date(2026, 12, 4))]
    result = due(ledger, working(15), Calendar(named))
    # 13, 16-20 and 23-27 November are 11 days, then 4, 7, 9 and 10 December.
    assert result.date == date(2026, 12, 10)
    assert (result.paused_days, result.extended_by) == (2, 0)
    assert result.paused_since is result.stopped_on is None
    told = whys(result)
    assert {day for day, why in told.items() if why == "holiday"} == {"11-30", "12-01", "12-08"}
    assert {day for day, why in told.items() if why == "paused"} == {"12-02", "12-03"}
    assert [told[day] for day in ("11-12", "11-13", "11-14", "12-10")] == [
        "start",
        "counted",
        "weekend",
        "due",
    ]
    assert result.days[-1].number == 15


def test_a_calendar_clock_counts_weekends_and_rolls_forward():
    result = due([start(date(2026, 11, 24))], calendar_days(4), Calendar({date(2026, 11, 30): "Flag"}))
    assert [(f"{d.date:%m-%d}", d.why.value, d.number, d.name) for d in result.days] == [
        ("11-24", "start", None, ""),
        ("11-25", "counted", 1, ""),
        ("11-26", "counted", 2, ""),
        ("11-27", "counted", 3, ""),
        ("11-28", "weekend", None, ""),
        ("11-29", "weekend", None, ""),
        ("11-30", "holiday", None, "Flag"),
        ("12-01", "due", 4, ""),
    ]


def test_a_pause_that_takes_the_rolled_day_moves_it_on():
    ledger = [start(date(2026, 11, 24)), *pause(date(2026, 11, 30), date(2026, 12, 2))]
    assert due(ledger, calendar_days(4), PLAIN).date == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("on", "amount", "expected"),
    [
        (date(2028, 1, 31), 1, date(2028, 2, 29)),  # a Tuesday in a leap year
        (date(2027, 1, 31), 1, date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 3, 1)),  # 28 February again
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_are_clamped_to_their_end(on, amount, expected):
    assert due([start(on)], months(amount), PLAIN).date == expected


def test_a_leap_day_is_a_day():
    assert due([start(date(2028, 2, 28))], working(1), PLAIN).date == date(2028, 2, 29)
    assert due([start(date(2028, 2, 1))], calendar_days(28), PLAIN).date == date(2028, 2, 29)


def test_months_are_extended_by_calendar_days():
    ledger = [start(date(2026, 8, 31)), extend(date(2026, 9, 1), 2)]
    assert due(ledger, months(3), PLAIN).date == date(2026, 12, 2)


def test_a_promised_date_moves_by_pauses_and_extensions_and_rolls():
    promised = start(date(2026, 11, 2), until=date(2026, 11, 20))
    assert due([promised], PROMISE, PLAIN).date == date(2026, 11, 20)
    paused = [promised, *pause(date(2026, 11, 10), date(2026, 11, 11))]
    assert due(paused, PROMISE, PLAIN).date == date(2026, 11, 23)
    assert due([*paused, extend(date(2026, 11, 12), 3)], PROMISE, PLAIN).date == date(2026, 11, 24)
    again = [*paused, Entry(EntryKind.RESET, date(2026, 11, 12), until=date(2027, 1, 4))]
    assert due(again, PROMISE, PLAIN).date == date(2027, 1, 4)
    assert due(again, PROMISE, PLAIN).days[0].date == date(2026, 11, 12)


def test_a_promise_for_the_same_day_is_due_that_day_or_the_next_working_one():
    tuesday, saturday, monday = date(2026, 11, 24), date(2026, 11, 28), date(2026, 11, 30)
    assert due([start(tuesday, until=tuesday)], PROMISE, PLAIN).date == tuesday
    assert due([start(saturday, until=saturday)], PROMISE, PLAIN).date == monday


def test_while_paused_there_is_no_date_and_the_strip_ends_on_the_eve():
    result = due([start(date(2026, 11, 23)), Entry(EntryKind.PAUSE, date(2026, 11, 25))], working(5), PLAIN)
    assert (result.date, result.paused_since) == (None, date(2026, 11, 25))
    assert whys(result) == {"11-23": "start", "11-24": "counted"}


def test_a_pause_on_the_day_of_the_start_takes_nothing_from_that_day():
    on = date(2026, 11, 23)
    assert due([start(on), *pause(on, on + ONE)], working(5), PLAIN).date == date(2026, 11, 30)


def test_what_was_stopped_keeps_its_date_even_when_it_was_paused():
    stopped = Entry(EntryKind.STOP, date(2026, 11, 26))
    assert due([start(date(2026, 11, 23)), stopped], working(2), PLAIN).date == date(2026, 11, 25)
    paused = [start(date(2026, 11, 23)), Entry(EntryKind.PAUSE, date(2026, 11, 25)), stopped]
    result = due(paused, working(2), PLAIN)
    assert result.date == result.stopped_on == date(2026, 11, 26)
    assert result.paused_since is None


def test_an_empty_ledger_never_started():
    assert due([], working(5), PLAIN) == Due(None, (), None, None, 0, 0)


MON, TUE = date(2026, 11, 23), date(2026, 11, 24)


@pytest.mark.parametrize(
    "ledger",
    [
        [Entry(EntryKind.PAUSE, MON)],
        [Entry(EntryKind.RESET, MON)],
        [start(MON), start(TUE)],
        [start(MON), Entry(EntryKind.RESUME, TUE)],
        [start(MON), Entry(EntryKind.PAUSE, MON), Entry(EntryKind.PAUSE, TUE)],
        [start(TUE), Entry(EntryKind.STOP, MON)],
        [start(MON), Entry(EntryKind.STOP, MON), extend(TUE, 1)],
        [start(MON), Entry(EntryKind.STOP, MON), Entry(EntryKind.STOP, TUE)],
        [start(MON), Entry(EntryKind.STOP, MON), Entry(EntryKind.RESET, TUE)],
        [start(MON), extend(TUE, 0)],
        [start(MON), extend(TUE, -3)],
    ],
)
def test_a_ledger_that_tells_no_story_is_refused(ledger):
    with pytest.raises(LedgerError):
        due(ledger, working(5), PLAIN)


def test_a_promise_needs_a_date_that_is_not_past():
    with pytest.raises(LedgerError):
        due([start(TUE)], PROMISE, PLAIN)
    with pytest.raises(LedgerError):
        due([start(TUE, until=MON)], PROMISE, PLAIN)
