"""What a proposal would give, and what was done with an account, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.accounts import role_labels
from app.accounts.models import AccountEvent, AccountMail, Change
from app.accounts.rights.models import Given, ProposalState
from app.accounts.role_labels import ROLE
from app.core import labels
from app.core.labels import label
from app.core.language import lazy as _l
from app.core.language import translate as _
from workflows.composition import Capacity
from workflows.roles import Role

GIVEN = {
    Given.ORGANISATION: _l("Organisation"),
    Given.ROLES: _l("Roles"),
    Given.ACTIVE: _l("Account"),
    Given.EMAIL: _l("E-mail"),
    Given.SEAT: _l("Seat"),
}
STATE = {
    ProposalState.OPEN: _l("waits for a second person"),
    ProposalState.CONFIRMED: _l("confirmed"),
    ProposalState.REFUSED: _l("refused"),
    ProposalState.TAKEN_BACK: _l("taken back"),
}
DONE = {
    Change.INVITED: _l("Invited"),
    Change.INVITED_AGAIN: _l("Invited again"),
    Change.ACCEPTED: _l("Chose the first password"),
    Change.PASSWORD: _l("Password changed"),
    Change.ROLES: _l("Roles changed"),
    Change.ENABLED: _l("Account enabled"),
    Change.DISABLED: _l("Account disabled"),
    Change.WITHDRAWN: _l("Invitation withdrawn"),
    Change.NAME: _l("Name changed"),
    Change.EMAIL: _l("E-mail address changed"),
    Change.ADDRESS_ASKED: _l("New e-mail address, which its owner has to confirm"),
    Change.ORGANISATION: _l("Organisation changed"),
    Change.PROPOSED: _l("Proposed"),
    Change.REFUSED: _l("Refused"),
    Change.TAKEN_BACK: _l("Proposal taken back"),
    Change.BOUNCING: _l("Address marked as taking no mail"),
    Change.REACHABLE: _l("Address takes mail again"),
}
MAIL = {
    AccountMail.INVITATION: _l("invitation"),
    AccountMail.RESET: _l("new password"),
    AccountMail.PASSWORD_CHANGED: _l("password changed"),
    AccountMail.NEW_ADDRESS: _l("new address, to be confirmed"),
    AccountMail.OLD_ADDRESS: _l("address changed"),
}
_OF_EVENTS = {
    Change.ROLES: Given.ROLES,
    Change.NAME: Given.EMAIL,  # shown as it is
    Change.EMAIL: Given.EMAIL,
    Change.ADDRESS_ASKED: Given.EMAIL,
    Change.ORGANISATION: Given.ORGANISATION,
}


class Line(NamedTuple):
    """One thing that was, and what it is or would be."""

    label: str
    before: str
    after: str


def given_lines(changes: Mapping[str, Mapping[str, Any]]) -> list[Line]:
    """What a proposal would give."""
    return [_line(Given(given), change) for given, change in changes.items()]


def event_lines(event: AccountEvent) -> list[Line]:
    """What an event of an account says of before and after."""
    details = event.details
    if "changes" in details:
        return given_lines(details["changes"])
    if event.what is Change.INVITED:
        return [Line("", "", _roles(details.get("roles", [])))]
    given = _OF_EVENTS.get(event.what)
    if given is None or "after" not in details:
        return []
    return [Line("", _value(given, details, "before"), _value(given, details, "after"))]


def _line(given: Given, change: Mapping[str, Any]) -> Line:
    return Line(_label(given, change), _value(given, change, "before"), _value(given, change, "after"))


def _label(given: Given, change: Mapping[str, Any]) -> str:
    if given is Given.SEAT:
        return f"{change['organisation']}: {label(Capacity(change['capacity']))}"
    return str(GIVEN[given])


def _value(given: Given, change: Mapping[str, Any], when: str) -> str:
    value = change[when]
    match given:
        case Given.ROLES:
            return _roles(value)
        case Given.ACTIVE:
            return _("active") if value else _("not active")
        case Given.SEAT | Given.ORGANISATION:
            return change.get(f"{when}_name") or _("nobody")
        case _:
            return str(value)


def _roles(names: list[str]) -> str:
    return ", ".join(str(ROLE[Role(name)]) for name in names) or _("none")


def register_labels() -> None:
    """Make these words known."""
    labels.register(DONE, STATE, MAIL)
    labels.register(
        role_labels.PARTY, role_labels.STANDING, role_labels.ROLE, role_labels.KIND, role_labels.LEVEL
    )
