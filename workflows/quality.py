"""What a draft recommendation still lacks: advice while it is written, never a condition of a step.

A recommendation that can be verified later names one addressee, the duty that it rests on, one demand, how everybody
will see that it was met, and a day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SHORTEST = timedelta(days=30)  # calendar days: the answer alone may take twenty working days

# Words that join a second demand to a first one, in the two languages in which drafts are written.
_JOINED = re.compile(
    r";|\b(?:si dhe|gjithashtu|përveç kësaj|veç kësaj|dhe të|as well as|furthermore|in addition|and to|and shall|"
    r"and should)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^\s*(?:[-*•–]|\d+[.)]|[a-zë][.)])\s+", re.IGNORECASE | re.MULTILINE)


class Lack(StrEnum):
    """What a draft lacks."""

    ADDRESSEE = "addressee"
    DUTY = "duty"
    ONE_DEMAND = "one_demand"
    MEASURE = "measure"
    COUNTED = "counted"
    DATE = "date"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as it stands in its form."""

    text: str = ""
    duty: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    addressed: bool = False
    proposed_on: date | None = None


def lacks(draft: Written, today: date) -> list[Lack]:
    """What to look at again, in the order of the form. `today` is the day in Tirana."""
    found = {
        Lack.ONE_DEMAND: has_several_demands(draft.text),
        Lack.ADDRESSEE: not draft.addressed,
        Lack.DUTY: not draft.duty.strip(),
        Lack.MEASURE: not draft.measure.strip(),
        Lack.COUNTED: bool(draft.measure.strip()) and not _is_counted(draft),
        Lack.DATE: draft.proposed_on is None,
        Lack.SOON: draft.proposed_on is not None and draft.proposed_on < today + SHORTEST,
    }
    return [lack for lack, holds in found.items() if holds]


def has_several_demands(text: str) -> bool:
    """Whether the words look like more than one demand: a list, or a second one joined to the first."""
    return len(_LISTED.findall(text)) > 1 or _JOINED.search(text) is not None


def _is_counted(draft: Written) -> bool:
    return bool(draft.target.strip()) or any(sign.isdigit() for sign in draft.measure + draft.baseline)
