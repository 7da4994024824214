"""The composition of the Group, over random seats."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workflows.composition import FEWEST, MOST, Field, Filled, composition_of

DAY = date(2026, 11, 24)
SEATS = st.lists(
    st.builds(
        Filled,
        st.integers(1, 30),
        st.none() | st.sampled_from(Field),
        st.dates(DAY - timedelta(days=400), DAY + timedelta(days=2000)),
    ),
    max_size=20,
)


@given(SEATS)
def test_it_stands_exactly_with_eleven_to_fifteen_seats_of_all_fields(seats: list[Filled]) -> None:
    found = composition_of(seats, DAY)
    assert found.stands == (FEWEST <= len(seats) <= MOST and {s.field for s in seats} >= set(Field))
    assert found.seats == len(seats)
    assert found.missing == 0 or found.seats + found.missing == FEWEST
    assert found.beyond == 0 or found.seats - found.beyond == MOST


@given(SEATS)
def test_each_mandate_is_running_ending_or_over(seats: list[Filled]) -> None:
    found = composition_of(seats, DAY)
    for seat in seats:
        left = (seat.ends_on - DAY).days
        assert left >= 0 or seat.organisation in found.ended
        assert not 0 <= left <= 90 or seat.organisation in found.ending
    assert len(found.ended) + len(found.ending) == sum((s.ends_on - DAY).days <= 90 for s in seats)
