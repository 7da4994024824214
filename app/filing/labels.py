"""Steps of filing and intake."""

from __future__ import annotations

from app.core.language import lazy as _l
from app.process.step_labels import StepWords, register_steps
from workflows.concern import CONCERN, ConcernAction

FILING = {
    ConcernAction.SUBMIT: StepWords(
        button=_l("Submit the concern"),
        title=_l("Submit the concern"),
        explain=_l(
            "The concern goes to the technical secretariat, which is notified at once. The deadline "
            "for intake starts, and you can no longer change the text."
        ),
        done=_l("The concern was submitted."),
        notice=_l("A concern was submitted"),
    ),
    ConcernAction.DISCARD: StepWords(
        button=_l("Discard the draft"),
        title=_l("Discard the draft"),
        explain=_l(
            "The draft and its files are deleted and cannot be brought back. Nobody outside your "
            "organisation is notified."
        ),
        done=_l("The draft was discarded."),
        notice=_l("A draft was discarded"),
    ),
    ConcernAction.ADMIT: StepWords(
        button=_l("Admit to review"),
        title=_l("Admit the concern to review"),
        explain=_l(
            "The Group takes the concern up, and the deadline for review starts. The filer and the "
            "chair are notified."
        ),
        done=_l("The concern was admitted to review."),
        notice=_l("A concern was admitted to review"),
    ),
    ConcernAction.ASK: StepWords(
        button=_l("Ask for information"),
        title=_l("Ask the filer for information"),
        explain=_l(
            "The filer is notified and their deadline to answer starts. The Group's own deadline is "
            "paused until then."
        ),
        done=_l("The filer was asked for information."),
        notice=_l("A concern is awaiting the filer's answer"),
    ),
    ConcernAction.SUPPLY: StepWords(
        button=_l("Send the answer"),
        title=_l("Answer the request for information"),
        explain=_l(
            "Your answer becomes part of the concern, and whoever asked is notified. The Group's "
            "deadline continues from where it was paused."
        ),
        done=_l("The request for information was answered."),
        notice=_l("A request for information was answered"),
    ),
    ConcernAction.DECLINE: StepWords(
        button=_l("Decline the concern"),
        title=_l("Decline the concern"),
        explain=_l(
            "The concern ends here. The filer is notified, reads the ground and your reasons, and "
            "may appeal to the Group once."
        ),
        done=_l("The concern was declined."),
        notice=_l("The intake of a concern has ended"),
    ),
    ConcernAction.WITHDRAW: StepWords(
        button=_l("Withdraw the concern"),
        title=_l("Withdraw the concern"),
        explain=_l("The concern ends here and all deadlines stop. The rapporteur, if any, is notified."),
        done=_l("The concern was withdrawn."),
        notice=_l("A concern was withdrawn"),
    ),
    ConcernAction.APPEAL: StepWords(
        button=_l("Appeal to the Group"),
        title=_l("Appeal to the Group"),
        explain=_l(
            "The Group decides whether your concern is admitted after all. The chair is notified, "
            "and the deadline for the decision starts. You can appeal once."
        ),
        done=_l("An appeal was made to the Group."),
        notice=_l("An appeal is awaiting the Group's decision"),
    ),
    ConcernAction.UPHOLD: StepWords(
        button=_l("Put to the vote: upholding the decision"),
        title=_l("Upholding the decision to decline"),
        explain=_l(
            "The concern stays declined. The filer is notified and reads the reasons; no other "
            "appeal is open."
        ),
        done=_l("The Group upheld the decision to decline the concern."),
        notice=_l("The Group decided on an appeal"),
    ),
    ConcernAction.WARN: StepWords(
        button=_l("Warn the filer"),
        title=_l("Warn the filer that the concern will lapse"),
        explain=_l(
            "The filer is notified that the deadline to answer has passed, and that the concern will "
            "lapse if no answer comes."
        ),
        done=_l("The filer was warned that the concern would lapse."),
        notice=_l("A concern will lapse unless the filer answers"),
    ),
    ConcernAction.LAPSE: StepWords(
        button=_l("Let the concern lapse"),
        title=_l("Let the concern lapse"),
        explain=_l(
            "The concern ends because no answer came. The filer is notified, and the Group can reopen it."
        ),
        done=_l("The concern lapsed because no answer came."),
        notice=_l("A concern has lapsed"),
    ),
}


def register_labels() -> None:
    """Make these words known."""
    register_steps(CONCERN.name, FILING)
