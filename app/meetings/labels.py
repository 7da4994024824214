"""Meetings: states, kinds of items, and refusals."""

from __future__ import annotations

from flask_babel.speaklater import LazyString

from app.core import labels
from app.core.language import lazy as _l
from app.meetings.models import ItemKind
from app.process.refusal_labels import missing
from app.process.step_labels import register_names
from workflows.meeting import MEETING, MeetingAction, MeetingState

STATE = {
    MeetingState.NEW: _l("Meeting not called yet"),
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
    ItemKind.ACCESS_REQUEST: _l("Access request that is late"),
    ItemKind.MANDATE: _l("Mandate that ends"),
    ItemKind.FREE: _l("Other item"),
}
STEPS = {
    MeetingAction.CALL: _l("Call the meeting"),
    MeetingAction.CHANGE: _l("Change time or place"),
    MeetingAction.CANCEL: _l("Cancel the meeting"),
    MeetingAction.ARRANGE: _l("Arrange the agenda and its guests"),
    MeetingAction.OPEN: _l("Open the meeting"),
    MeetingAction.RECORD: _l("Write down attendance and decisions"),
    MeetingAction.WRITE: _l("Write the minutes"),
    MeetingAction.CIRCULATE: _l("Circulate the minutes"),
    MeetingAction.CORRECT: _l("Ask for a correction"),
    MeetingAction.ADOPT: _l("Adopt the minutes"),
}
_REFUSED = {
    "moved": _l(
        "Somebody changed this meanwhile. What you typed is shown below; send it again if it still applies."
    ),
    "moved_on": _l(
        "Somebody changed the meeting while you looked at it. See how it is now, and do it again if "
        "it still applies."
    ),
    "not_now": _l("The meeting's status has changed in the meantime: this can no longer be done."),
    "busy": _l("Nothing was changed and nothing you typed was lost. Send it again in a moment."),
    "guest": _l("Choose somebody from the ministry, an institution or the coordinator's office."),
    "owner": _l("Choose a member, somebody of the secretariat, or a guest of this item."),
    "owner_case": _l("This person cannot see the case of this item."),
    "guest_case": _l("This person cannot see the case yet: nobody may learn of it through an invitation."),
}


def refusal_words(name: str) -> LazyString:
    """Why it was not done: of a meeting, or of a guard or field of its table."""
    return _REFUSED.get(name) or missing(name)


def register_labels() -> None:
    """Make these words known."""
    labels.register(STATE, KIND)
    register_names(MEETING.name, STEPS)
