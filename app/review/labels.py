"""Steps of the Group's review."""

from __future__ import annotations

from app.core.language import lazy as _l
from app.process.labels import StepWords
from app.process.step_labels import register_steps
from app.review.decision_labels import DECIDING
from workflows.concern import CONCERN, Do

REVIEWING = {
    Do.ASSIGN: StepWords(
        button=_l("Name a rapporteur"),
        title=_l("Name the rapporteur"),
        explain=_l(
            "The member you choose leads the review and is told; so is the filer. "
            "The time for review stays as it is."
        ),
        done=_l("A rapporteur was named."),
        notice=_l("A rapporteur was named for a concern"),
    ),
    Do.SECOND: StepWords(
        button=_l("Name a second reader"),
        title=_l("Name the second reader"),
        explain=_l(
            "A member of another organisation reads the concern as well, before it is proposed to the Group. "
            "The rapporteur and the filer are told."
        ),
        done=_l("A second reader was named."),
        notice=_l("A second reader was named for a concern"),
    ),
    Do.LEAVE_POST: StepWords(
        button=_l("Give the post back"),
        title=_l("Give back the post of rapporteur or second reader"),
        explain=_l(
            "You say why you cannot read this concern, or not any longer. The chair is told and names another; "
            "what was written stays."
        ),
        done=_l("A rapporteur or second reader gave the post back."),
        notice=_l("A concern needs another reader"),
    ),
    Do.HAND_OVER: StepWords(
        button=_l("Hand the post over"),
        title=_l("Hand over the post of rapporteur or second reader"),
        explain=_l(
            "Another member takes your post, with everything that was written, and is told; "
            "so are the chair and the filer."
        ),
        done=_l("A rapporteur or second reader handed the post over."),
        notice=_l("A rapporteur or second reader has changed"),
    ),
    Do.OPEN_ROUND: StepWords(
        button=_l("Open a blind first round"),
        title=_l("Open a blind first round"),
        explain=_l(
            "Everybody who acts for a seat is told and notes a first view. "
            "Nobody sees another's before the round is over: you neither, nor the rapporteur."
        ),
        done=_l("A blind first round was opened."),
        notice=_l("A blind first round is open: your view is awaited"),
    ),
    Do.CLOSE_ROUND: StepWords(
        button=_l("Close the first round"),
        title=_l("Close the blind first round"),
        explain=_l("No view is taken any more, and all who read the review see what was noted."),
        done=_l("The blind first round was closed."),
        notice=_l("The blind first round is over"),
    ),
    Do.DRAFT: StepWords(
        button=_l("Draft a recommendation"),
        title=_l("Draft a recommendation"),
        explain=_l(
            "The draft stays within the Group until it is adopted and transmitted, and can be changed until then."
        ),
        done=_l("A recommendation was drafted."),
        notice=_l("A recommendation was drafted"),
    ),
    Do.PROPOSE: StepWords(
        button=_l("Propose to the Group"),
        title=_l("Propose the findings to the Group"),
        explain=_l(
            "Your findings and the draft recommendations go to the Group. The chair is told, "
            "and the time for the decision begins."
        ),
        done=_l("The findings were proposed to the Group."),
        notice=_l("A concern waits for the Group's decision"),
    ),
    Do.CHECK_FACTS: StepWords(
        button=_l("Send for a fact check"),
        title=_l("Send the facts to the institution for checking"),
        explain=_l(
            "The institution is told, and its time to answer begins. It reads these facts and the drafts "
            "addressed to it, and nothing else. The time for review stands still until then."
        ),
        done=_l("The facts were sent to the institution for checking."),
        notice=_l("A fact check waits for an answer"),
    ),
    Do.RETURN_FACTS: StepWords(
        button=_l("Send the corrections"),
        title=_l("Answer the fact check"),
        explain=_l(
            "The rapporteur is told and goes on with the review. From then on you no longer see the drafts."
        ),
        done=_l("The fact check was answered."),
        notice=_l("A fact check was answered"),
    ),
    Do.GO_ON: StepWords(
        button=_l("Go on without an answer"),
        title=_l("Go on without an answer to the fact check"),
        explain=_l("The review goes on from where it stood, and the institution no longer sees the drafts."),
        done=_l("The review went on without an answer to the fact check."),
        notice=_l("The review of a concern goes on"),
    ),
    Do.JOIN: StepWords(
        button=_l("Join to another concern"),
        title=_l("Join to a lead concern"),
        explain=_l(
            "This concern goes on with the lead concern and shows its stage. Its own time stops, "
            "and the filer is told."
        ),
        done=_l("The concern was joined to another one."),
        notice=_l("A concern was joined to another one"),
    ),
    Do.SEPARATE: StepWords(
        button=_l("Separate from the lead concern"),
        title=_l("Separate from the lead concern"),
        explain=_l(
            "The concern is reviewed on its own again, and a new time for review begins. The filer is told."
        ),
        done=_l("The concern was separated from its lead concern."),
        notice=_l("A concern is reviewed on its own again"),
    ),
    Do.REFER: StepWords(
        button=_l("Refer elsewhere"),
        title=_l("Refer the concern elsewhere"),
        explain=_l(
            "The concern ends here, because it is outside the Group's mandate. The filer is told, "
            "and reads where it belongs and the way there."
        ),
        done=_l("The concern was referred elsewhere."),
        notice=_l("A concern was referred elsewhere"),
    ),
    Do.NAME_FILER: StepWords(
        button=_l("Answer whether you may be named"),
        title=_l("May your organisation be named?"),
        explain=_l(
            "Transmission waits for your answer. If you say no, the ministry and the institutions do not learn "
            "which organisation filed the concern."
        ),
        done=_l("The filer answered whether it may be named."),
        notice=_l("The filer answered whether it may be named"),
    ),
}


def register_labels() -> None:
    """Make these words known."""
    register_steps(CONCERN.name, {**REVIEWING, **DECIDING})
