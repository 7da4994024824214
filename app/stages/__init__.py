"""Rooms that a case passes through: the effects, forms and views of the steps taken there."""

from __future__ import annotations

from importlib import import_module

ROOMS = (
    "submission",
    "review",
    "response",
    "escalation",
    "follow_up",
    "measuring",
    "second_look",
    "closure",
)
MODULES = (
    *(f"{room}.{part}" for room in ROOMS for part in ("service", "steps")),
    "review.transmission",
    "review.readers",
    "review.rounds",
    "review.wording",
    "review.paper_steps",
)


def register_steps() -> None:
    """Import what the rooms register: the effects of their steps, and their forms."""
    for module in MODULES:
        import_module(f"app.stages.{module}")
