"""What a date costs does not grow with how far it lies."""

from datetime import date, timedelta
from time import perf_counter

from hypothesis import assume, given
from hypothesis import strategies as st

from workflows.deadlines import LISTED, Entry, EntryKind, Period, Unit, Why, due, extension_to
from workflows.workdays import Calendar

ONE = timedelta(days=1)
BEGUN = date(2026, 3, 2)
PROMISE = Period(0, Unit.BY_DATE, "")
NEW_YEARS = Calendar({date(year, 1, 1): "New year" for year in range(2020, 2060)})
days = st.dates(date(2024, 1, 1), date(2029, 12, 31))
calendars = st.builds(
    Calendar, st.dictionaries(days, st.just("Feast"), max_size=60), st.frozensets(days, max_size=40)
)


def promised(until: date, *more: Entry) -> list[Entry]:
    return [Entry(EntryKind.START, BEGUN, until=until), *more]


def took(work) -> float:
    """The shortest of five runs: a busy machine slows some of them."""
    times = []
    for _ in range(5):
        begun = perf_counter()
        work()
        times.append(perf_counter() - begun)
    return min(times)


def test_the_last_day_of_all_is_due_as_fast_as_a_near_one():
    near, far = promised(BEGUN + 30 * ONE), promised(date(9999, 12, 31))
    assert due(far, PROMISE, NEW_YEARS).date == date(9999, 12, 31)
    plain = took(lambda: due(near, PROMISE, NEW_YEARS, listed=0))
    assert took(lambda: due(far, PROMISE, NEW_YEARS, listed=0)) < 20 * plain
    assert took(lambda: due(far, PROMISE, NEW_YEARS)) < 0.2


def test_more_time_until_the_last_day_of_all_is_reckoned_at_once():
    asked = took(lambda: extension_to(promised(BEGUN + 30 * ONE), PROMISE, NEW_YEARS, date(9999, 12, 31)))
    assert asked < 0.2


def test_a_long_way_lists_its_first_days_and_the_due_day():
    found = due(promised(date(2036, 3, 3)), PROMISE, NEW_YEARS)
    assert len(found.days) == LISTED + 1
    assert found.days[0].date == BEGUN and found.days[-1].date == found.date == date(2036, 3, 3)
    assert found.days[-1].why is Why.DUE and found.days[-1].number == (date(2036, 3, 3) - BEGUN).days
    assert found.unlisted == (date(2036, 3, 3) - BEGUN).days - LISTED


def test_a_short_way_is_listed_whole():
    found = due(promised(date(2026, 4, 1)), PROMISE, NEW_YEARS)
    assert found.unlisted == 0 and len(found.days) == 31


@given(
    calendars,
    days,
    st.integers(0, 400),
    st.lists(st.tuples(st.integers(1, 90), st.integers(0, 90)), max_size=4),
    st.sampled_from(Unit),
    st.integers(0, 60),
)
def test_the_date_is_the_one_that_the_days_lead_to(calendar, on, amount, gaps, unit, extension):
    ledger = [Entry(EntryKind.START, on, until=on + amount * ONE)]
    for passed, lasting in gaps:
        first = ledger[-1].on + passed * ONE
        ledger += [Entry(EntryKind.PAUSE, first), Entry(EntryKind.RESUME, first + lasting * ONE)]
    if extension:
        ledger.append(Entry(EntryKind.EXTEND, ledger[-1].on, days=extension))
    period = Period(min(amount, 12) if unit is Unit.MONTHS else amount, unit, "")
    told = due(ledger, period, calendar, listed=4000)
    assert told.days[-1].date == told.date and told.days[-1].why is Why.DUE and told.unlisted == 0
    assert told.paused_days == sum(day.why is Why.PAUSED for day in told.days)
    short = due(ledger, period, calendar, listed=0)
    assert (short.date, short.paused_days, short.days) == (told.date, told.paused_days, ())


@given(calendars, days, st.integers(0, 60), st.integers(1, 90), st.sampled_from(Unit))
def test_a_pause_that_lasts_ends_the_list_on_its_eve(calendar, on, amount, passed, unit):
    ledger = [Entry(EntryKind.START, on, until=on + amount * ONE), Entry(EntryKind.PAUSE, on + passed * ONE)]
    found = due(ledger, Period(min(amount, 12) if unit is Unit.MONTHS else amount, unit, ""), calendar)
    assert found.date is None and found.paused_days == 0
    assert all(day.date < on + passed * ONE for day in found.days)


@given(calendars, days, st.integers(1, 300))
def test_the_nth_working_day_is_the_one_that_counting_finds(calendar, first, n):
    counted, day = 0, first - ONE
    while counted < n:
        day += ONE
        counted += calendar.is_working(day)
    assert calendar.nth_working(first, n) == day


@given(calendars, days, days)
def test_no_working_day_is_found_at_or_after_the_end(calendar, first, until):
    assume(first <= until)
    found = calendar.next_working_before(first, until)
    slowly = [first + n * ONE for n in range((until - first).days) if calendar.is_working(first + n * ONE)]
    assert found == (slowly[0] if slowly else None)
