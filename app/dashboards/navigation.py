"""What every page shows around itself, and every part of the coordinator's desk above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request
from sqlalchemy.orm import Session

from app.core.actor import Actor, actor_or_none
from app.core.formats import current_language
from app.core.language import translate as _
from app.core.paging import capped
from app.core.templates import address
from app.dashboards import coordinator as desk
from app.dashboards.filters import DeskFilter
from app.dashboards.queries import Counts, navigation_counts
from app.dashboards.quick_filters import desk_chips
from app.deadlines.labels import Today
from config import Settings
from workflows.roles import CASEWORK, Role


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool
    count: str | None = None


def init_navigation(app: Flask, settings: Settings) -> None:
    """Give every template the person, the navigation and the language."""

    @app.context_processor
    def _around() -> dict[str, Any]:
        actor = actor_or_none()
        return {
            "me": actor,
            "nav": links(actor) if actor else [],
            "notices": unread(actor) if actor else None,
            "locale": current_language(),
            "demo": settings.demo,
        }


def counts_are_known(counts: Counts) -> None:
    """The page being made has counted already: the navigation need not."""
    g.counts = counts


def _counts(actor: Actor) -> Counts | None:
    """What is counted on every page: asked once for a request."""
    if "counts" not in g:
        g.counts = navigation_counts(actor) if actor.is_(*CASEWORK) else None
    counts: Counts | None = g.counts
    return counts


def unread(actor: Actor) -> Link | None:
    """The notices of this person, for who has any."""
    if not actor.is_(*CASEWORK):
        return None
    counts = _counts(actor)
    endpoint = "centre.notices"
    return Link(
        _("Notices"), address(endpoint), request.endpoint == endpoint, counts.unread if counts else None
    )


def links(actor: Actor) -> list[Link]:
    """The places this person has."""
    counts = _counts(actor)
    count = counts.overdue if counts else None
    places: list[tuple[str, str, str | None]] = []
    if actor.is_(Role.COORDINATOR):
        places.append((_("Coordinator's desk"), "desks.coordinator", count))
    places.append((_("My work"), "desks.my_work", None if actor.is_(Role.COORDINATOR) else count))
    if actor.is_(*CASEWORK):
        if actor.is_(Role.MINISTRY, Role.AGENCY):
            places.append((_("Answers"), "answers.desk", None))
        places.append((_("Concerns"), "desks.concerns", None))
        places.append((_("Recommendations"), "desks.recommendations", None))
        places.append((_("The Group"), "group.page", None))
    if actor.is_(Role.MEMBER, Role.SECRETARIAT):
        places.append((_("Votes"), "votes.votes", None))
    if actor.is_(Role.MEMBER, Role.SECRETARIAT, Role.MINISTRY, Role.COORDINATOR):
        places.append((_("Meetings"), "meetings.meetings", None))
    if actor.is_(*CASEWORK, Role.ADMINISTRATOR):
        places.append((_("Institutions"), "entries.organisations", None))
    if actor.is_(Role.ADMINISTRATOR):
        places.append((_("People"), "people.people", None))
        places.append((_("Outgoing e-mails"), "outgoing.mails", None))
        places.append((_("Calendar"), "calendar.page", None))
        places.append((_("Rules of dates"), "rules.rules", None))
    places.append((_("How it works"), "guide.workflow", None))
    return [
        Link(label, address(endpoint), request.endpoint == endpoint, number)
        for label, endpoint, number in places
    ]


def desk_head(session: Session, actor: Actor, chosen: DeskFilter | None, day: Today) -> dict[str, Any]:
    """What `dashboards/tabs.html` shows, in one query. `chosen` is None on the page of figures."""
    counts = desk.counts(session, actor, day.soon)
    counts_are_known(Counts(capped(counts.overdue), capped(counts.unread)))
    return {
        "counts": counts,
        "capped": capped,
        "chips": desk_chips(chosen, counts),
        "late": day.cell(counts.oldest_due),
        "longest": day.cell(None, counts.oldest_pause is not None, counts.oldest_pause),
    }
