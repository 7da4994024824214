"""Who a person is to a case. Rights come from the role AND the relation to the case, never from the role alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person may hold in the installation; several at once."""

    MEMBER = "member"
    CHAIR = "chair"
    SECRETARIAT = "secretariat"
    MINISTRY = "ministry"
    AGENCY = "agency"
    COORDINATOR = "coordinator"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"


class CaseRole(StrEnum):
    """What a person is to one case, at one moment."""

    FILER = "filer"
    SECRETARIAT = "secretariat"
    CHAIR = "chair"
    RAPPORTEUR = "rapporteur"
    SECOND_READER = "second_reader"
    GROUP = "group"  # a member who is not recused
    VERIFIER = "verifier"  # of the Group, and not of the addressee
    SECOND_VERIFIER = "second_verifier"  # the same, and not of the organisation that found it implemented
    MINISTRY = "ministry"
    ADDRESSEE = "addressee"  # of a recommendation that is with it now
    CHECKER = "checker"  # asked for errors of fact, while they are checked
    CONTRIBUTOR = (
        "contributor"  # asked by the ministry for its part of an answer: of one request, never of a case
    )
    ASKER = "asker"  # of the member that makes an access request: of that request alone
    COORDINATOR = "coordinator"
    OBSERVER = "observer"
    UNDECLARED = "undeclared"  # of the Group, and has not yet said whether there is a conflict of interest
    RECUSED = "recused"
    DECISION = "decision"  # the Group itself, by a vote that has closed
    SYSTEM = "system"  # what follows by itself from another step
    SENDER = "sender"  # sends what is urgent at once: the chair, or who does it in the chair's place
    RECORDER = "recorder"  # records what came on paper from an addressee, in its name


class Owner(StrEnum):
    """Whose move it is. Kept beside each open clock, so that a list can say it."""

    FILER = "filer"
    SECRETARIAT = "secretariat"
    CHAIR = "chair"
    RAPPORTEUR = "rapporteur"
    GROUP = "group"
    MINISTRY = "ministry"
    ADDRESSEE = "addressee"
    COORDINATOR = "coordinator"
    LEAD = "lead"
    NOBODY = "nobody"


class Level(StrEnum):
    """Confidentiality of a concern's narrative and evidence."""

    GROUP = "group"
    RESTRICTED = "restricted"
    SHARED = "shared"


class Kind(StrEnum):
    """What an organisation is."""

    MEMBER = "member"
    MINISTRY = "ministry"
    STATE_AGENCY = "state_agency"
    NON_STATE_AGENCY = "non_state_agency"
    COORDINATOR = "coordinator"
    SECRETARIAT = "secretariat"
    OBSERVER = "observer"


# What people of an organisation may hold. A member's liaisons answer what is addressed to it; an administrator
# belongs to the secretariat or, where the ministry runs the server, to the ministry.
ROLES_OF: Mapping[Kind, frozenset[Role]] = {
    Kind.MEMBER: frozenset({Role.MEMBER, Role.CHAIR, Role.AGENCY}),
    Kind.MINISTRY: frozenset({Role.MINISTRY, Role.ADMINISTRATOR}),
    Kind.STATE_AGENCY: frozenset({Role.AGENCY}),
    Kind.NON_STATE_AGENCY: frozenset({Role.AGENCY}),
    Kind.COORDINATOR: frozenset({Role.COORDINATOR}),
    Kind.SECRETARIAT: frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR}),
    Kind.OBSERVER: frozenset({Role.OBSERVER}),
}


# Who takes the steps of the tables.
ADDRESSEE = frozenset({CaseRole.ADDRESSEE})
ANOTHER = frozenset({CaseRole.SECOND_VERIFIER})
ASKER = frozenset({CaseRole.ASKER})
CHAIR = frozenset({CaseRole.CHAIR})
CHECKER = frozenset({CaseRole.CHECKER})
CONTRIBUTOR = frozenset({CaseRole.CONTRIBUTOR})
COORDINATOR = frozenset({CaseRole.COORDINATOR})
FILER = frozenset({CaseRole.FILER})
ITSELF = frozenset({CaseRole.SYSTEM})
MINISTRY = frozenset({CaseRole.MINISTRY})
RAPPORTEUR = frozenset({CaseRole.RAPPORTEUR})
RECORDER = frozenset({CaseRole.RECORDER})
SECRETARIAT = frozenset({CaseRole.SECRETARIAT})
SENDER = frozenset({CaseRole.SENDER})
VERIFIER = frozenset({CaseRole.VERIFIER})
VOTE = frozenset({CaseRole.DECISION})

READERS = frozenset({CaseRole.RAPPORTEUR, CaseRole.SECOND_READER})
DRAFTERS = frozenset({CaseRole.RAPPORTEUR, CaseRole.CHAIR})
CLOSERS = frozenset({CaseRole.CHAIR, CaseRole.SECRETARIAT})
MEASURERS = frozenset({CaseRole.ADDRESSEE, CaseRole.VERIFIER})
READDRESSER = frozenset({CaseRole.MINISTRY, CaseRole.SECRETARIAT})
CHAIR_OR_ITSELF = CHAIR | ITSELF  # a first round that all have answered, or whose time is over
VOTE_OR_ITSELF = VOTE | ITSELF  # or with a recommendation of it that the Group reopens

# Who opens pages and is told, whatever they are to one case.
CASEWORK = (Role.MEMBER, Role.SECRETARIAT, Role.MINISTRY, Role.AGENCY, Role.COORDINATOR, Role.OBSERVER)
INSIDERS = (Role.MEMBER, Role.SECRETARIAT)  # who reads from inside
OUTSIDERS = (Role.MINISTRY, Role.AGENCY, Role.COORDINATOR, Role.OBSERVER)  # who reads from outside
ANSWERING = (Role.MINISTRY, Role.AGENCY)  # for whose organisation answers are given
CONVENERS = (Role.CHAIR, Role.SECRETARIAT)  # the second where the chair is out, too
REGISTRARS = (Role.MINISTRY, Role.SECRETARIAT)  # who sends links to addressees and records their letters


@dataclass(frozen=True, slots=True)
class Relations:
    """What of a case decides who somebody is to it."""

    filer_organisation: int
    rapporteur: int | None = None
    second_reader: int | None = None
    recused_persons: frozenset[int] = frozenset()
    recused_organisations: frozenset[int] = frozenset()
    addressees: frozenset[int] = frozenset()  # organisations with which a recommendation is now
    through_ministry: bool = False  # one of them is the ministry or a state agency
    checker: int | None = None  # the organisation that is asked for errors of fact now
    checked_through_ministry: bool = False  # it is the ministry or a state agency
    in_draft: bool = False
    transmitted: bool = False
    told_at_submission: bool = False  # urgent, and the filer agreed that the coordinator sees it
    level: Level = Level.GROUP
    verified_by: int | None = None  # the organisation that found it implemented
    recorder: int | None = None  # who recorded on paper what is to be verified, and their organisation
    recorder_organisation: int | None = None
    undeclared: bool = False  # this person has not yet said that there is no conflict of interest
    chair_out: bool = (
        False  # the chair is recused, or nobody is chair: the secretariat holds the chair's place
    )
    named_to_send: int | None = None  # whom the Group named to send what is urgent where the chair is out


@dataclass(frozen=True, slots=True)
class Somebody:
    """What of a person decides who they are to a case."""

    person: int
    organisation: int
    roles: frozenset[Role] = field(default_factory=frozenset)


def standing_of(somebody: Somebody, case: Relations) -> frozenset[CaseRole]:
    """Every standing that this person has in this case now. Recusal overrides every grant.

    But for one: a member to whom something is addressed is out as a member, and answers like any other addressee.
    """
    if somebody.person in case.recused_persons or somebody.organisation in case.recused_organisations:
        return _asked(somebody, case) or frozenset({CaseRole.RECUSED})
    held = set(_inside(somebody, case))
    if case.undeclared and CaseRole.GROUP in held and CaseRole.FILER not in held:
        return frozenset({CaseRole.UNDECLARED})  # what else they are begins with their word
    if not case.in_draft:
        held.update(_outside(somebody, case))
    return frozenset(held)


def _inside(somebody: Somebody, case: Relations) -> set[CaseRole]:
    roles, held = somebody.roles, set()
    if Role.MEMBER in roles and somebody.organisation == case.filer_organisation:
        held.add(CaseRole.FILER)
    if case.in_draft:
        return held
    if Role.SECRETARIAT in roles:
        held.add(CaseRole.SECRETARIAT)
        asked = case.addressees and not case.through_ministry
        if asked or (case.checker and not case.checked_through_ministry):
            held.add(CaseRole.RECORDER)
        if case.chair_out:
            held.add(CaseRole.CHAIR)
    if Role.MEMBER in roles:
        held.add(CaseRole.GROUP)
        recorded = case.recorder == somebody.person or case.recorder_organisation == somebody.organisation
        if somebody.organisation not in case.addressees and not recorded:
            held.add(CaseRole.VERIFIER)
            if somebody.organisation != case.verified_by:
                held.add(CaseRole.SECOND_VERIFIER)
        if Role.CHAIR in roles:
            held.update({CaseRole.CHAIR, CaseRole.SENDER})
        elif case.chair_out and somebody.person in (case.second_reader, case.named_to_send):
            held.add(CaseRole.SENDER)
        if somebody.person == case.rapporteur:
            held.add(CaseRole.RAPPORTEUR)
        if somebody.person == case.second_reader:
            held.add(CaseRole.SECOND_READER)
    return held


def _outside(somebody: Somebody, case: Relations) -> set[CaseRole]:
    roles, held = somebody.roles, set()
    if Role.MINISTRY in roles and case.through_ministry:
        held.update({CaseRole.MINISTRY, CaseRole.ADDRESSEE, CaseRole.RECORDER})
    held.update(_asked(somebody, case))
    if Role.MINISTRY in roles and case.checked_through_ministry:
        held.update({CaseRole.MINISTRY, CaseRole.CHECKER, CaseRole.RECORDER})
    if Role.COORDINATOR in roles and (case.transmitted or case.told_at_submission):
        held.add(CaseRole.COORDINATOR)
    if Role.OBSERVER in roles and case.transmitted and case.level is Level.SHARED:
        held.add(CaseRole.OBSERVER)
    return held


def _asked(somebody: Somebody, case: Relations) -> frozenset[CaseRole]:
    """What the person is as one of an institution that is to answer, or that is asked for errors of fact."""
    if case.in_draft or Role.AGENCY not in somebody.roles:
        return frozenset()
    asked = (
        (CaseRole.ADDRESSEE, somebody.organisation in case.addressees),
        (CaseRole.CHECKER, somebody.organisation == case.checker),
    )
    return frozenset(standing for standing, holds in asked if holds)
