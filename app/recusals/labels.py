"""Conflicts of interest."""

from __future__ import annotations

from app.core import labels
from app.core.language import lazy as _l
from app.recusals.models import InterestKind

INTEREST = {
    InterestKind.FUNDING: _l("Funding"),
    InterestKind.AGREEMENT: _l("Agreement"),
    InterestKind.POST: _l("Post or office"),
    InterestKind.OTHER: _l("Other tie"),
}
REFUSED = {
    "organisation": _l("Choose another member organisation."),
    "towards": _l("Choose another organisation."),
    "to_on": _l("The last day comes before the first."),
    "reason": _l("Fill this in."),
    "lifted_reason": _l("Fill this in."),
    "own": _l("Another lifts the recusal of your own organisation."),
    "addressed": _l("A recommendation is addressed to this organisation: it stays recused as a member."),
}


def register_labels() -> None:
    """Make these words known."""
    labels.register(INTEREST)
