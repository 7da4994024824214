"""The steps of a concern, written by hand from the reference of the workflow: never from the tables of the code."""

from __future__ import annotations

from tests.workflows.oracle_rows import PUBLIC, STAYS, Place, Row

# whose move it is, and by which clock
PLACES = (
    Place("draft", "filer"),
    Place("submitted", "secretariat", "intake"),
    Place("information_requested", "filer", "information"),
    Place("under_review", "rapporteur", "review"),
    Place("in_fact_check", "addressee", "fact_check"),
    Place("in_deliberation", "group", "deliberation"),
    Place("adopted", "secretariat", "transmission"),
    Place("awaiting_response", "addressee"),  # the clocks run on its recommendations
    Place("in_follow_up", "addressee"),
    Place("closed", "nobody"),
    Place("joined", "lead"),
    Place("declined", "nobody"),
    Place("dismissed", "nobody"),
    Place("withdrawn", "nobody"),
    Place("lapsed", "nobody"),
    Place("referred", "nobody"),
    Place("discarded", "nobody", final=True),
)

URGENT = "submitted under_review in_deliberation"  # from where the chair sends it at once
SENT = "awaiting_response in_follow_up"
DRAFT = "heading text addressee measure proposed_on"

# fmt: off
ROWS = (
    # a draft: what is urgent goes on only once the danger was reported
    Row("draft", "submit", "submitted", "filer", "complete unidentifiable danger_reported", "", "start intake"),
    Row("draft", "discard", "discarded", "filer"),
    # the secretariat takes it in
    Row("submitted", "admit", "under_review", "secretariat", "", "", "stop intake, start review"),
    Row("submitted", "ask_for_information", "information_requested", "secretariat", "", "question",
        "pause intake, start information"),
    Row("submitted", "decline", "declined", "secretariat", "", "ground reason", "stop all"),
    Row("submitted", "withdraw", "withdrawn", "filer", "", "reason", "stop all"),
    Row("declined", "appeal", "in_deliberation", "filer", "first_appeal", "reason", "start deliberation"),
    # what is lacking: back to the stage that asked, whose clock goes on
    Row("information_requested", "supply_information", "submitted under_review", "filer", "", "answer",
        "stop information, resume intake, resume review"),
    Row("information_requested", "withdraw", "withdrawn", "filer", "", "reason", "stop all"),
    Row("information_requested", "warn_of_lapse", STAYS, "secretariat", "time_ran_out"),
    Row("information_requested", "lapse", "lapsed", "secretariat", "time_ran_out warned", "", "stop all"),
    # the posts of the review are the chair's to give
    Row("under_review", "assign_rapporteur", STAYS, "chair", "", "person"),
    # … and once there is none any more, wherever a rapporteur may still be asked for something
    Row("in_fact_check awaiting_response in_follow_up", "assign_rapporteur", STAYS, "chair", "no_rapporteur", "person"),
    Row("under_review", "assign_second_reader", STAYS, "chair", "", "person"),
    Row("under_review", "decline_post", STAYS, "rapporteur second_reader", "", "reason"),
    Row("under_review", "hand_over_post", STAYS, "rapporteur second_reader", "", "person reason"),
    # first views, each given without seeing the others'; a round ends wherever the review has gone meanwhile
    Row("under_review", "open_first_round", STAYS, "chair", "no_round_open", "ends_on"),
    Row("under_review information_requested in_fact_check", "close_first_round", STAYS, "chair system", "round_open"),
    # the rapporteur's work
    Row("under_review", "draft_recommendation", STAYS, "rapporteur", "", f"{DRAFT} weight"),
    Row("under_review", "propose", "in_deliberation", "rapporteur", "has_rapporteur second_read has_draft",
        "findings", "stop review, start deliberation"),
    Row("under_review", "ask_for_information", "information_requested", "rapporteur", "", "question",
        "pause review, start information"),
    Row("under_review", "send_for_fact_check", "in_fact_check", "rapporteur", "has_draft", "addressee facts",
        "pause review, start fact_check"),
    Row("under_review", "join", "joined", "rapporteur chair", "leads_none", "lead reason", "stop all"),
    Row("under_review", "refer_elsewhere", "referred", "rapporteur chair", "leads_none", "way reason", "stop all"),
    Row("under_review", "withdraw", "withdrawn", "filer", "", "reason", "stop all"),
    Row("joined", "separate", "under_review", "rapporteur chair", "", "reason", "start review"),
    # errors of fact, by who is asked for them: on paper where it has no account
    Row("in_fact_check", "return_facts", "under_review", "checker", "", "corrections",
        "stop fact_check, resume review", on_paper="recorder"),
    Row("in_fact_check", "go_on", "under_review", "rapporteur", "fact_check_ran_out", "",
        "stop fact_check, resume review"),
    # the Group decides: on what is proposed, or on an appeal
    Row("in_deliberation", "adopt", "adopted", "decision", "no_appeal has_draft", "",
        "stop deliberation, start transmission"),
    Row("in_deliberation", "dismiss", "dismissed", "decision", "no_appeal", "reason", "stop all"),
    Row("in_deliberation", "send_back", "under_review", "decision", "no_appeal", "reason",
        "stop deliberation, start review"),
    Row("in_deliberation", "admit", "under_review", "decision", "on_appeal", "reason",
        "stop deliberation, start review"),
    Row("in_deliberation", "uphold", "declined", "decision", "on_appeal", "reason", "stop all"),
    # sending: after the filer's answer about being named
    Row("under_review in_deliberation adopted", "answer_naming", STAYS, "filer", "", "naming"),
    Row("adopted", "transmit", "awaiting_response", "secretariat", "naming_known", "extract_title",
        "stop transmission", PUBLIC),
    # what is urgent waits for no quorum: two people, and the Group votes on it afterwards
    Row(URGENT, "confirm_urgent", STAYS, "secretariat", "urgent somebody_sends", "extract_title extract"),
    Row(URGENT, "transmit_urgent", "awaiting_response", "sender", "urgent no_appeal urgent_confirmed", DRAFT,
        "stop all, start ratification", PUBLIC),
    Row(SENT, "ratify", STAYS, "decision", "unratified", "", "stop ratification"),
    Row(SENT, "revoke", "in_deliberation", "decision", "unratified", "reason",
        "stop ratification, start deliberation", PUBLIC),
    # the ends; what the Group ends, it opens again
    Row("awaiting_response", "move_to_follow_up", "in_follow_up", "system", "all_answered", read=PUBLIC),
    Row("in_follow_up", "close", "closed", "chair secretariat", "all_concluded no_ratification_open", "conclusion",
        "stop all", PUBLIC),
    Row("closed", "reopen", "in_follow_up", "decision system", "", "reason", read=PUBLIC),
    Row("dismissed withdrawn lapsed referred", "reopen", "under_review", "decision", "", "reason", "start review"),
)
# fmt: on

# what must hold: of the facts, one way in which it does and one in which it does not
HOLDS = {
    "complete": ({"complete": True}, {"complete": False}),
    "unidentifiable": ({"unidentifiable": True}, {"unidentifiable": False}),
    "danger_reported": (
        {"urgent": True, "danger_reported": True},
        {"urgent": True, "danger_reported": False},
    ),
    "time_ran_out": ({"information_overdue": True}, {"information_overdue": False}),
    "warned": ({"warned": True}, {"warned": False}),
    "fact_check_ran_out": ({"fact_check_overdue": True}, {"fact_check_overdue": False}),
    "first_appeal": ({"appeal_used": False}, {"appeal_used": True}),
    "on_appeal": ({"appealed": True}, {"appealed": False}),
    "no_appeal": ({"appealed": False}, {"appealed": True}),
    "has_rapporteur": ({"rapporteur": True}, {"rapporteur": False}),
    "no_rapporteur": ({"rapporteur": False}, {"rapporteur": True}),
    "second_read": (
        {"second_reader_due": True, "second_reader": True},
        {"second_reader_due": True, "second_reader": False},
    ),
    "has_draft": ({"drafted": 1}, {"drafted": 0}),
    "round_open": ({"round_open": True}, {"round_open": False}),
    "no_round_open": ({"round_open": False}, {"round_open": True}),
    "leads_none": ({"leads": False}, {"leads": True}),
    "naming_known": ({"naming_known": True}, {"naming_known": False}),
    "urgent": ({"urgent": True}, {"urgent": False}),
    "somebody_sends": ({"somebody_sends": True}, {"somebody_sends": False}),
    "urgent_confirmed": ({"urgent_confirmed": True}, {"urgent_confirmed": False}),
    "unratified": ({"ratification_open": True}, {"ratification_open": False}),
    "no_ratification_open": ({"ratification_open": False}, {"ratification_open": True}),
    "all_answered": ({"awaiting": 0}, {"awaiting": 1}),
    "all_concluded": ({"open": 0}, {"open": 1}),
}
