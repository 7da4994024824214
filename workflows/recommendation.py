"""The recommendation's states and steps: one table. The addressee reports, and only the Group verifies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workflows.deadlines import Rule
from workflows.engine import (
    STAY,
    Chosen,
    Guard,
    StateInfo,
    Step,
    Workflow,
    pauses,
    resets,
    resumes,
    starts,
    stops,
    stops_all,
    then,
)
from workflows.roles import (
    ADDRESSEE,
    ANOTHER,
    CHAIR,
    COORDINATOR,
    DRAFTERS,
    ITSELF,
    MEASURERS,
    RAPPORTEUR,
    READDRESSER,
    RECORDER,
    VERIFIER,
    VOTE,
    CaseRole,
    Owner,
)


class State(StrEnum):
    """Where a recommendation stands (workflow.md, "A recommendation, step by step")."""

    DRAFTED = "drafted"
    ADOPTED = "adopted"
    AWAITING = "awaiting_response"
    CLARIFICATION = "clarification_requested"
    ACCEPTED = "accepted"
    IN_PART = "accepted_in_part"
    REJECTED = "rejected"
    MEDIATION = "in_mediation"
    IMPLEMENTATION = "in_implementation"
    REPORTED = "reported_done"
    CONCLUDED = "concluded"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """How a concluded recommendation ended."""

    IMPLEMENTED = "implemented"
    IN_PART = "implemented_in_part"
    NOT_IMPLEMENTED = "not_implemented"
    CONCEDED = "conceded"
    DISAGREED = "disagreed"
    UNANSWERED = "unanswered"
    SUPERSEDED = "superseded"


class Grade(StrEnum):
    """What the Group found. Verified in full asks for A; a statement of the institution alone never suffices."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class FindingSource(StrEnum):
    """What a finding rests on. The institution's own statement never suffices for "implemented"."""

    DOCUMENT = "document"
    DATA_SERIES = "data_series"
    FIELD_VISIT = "field_visit"
    PRACTITIONERS = "practitioners"
    PEOPLE_CONCERNED = "people_concerned"
    COURT_MONITORING = "court_monitoring"
    STATEMENT_ALONE = "statement_alone"


class RecommendationAction(StrEnum):
    """Every step of a recommendation."""

    REDRAFT = "redraft"
    TAKE_WORDING = "take_wording"
    REFUSE_WORDING = "refuse_wording"
    DROP = "drop"
    ADOPT = "adopt"
    NOT_ADOPT = "not_adopt"
    TRANSMIT = "transmit"
    REVOKE = "revoke"
    ACCEPT = "accept"
    ACCEPT_IN_PART = "accept_in_part"
    REJECT = "reject"
    CLAIM_DONE = "claim_already_done"
    DISCLAIM = "disclaim"
    READDRESS = "readdress"
    ASK = "ask_for_clarification"
    CLARIFY = "clarify"
    START = "start"
    MAINTAIN = "maintain"
    CONCEDE = "concede"
    RETURN = "return_to_addressee"
    DISAGREE = "record_disagreement"
    PROGRESS = "report_progress"
    CHECK = "check_actions"
    SET_INDICATOR = "set_indicator"
    MEASURE = "measure"
    DONE = "report_done"
    VERIFY = "verify"
    VERIFY_IN_PART = "verify_in_part"
    CONTEST = "contest"
    REOPEN = "reopen"
    ASSIGN_REVIEWER = "assign_reviewer"
    FOLLOW_UP_REVIEW = "follow_up_review"
    LAST_REVIEW = "last_review"
    SUPERSEDE = "supersede"
    SILENCE = "record_silence"
    NOT_IMPLEMENTED = "find_not_implemented"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    DECIDE_ESCALATION = "decide_escalation"


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a recommendation its guards look at."""

    disclaimed: bool = False  # said not to be competent, and not yet readdressed
    maintained: bool = False  # the Group kept it up once already
    escalated: bool = False  # escalation has reached the coordinator, or it was mediated, without result
    decision_awaited: bool = False  # of the coordinator, on an escalation
    actions: int = 0  # planned actions
    voting: bool = False  # a vote on it is open
    indicators: int = 0  # measures of success that are counted
    follow_up_review_ahead: bool = False  # implemented, and to be reviewed again
    follow_up_review_due: bool = False  # the time for it has come
    last_review_due: bool = False
    suggested: bool = False  # somebody has suggested other words, and nobody has decided on them
    extension_asked: bool = False  # an extension waits for the coordinator


def _guard(name: str, holds: Callable[[Facts], bool]) -> Guard[Facts]:
    return Guard(name, holds)


competent = _guard("competent", lambda f: not f.disclaimed)
disclaimed = _guard("disclaimed", lambda f: f.disclaimed)
first_time = _guard("maintained_once", lambda f: not f.maintained)
escalated = _guard("escalated", lambda f: f.escalated)
decision_awaited = _guard("decision_awaited", lambda f: f.decision_awaited)
extension_asked = _guard("extension_asked", lambda f: f.extension_asked)
has_indicator = _guard("has_indicator", lambda f: f.indicators > 0)
follow_up_review_ahead = _guard("follow_up_review_ahead", lambda f: f.follow_up_review_ahead)
follow_up_review_due = _guard("follow_up_review_due", lambda f: f.follow_up_review_due)
last_review_due = _guard("last_review_due", lambda f: f.last_review_due)
suggested = _guard("suggested", lambda f: f.suggested)
no_vote_open = _guard("no_vote_open", lambda f: not f.voting)
no_extension_asked = _guard("no_extension_asked", lambda f: not f.extension_asked)


def _concluded_or_back(_facts: Facts, data: Any) -> State:
    return State.CONCLUDED if getattr(data, "concludes", False) else State.IMPLEMENTATION


OPEN = (
    State.AWAITING,
    State.CLARIFICATION,
    State.ACCEPTED,
    State.IN_PART,
    State.REJECTED,
    State.MEDIATION,
    State.IMPLEMENTATION,
    State.REPORTED,
)
OWED = (State.AWAITING, State.ACCEPTED, State.IN_PART, State.IMPLEMENTATION)
MEASURED = (State.ACCEPTED, State.IN_PART, State.IMPLEMENTATION, State.REPORTED, State.CONCLUDED)
ANSWERS = (
    RecommendationAction.ACCEPT,
    RecommendationAction.ACCEPT_IN_PART,
    RecommendationAction.REJECT,
    RecommendationAction.CLAIM_DONE,
)  # a second person signs them where one has to
# after which nothing is asked of an agency for the answer any more
ENDS_REQUESTS = (
    *ANSWERS,
    RecommendationAction.READDRESS,
    RecommendationAction.REVOKE,
    RecommendationAction.SUPERSEDE,
    RecommendationAction.SILENCE,
)
PLANNED = (State.ACCEPTED, State.IN_PART, State.REJECTED, State.IMPLEMENTATION, State.REPORTED)

PLACES = (
    StateInfo(State.DRAFTED, Owner.RAPPORTEUR),
    StateInfo(State.ADOPTED, Owner.SECRETARIAT),
    StateInfo(State.AWAITING, Owner.ADDRESSEE, Rule.RESPONSE),
    StateInfo(State.CLARIFICATION, Owner.RAPPORTEUR, Rule.CLARIFICATION),
    StateInfo(State.ACCEPTED, Owner.ADDRESSEE, Rule.PLAN),
    StateInfo(State.IN_PART, Owner.ADDRESSEE, Rule.PLAN),
    StateInfo(State.REJECTED, Owner.GROUP, Rule.RECONSIDERATION),
    StateInfo(State.MEDIATION, Owner.COORDINATOR, Rule.MEDIATION),
    StateInfo(State.IMPLEMENTATION, Owner.ADDRESSEE, Rule.IMPLEMENTATION),
    StateInfo(State.REPORTED, Owner.GROUP, Rule.VERIFICATION),
    StateInfo(State.CONCLUDED, Owner.NOBODY),
    StateInfo(State.DROPPED, Owner.NOBODY, final=True),
)

FOUND = ("finding", "grade", "sources")

# fmt: off
STEPS: tuple[Step[Facts], ...] = (
    #    step                                    from                  to                    who may      what must hold, the clock, what it needs
    # with its concern, before transmission
    Step(RecommendationAction.REDRAFT,          State.DRAFTED,        STAY,                 DRAFTERS,    (no_vote_open,), needs=("heading", "text", "addressee", "measure", "proposed_on", "weight")),
    Step(RecommendationAction.TAKE_WORDING,     State.DRAFTED,        STAY,                 DRAFTERS,    (suggested, no_vote_open), needs=("suggestion",)),
    Step(RecommendationAction.REFUSE_WORDING,   State.DRAFTED,        STAY,                 DRAFTERS,    (suggested,), needs=("suggestion", "reason")),
    Step(RecommendationAction.DROP,             State.DRAFTED,        State.DROPPED,        DRAFTERS,    (no_vote_open,), needs=("reason",)),
    Step(RecommendationAction.ADOPT,            State.DRAFTED,        State.ADOPTED,        ITSELF),
    Step(RecommendationAction.NOT_ADOPT,        State.DRAFTED,        State.DROPPED,        ITSELF),
    Step(RecommendationAction.TRANSMIT,         (State.ADOPTED, State.DRAFTED), State.AWAITING, ITSELF,  (), starts(Rule.RESPONSE), public=True),
    Step(RecommendationAction.REVOKE,           OPEN,                 State.DRAFTED,        ITSELF,      (), stops_all(), public=True),
    # the answer
    Step(RecommendationAction.ACCEPT,           State.AWAITING,       State.ACCEPTED,       ADDRESSEE,   (competent,), then(Rule.RESPONSE, Rule.PLAN), public=True, on_paper=RECORDER),
    Step(RecommendationAction.ACCEPT_IN_PART,   State.AWAITING,       State.IN_PART,        ADDRESSEE,   (competent,), then(Rule.RESPONSE, Rule.PLAN), needs=("part", "reason"), public=True, on_paper=RECORDER),
    Step(RecommendationAction.REJECT,           State.AWAITING,       State.REJECTED,       ADDRESSEE,   (competent,), then(Rule.RESPONSE, Rule.RECONSIDERATION), needs=("reason",), public=True, on_paper=RECORDER),
    Step(RecommendationAction.CLAIM_DONE,       State.AWAITING,       State.REPORTED,       ADDRESSEE,   (competent,), then(Rule.RESPONSE, Rule.VERIFICATION), needs=("claim", "evidence"), public=True, on_paper=RECORDER),
    Step(RecommendationAction.DISCLAIM,         State.AWAITING,       STAY,                 ADDRESSEE,   (competent,), needs=("reason",), public=True, on_paper=RECORDER),
    Step(RecommendationAction.READDRESS,        State.AWAITING,       STAY,                 READDRESSER, (disclaimed,), resets(Rule.RESPONSE), needs=("addressee", "reason"), public=True),
    Step(RecommendationAction.ASK,              State.AWAITING,       State.CLARIFICATION,  ADDRESSEE,   (competent,), pauses(Rule.RESPONSE) + starts(Rule.CLARIFICATION), needs=("question",), public=True, on_paper=RECORDER),
    Step(RecommendationAction.CLARIFY,          State.CLARIFICATION,  State.AWAITING,       RAPPORTEUR,  (), stops(Rule.CLARIFICATION) + resumes(Rule.RESPONSE), needs=("answer",), public=True),
    # a refusal
    Step(RecommendationAction.MAINTAIN,         State.REJECTED,       State.MEDIATION,      VOTE,        (first_time,), then(Rule.RECONSIDERATION, Rule.MEDIATION), needs=("reason",), public=True),
    Step(RecommendationAction.CONCEDE,          State.REJECTED,       State.CONCLUDED,      VOTE,        (), stops_all(), needs=("reason",), public=True),
    Step(RecommendationAction.RETURN,           State.MEDIATION,      State.AWAITING,       COORDINATOR, (), then(Rule.MEDIATION, Rule.RESPONSE), needs=("reason",), public=True),
    Step(RecommendationAction.DISAGREE,         State.MEDIATION,      State.CONCLUDED,      COORDINATOR, (), stops_all(), needs=("reason",), public=True),
    # the work, and what the institution says of it
    Step(RecommendationAction.START,            (State.ACCEPTED, State.IN_PART), State.IMPLEMENTATION, ADDRESSEE, (), stops(Rule.PLAN) + starts(Rule.IMPLEMENTATION, until="due_on"), needs=("actions", "due_on"), public=True, on_paper=RECORDER),
    Step(RecommendationAction.PROGRESS,         State.IMPLEMENTATION, STAY,                 ADDRESSEE,   (), resets(Rule.IMPLEMENTATION, until="due_on"), needs=("report",), public=True, on_paper=RECORDER),
    Step(RecommendationAction.DONE,             State.IMPLEMENTATION, State.REPORTED,       ADDRESSEE,   (), then(Rule.IMPLEMENTATION, Rule.VERIFICATION), needs=("claim", "evidence"), public=True, on_paper=RECORDER),
    # beside what it says: what the Group saw of each action, and what both measured
    Step(RecommendationAction.CHECK,            (State.IMPLEMENTATION, State.REPORTED), STAY, VERIFIER,  (), needs=("rows", "sources", "independent"), public=True),
    Step(RecommendationAction.SET_INDICATOR,    OPEN,                 STAY,                 DRAFTERS,    (), needs=("name", "baseline", "baseline_on", "target", "target_on"), public=True),
    Step(RecommendationAction.MEASURE,          MEASURED,             STAY,                 MEASURERS,   (has_indicator,), needs=("indicator", "measured_on", "value", "origin"), public=True, on_paper=RECORDER),
    # the double check
    Step(RecommendationAction.VERIFY,           State.REPORTED,       State.CONCLUDED,      VERIFIER,    (), stops_all() + starts(Rule.FOLLOW_UP_REVIEW) + starts(Rule.LAST_REVIEW), needs=(*FOUND, "independent"), public=True),
    Step(RecommendationAction.VERIFY_IN_PART,   State.REPORTED,       Chosen(_concluded_or_back, (State.IMPLEMENTATION, State.CONCLUDED)), VERIFIER, (), stops(Rule.VERIFICATION) + starts(Rule.IMPLEMENTATION, until="due_on"), needs=(*FOUND, "independent"), public=True),
    Step(RecommendationAction.CONTEST,          State.REPORTED,       State.IMPLEMENTATION, VERIFIER,    (), stops(Rule.VERIFICATION) + starts(Rule.IMPLEMENTATION, until="due_on"), needs=(*FOUND, "independent", "reason", "due_on"), public=True),
    # what was implemented is reviewed again, after 6 and 12 months
    Step(RecommendationAction.ASSIGN_REVIEWER,  State.CONCLUDED,      STAY,                 CHAIR,       (follow_up_review_ahead,), needs=("organisation",)),
    Step(RecommendationAction.FOLLOW_UP_REVIEW, State.CONCLUDED,      STAY,                 ANOTHER,     (follow_up_review_due,), stops(Rule.FOLLOW_UP_REVIEW), needs=(*FOUND, "independent"), public=True),
    Step(RecommendationAction.LAST_REVIEW,      State.CONCLUDED,      STAY,                 ANOTHER,     (last_review_due,), stops(Rule.FOLLOW_UP_REVIEW, Rule.LAST_REVIEW), needs=(*FOUND, "independent"), public=True),
    # the ends
    Step(RecommendationAction.SUPERSEDE,        OPEN,                 State.CONCLUDED,      VOTE,        (), stops_all(), needs=("reason",), public=True),
    Step(RecommendationAction.SILENCE,          (State.AWAITING, State.CLARIFICATION), State.CONCLUDED, VOTE,  (escalated,), stops_all(), needs=("reason",), public=True),
    Step(RecommendationAction.NOT_IMPLEMENTED,  PLANNED,              State.CONCLUDED,      VOTE,        (escalated,), stops_all(), needs=(*FOUND, "reason"), public=True),
    Step(RecommendationAction.REOPEN,           State.CONCLUDED,      State.IMPLEMENTATION, VOTE,        (), stops(Rule.FOLLOW_UP_REVIEW, Rule.LAST_REVIEW) + starts(Rule.IMPLEMENTATION, until="due_on"), needs=("reason", "due_on"), public=True),
    # more time
    Step(RecommendationAction.ASK_EXTENSION,    OWED,                 STAY,                 ADDRESSEE,   (no_extension_asked, competent), needs=("until", "reason"), public=True, on_paper=RECORDER),
    Step(RecommendationAction.GRANT_EXTENSION,  OWED,                 STAY,                 COORDINATOR, (extension_asked,), public=True),
    Step(RecommendationAction.REFUSE_EXTENSION, OWED,                 STAY,                 COORDINATOR, (extension_asked,), needs=("reason",), public=True),
    # so late that escalation has reached the coordinator; a follow-up review may be, too
    Step(RecommendationAction.DECIDE_ESCALATION, (*OPEN, State.CONCLUDED), STAY,                COORDINATOR, (decision_awaited,), needs=("remedy", "reason"), public=True),
)
# fmt: on

RECOMMENDATION: Workflow[Facts] = Workflow("recommendation", State, PLACES, STEPS)


THEIRS = frozenset({CaseRole.ADDRESSEE, CaseRole.CHECKER, CaseRole.MINISTRY, CaseRole.RECORDER})
FINDINGS_OF_GROUP = frozenset(
    {
        RecommendationAction.VERIFY,
        RecommendationAction.VERIFY_IN_PART,
        RecommendationAction.CONTEST,
        RecommendationAction.FOLLOW_UP_REVIEW,
        RecommendationAction.LAST_REVIEW,
        RecommendationAction.NOT_IMPLEMENTED,
        RecommendationAction.SILENCE,
    }
)


def voice_of(standing: str, do: str) -> str:
    """Of a step taken in this capacity: claim, finding or neutral."""
    return "claim" if standing in THEIRS else "finding" if do in FINDINGS_OF_GROUP else "neutral"
