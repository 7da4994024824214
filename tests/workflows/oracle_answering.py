"""What institutions do among themselves before they answer, and the access requests of members: tables by hand.

What of it stands on paper nowhere but here is nothing that the Group decides: nobody but who has part in it reads it.
"""

from __future__ import annotations

from tests.workflows.oracle_rows import STAYS, Place, Row

# a ministry asks an agency for its part of an answer, within a date of its own; the Group's clock runs on
CONTRIBUTION_PLACES = (
    Place("new", "ministry"),
    Place("asked", "addressee", "contribution"),
    Place("given", "ministry"),
    Place("closed", "nobody", final=True),
    Place("withdrawn", "nobody", final=True),
)
CONTRIBUTION = (
    Row(
        "new", "forward", "asked", "ministry", "", "agency question due_on", "start contribution until due_on"
    ),
    Row("asked", "give", "given", "contributor", "", "contribution", "stop contribution"),
    Row("asked", "remind", STAYS, "ministry"),
    Row("asked", "extend", STAYS, "ministry", "", "due_on", "reset contribution until due_on"),
    Row("asked", "withdraw", "withdrawn", "ministry", "", "", "stop contribution"),
    Row("given", "ask_again", "asked", "ministry", "", "reason", "reset contribution"),
    # the recommendation was answered, given to others or taken back
    Row("asked given", "close", "closed", "system", "", "", "stop contribution"),
)

# an answer that two people of an institution see: whoever prepares it does not sign it
ANSWER_PLACES = (
    Place("draft", "addressee"),
    Place("to_sign", "addressee"),
    Place("returned", "addressee"),
    Place("sent", "nobody", final=True),
    Place("dropped", "nobody", final=True),
    Place("lapsed", "nobody", final=True),
)
ANSWER = (
    Row("draft returned", "propose", "to_sign", "addressee"),
    Row("to_sign", "sign", "sent", "addressee", "another_person"),
    Row("to_sign", "return", "returned", "addressee", "another_person", "reason"),
    Row("draft to_sign returned", "drop", "dropped", "addressee"),
    # the recommendation was answered otherwise, or taken back
    Row("draft to_sign returned", "lapse", "lapsed", "system"),
)
ANSWER_HOLDS = {"another_person": ({"another": True}, {"another": False})}

# a member makes an access request to the ministry, and says whether it came to be
ACCESS_PLACES = (
    Place("new", "group"),
    Place("asked", "ministry", "access_request"),
    Place("accepted", "ministry", "arrangement"),
    Place("arranged", "group"),
    Place("done", "nobody", final=True),
    Place("refused", "nobody", final=True),
    Place("withdrawn", "nobody", final=True),
)
ACCESS = (
    Row("new", "ask", "asked", "asker", "", "kind agency purpose", "start access_request"),
    Row("asked", "accept", "accepted", "ministry", "", "", "stop access_request, start arrangement"),
    Row("asked", "refuse", "refused", "ministry", "", "reason", "stop access_request"),
    # more time for the ministry is the coordinator's to give
    Row("asked", "extend", STAYS, "coordinator", "", "due_on reason", "reset access_request until due_on"),
    Row("accepted", "extend", STAYS, "coordinator", "", "due_on reason", "reset arrangement until due_on"),
    Row("accepted", "arrange", "arranged", "ministry", "", "how", "stop arrangement"),
    Row("arranged", "confirm", "done", "asker"),
    Row("arranged", "fell_through", "accepted", "asker", "", "reason", "start arrangement"),
    Row(
        "asked accepted arranged",
        "withdraw",
        "withdrawn",
        "asker",
        "",
        "",
        "stop access_request, stop arrangement",
    ),
)
