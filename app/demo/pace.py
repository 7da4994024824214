"""How soon institutions answered: some within days, some weeks after their date, so that a year has its good months."""

from __future__ import annotations

from app.demo.lives import (
    CLAIM,
    CLOSE,
    FOUND_ALL,
    PROGRESS,
    SENT,
    A,
    DemoStep,
    R,
    finding,
    plan,
)
from app.response.service import Acceptance
from workflows.recommendation import Grade

QUICK, SLOW, SLOWEST = 5, 28, 39  # working days until the answer; it is due after some twenty-one


def answered(after: int) -> list[DemoStep]:
    """A recommendation that was accepted so many working days after it was sent, and then planned for."""
    accepted = DemoStep(
        after, A, "accept", lambda _s: Acceptance(note="Institucioni e pranon rekomandimin."), 1
    )
    return [*SENT, accepted, DemoStep(9, A, "start", plan(40, 80), 1)]


def concluded(after: int) -> list[DemoStep]:
    """The same, reported as done, found so, and closed."""
    done = DemoStep(15, A, "report_done", lambda _s: CLAIM, 1)
    found = DemoStep(13, R, "verify", finding(Grade.A, FOUND_ALL), 1)
    return [*answered(after), PROGRESS, done, found, CLOSE]


# as LIVES in lives.py
PACED_LIVES: tuple[tuple[str, int, tuple[int, ...], list[DemoStep]], ...] = (
    ("answered_at_once", 2, (12, 58), concluded(QUICK)),
    ("answered_slowly", 3, (24, 61, 83), concluded(SLOW)),
    ("answered_last", 2, (8, 40), concluded(SLOWEST)),
    ("planned_late", 2, (4, 16), answered(SLOW)),
    ("planned_soon", 1, (9,), answered(QUICK)),
)
