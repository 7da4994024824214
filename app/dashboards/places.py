"""The places of the navigation: what they are called, where they stand, which pages belong to each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from flask import current_app
from flask_babel.speaklater import LazyString

from app.core.language import lazy as _l
from app.core.rights import ANYONE, SIGNED_IN, declared
from workflows.roles import CASEWORK, Role


class Part(StrEnum):
    """Of the navigation."""

    WORK = "work"  # what people come for
    GROUP = "group"  # who and what stands around it
    MORE = "more"  # what is rarely used
    ASIDE = "aside"  # stands elsewhere: in the menu of the account, or at the head of its list


@dataclass(frozen=True, slots=True)
class Place:
    """A page that is always one step away. Who may open it is what its address declares."""

    label: LazyString
    endpoint: str
    icon: str
    part: Part
    within: tuple[str, ...] = ()  # endpoints and blueprints of the pages below it
    only: frozenset[Role] = frozenset(Role)  # of those who may open it, for whom it stands here


WORKING = frozenset(CASEWORK) - {Role.OBSERVER}  # somebody for whom something can wait
MEETING = frozenset(
    {Role.MEMBER, Role.SECRETARIAT, Role.MINISTRY, Role.COORDINATOR}
)  # others are guests of one
LOOKING_ON = frozenset({Role.OBSERVER})
PLACES = (
    Place(
        _l("Coordinator's desk"),
        "desks.coordinator",
        "layout-dashboard",
        Part.WORK,
        ("reminding", "figures.at_a_glance"),
    ),
    Place(_l("My work"), "desks.my_work", "inbox", Part.WORK, only=WORKING),
    Place(_l("Claimed and verified"), "desks.by_institution", "list-checks", Part.WORK, only=LOOKING_ON),
    Place(
        _l("Answers"),
        "answers.desk",
        "message-square-reply",
        Part.WORK,
        ("answers", "signing", "contributions"),
    ),
    Place(
        _l("Concerns"),
        "desks.concerns",
        "folder-open",
        Part.WORK,
        (
            *("cases", "submission", "institution", "review", "papers", "drafts", "exchange", "paper"),
            *(
                "recusals.declare",
                "recusals.of_concern",
                "recusals.lift",
                "links.for_facts",
                "links.for_answer",
            ),
        ),
    ),
    Place(_l("Recommendations"), "desks.recommendations", "clipboard-check", Part.WORK),
    Place(_l("Votes"), "votes.votes", "vote", Part.WORK, ("votes",)),
    Place(
        _l("Meetings"),
        "meetings.meetings",
        "calendar-days",
        Part.WORK,
        ("meetings", "sitting", "minutes"),
        MEETING,
    ),
    Place(_l("People"), "people.people", "user-cog", Part.WORK, ("people.person", "people.invite")),
    Place(_l("The Group"), "group.page", "users", Part.GROUP, ("group",)),
    Place(_l("Institutions"), "entries.organisations", "landmark", Part.GROUP, ("entries",)),
    Place(_l("Access requests"), "access_requests.index", "key-round", Part.GROUP, ("access_requests",)),
    Place(_l("Formal letters"), "letters.letters", "file-text", Part.GROUP, ("letters", "letter_settings")),
    Place(_l("Outgoing e-mails"), "outgoing.mails", "mail", Part.GROUP, ("outgoing",)),
    Place(_l("Rules of dates"), "rules.rules", "timer", Part.GROUP, ("rules",)),
    Place(_l("My dates"), "desks.dates", "calendar-clock", Part.MORE, only=WORKING),
    Place(_l("Claimed and verified"), "desks.by_institution", "list-checks", Part.MORE),
    Place(_l("Progress"), "figures.page", "chart-column", Part.MORE),
    Place(_l("Saved views"), "saved.views", "bookmark", Part.MORE, ("saved",)),
    Place(_l("Standard wordings"), "signing.wordings_page", "quote", Part.MORE, ("signing.wording",)),
    Place(_l("One-time links"), "links.every", "link", Part.MORE, ("links.for_request",)),
    Place(_l("Proposed items"), "proposing.page", "calendar-plus", Part.MORE, ("proposing",), MEETING),
    Place(_l("Register of recusals"), "recusals.register", "scale", Part.MORE),
    Place(_l("Register of interests"), "recusals.interests", "handshake", Part.MORE),
    Place(_l("Rights to confirm"), "rights.page", "shield-check", Part.MORE, ("rights",)),
    Place(_l("Calendar"), "calendar.page", "calendar", Part.MORE, ("calendar",)),
    Place(_l("When would it be due?"), "calculator.page", "calculator", Part.MORE),
    Place(_l("How it works"), "guide.workflow", "circle-question-mark", Part.MORE),
    Place(_l("Notices"), "centre.notices", "bell", Part.ASIDE),
    Place(_l("File a concern"), "submission.new", "folder-open", Part.ASIDE),
    Place(_l("Make an access request"), "access_requests.new", "key-round", Part.ASIDE),
    Place(_l("Invite somebody"), "people.invite", "user-cog", Part.ASIDE),
    Place(_l("About you"), "people.profile", "user-round", Part.ASIDE),
    Place(_l("How you are notified"), "preferences.mine", "bell-ring", Part.ASIDE),
    Place(_l("My calendar"), "feed.page", "calendar-range", Part.ASIDE),
    Place(_l("Change your password"), "security.change_password", "user-round", Part.ASIDE),
)


@lru_cache(maxsize=64)
def places_of(roles: frozenset[Role]) -> tuple[Place, ...]:
    """The places of people of these roles, in their order; each page is one of them."""
    found: dict[str, Place] = {}
    for place in PLACES:
        if place.only & roles and _opens(place.endpoint, roles):
            found.setdefault(place.endpoint, place)
    return tuple(found.values())


def _opens(endpoint: str, roles: frozenset[Role]) -> bool:
    right = declared(current_app, endpoint)
    return right in (SIGNED_IN, ANYONE) or (isinstance(right, frozenset) and bool(right & roles))


@lru_cache(maxsize=1024)
def place_of(roles: frozenset[Role], endpoint: str | None) -> Place | None:
    """The place to which a page belongs, for people of these roles."""
    if endpoint is None:
        return None
    places = places_of(roles)
    for name in _names(endpoint):
        for place in places:
            if place.part is not Part.ASIDE and (name == place.endpoint or name in place.within):
                return place
    return None


def _names(endpoint: str) -> Iterator[str]:
    yield endpoint
    yield endpoint.partition(".")[0]
