"""Decisions of the Group on a concern, its transmission, and its ends."""

from __future__ import annotations

from app.core.language import lazy as _l
from app.process.labels import StepWords
from workflows.concern import Do

DECIDING = {
    Do.ADOPT: StepWords(
        button=_l("Put to the vote: adoption"),
        title=_l("Adoption of the recommendations"),
        explain=_l(
            "If the Group votes in favour, "
            "the drafts become its recommendations. The secretariat and the filer are "
            "told, and the time for transmission begins."
        ),
        done=_l("The Group adopted the recommendations."),
        notice=_l("A concern waits for transmission"),
    ),
    Do.DISMISS: StepWords(
        button=_l("Put to the vote: dismissal"),
        title=_l("Dismissal of the concern"),
        explain=_l(
            "If the Group votes in favour, "
            "the concern ends here. The filer is told and reads the reasons; the Group can reopen it later."
        ),
        done=_l("The Group dismissed the concern."),
        notice=_l("The Group decided on a concern"),
    ),
    Do.SEND_BACK: StepWords(
        button=_l("Put to the vote: sending it back"),
        title=_l("Sending the concern back to review"),
        explain=_l(
            "If the Group votes in favour, "
            "the rapporteur is told what is still needed, and a new time for review begins."
        ),
        done=_l("The Group sent the concern back to review."),
        notice=_l("A concern was sent back to review"),
    ),
    Do.TRANSMIT: StepWords(
        button=_l("Transmit"),
        title=_l("Transmit to the ministry and the institutions"),
        explain=_l(
            "The ministry, the institutions addressed and the coordinator see the extract and the recommendations, "
            "and never the filing itself. Those who have to answer are told, and their time begins."
        ),
        done=_l("The recommendations were transmitted."),
        notice=_l("Recommendations wait for an answer"),
    ),
    Do.CONFIRM_URGENT: StepWords(
        button=_l("Confirm for urgent transmission"),
        title=_l("Confirm the extract for urgent transmission"),
        explain=_l(
            "You confirm, as a second person, that this extract may leave before the Group has voted. "
            "The chair can then transmit an urgent recommendation; where the chair is recused or there is none, "
            "the second reader or the member whom the Group named for it."
        ),
        done=_l("The extract was confirmed for urgent transmission."),
        notice=_l("An urgent transmission was confirmed"),
    ),
    Do.TRANSMIT_URGENT: StepWords(
        button=_l("Transmit at once"),
        title=_l("Transmit an urgent recommendation"),
        explain=_l(
            "The institution is told at once and reads the recommendation and the confirmed extract; "
            "its urgent time to answer begins. The Group then votes on whether to ratify or to revoke."
        ),
        done=_l("An urgent recommendation was transmitted before the Group's vote."),
        notice=_l("An urgent recommendation waits for an answer"),
    ),
    Do.RATIFY: StepWords(
        button=_l("Put to the vote: ratification"),
        title=_l("Ratification of the urgent transmission"),
        explain=_l(
            "If the Group votes in favour, "
            "the urgent transmission stands. Nothing else changes, and the filer and the rapporteur are told."
        ),
        done=_l("The Group ratified the urgent transmission."),
        notice=_l("The Group decided on an urgent transmission"),
    ),
    Do.REVOKE: StepWords(
        button=_l("Put to the vote: revocation"),
        title=_l("Revocation of the urgent transmission"),
        explain=_l(
            "If the Group votes in favour, "
            "the recommendations become drafts again, and the institution is told. "
            "The time for the Group's ordinary decision begins."
        ),
        done=_l("The Group revoked the urgent transmission."),
        notice=_l("An urgent transmission was revoked"),
    ),
    Do.ANSWERED: StepWords(
        button=_l("Go on to follow-up"),
        title=_l("Go on to follow-up"),
        explain=_l(
            "The concern goes on to follow-up by itself, as soon as no recommendation waits for an answer."
        ),
        done=_l("No answer is awaited any more: follow-up began."),
        notice=_l("A concern has gone on to follow-up"),
    ),
    Do.CLOSE: StepWords(
        button=_l("Close the concern"),
        title=_l("Close the concern"),
        explain=_l(
            "All recommendations are concluded, and the concern is closed. The filer, the ministry "
            "and the institutions are told and read the conclusion."
        ),
        done=_l("The concern was closed."),
        notice=_l("A concern was closed"),
    ),
    Do.REOPEN: StepWords(
        button=_l("Put to the vote: reopening"),
        title=_l("Reopening of the concern"),
        explain=_l(
            "If the Group votes in favour, "
            "a closed concern goes on in follow-up; one that ended otherwise goes back to review, "
            "with a new time for it. The filer is told."
        ),
        done=_l("The Group reopened the concern."),
        notice=_l("A concern was reopened"),
    ),
}
