"""Meetings: states, kinds of items, and refusals."""

from __future__ import annotations

from app.core import labels
from app.core.language import lazy as _l
from app.meetings.models import ItemKind, MeetingState

STATE = {
    MeetingState.CALLED: _l("Meeting called"),
    MeetingState.HELD: _l("Meeting held"),
    MeetingState.CIRCULATED: _l("Minutes circulated"),
    MeetingState.ADOPTED: _l("Minutes adopted"),
    MeetingState.CANCELLED: _l("Meeting cancelled"),
}
KIND = {
    ItemKind.MINUTES: _l("Adoption of minutes"),
    ItemKind.PROPOSAL: _l("Ready for decision"),
    ItemKind.OVERDUE: _l("Overdue"),
    ItemKind.CLAIM: _l("Claim awaiting verification"),
    ItemKind.WAY: _l("Way to an institution that is late"),
    ItemKind.MANDATE: _l("Mandate that ends"),
    ItemKind.FREE: _l("Other item"),
}
REFUSED = {
    "moved": _l(
        "Somebody changed this meanwhile. What you typed stands below; send it again if it still holds."
    ),
    "not_now": _l("The meeting stands elsewhere by now: this cannot be done any more."),
    "not_yet": _l("A meeting is opened on its day, not before."),
    "past": _l("Give a date that is not past."),
    "times": _l("It must end after it begins."),
    "where": _l("Give a place or a link."),
    "guest": _l("Choose somebody from the ministry, an institution or the coordinator's office."),
    "next_meeting": _l("Minutes are adopted in a later meeting that is open and has them on its agenda."),
    "owner": _l("Choose a member, somebody of the secretariat, or a guest of this item."),
    "owner_case": _l("The case of this item does not exist for this person."),
    "guest_case": _l("The case does not exist for this person yet: nobody may learn of it by an invitation."),
}


def register_labels() -> None:
    """Make these words known."""
    labels.register(STATE, KIND)
