"""What the Group does besides its cases: votes, meetings, letters on paper. Tables by hand."""

from __future__ import annotations

from tests.workflows.oracle_rows import Place, Row

# one open vote on each matter; the chair opens and closes, or the clock closes a written procedure
VOTE_PLACES = (
    Place("new", "chair"),
    Place("open", "group"),
    Place("closed", "nobody", final=True),
)
VOTE = (
    # by itself: with a second look that proposes to reopen
    Row("new", "open_vote", "open", "chair system", "no_vote_open seats ends_on"),
    Row("open", "close_vote", "closed", "chair system", "over"),
)
VOTE_HOLDS = {
    "no_vote_open": ({"voting": False}, {"voting": True}),
    "seats": ({"seats": True}, {"seats": False}),
    "ends_on": ({"ends_ahead": True}, {"ends_ahead": False}),
    "over": ({"over": True}, {"over": False}),
}
