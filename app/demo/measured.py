"""What is claimed and seen of the plans of the demonstration, row by row, and what both sides measured."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from app.concerns.vocabulary import FindingSource, Seen
from app.demo.lives import ACCEPTED, OTHER, PROGRESS, A, DemoStep, R, plan
from app.verification.service import ActionCheck, Checks, Indicator, Measurement

CHECKED = DemoStep(
    8,
    R,
    "check_actions",
    lambda s: Checks(
        finding="",
        sources=(FindingSource.FIELD_VISIT, FindingSource.PRACTITIONERS),
        seen_on=s.day,
        independent=True,
        rows=(
            ActionCheck(1, Seen.DONE, "Urdhrin e pamë në dy njësi."),
            ActionCheck(2, Seen.IN_PART, "Në njësinë e vizituar askush nuk e kishte ndjekur ende trajnimin."),
        ),
    ),
    1,
)
INDICATOR = DemoStep(
    1,
    R,
    "set_indicator",
    lambda s: Indicator(
        name="Njësi në të cilat masa zbatohet",
        unit="njësi",
        baseline=Decimal(1),
        baseline_on=s.day - timedelta(days=60),
        target=Decimal(12),
        target_on=s.day + timedelta(days=90),
    ),
    1,
)


def measured(after: int, who: str, value: int, origin: str) -> DemoStep:
    """One value of the first indicator, as its side gives it."""
    return DemoStep(
        after,
        who,
        "measure",
        lambda s: Measurement(indicator=1, measured_on=s.day, value=Decimal(value), origin=origin),
        1,
    )


MEASURED = [
    INDICATOR,
    measured(4, A, 4, "Raporti mujor i institucionit."),
    measured(6, A, 8, "Raporti mujor i institucionit."),
    measured(2, OTHER, 5, "Vizitë në tetë njësi."),
    measured(6, A, 11, "Raporti mujor i institucionit."),
    measured(2, R, 7, "Vizitë në dhjetë njësi."),
]

# as LIVES in lives.py
MEASURED_LIVES: tuple[tuple[str, int, tuple[int, ...], list[DemoStep]], ...] = (
    (
        "measured",
        2,
        (3, 14),
        [*ACCEPTED, DemoStep(10, A, "start", plan(60, 90), 1), PROGRESS, CHECKED, *MEASURED],
    ),
)
