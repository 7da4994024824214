"""Where a concern and a recommendation stand, and how they ended."""

from __future__ import annotations

from app.core.language import lazy as _l
from workflows.concern import Phase, Stage
from workflows.recommendation import Grade, Outcome, State

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
