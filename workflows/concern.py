"""The concern's stages and steps: one table. Pages, buttons, diagram, notices and tests read it."""

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
    resumes,
    starts,
    stops,
    stops_all,
    then,
)
from workflows.roles import (
    CHAIR,
    CHAIR_OR_ITSELF,
    CHECKER,
    CLOSERS,
    DRAFTERS,
    FILER,
    ITSELF,
    RAPPORTEUR,
    READERS,
    RECORDER,
    SECRETARIAT,
    SENDER,
    VOTE,
    VOTE_OR_ITSELF,
    Owner,
)


class Stage(StrEnum):
    """Where a concern stands (workflow.md, "A concern, stage by stage")."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    INFORMATION = "information_requested"
    REVIEW = "under_review"
    FACT_CHECK = "in_fact_check"
    DELIBERATION = "in_deliberation"
    ADOPTED = "adopted"
    RESPONSE = "awaiting_response"
    FOLLOW_UP = "in_follow_up"
    CLOSED = "closed"
    JOINED = "joined"
    DECLINED = "declined"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REFERRED = "referred"
    DISCARDED = "discarded"  # where a draft goes that nobody sees again; its content is wiped


class Phase(StrEnum):
    """The five parts of the ribbon."""

    SUBMISSION = "submission"
    REVIEW = "review"
    RESPONSE = "response"
    FOLLOW_UP = "follow_up"
    CLOSURE = "closure"


class ConcernAction(StrEnum):
    """Every step of a concern."""

    SUBMIT = "submit"
    DISCARD = "discard"
    ADMIT = "admit"
    ASK = "ask_for_information"
    SUPPLY = "supply_information"
    DECLINE = "decline"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    WITHDRAW = "withdraw"
    WARN = "warn_of_lapse"
    LAPSE = "lapse"
    ASSIGN = "assign_rapporteur"
    SECOND = "assign_second_reader"
    LEAVE_POST = "decline_post"
    HAND_OVER = "hand_over_post"
    OPEN_ROUND = "open_first_round"
    CLOSE_ROUND = "close_first_round"
    DRAFT = "draft_recommendation"
    PROPOSE = "propose"
    CHECK_FACTS = "send_for_fact_check"
    RETURN_FACTS = "return_facts"
    GO_ON = "go_on"
    JOIN = "join"
    SEPARATE = "separate"
    REFER = "refer_elsewhere"
    ADOPT = "adopt"
    DISMISS = "dismiss"
    SEND_BACK = "send_back"
    NAME_FILER = "answer_naming"
    TRANSMIT = "transmit"
    CONFIRM_URGENT = "confirm_urgent"
    TRANSMIT_URGENT = "transmit_urgent"
    RATIFY = "ratify"
    REVOKE = "revoke"
    ANSWERED = "move_to_follow_up"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a concern its guards look at."""

    complete: bool = False
    unidentifiable: bool = False
    urgent: bool = False
    danger_reported: bool = False
    asked_from: Stage | None = None
    information_overdue: bool = False
    warned: bool = False
    fact_check_overdue: bool = False
    appealed: bool = False  # an appeal is being decided
    appeal_used: bool = False
    rapporteur: bool = False
    second_reader: bool = False
    second_reader_due: bool = False
    drafted: int = 0
    naming_known: bool = False
    urgent_confirmed: bool = False
    ratification_open: bool = False
    awaiting: int = 0  # recommendations in awaiting_response or clarification_requested
    open: int = 0  # recommendations transmitted and not concluded
    round_open: bool = False  # members note their first views, each without seeing the others'
    leads: bool = False  # other concerns are joined to it
    somebody_sends: bool = False  # what is urgent: the chair, or somebody in the chair's place


def _guard(name: str, holds: Callable[[Facts], bool]) -> Guard[Facts]:
    return Guard(name, holds)


complete = _guard("complete", lambda f: f.complete)
unidentifiable = _guard("unidentifiable", lambda f: f.unidentifiable)
danger_reported = _guard("danger_reported", lambda f: f.danger_reported or not f.urgent)
time_ran_out = _guard("time_ran_out", lambda f: f.information_overdue)
warned = _guard("warned", lambda f: f.warned)
fact_check_ran_out = _guard("fact_check_ran_out", lambda f: f.fact_check_overdue)
first_appeal = _guard("first_appeal", lambda f: not f.appeal_used)
on_appeal = _guard("on_appeal", lambda f: f.appealed)
no_appeal = _guard("no_appeal", lambda f: not f.appealed)
has_rapporteur = _guard("has_rapporteur", lambda f: f.rapporteur)
no_rapporteur = _guard("no_rapporteur", lambda f: not f.rapporteur)
second_read = _guard("second_read", lambda f: f.second_reader or not f.second_reader_due)
has_draft = _guard("has_draft", lambda f: f.drafted > 0)
round_open = _guard("round_open", lambda f: f.round_open)
no_round_open = _guard("no_round_open", lambda f: not f.round_open)
leads_none = _guard("leads_none", lambda f: not f.leads)
naming_known = _guard("naming_known", lambda f: f.naming_known)
urgent = _guard("urgent", lambda f: f.urgent)
somebody_sends = _guard("somebody_sends", lambda f: f.somebody_sends)
confirmed = _guard("urgent_confirmed", lambda f: f.urgent_confirmed)
unratified = _guard("unratified", lambda f: f.ratification_open)
all_answered = _guard("all_answered", lambda f: f.awaiting == 0)
all_concluded = _guard("all_concluded", lambda f: f.open == 0)
no_ratification_open = _guard("no_ratification_open", lambda f: not f.ratification_open)


def _stage_that_asked(facts: Facts, _data: Any) -> Stage:
    return facts.asked_from or Stage.SUBMITTED


REVIEWED = (Stage.REVIEW, Stage.INFORMATION, Stage.FACT_CHECK)  # while the rapporteur works on it
REVIEWER_MOVES = (
    Stage.FACT_CHECK,
    Stage.RESPONSE,
    Stage.FOLLOW_UP,
)  # where one may be asked, beside the review
URGENT_SOURCES = (Stage.SUBMITTED, Stage.REVIEW, Stage.DELIBERATION)
ENDED = (Stage.DISMISSED, Stage.WITHDRAWN, Stage.LAPSED, Stage.REFERRED)

PLACES = (
    StateInfo(Stage.DRAFT, Owner.FILER, phase=Phase.SUBMISSION),
    StateInfo(Stage.SUBMITTED, Owner.SECRETARIAT, Rule.INTAKE, Phase.SUBMISSION),
    StateInfo(Stage.INFORMATION, Owner.FILER, Rule.INFORMATION, Phase.SUBMISSION),
    StateInfo(Stage.REVIEW, Owner.RAPPORTEUR, Rule.REVIEW, Phase.REVIEW),
    StateInfo(Stage.FACT_CHECK, Owner.ADDRESSEE, Rule.FACT_CHECK, Phase.REVIEW),
    StateInfo(Stage.DELIBERATION, Owner.GROUP, Rule.DELIBERATION, Phase.REVIEW),
    StateInfo(Stage.ADOPTED, Owner.SECRETARIAT, Rule.TRANSMISSION, Phase.REVIEW),
    StateInfo(Stage.RESPONSE, Owner.ADDRESSEE, None, Phase.RESPONSE),  # the clocks run on its recommendations
    StateInfo(Stage.FOLLOW_UP, Owner.ADDRESSEE, None, Phase.FOLLOW_UP),
    StateInfo(Stage.CLOSED, Owner.NOBODY, None, Phase.CLOSURE),
    StateInfo(Stage.JOINED, Owner.LEAD, None, Phase.REVIEW),
    StateInfo(Stage.DECLINED, Owner.NOBODY, None, Phase.CLOSURE),
    StateInfo(Stage.DISMISSED, Owner.NOBODY, None, Phase.CLOSURE),
    StateInfo(Stage.WITHDRAWN, Owner.NOBODY, None, Phase.CLOSURE),
    StateInfo(Stage.LAPSED, Owner.NOBODY, None, Phase.CLOSURE),
    StateInfo(Stage.REFERRED, Owner.NOBODY, None, Phase.CLOSURE),
    StateInfo(Stage.DISCARDED, Owner.NOBODY, None, Phase.CLOSURE, final=True),
)

# fmt: off
STEPS: tuple[Step[Facts], ...] = (
    #    step                           from               to                  who may      what must hold, the clock, what it needs
    # filing
    Step(ConcernAction.SUBMIT,          Stage.DRAFT,       Stage.SUBMITTED,    FILER,       (complete, unidentifiable, danger_reported), starts(Rule.INTAKE)),
    Step(ConcernAction.DISCARD,         Stage.DRAFT,       Stage.DISCARDED,    FILER),
    # intake
    Step(ConcernAction.ADMIT,           Stage.SUBMITTED,   Stage.REVIEW,       SECRETARIAT, (), then(Rule.INTAKE, Rule.REVIEW)),
    Step(ConcernAction.ASK,             Stage.SUBMITTED,   Stage.INFORMATION,  SECRETARIAT, (), pauses(Rule.INTAKE) + starts(Rule.INFORMATION), needs=("question",)),
    Step(ConcernAction.DECLINE,         Stage.SUBMITTED,   Stage.DECLINED,     SECRETARIAT, (), stops_all(), needs=("ground", "reason")),
    Step(ConcernAction.WITHDRAW,        (Stage.SUBMITTED, Stage.INFORMATION, Stage.REVIEW), Stage.WITHDRAWN, FILER, (), stops_all(), needs=("reason",)),
    Step(ConcernAction.APPEAL,          Stage.DECLINED,    Stage.DELIBERATION, FILER,       (first_appeal,), starts(Rule.DELIBERATION), needs=("reason",)),
    # a question to the filer
    Step(ConcernAction.SUPPLY,          Stage.INFORMATION, Chosen(_stage_that_asked, (Stage.SUBMITTED, Stage.REVIEW)), FILER, (), stops(Rule.INFORMATION) + resumes(Rule.INTAKE, Rule.REVIEW), needs=("answer",)),
    Step(ConcernAction.WARN,            Stage.INFORMATION, STAY,               SECRETARIAT, (time_ran_out,)),
    Step(ConcernAction.LAPSE,           Stage.INFORMATION, Stage.LAPSED,       SECRETARIAT, (time_ran_out, warned), stops_all()),
    # review
    Step(ConcernAction.ASSIGN,          Stage.REVIEW,      STAY,               CHAIR,       (), needs=("person",)),
    Step(ConcernAction.ASSIGN,          REVIEWER_MOVES,    STAY,               CHAIR,       (no_rapporteur,), needs=("person",)),
    Step(ConcernAction.SECOND,          Stage.REVIEW,      STAY,               CHAIR,       (), needs=("person",)),
    Step(ConcernAction.LEAVE_POST,      Stage.REVIEW,      STAY,               READERS,     (), needs=("reason",)),
    Step(ConcernAction.HAND_OVER,       Stage.REVIEW,      STAY,               READERS,     (), needs=("person", "reason")),
    Step(ConcernAction.OPEN_ROUND,      Stage.REVIEW,      STAY,               CHAIR,       (no_round_open,), needs=("ends_on",)),
    Step(ConcernAction.CLOSE_ROUND,     REVIEWED,          STAY,               CHAIR_OR_ITSELF, (round_open,)),
    Step(ConcernAction.DRAFT,           Stage.REVIEW,      STAY,               RAPPORTEUR,  (), needs=("heading", "text", "addressee", "measure", "proposed_on", "weight")),
    Step(ConcernAction.PROPOSE,         Stage.REVIEW,      Stage.DELIBERATION, RAPPORTEUR,  (has_rapporteur, second_read, has_draft), then(Rule.REVIEW, Rule.DELIBERATION), needs=("findings",)),
    Step(ConcernAction.ASK,             Stage.REVIEW,      Stage.INFORMATION,  RAPPORTEUR,  (), pauses(Rule.REVIEW) + starts(Rule.INFORMATION), needs=("question",)),
    Step(ConcernAction.CHECK_FACTS,     Stage.REVIEW,      Stage.FACT_CHECK,   RAPPORTEUR,  (has_draft,), pauses(Rule.REVIEW) + starts(Rule.FACT_CHECK), needs=("addressee", "facts")),
    Step(ConcernAction.RETURN_FACTS,    Stage.FACT_CHECK,  Stage.REVIEW,       CHECKER,     (), stops(Rule.FACT_CHECK) + resumes(Rule.REVIEW), needs=("corrections",), on_paper=RECORDER),
    Step(ConcernAction.GO_ON,           Stage.FACT_CHECK,  Stage.REVIEW,       RAPPORTEUR,  (fact_check_ran_out,), stops(Rule.FACT_CHECK) + resumes(Rule.REVIEW)),
    Step(ConcernAction.JOIN,            Stage.REVIEW,      Stage.JOINED,       DRAFTERS,   (leads_none,), stops_all(), needs=("lead", "reason")),
    Step(ConcernAction.SEPARATE,        Stage.JOINED,      Stage.REVIEW,       DRAFTERS,   (), starts(Rule.REVIEW), needs=("reason",)),
    Step(ConcernAction.REFER,           Stage.REVIEW,      Stage.REFERRED,     DRAFTERS,   (leads_none,), stops_all(), needs=("way", "reason")),
    # the Group decides
    Step(ConcernAction.ADOPT,           Stage.DELIBERATION, Stage.ADOPTED,     VOTE,        (no_appeal, has_draft), then(Rule.DELIBERATION, Rule.TRANSMISSION)),
    Step(ConcernAction.DISMISS,         Stage.DELIBERATION, Stage.DISMISSED,   VOTE,        (no_appeal,), stops_all(), needs=("reason",)),
    Step(ConcernAction.SEND_BACK,       Stage.DELIBERATION, Stage.REVIEW,      VOTE,        (no_appeal,), then(Rule.DELIBERATION, Rule.REVIEW), needs=("reason",)),
    Step(ConcernAction.ADMIT,           Stage.DELIBERATION, Stage.REVIEW,      VOTE,        (on_appeal,), then(Rule.DELIBERATION, Rule.REVIEW), needs=("reason",)),
    Step(ConcernAction.UPHOLD,          Stage.DELIBERATION, Stage.DECLINED,    VOTE,        (on_appeal,), stops_all(), needs=("reason",)),
    # transmission
    Step(ConcernAction.NAME_FILER,      (Stage.REVIEW, Stage.DELIBERATION, Stage.ADOPTED), STAY, FILER, (), needs=("naming",)),
    Step(ConcernAction.TRANSMIT,        Stage.ADOPTED,     Stage.RESPONSE,     SECRETARIAT, (naming_known,), stops(Rule.TRANSMISSION), needs=("extract_title",), public=True),
    Step(ConcernAction.CONFIRM_URGENT,  URGENT_SOURCES,    STAY,               SECRETARIAT, (urgent, somebody_sends), needs=("extract_title", "extract")),
    Step(ConcernAction.TRANSMIT_URGENT, URGENT_SOURCES,    Stage.RESPONSE,     SENDER,      (urgent, no_appeal, confirmed), stops_all() + starts(Rule.RATIFICATION), needs=("heading", "text", "addressee", "measure", "proposed_on"), public=True),
    Step(ConcernAction.RATIFY,          (Stage.RESPONSE, Stage.FOLLOW_UP), STAY, VOTE,      (unratified,), stops(Rule.RATIFICATION)),
    Step(ConcernAction.REVOKE,          (Stage.RESPONSE, Stage.FOLLOW_UP), Stage.DELIBERATION, VOTE, (unratified,), then(Rule.RATIFICATION, Rule.DELIBERATION), needs=("reason",), public=True),
    # the ends
    Step(ConcernAction.ANSWERED,        Stage.RESPONSE,    Stage.FOLLOW_UP,    ITSELF,      (all_answered,), public=True),
    Step(ConcernAction.CLOSE,           Stage.FOLLOW_UP,   Stage.CLOSED,       CLOSERS,     (all_concluded, no_ratification_open), stops_all(), needs=("conclusion",), public=True),
    Step(ConcernAction.REOPEN,          Stage.CLOSED,      Stage.FOLLOW_UP,    VOTE_OR_ITSELF,        (), needs=("reason",), public=True),
    Step(ConcernAction.REOPEN,          ENDED,             Stage.REVIEW,       VOTE,        (), starts(Rule.REVIEW), needs=("reason",)),
)
# fmt: on

CONCERN: Workflow[Facts] = Workflow("concern", Stage, PLACES, STEPS)
