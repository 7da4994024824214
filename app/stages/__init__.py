"""Rooms that a case passes through: the effects, forms and views of the steps taken there."""

from __future__ import annotations

from importlib import import_module

ROOMS = ("submission", "review", "response", "follow_up", "closure")


def register_steps() -> None:
    """Import what the rooms register: the effects of their steps, and their forms."""
    for room in ROOMS:
        import_module(f"app.stages.{room}.service")
        import_module(f"app.stages.{room}.steps")
