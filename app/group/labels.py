"""Seats of the Group: capacities, fields, what changed, and refusals."""

from __future__ import annotations

from app.core import labels
from app.core.language import lazy as _l
from app.group.models import GroupChange
from workflows.composition import Capacity, Field

FIELD = {
    Field.CHILD_CARE: _l("Care for children"),
    Field.VICTIM_SERVICES: _l("Services to victims"),
    Field.HUMAN_RIGHTS: _l("Human rights"),
}
CAPACITY = {Capacity.REPRESENTATIVE: _l("Representative"), Capacity.ALTERNATE: _l("Alternate")}
CHANGE = {
    GroupChange.ADMITTED: _l("Admitted"),
    GroupChange.ENDED: _l("Seat ended"),
    GroupChange.RENEWED: _l("Mandate renewed"),
    GroupChange.REPRESENTATIVE: _l("New representative"),
    GroupChange.ALTERNATE: _l("New alternate"),
    GroupChange.HANDED_OVER: _l("Handed over to the alternate"),
    GroupChange.TAKEN_BACK: _l("Withdrawn by the representative"),
    GroupChange.CHAIR: _l("Elected to the chair"),
    GroupChange.SENDER: _l("Named to send what is urgent where the chair is out"),
}
REFUSED = {
    "not_later": _l("Enter a day later than the present last day."),
    "not_of_the_organisation": _l("Choose somebody of this organisation with an active account."),
    "holds_both": _l("Representative and alternate are two people."),
    "not_seated": _l("This organisation holds no seat."),
    "not_representative": _l("Only the representative hands over."),
    "no_alternate": _l("Your organisation has no alternate: the secretariat enters one."),
    "days": _l("The last day comes before the first."),
    "past": _l("Enter today's date or a later one."),
    "handed_over": _l("It is handed over on some of these days already."),
    "not_handed_over": _l("Nothing is handed over."),
    "moved": _l("Somebody else changed this seat meanwhile: look at it as it is now, then send again."),
}


def register_labels() -> None:
    """Make these words known."""
    labels.register(FIELD, CAPACITY, CHANGE)
