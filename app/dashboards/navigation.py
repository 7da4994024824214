"""What every page shows around itself, and every part of the coordinator's desk above it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, request
from markupsafe import Markup
from sqlalchemy.orm import Session

from app.core.actor import Actor, actor_or_none
from app.core.formats import current_language, day
from app.core.labels import label
from app.core.language import lazy as _l
from app.core.language import translate as _
from app.core.paging import capped
from app.core.templates import address
from app.core.time import now
from app.dashboards import coordinator as desk
from app.dashboards.filters import DeskFilter
from app.dashboards.places import Part, place_of, places_of
from app.dashboards.queries import Counts, navigation_counts
from app.dashboards.quick_filters import desk_chips
from app.deadlines.today import Today
from config import Settings
from workflows.composition import Capacity
from workflows.roles import CASEWORK, Role

SEARCH = "search.results"
# pages that are parts of another: the rule of the whole, its endpoint, what it is called
WHOLES = (
    ("/concerns/<public_id>", "cases.page", ""),  # by its number, where the page has it
    ("/meetings/<public_id>", "meetings.page", _l("The meeting")),
    ("/letters/<letter_id>", "letters.page", _l("Formal letter")),
)
BEFORE_THE_CASE = ("recusals.declare", "submission.filing")  # to which the page of the case itself leads
COUNTED = ("desks.coordinator", "desks.my_work")  # beside the first of them stands what is late


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    label: str
    url: str
    current: str  # as `aria-current` says it: the page itself, one below it, or neither
    icon: str = ""
    count: str | None = None


def init_navigation(app: Flask, settings: Settings) -> None:
    """Give every template the person, the navigation and the language."""

    @app.context_processor
    def _around() -> dict[str, Any]:
        actor = actor_or_none()
        return {
            "me": actor,
            "nav": navigation(actor) if actor else "",
            "trail": trail(actor) if actor else [],
            "notices": unread(actor) if actor else None,
            "own_seat": own_seat(actor) if actor else "",
            "locale": current_language(),
            "printed_at": now(),
            "demo": settings.demo,
        }


def counts_are_known(counts: Counts | None) -> None:
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
    counts, here = _counts(actor), request.endpoint == "centre.notices"
    current = "page" if here else ""
    return Link(_("Notices"), address("centre.notices"), current, "bell", counts.unread if counts else None)


def own_seat(actor: Actor) -> str:
    """As what a member sits in the Group, and who acts while the representative is away."""
    counts = _counts(actor)
    if counts is None or counts.seat is None:
        return ""
    if counts.acting_until is None:
        return label(counts.seat)
    until = day(counts.acting_until)
    if counts.seat is Capacity.ALTERNATE:
        return _("Alternate: you act until %(day)s", day=until)
    return _("Representative: the alternate acts until %(day)s", day=until)


def trail(actor: Actor) -> list[tuple[str, str]]:
    """The way to this page: its place, and what it is part of. Words that only the page knows are left to it."""
    endpoint = _shown()
    place = place_of(actor.roles, endpoint)
    if place is None or endpoint is None or place.endpoint == endpoint:
        return []
    found = [(str(place.label), address(place.endpoint))]
    rule = str(request.url_rule)
    for whole, above, words in WHOLES:
        if rule.startswith(f"{whole}/") and endpoint not in BEFORE_THE_CASE:
            name = whole.partition("<")[2].rstrip(">")
            found.append((str(words), address(above, **{name: (request.view_args or {})[name]})))
    return found


def _shown() -> str | None:
    """What the page shows; None for an error."""
    return request.endpoint if g.get("is_a_page", True) else None


def navigation(actor: Actor) -> Markup:
    """The places this person has, with what is late."""
    endpoint, counts = _shown(), _counts(actor)
    here = place_of(actor.roles, endpoint)
    return _drawn(
        request.script_root,
        current_language(),
        actor.roles,
        here.endpoint if here else SEARCH if endpoint == SEARCH else "",
        "page" if here and here.endpoint == endpoint else "true",
        counts.overdue if counts else None,
    )


# People of the same roles have the same places, and it stands on every page.
@lru_cache(maxsize=1024)
def _drawn(
    _root: str, _language: str, roles: frozenset[Role], here: str, current: str, late: str | None
) -> Markup:
    places = places_of(roles)
    counted = next((each.endpoint for each in places if each.endpoint in COUNTED), "")
    links = {
        part: [
            Link(
                str(place.label),
                address(place.endpoint),
                current if place.endpoint == here else "",
                place.icon,
                late if place.endpoint == counted else None,
            )
            for place in places
            # where one is stands open, though it is rarely used
            if place.part is part
            or (part is Part.GROUP and place.part is Part.MORE and place.endpoint == here)
        ]
        for part in Part
    }
    links[Part.MORE] = [link for link in links[Part.MORE] if not link.current]
    first = [*links[Part.WORK], *links[Part.GROUP]][:1]
    second = [link for link in links[Part.WORK] if link.url == address("desks.concerns")]
    second = second or [*links[Part.WORK], *links[Part.GROUP]][1:2]
    page = current_app.jinja_env.get_template("core/navigation.html")
    search = {"search": address(SEARCH), "searching": here == SEARCH}
    return Markup(page.render(**links, **search, at_hand=[*first, *second]))  # noqa: S704 - of our own template


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
