"""People, organisations, and what they are to a case."""

from __future__ import annotations

from app.core.language import lazy as _l
from workflows.roles import CaseRole, Kind, Level, Owner, Role

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
    CaseRole.SYSTEM: _l("By itself"),
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
