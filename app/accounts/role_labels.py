"""People, organisations, and what they are to a case."""

from __future__ import annotations

from app.core.language import lazy as _l
from workflows.roles import Kind, Level, Party, Role, Standing

# Whose move it is: a cell of a table, and the end of "Whose move: …".
PARTY = {
    Party.FILER: _l("Filer"),
    Party.SECRETARIAT: _l("Technical secretariat"),
    Party.CHAIR: _l("Chair"),
    Party.RAPPORTEUR: _l("Rapporteur"),
    Party.GROUP: _l("The Group"),
    Party.MINISTRY: _l("Ministry"),
    Party.ADDRESSEE: _l("Institution"),
    Party.COORDINATOR: _l("National Coordinator"),
    Party.LEAD: _l("Lead concern"),
    Party.NOBODY: _l("Nobody"),
}
# In which capacity somebody acted: "19 November 2026, 16:40 · Rapporteur".
STANDING = {
    Standing.FILER: _l("Filer"),
    Standing.SECRETARIAT: _l("Technical secretariat"),
    Standing.CHAIR: _l("Chair"),
    Standing.RAPPORTEUR: _l("Rapporteur"),
    Standing.SECOND_READER: _l("Second reader"),
    Standing.GROUP: _l("The Group"),
    Standing.VERIFIER: _l("Verifier for the Group"),
    Standing.SECOND_VERIFIER: _l("Second verifier for the Group"),
    Standing.MINISTRY: _l("Ministry"),
    Standing.ADDRESSEE: _l("Institution"),
    Standing.CHECKER: _l("Institution asked to check facts"),
    Standing.CONTRIBUTOR: _l("Institution asked by the ministry"),
    Standing.ASKER: _l("Member that asks"),
    Standing.COORDINATOR: _l("National Coordinator"),
    Standing.OBSERVER: _l("Observer"),
    Standing.UNDECLARED: _l("Member who has not declared yet"),
    Standing.RECUSED: _l("Recused"),
    Standing.DECISION: _l("The Group, by vote"),
    Standing.SYSTEM: _l("By itself"),
    Standing.SENDER: _l("Chair, or who sends in the chair's place"),
    Standing.RECORDER: _l("Institution, on paper"),
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
