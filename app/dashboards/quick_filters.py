"""The quick ways of narrowing a list: chips above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.core.actor import Actor
from app.core.language import translate as _
from app.core.paging import capped
from app.core.templates import address
from app.dashboards.coordinator import Counts
from app.dashboards.filters import DeskFilter, Tab
from workflows.concern import Stage
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class Chip:
    """One way to narrow a list."""

    label: str
    url: str
    current: bool
    count: str | None = None


TABS: dict[Tab, Callable[[], str]] = {
    Tab.OVERDUE: lambda: _("Overdue"),
    Tab.SOON: lambda: _("Due soon"),
    Tab.PAUSED: lambda: _("Paused"),
    Tab.EXTENSIONS: lambda: _("Extensions requested"),
    Tab.ESCALATIONS: lambda: _("Escalations"),
    Tab.INSTITUTIONS: lambda: _("By institution"),
}


def desk_chips(chosen: DeskFilter | None, counts: Counts) -> list[Chip]:
    """The tabs of the coordinator's desk; an institution or a county that was chosen stays. None: the figures."""
    kept, current = (chosen.address(), chosen.tab) if chosen else ({}, None)
    kept.pop("tab", None)
    numbers = {
        Tab.OVERDUE: counts.overdue,
        Tab.SOON: counts.soon,
        Tab.PAUSED: counts.paused,
        Tab.EXTENSIONS: counts.extensions,
        Tab.ESCALATIONS: counts.escalations,
    }
    chips = [
        Chip(
            TABS[tab](),
            address("desks.coordinator", **kept if tab is Tab.OVERDUE else {"tab": tab.value, **kept}),
            tab is current,
            capped(number),
        )
        for tab, number in numbers.items()
    ]
    whole = address("desks.coordinator", tab=Tab.INSTITUTIONS.value)
    return [
        *chips,
        Chip(TABS[Tab.INSTITUTIONS](), whole, current is Tab.INSTITUTIONS),
        Chip(_("Progress"), address("figures.page"), chosen is None),
    ]


def concern_chips(kept: Mapping[str, str], actor: Actor) -> list[Chip]:
    """What people look for most. `kept`: the parameters of the list that is shown."""
    ways: list[tuple[str, dict[str, str]]] = [
        (_("All"), {}),
        (_("Open"), {"open": "1"}),
        (_("Overdue"), {"overdue": "1"}),
        (_("Urgent"), {"urgent": "1"}),
    ]
    if actor.is_(Role.MEMBER):
        ways.append((_("Mine"), {"mine": "1"}))
        ways.append((_("Yet to declare"), {"undeclared": "1"}))
        ways.append((_("Drafts"), {"stage": Stage.DRAFT.value}))
    return [Chip(words, address("desks.concerns", **way), way == kept) for words, way in ways]
