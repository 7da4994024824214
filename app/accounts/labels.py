"""What a proposal would give, and what was done with an account, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.accounts.models import AccountEvent, AccountMail, Change
from app.accounts.rights.models import Given, ProposalState
from app.core import labels
from app.core.labels import label
from app.core.language import lazy as _l
from app.core.language import translate as _
from workflows.composition import Capacity
from workflows.roles import CaseRole, Kind, Level, Owner, Role

GIVEN = {
    Given.ORGANISATION: _l("Organisation"),
    Given.ROLES: _l("Roles"),
    Given.ACTIVE: _l("Account"),
    Given.EMAIL: _l("E-mail"),
    Given.SEAT: _l("Seat"),
}
STATE = {
    ProposalState.OPEN: _l("to be confirmed by a second person"),
    ProposalState.CONFIRMED: _l("confirmed"),
    ProposalState.REFUSED: _l("refused"),
    ProposalState.TAKEN_BACK: _l("withdrawn"),
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
    Change.TAKEN_BACK: _l("Proposal withdrawn"),
    Change.BOUNCING: _l("Address marked as not receiving e-mail"),
    Change.REACHABLE: _l("Address receives e-mail again"),
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
            return _("active") if value else _("disabled")
        case Given.SEAT | Given.ORGANISATION:
            return change.get(f"{when}_name") or _("nobody")
        case _:
            return str(value)


def _roles(names: list[str]) -> str:
    return ", ".join(str(ROLE[Role(name)]) for name in names) or _("none")


def register_labels() -> None:
    """Make these words known."""
    labels.register(DONE, STATE, MAIL)
    labels.register(PARTY, STANDING, ROLE, KIND, LEVEL)


# Whose move it is: a cell of a table, and the end of "Whose move: …".
PARTY = {
    Owner.FILER: _l("Filer"),
    Owner.SECRETARIAT: _l("Technical secretariat"),
    Owner.CHAIR: _l("Chair"),
    Owner.RAPPORTEUR: _l("Rapporteur"),
    Owner.GROUP: _l("The Group"),
    Owner.MINISTRY: _l("Ministry"),
    Owner.ADDRESSEE: _l("Institution"),
    Owner.COORDINATOR: _l("National Coordinator"),
    Owner.LEAD: _l("Lead concern"),
    Owner.NOBODY: _l("Nobody"),
}
# In which capacity somebody acted: "19 November 2026, 16:40 · Rapporteur".
STANDING = {
    CaseRole.FILER: _l("Filer"),
    CaseRole.SECRETARIAT: _l("Technical secretariat"),
    CaseRole.CHAIR: _l("Chair"),
    CaseRole.RAPPORTEUR: _l("Rapporteur"),
    CaseRole.SECOND_READER: _l("Second reader"),
    CaseRole.GROUP: _l("The Group"),
    CaseRole.VERIFIER: _l("Verifier for the Group"),
    CaseRole.SECOND_VERIFIER: _l("Second verifier for the Group"),
    CaseRole.MINISTRY: _l("Ministry"),
    CaseRole.ADDRESSEE: _l("Institution"),
    CaseRole.CHECKER: _l("Institution asked to check facts"),
    CaseRole.CONTRIBUTOR: _l("Institution asked by the ministry"),
    CaseRole.ASKER: _l("Member that asks"),
    CaseRole.COORDINATOR: _l("National Coordinator"),
    CaseRole.OBSERVER: _l("Observer"),
    CaseRole.UNDECLARED: _l("Member who has not declared yet"),
    CaseRole.RECUSED: _l("Recused"),
    CaseRole.DECISION: _l("The Group, by vote"),
    CaseRole.SYSTEM: _l("Automatically"),
    CaseRole.SENDER: _l("Chair, or who sends in the chair's place"),
    CaseRole.RECORDER: _l("Institution, on paper"),
}
ROLE = {
    Role.MEMBER: _l("Member of the Group"),
    Role.CHAIR: _l("Chair of the Group"),
    Role.SECRETARIAT: _l("Technical secretariat"),
    Role.MINISTRY: _l("Ministry"),
    Role.AGENCY: _l("Institution"),
    Role.COORDINATOR: _l("National Coordinator"),
    Role.OBSERVER: _l("Observer"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
KIND = {
    Kind.MEMBER: _l("Member organisation"),
    Kind.MINISTRY: _l("Government ministry"),
    Kind.STATE_AGENCY: _l("State institution"),
    Kind.NON_STATE_AGENCY: _l("Non-state institution"),
    Kind.COORDINATOR: _l("Office of the National Coordinator"),
    Kind.SECRETARIAT: _l("Technical secretariat"),
    Kind.OBSERVER: _l("Observing organisation"),
}
LEVEL = {
    Level.GROUP: _l("The Group"),
    Level.RESTRICTED: _l("Restricted"),
    Level.SHARED: _l("Shared"),
}
