"""The steps of a recommendation, written by hand from the reference of the workflow: never from the tables of the code.

The addressee reports, and only the Group verifies.
"""

from __future__ import annotations

from tests.workflows.oracle_rows import PUBLIC, STAYS, Place, Row

# whose move it is, and by which clock
PLACES = (
    Place("drafted", "rapporteur"),
    Place("adopted", "secretariat"),
    Place("awaiting_response", "addressee", "response"),
    Place("clarification_requested", "rapporteur", "clarification"),
    Place("accepted", "addressee", "plan"),
    Place("accepted_in_part", "addressee", "plan"),
    Place("rejected", "group", "reconsideration"),
    Place("in_mediation", "coordinator", "mediation"),
    Place("in_implementation", "addressee", "implementation"),
    Place("reported_done", "group", "verification"),
    Place("concluded", "nobody"),
    Place("dropped", "nobody", final=True),
)

OPEN = (
    "awaiting_response clarification_requested accepted accepted_in_part rejected in_mediation in_implementation "
    "reported_done"
)
OWED = "awaiting_response accepted accepted_in_part in_implementation"  # where the addressee owes something by a date
FOUND = "finding grade sources independent"
DRAFT = "heading text addressee measure proposed_on weight"
WORK = "start implementation until due_on"
AGAIN = f"stop verification, {WORK}"  # back to work, by a new date


def answer(do: str, to: str, needs: str, clocks: str) -> Row:
    """What the addressee says to what it was sent, on paper where it has no account, while it is competent."""
    return Row("awaiting_response", do, to, "addressee", "competent", needs, clocks, PUBLIC, "recorder")


# fmt: off
ROWS = (
    # a draft: of the rapporteur, or of the chair, and as it is while the Group votes on it
    Row("drafted", "redraft", STAYS, "rapporteur chair", "no_vote_open", DRAFT),
    Row("drafted", "take_wording", STAYS, "rapporteur chair", "suggested no_vote_open", "suggestion"),
    Row("drafted", "refuse_wording", STAYS, "rapporteur chair", "suggested", "suggestion reason"),
    Row("drafted", "drop", "dropped", "rapporteur chair", "no_vote_open", "reason"),
    # with its concern: adopted or not, sent (a draft where it is urgent), taken back
    Row("drafted", "adopt", "adopted", "system"),
    Row("drafted", "not_adopt", "dropped", "system"),
    Row("adopted drafted", "transmit", "awaiting_response", "system", "", "", "start response", PUBLIC),
    Row(OPEN, "revoke", "drafted", "system", "", "", "stop all", PUBLIC),
    # the answer
    answer("accept", "accepted", "", "stop response, start plan"),
    answer("accept_in_part", "accepted_in_part", "part reason", "stop response, start plan"),
    answer("reject", "rejected", "reason", "stop response, start reconsideration"),
    answer("claim_already_done", "reported_done", "claim evidence", "stop response, start verification"),
    answer("disclaim", STAYS, "reason", ""),
    answer("ask_for_clarification", "clarification_requested", "question", "pause response, start clarification"),
    # not competent: the ministry gives it to another, the secretariat where the addressee is of no ministry
    Row("awaiting_response", "readdress", STAYS, "ministry secretariat", "disclaimed", "addressee reason",
        "reset response", PUBLIC),
    Row("clarification_requested", "clarify", "awaiting_response", "rapporteur", "", "answer",
        "stop clarification, resume response", PUBLIC),
    # refused: the Group maintains it once, or concedes
    Row("rejected", "maintain", "in_mediation", "decision", "maintained_once", "reason",
        "stop reconsideration, start mediation", PUBLIC),
    Row("rejected", "concede", "concluded", "decision", "", "reason", "stop all", PUBLIC),
    Row("in_mediation", "return_to_addressee", "awaiting_response", "coordinator", "", "reason",
        "stop mediation, start response", PUBLIC),
    Row("in_mediation", "record_disagreement", "concluded", "coordinator", "", "reason", "stop all", PUBLIC),
    # the work: a plan with at least one action and a date, progress, and that it is done, with evidence
    Row("accepted accepted_in_part", "start", "in_implementation", "addressee", "", "actions due_on",
        f"stop plan, {WORK}", PUBLIC, "recorder"),
    Row("in_implementation", "report_progress", STAYS, "addressee", "", "report", "reset implementation until due_on",
        PUBLIC, "recorder"),
    Row("in_implementation", "report_done", "reported_done", "addressee", "", "claim evidence",
        "stop implementation, start verification", PUBLIC, "recorder"),
    # beside it: actions that the Group looks at, indicators and their values
    Row("in_implementation reported_done", "check_actions", STAYS, "verifier", "", "rows sources independent",
        read=PUBLIC),
    Row(OPEN, "set_indicator", STAYS, "rapporteur chair", "", "name baseline baseline_on target target_on",
        read=PUBLIC),
    Row("accepted accepted_in_part in_implementation reported_done concluded", "measure", STAYS, "addressee verifier",
        "has_indicator", "indicator measured_on value origin", "", PUBLIC, "recorder"),
    # the double check
    Row("reported_done", "verify", "concluded", "verifier", "", FOUND,
        "stop all, start follow_up_review, start last_review", PUBLIC),
    Row("reported_done", "verify_in_part", "in_implementation concluded", "verifier", "", FOUND, AGAIN, PUBLIC),
    Row("reported_done", "contest", "in_implementation", "verifier", "", f"{FOUND} reason due_on", AGAIN, PUBLIC),
    # reviewed again after 6 and 12 months, by another organisation
    Row("concluded", "assign_reviewer", STAYS, "chair", "follow_up_review_ahead", "organisation"),
    Row("concluded", "follow_up_review", STAYS, "second_verifier", "follow_up_review_due", FOUND,
        "stop follow_up_review", PUBLIC),
    Row("concluded", "last_review", STAYS, "second_verifier", "last_review_due", FOUND,
        "stop follow_up_review, stop last_review", PUBLIC),
    # the ends: superseded from any open state; silence and no work only after escalation has brought nothing
    Row(OPEN, "supersede", "concluded", "decision", "", "reason", "stop all", PUBLIC),
    Row("awaiting_response clarification_requested", "record_silence", "concluded", "decision", "escalated", "reason",
        "stop all", PUBLIC),
    Row("accepted accepted_in_part rejected in_implementation reported_done", "find_not_implemented", "concluded",
        "decision", "escalated", "finding grade sources reason", "stop all", PUBLIC),
    Row("concluded", "reopen", "in_implementation", "decision", "", "reason due_on",
        f"stop follow_up_review, stop last_review, {WORK}", PUBLIC),
    # more time: asked by who owes, granted or refused by the coordinator
    Row(OWED, "ask_extension", STAYS, "addressee", "no_extension_asked competent", "until reason", "", PUBLIC,
        "recorder"),
    Row(OWED, "grant_extension", STAYS, "coordinator", "extension_asked", read=PUBLIC),
    Row(OWED, "refuse_extension", STAYS, "coordinator", "extension_asked", "reason", "", PUBLIC),
    Row(f"{OPEN} concluded", "decide_escalation", STAYS, "coordinator", "decision_awaited", "remedy reason",
        read=PUBLIC),
)
# fmt: on

# what must hold: of the facts, one way in which it does and one in which it does not
HOLDS = {
    "competent": ({"disclaimed": False}, {"disclaimed": True}),
    "disclaimed": ({"disclaimed": True}, {"disclaimed": False}),
    "maintained_once": ({"maintained": False}, {"maintained": True}),
    "escalated": ({"escalated": True}, {"escalated": False}),
    "decision_awaited": ({"decision_awaited": True}, {"decision_awaited": False}),
    "extension_asked": ({"extension_asked": True}, {"extension_asked": False}),
    "no_extension_asked": ({"extension_asked": False}, {"extension_asked": True}),
    "has_indicator": ({"indicators": 1}, {"indicators": 0}),
    "follow_up_review_ahead": ({"follow_up_review_ahead": True}, {"follow_up_review_ahead": False}),
    "follow_up_review_due": ({"follow_up_review_due": True}, {"follow_up_review_due": False}),
    "last_review_due": ({"last_review_due": True}, {"last_review_due": False}),
    "suggested": ({"suggested": True}, {"suggested": False}),
    "no_vote_open": ({"voting": False}, {"voting": True}),
}
