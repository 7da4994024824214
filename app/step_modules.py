"""The modules that register effects and forms of steps as they are imported."""

from __future__ import annotations

from importlib import import_module

MODULES = (
    "filing.service",
    "filing.step_forms",
    "review.service",
    "review.forms",
    "response.service",
    "response.forms",
    "deadlines.decisions.service",
    "deadlines.decisions.forms",
    "verification.service",
    "verification.forms",
    "verification.indicators.service",
    "verification.indicators.forms",
    "verification.follow_up_review.service",
    "verification.follow_up_review.forms",
    "closure.service",
    "closure.forms",
    "review.transmission",
    "review.reader_forms",
    "review.rounds",
    "review.wording",
    "review.working_paper_forms",
)


def register_steps() -> None:
    """Import what the rooms register: the effects of their steps, and their forms."""
    for module in MODULES:
        import_module(f"app.{module}")
