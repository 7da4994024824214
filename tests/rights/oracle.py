"""Who may see and do what, written by hand from the reference of the workflow: never from the tables of the code.

Kinds of people are keys; a concern is filed by `filer`'s organisation, reviewed by `rapporteur`, addressed to `agency`
(a state agency, so the ministry answers with it), and `recused` belongs to an organisation that is recused.
"""

from __future__ import annotations

KINDS = (
    "anonymous",
    "disabled",
    "filer",
    "member",
    "rapporteur",
    "recused",
    "chair",
    "secretariat",
    "ministry",
    "agency",
    "other_agency",
    "coordinator",
    "observer",
    "administrator",
)
OUTSIDERS = ("anonymous", "disabled")
LEVELS = ("group", "restricted", "shared")

FILED = (
    "submitted information_requested under_review in_fact_check in_deliberation adopted awaiting_response in_follow_up "
    "closed joined declined dismissed withdrawn lapsed referred"
).split()
STAGES = ["draft", *FILED, "discarded"]
SENT = ["awaiting_response", "in_follow_up", "closed"]
# a rapporteur is there from the review on; these stages are reached without one
WITHOUT_RAPPORTEUR = ["submitted", "information_requested", "declined", "lapsed"]
# members who vote read the summary and the drafts of a restricted concern from the deliberation on
VOTED_ON = ["in_deliberation", "adopted", "awaiting_response", "in_follow_up", "closed", "dismissed"]


def sees(kind: str, stage: str, level: str) -> bool:
    """Whether the concern exists for this kind of person."""
    match kind:
        case "filer":
            return stage != "discarded"
        case "member":
            return stage in FILED and (level != "restricted" or stage in VOTED_ON)
        case "rapporteur":
            assigned = stage in FILED and stage not in WITHOUT_RAPPORTEUR
            return assigned or (stage in FILED and level != "restricted")
        case "chair" | "secretariat":
            return stage in FILED
        case "ministry" | "agency":
            return stage in SENT or stage == "in_fact_check"
        case "coordinator":
            return stage in SENT
        case "observer":
            return stage in SENT and level == "shared"
        case _:
            return False


# step: who may take it, in which stages. Whoever may never take it gets 404; in another stage it is 409.
CONCERN_STEPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "submit": (("filer",), ("draft",)),
    "discard": (("filer",), ("draft",)),
    "admit": (("secretariat", "chair"), ("submitted", "in_deliberation")),
    "ask_for_information": (("secretariat", "rapporteur"), ("submitted", "under_review")),
    "decline": (("secretariat",), ("submitted",)),
    "withdraw": (("filer",), ("submitted", "information_requested", "under_review")),
    "appeal": (("filer",), ("declined",)),
    "uphold": (("chair",), ("in_deliberation",)),
    "supply_information": (("filer",), ("information_requested",)),
    "warn_of_lapse": (("secretariat",), ("information_requested",)),
    "lapse": (("secretariat",), ("information_requested",)),
    "assign_rapporteur": (("chair",), ("under_review", "in_fact_check", "awaiting_response", "in_follow_up")),
    "assign_second_reader": (("chair",), ("under_review",)),
    "decline_post": (("rapporteur",), ("under_review",)),
    "hand_over_post": (("rapporteur",), ("under_review",)),
    "open_first_round": (("chair",), ("under_review",)),
    "close_first_round": (("chair",), ("under_review", "information_requested", "in_fact_check")),
    "draft_recommendation": (("rapporteur",), ("under_review",)),
    "propose": (("rapporteur",), ("under_review",)),
    "send_for_fact_check": (("rapporteur",), ("under_review",)),
    "return_facts": (("ministry", "agency"), ("in_fact_check",)),
    "go_on": (("rapporteur",), ("in_fact_check",)),
    "join": (("rapporteur", "chair"), ("under_review",)),
    "separate": (("rapporteur", "chair"), ("joined",)),
    "refer_elsewhere": (("rapporteur", "chair"), ("under_review",)),
    "adopt": (("chair",), ("in_deliberation",)),
    "dismiss": (("chair",), ("in_deliberation",)),
    "send_back": (("chair",), ("in_deliberation",)),
    "answer_naming": (("filer",), ("under_review", "in_deliberation", "adopted")),
    "transmit": (("secretariat",), ("adopted",)),
    "confirm_urgent": (("secretariat",), ("submitted", "under_review", "in_deliberation")),
    "transmit_urgent": (("chair",), ("submitted", "under_review", "in_deliberation")),
    "ratify": (("chair",), ("awaiting_response", "in_follow_up")),
    "revoke": (("chair",), ("awaiting_response", "in_follow_up")),
    "move_to_follow_up": ((), ()),
    "close": (("chair", "secretariat"), ("in_follow_up",)),
    "reopen": (("chair",), ("closed", "dismissed", "withdrawn", "lapsed", "referred")),
}

ADDRESSEE = ("ministry", "agency")
GROUP = ("filer", "member", "rapporteur", "chair")
OPEN = (
    "awaiting_response",
    "clarification_requested",
    "accepted",
    "accepted_in_part",
    "rejected",
    "in_mediation",
    "in_implementation",
    "reported_done",
)
OWED = ("awaiting_response", "accepted", "accepted_in_part", "in_implementation")
RECOMMENDATION_STEPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "redraft": (("rapporteur", "chair"), ("drafted",)),
    "take_wording": (("rapporteur", "chair"), ("drafted",)),
    "refuse_wording": (("rapporteur", "chair"), ("drafted",)),
    "drop": (("rapporteur", "chair"), ("drafted",)),
    "adopt": ((), ()),
    "not_adopt": ((), ()),
    "transmit": ((), ()),
    "accept": (ADDRESSEE, ("awaiting_response",)),
    "accept_in_part": (ADDRESSEE, ("awaiting_response",)),
    "reject": (ADDRESSEE, ("awaiting_response",)),
    "claim_already_done": (ADDRESSEE, ("awaiting_response",)),
    "disclaim": (ADDRESSEE, ("awaiting_response",)),
    "readdress": (("ministry", "secretariat"), ("awaiting_response",)),
    "ask_for_clarification": (ADDRESSEE, ("awaiting_response",)),
    "clarify": (("rapporteur",), ("clarification_requested",)),
    "start": (ADDRESSEE, ("accepted", "accepted_in_part")),
    "maintain": (("chair",), ("rejected",)),
    "concede": (("chair",), ("rejected",)),
    "return_to_addressee": (("coordinator",), ("in_mediation",)),
    "record_disagreement": (("coordinator",), ("in_mediation",)),
    "report_progress": (ADDRESSEE, ("in_implementation",)),
    "report_done": (ADDRESSEE, ("in_implementation",)),
    "verify": (GROUP, ("reported_done",)),
    "verify_in_part": (GROUP, ("reported_done",)),
    "contest": (GROUP, ("reported_done",)),
    "check_actions": (GROUP, ("in_implementation", "reported_done")),
    "set_indicator": (("rapporteur", "chair"), OPEN),
    "measure": (
        (*GROUP, *ADDRESSEE),
        ("accepted", "accepted_in_part", "in_implementation", "reported_done", "concluded"),
    ),
    "assign_reviewer": (("chair",), ("concluded",)),
    "follow_up_review": (GROUP, ("concluded",)),
    "last_review": (GROUP, ("concluded",)),
    "reopen": (("chair",), ("concluded",)),
    "supersede": (("chair",), OPEN),
    "revoke": ((), ()),
    "record_silence": (("chair",), ("awaiting_response", "clarification_requested")),
    "find_not_implemented": (
        ("chair",),
        ("accepted", "accepted_in_part", "rejected", "in_implementation", "reported_done"),
    ),
    "ask_extension": (ADDRESSEE, OWED),
    "grant_extension": (("coordinator",), OWED),
    "refuse_extension": (("coordinator",), OWED),
    "decide_escalation": (("coordinator",), (*OPEN, "concluded")),
}

# who found it implemented does not look at it again: the rapporteur, in the matrix
BY_ANOTHER = frozenset(
    {("follow_up_review", "concluded", "rapporteur"), ("last_review", "concluded", "rapporteur")}
)

# where the concern of a recommendation in this state stands, if not in awaiting_response
RECOMMENDATION_STAGES = {"drafted": "under_review", "adopted": "adopted", "dropped": "under_review"}
UNSENT = ("drafted", "adopted", "dropped")


def works_on(kind: str, state: str) -> bool:
    """Whether there is a page of work on a recommendation in this state: for who answers it, once it was sent."""
    return kind in ADDRESSEE and state not in UNSENT


def sends_links(kind: str, state: str) -> bool:
    """Whether this kind may look after links for it: ministry and secretariat, while its addressee owes a step."""
    owed = ("awaiting_response", "accepted", "accepted_in_part", "in_implementation")
    return kind in ("ministry", "secretariat") and state in owed


EVERYBODY = tuple(k for k in KINDS if k not in OUTSIDERS)
CASEWORK = tuple(k for k in EVERYBODY if k != "administrator")
ANYONE = KINDS
PEOPLE_DESK = ("administrator",)
DIRECTORY = ("administrator", "secretariat")


def takes(kind: str, step: str, stage: str) -> bool:
    """Whether a step of the concern is this kind's at all: who checks facts is that only while it is asked."""
    who, stages = CONCERN_STEPS[step]
    return kind in who and (step != "return_facts" or stage in stages)


# Where the chair is recused the secretariat holds the chair's place ("Decided since"), but for one step: what is urgent
# still takes two people, and the second is the second reader or another member whom the Group named for it.
IN_THE_CHAIRS_PLACE = {"transmit_urgent": ("second_reader", "named")}
READERS = ("decline_post", "hand_over_post")  # a second reader's as well as the rapporteur's


def takes_without_chair(kind: str, step: str) -> bool:
    """Whether a step of an urgent concern is this kind's where the chair is recused from it."""
    who, _stages = CONCERN_STEPS[step]
    if kind == "second_reader" and step in READERS:
        return True
    if "chair" in who:
        who = (*(k for k in who if k != "chair"), *IN_THE_CHAIRS_PLACE.get(step, ("secretariat",)))
    return kind in who
