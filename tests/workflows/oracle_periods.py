"""How long each clock runs, written by hand from the reference of the workflow."""

PERIODS = {
    "intake": "5 working_days",
    "information": "10 working_days",
    "review": "20 working_days",
    "fact_check": "10 working_days",
    "deliberation": "10 working_days",
    "transmission": "3 working_days",
    "ratification": "10 working_days",
    "response": "30 calendar_days",
    "clarification": "5 working_days",
    "plan": "20 working_days",
    "reconsideration": "20 working_days",
    "mediation": "10 working_days",
    "implementation": "0 by_date",  # each action's own
    "verification": "30 working_days",
    "follow_up_review": "6 months",
    "last_review": "12 months",
    "contribution": "10 working_days",
    "access_request": "10 working_days",
    "arrangement": "15 working_days",
}
# of what is urgent, the clocks that are shorter
URGENT = {
    "intake": "1 working_days",
    "information": "2 working_days",
    "review": "3 working_days",
    "fact_check": "1 working_days",
    "deliberation": "2 working_days",
    "transmission": "1 working_days",
    "response": "3 working_days",
    "plan": "5 working_days",
    "verification": "5 working_days",
    "contribution": "1 working_days",  # of what the ministry asks an agency for
}
