"""Steps of the Group's review, its decisions, the transmission and its ends."""

from __future__ import annotations

from app.core.language import lazy as _l
from app.process.step_labels import StepWords, register_steps
from workflows.concern import CONCERN, ConcernAction

REVIEWING = {
    ConcernAction.ASSIGN: StepWords(
        button=_l("Name a rapporteur"),
        title=_l("Name the rapporteur"),
        explain=_l(
            "The member you choose leads the review and is notified; so is the filer. The deadline "
            "for the review stays as it is."
        ),
        done=_l("A rapporteur was named."),
        notice=_l("A rapporteur was named for a concern"),
    ),
    ConcernAction.SECOND: StepWords(
        button=_l("Name a second reader"),
        title=_l("Name the second reader"),
        explain=_l(
            "A member of another organisation reads the concern as well, before it is proposed to "
            "the Group. The rapporteur and the filer are notified."
        ),
        done=_l("A second reader was named."),
        notice=_l("A second reader was named for a concern"),
    ),
    ConcernAction.LEAVE_POST: StepWords(
        button=_l("Step down"),
        title=_l("Step down as rapporteur or second reader"),
        explain=_l(
            "You say why you cannot read this concern, or not any longer. The chair is notified and "
            "names another; what was written stays."
        ),
        done=_l("A rapporteur or second reader stepped down."),
        notice=_l("A concern needs another reader"),
    ),
    ConcernAction.HAND_OVER: StepWords(
        button=_l("Hand over the role"),
        title=_l("Hand over the role of rapporteur or second reader"),
        explain=_l(
            "Another member takes over your role, with everything that was written, and is notified; "
            "so are the chair and the filer."
        ),
        done=_l("A rapporteur or second reader handed over the role."),
        notice=_l("A rapporteur or second reader has changed"),
    ),
    ConcernAction.OPEN_ROUND: StepWords(
        button=_l("Open a blind first round"),
        title=_l("Open a blind first round"),
        explain=_l(
            "Everybody who acts for a seat is notified and notes a first view. Nobody sees another's "
            "before the round is over: you neither, nor the rapporteur."
        ),
        done=_l("A blind first round was opened."),
        notice=_l("A blind first round is open: your view is awaited"),
    ),
    ConcernAction.CLOSE_ROUND: StepWords(
        button=_l("Close the first round"),
        title=_l("Close the blind first round"),
        explain=_l("No more views are accepted, and all who read the review see what was noted."),
        done=_l("The blind first round was closed."),
        notice=_l("The blind first round is over"),
    ),
    ConcernAction.DRAFT: StepWords(
        button=_l("Draft a recommendation"),
        title=_l("Draft a recommendation"),
        explain=_l(
            "The draft stays within the Group until it is adopted and transmitted, and can be changed until then."
        ),
        done=_l("A recommendation was drafted."),
        notice=_l("A recommendation was drafted"),
    ),
    ConcernAction.PROPOSE: StepWords(
        button=_l("Propose to the Group"),
        title=_l("Propose the findings to the Group"),
        explain=_l(
            "Your findings and the draft recommendations go to the Group. The chair is notified, and "
            "the deadline for the decision starts."
        ),
        done=_l("The findings were proposed to the Group."),
        notice=_l("A concern is awaiting the Group's decision"),
    ),
    ConcernAction.CHECK_FACTS: StepWords(
        button=_l("Send for a fact check"),
        title=_l("Send the facts to the institution for checking"),
        explain=_l(
            "The institution is notified, and its deadline to answer starts. It reads these facts "
            "and the drafts addressed to it, and nothing else. The deadline for the review is paused "
            "until then."
        ),
        done=_l("The facts were sent to the institution for checking."),
        notice=_l("A fact check is awaiting an answer"),
    ),
    ConcernAction.RETURN_FACTS: StepWords(
        button=_l("Send the corrections"),
        title=_l("Answer the fact check"),
        explain=_l(
            "The rapporteur is notified and goes on with the review. From then on you no longer see "
            "the drafts."
        ),
        done=_l("The fact check was answered."),
        notice=_l("A fact check was answered"),
    ),
    ConcernAction.GO_ON: StepWords(
        button=_l("Go on without an answer"),
        title=_l("Go on without an answer to the fact check"),
        explain=_l(
            "The review goes on from where it was paused, and the institution no longer sees the drafts."
        ),
        done=_l("The review went on without an answer to the fact check."),
        notice=_l("The review of a concern goes on"),
    ),
    ConcernAction.JOIN: StepWords(
        button=_l("Join to another concern"),
        title=_l("Join to a lead concern"),
        explain=_l(
            "This concern goes on with the lead concern and shows its stage. Its own deadline stops, "
            "and the filer is notified."
        ),
        done=_l("The concern was joined to another one."),
        notice=_l("A concern was joined to another one"),
    ),
    ConcernAction.SEPARATE: StepWords(
        button=_l("Separate from the lead concern"),
        title=_l("Separate from the lead concern"),
        explain=_l(
            "The concern is reviewed on its own again, and a new deadline for the review starts. The "
            "filer is notified."
        ),
        done=_l("The concern was separated from its lead concern."),
        notice=_l("A concern is reviewed on its own again"),
    ),
    ConcernAction.REFER: StepWords(
        button=_l("Refer elsewhere"),
        title=_l("Refer the concern elsewhere"),
        explain=_l(
            "The concern ends here, because it is outside the Group's mandate. The filer is "
            "notified, and reads where it belongs and how to get there."
        ),
        done=_l("The concern was referred elsewhere."),
        notice=_l("A concern was referred elsewhere"),
    ),
    ConcernAction.NAME_FILER: StepWords(
        button=_l("Answer whether you may be named"),
        title=_l("May your organisation be named?"),
        explain=_l(
            "Transmission depends on your answer. If you say no, the ministry and the institutions "
            "do not learn which organisation filed the concern."
        ),
        done=_l("The filer answered whether it may be named."),
        notice=_l("The filer answered whether it may be named"),
    ),
}


def register_labels() -> None:
    """Make these words known."""
    register_steps(CONCERN.name, {**REVIEWING, **DECIDING})


DECIDING = {
    ConcernAction.ADOPT: StepWords(
        button=_l("Put to the vote: adoption"),
        title=_l("Adoption of the recommendations"),
        explain=_l(
            "If the Group votes in favour, the drafts become its recommendations. The secretariat "
            "and the filer are notified, and the deadline for transmission starts."
        ),
        done=_l("The Group adopted the recommendations."),
        notice=_l("A concern is awaiting transmission"),
    ),
    ConcernAction.DISMISS: StepWords(
        button=_l("Put to the vote: dismissal"),
        title=_l("Dismissal of the concern"),
        explain=_l(
            "If the Group votes in favour, the concern ends here. The filer is notified and reads "
            "the reasons; the Group can reopen it later."
        ),
        done=_l("The Group dismissed the concern."),
        notice=_l("The Group decided on a concern"),
    ),
    ConcernAction.SEND_BACK: StepWords(
        button=_l("Put to the vote: sending it back"),
        title=_l("Sending the concern back to review"),
        explain=_l(
            "If the Group votes in favour, the rapporteur is told what is still needed, and a new "
            "deadline for the review starts."
        ),
        done=_l("The Group sent the concern back to review."),
        notice=_l("A concern was sent back to review"),
    ),
    ConcernAction.TRANSMIT: StepWords(
        button=_l("Transmit"),
        title=_l("Transmit to the ministry and the institutions"),
        explain=_l(
            "The ministry, the institutions addressed and the coordinator see the extract and the "
            "recommendations, and never the filing itself. Those who have to answer are notified, "
            "and their deadline starts."
        ),
        done=_l("The recommendations were transmitted."),
        notice=_l("Recommendations are awaiting an answer"),
    ),
    ConcernAction.CONFIRM_URGENT: StepWords(
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
    ConcernAction.TRANSMIT_URGENT: StepWords(
        button=_l("Transmit at once"),
        title=_l("Transmit an urgent recommendation"),
        explain=_l(
            "The institution is notified at once and reads the recommendation and the confirmed "
            "extract; its urgent deadline to answer starts. The Group then votes on whether to "
            "ratify or to revoke."
        ),
        done=_l("An urgent recommendation was transmitted before the Group's vote."),
        notice=_l("An urgent recommendation is awaiting an answer"),
    ),
    ConcernAction.RATIFY: StepWords(
        button=_l("Put to the vote: ratification"),
        title=_l("Ratification of the urgent transmission"),
        explain=_l(
            "If the Group votes in favour, the urgent transmission is upheld. Nothing else changes, "
            "and the filer and the rapporteur are notified."
        ),
        done=_l("The Group ratified the urgent transmission."),
        notice=_l("The Group decided on an urgent transmission"),
    ),
    ConcernAction.REVOKE: StepWords(
        button=_l("Put to the vote: revocation"),
        title=_l("Revocation of the urgent transmission"),
        explain=_l(
            "If the Group votes in favour, the recommendations become drafts again, and the "
            "institution is notified. The deadline for the Group's ordinary decision starts."
        ),
        done=_l("The Group revoked the urgent transmission."),
        notice=_l("An urgent transmission was revoked"),
    ),
    ConcernAction.ANSWERED: StepWords(
        button=_l("Go on to follow-up"),
        title=_l("Go on to follow-up"),
        explain=_l(
            "The concern goes on to follow-up automatically, as soon as no recommendation is "
            "awaiting an answer."
        ),
        done=_l("No answer is awaited any more: follow-up began."),
        notice=_l("A concern has gone on to follow-up"),
    ),
    ConcernAction.CLOSE: StepWords(
        button=_l("Close the concern"),
        title=_l("Close the concern"),
        explain=_l(
            "All recommendations are concluded, and the concern is closed. The filer, the ministry "
            "and the institutions are notified and read the conclusion."
        ),
        done=_l("The concern was closed."),
        notice=_l("A concern was closed"),
    ),
    ConcernAction.REOPEN: StepWords(
        button=_l("Put to the vote: reopening"),
        title=_l("Reopening of the concern"),
        explain=_l(
            "If the Group votes in favour, a closed concern goes on in follow-up; one that ended "
            "otherwise goes back to review, with a new deadline. The filer is notified."
        ),
        done=_l("The Group reopened the concern."),
        notice=_l("A concern was reopened"),
    ),
}
