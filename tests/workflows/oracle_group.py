"""What the Group does besides its cases, and what a case has beside its stages. Tables by hand."""

from __future__ import annotations

from tests.workflows.oracle_rows import PUBLIC, STAYS, Place, Row

# one open vote on each matter; the chair opens and closes, or the clock closes a written procedure
VOTE_PLACES = (
    Place("new", "chair"),
    Place("open", "group"),
    Place("closed", "nobody", final=True),
)
VOTE = (
    # by itself: with a follow-up review that proposes to reopen
    Row("new", "open_vote", "open", "chair system", "no_vote_open seats ends_on"),
    Row("open", "close_vote", "closed", "chair system", "over"),
)
VOTE_HOLDS = {
    "no_vote_open": ({"voting": False}, {"voting": True}),
    "seats": ({"seats": True}, {"seats": False}),
    "ends_on": ({"ends_ahead": True}, {"ends_ahead": False}),
    "over": ({"over": True}, {"over": False}),
}

# a letter on paper to who leads what is late: drafted by escalation or by a decision on an escalation
LETTER_PLACES = (
    Place("drafted", "coordinator"),
    Place("sent", "nobody", final=True),
    Place("ended", "nobody", final=True),
)
LETTER = (
    Row("drafted", "edit", STAYS, "coordinator secretariat"),
    Row("drafted", "sent", "sent", "coordinator secretariat", "", "protocol sent_on", read=PUBLIC),
    # late no more, or another stands in its place
    Row("drafted", "end", "ended", "system"),
)

# the chair and the secretariat convene, the coordinator's office calls as well and keeps what it called;
# the secretariat writes the minutes, members correct them, a later meeting adopts them
MEETING_PLACES = (
    Place("new", "secretariat"),
    Place("called", "secretariat"),
    Place("held", "secretariat"),
    Place("circulated", "chair"),
    Place("adopted", "nobody", final=True),
    Place("cancelled", "nobody", final=True),
)
MEETING = (
    Row("new", "call", "called", "chair secretariat coordinator"),
    Row("called", "change", STAYS, "chair secretariat coordinator"),
    Row("called", "cancel", "cancelled", "chair secretariat coordinator"),
    Row("called", "arrange", STAYS, "chair secretariat"),  # agenda and guests
    Row("called", "open", "held", "chair secretariat", "its_day"),
    Row("held", "record", STAYS, "chair secretariat"),  # attendance, decisions, action items
    Row("held circulated", "write", STAYS, "secretariat"),
    Row("held", "circulate", "circulated", "secretariat"),
    Row("circulated", "correct", STAYS, "group secretariat"),
    Row("circulated", "adopt", "adopted", "chair", "next_meeting"),
)
MEETING_HOLDS = {
    "its_day": ({"day_has_come": True}, {"day_has_come": False}),
    "next_meeting": ({"adopting": True}, {"adopting": False}),
}

# each organisation sees its own view alone while the round is open; the concern's own step opens and closes it
ROUND_PLACES = (
    Place("open", "group"),
    Place("closed", "nobody", final=True),
)
ROUND = (
    Row("open", "note_view", STAYS, "group", "in_time"),
    Row("open", "close", "closed", "system"),
)
ROUND_HOLDS = {"in_time": ({"in_time": True}, {"in_time": False})}

# whoever drafts decides once on each wording: by a step of the draft
SUGGESTION_PLACES = (
    Place("open", "rapporteur"),
    Place("taken", "nobody", final=True),
    Place("refused", "nobody", final=True),
)
SUGGESTION = (
    Row("open", "take", "taken", "system"),
    Row("open", "refuse", "refused", "system", "", "reason"),
)

# more time is asked for once, and granted or refused; it lapses as the case goes on
EXTENSION_PLACES = (
    Place("asked", "coordinator"),
    Place("granted", "nobody", final=True),
    Place("refused", "nobody", final=True),
    Place("lapsed", "nobody", final=True),
)
EXTENSION = (
    Row("asked", "grant", "granted", "system"),
    Row("asked", "refuse", "refused", "system", "", "reason"),
    Row("asked", "lapse", "lapsed", "system"),
)

# the coordinator is asked what to do about lateness, until it is over
ESCALATION_PLACES = (
    Place("open", "coordinator"),
    Place("decided", "nobody", final=True),
    Place("ended", "nobody", final=True),
)
ESCALATION = (
    Row("open", "decide", "decided", "system", "", "remedy"),
    Row("open", "end", "ended", "system"),
)
