"""Closed lists of a filing, a recommendation and a finding, and where concern and recommendation stand."""

from __future__ import annotations

from app.concerns.filing_fields import ABSENT
from app.concerns.vocabulary import (
    ActionState,
    Affected,
    CaseRange,
    Exploitation,
    Extent,
    FindingSource,
    Ground,
    Manner,
    Naming,
    Pillar,
    Seen,
    Source,
    Weight,
)
from app.core import labels
from app.core.identifiers import Kind as Identifier
from app.core.language import lazy as _l
from app.process.refusal_labels import register_missing
from workflows.concern import Phase, Stage
from workflows.recommendation import Grade, Outcome, State

ACTION_STATE = {
    ActionState.NOT_BEGUN: _l("not begun"),
    ActionState.UNDER_WAY: _l("under way"),
    ActionState.DONE: _l("done, according to the institution"),
    ActionState.STOPPED: _l("discontinued"),
}
SEEN = {
    Seen.DONE: _l("done, as seen"),
    Seen.IN_PART: _l("done in part"),
    Seen.NOT: _l("not done"),
}
PILLAR = {
    Pillar.PREVENTION: _l("Prevention"),
    Pillar.PROTECTION: _l("Protection"),
    Pillar.PROSECUTION: _l("Prosecution"),
    Pillar.PARTNERSHIP: _l("Partnership"),
}
EXPLOITATION = {
    Exploitation.SEXUAL: _l("Sexual exploitation"),
    Exploitation.LABOUR: _l("Labour exploitation"),
    Exploitation.BEGGING: _l("Begging"),
    Exploitation.FORCED_CRIME: _l("Forced crime"),
    Exploitation.FORCED_MARRIAGE: _l("Forced marriage"),
    Exploitation.DOMESTIC_SERVITUDE: _l("Domestic servitude"),
    Exploitation.OTHER: _l("Another form"),
    Exploitation.NOT_KNOWN: _l("Not known"),
}
AFFECTED = {
    Affected.WOMEN: _l("Women"),
    Affected.GIRLS: _l("Girls"),
    Affected.BOYS: _l("Boys"),
    Affected.MEN: _l("Men"),
    Affected.ON_THE_MOVE: _l("People on the move"),
    Affected.ROMA_EGYPTIAN: _l("Roma and Egyptian communities"),
    Affected.DISABILITIES: _l("People with disabilities"),
    Affected.LGBTI: _l("LGBTI+ people"),
    Affected.UNACCOMPANIED: _l("Unaccompanied children"),
}
EXTENT = {
    Extent.SINGLE: _l("A single event"),
    Extent.PATTERN: _l("A pattern that repeats itself"),
}
CASE_RANGE = {
    CaseRange.FEWER_THAN_5: _l("Fewer than 5"),
    CaseRange.FROM_5_TO_20: _l("5 to 20"),
    CaseRange.MORE_THAN_20: _l("More than 20"),
    CaseRange.UNKNOWN: _l("Not known"),
}
SOURCE = {
    Source.OWN_WORK: _l("The organisation's own work"),
    Source.SEVERAL_ORGANISATIONS: _l("Several organisations"),
    Source.INSTITUTION_DATA: _l("The institution's own data"),
    Source.MEDIA: _l("Media"),
    Source.STUDY: _l("A study"),
}
NAMING = {
    Naming.YES: _l("Yes, it may be named"),
    Naming.NO: _l("No, it is not to be named"),
    Naming.ASK: _l("To be asked before transmission"),
}
WEIGHT = {
    Weight.URGES: _l("Urges"),
    Weight.CONSIDERS: _l("Considers"),
    Weight.INVITES: _l("Invites"),
}
GROUND = {
    Ground.OUTSIDE_MANDATE: _l("Outside the mandate of the Group"),
    Ground.NO_DUTY: _l("No duty of an institution is concerned"),
    Ground.PERSONAL_CASE: _l("A person's own case, which belongs to the referral mechanism"),
    Ground.DUPLICATE: _l("The same as a concern that is open already"),
    Ground.RECOGNISABLE: _l("Somebody can be recognised"),
    Ground.UNFOUNDED: _l("Manifestly unfounded"),
}
FINDING_SOURCE = {
    FindingSource.DOCUMENT: _l("Document"),
    FindingSource.DATA_SERIES: _l("Series of data"),
    FindingSource.FIELD_VISIT: _l("Field visit"),
    FindingSource.PRACTITIONERS: _l("Interview with practitioners"),
    FindingSource.PEOPLE_CONCERNED: _l("Interview with people concerned, with their consent"),
    FindingSource.COURT_MONITORING: _l("Court monitoring"),
    FindingSource.STATEMENT_ALONE: _l("The institution's statement alone"),
}
MANNER = {
    Manner.MEETING: _l("In a meeting"),
    Manner.WRITTEN: _l("Written procedure"),
}
# What a passage that could identify a person seems to be.
IDENTIFIER = {
    Identifier.IDENTITY_NUMBER: _l("Identity number"),
    Identifier.PHONE: _l("Telephone number"),
    Identifier.EMAIL: _l("E-mail address"),
    Identifier.PASSPORT: _l("Number of a passport"),
    Identifier.BIRTH_DATE: _l("Exact birth date"),
}


def register_labels() -> None:
    """Make these words known."""
    register_missing(ABSENT)
    labels.register(STAGE, PHASE, STATE, OUTCOME, GRADE)
    labels.register(ACTION_STATE, SEEN, PILLAR, EXPLOITATION, AFFECTED, EXTENT, CASE_RANGE, SOURCE, NAMING)
    labels.register(WEIGHT, GROUND, FINDING_SOURCE, MANNER, IDENTIFIER)


STAGE = {
    Stage.DRAFT: _l("Draft"),
    Stage.SUBMITTED: _l("Submitted"),
    Stage.INFORMATION: _l("Information requested"),
    Stage.REVIEW: _l("Under review"),
    Stage.FACT_CHECK: _l("In fact check"),
    Stage.DELIBERATION: _l("In deliberation"),
    Stage.ADOPTED: _l("Adopted"),
    Stage.RESPONSE: _l("Awaiting response"),
    Stage.FOLLOW_UP: _l("In follow-up"),
    Stage.CLOSED: _l("Closed"),
    Stage.JOINED: _l("Joined"),
    Stage.DECLINED: _l("Declined"),
    Stage.DISMISSED: _l("Dismissed"),
    Stage.WITHDRAWN: _l("Withdrawn"),
    Stage.LAPSED: _l("Lapsed"),
    Stage.REFERRED: _l("Referred elsewhere"),
    Stage.DISCARDED: _l("Discarded"),
}
PHASE = {
    Phase.SUBMISSION: _l("Submission"),
    Phase.REVIEW: _l("Review by the Group"),
    Phase.RESPONSE: _l("Response"),
    Phase.FOLLOW_UP: _l("Follow-up"),
    Phase.CLOSURE: _l("Closure"),
}
STATE = {
    State.DRAFTED: _l("Draft recommendation"),
    State.ADOPTED: _l("Adopted"),
    State.AWAITING: _l("Awaiting response"),
    State.CLARIFICATION: _l("Clarification requested"),
    State.ACCEPTED: _l("Accepted"),
    State.IN_PART: _l("Accepted in part"),
    State.REJECTED: _l("Rejected"),
    State.MEDIATION: _l("In mediation"),
    State.IMPLEMENTATION: _l("In implementation"),
    State.REPORTED: _l("Reported as done"),
    State.CONCLUDED: _l("Concluded"),
    State.DROPPED: _l("Dropped"),
}
OUTCOME = {
    Outcome.IMPLEMENTED: _l("Implemented"),
    Outcome.IN_PART: _l("Implemented in part"),
    Outcome.NOT_IMPLEMENTED: _l("Not implemented"),
    Outcome.CONCEDED: _l("Conceded"),
    Outcome.DISAGREED: _l("Disagreement"),
    Outcome.UNANSWERED: _l("No answer"),
    Outcome.SUPERSEDED: _l("Superseded"),
}
GRADE = {
    Grade.A: _l("A · largely satisfactory"),
    Grade.B: _l("B · partial"),
    Grade.C: _l("C · unsatisfactory"),
    Grade.D: _l("D · no cooperation"),
    Grade.E: _l("E · contrary to the recommendation"),
}
