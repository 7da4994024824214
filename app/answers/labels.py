"""What an institution does before it answers: contributions of agencies, and answers that two persons see."""

from __future__ import annotations

from app.core import labels
from app.core.language import lazy as _l
from app.process.step_labels import StepWords, register_steps
from workflows import answer, contribution
from workflows.answer import ANSWER
from workflows.contribution import CONTRIBUTION

REQUEST = {
    contribution.State.NEW: _l("Not asked yet"),
    contribution.State.ASKED: _l("Contribution awaited"),
    contribution.State.GIVEN: _l("Contribution given"),
    contribution.State.CLOSED: _l("Closed with the answer"),
    contribution.State.WITHDRAWN: _l("Withdrawn"),
}
PREPARED = {
    answer.State.DRAFT: _l("Draft answer"),
    answer.State.TO_SIGN: _l("Awaits a signature"),
    answer.State.RETURNED: _l("Returned by who signs"),
    answer.State.SENT: _l("Signed off and sent"),
    answer.State.DROPPED: _l("Given up"),
    answer.State.LAPSED: _l("Answered otherwise"),
}
CONTRIBUTING = {
    contribution.ContributionAction.FORWARD: StepWords(
        button=_l("Ask an institution"),
        title=_l("Ask an institution for its contribution"),
        explain=_l(
            "It reads the extract and this recommendation and nothing else, and answers you alone. "
            "Your own deadline continues to run."
        ),
        done=_l("An institution was asked for its contribution."),
        notice=_l("The ministry asks for your contribution to an answer"),
    ),
    contribution.ContributionAction.GIVE: StepWords(
        button=_l("Send the contribution"),
        title=_l("Your contribution to the answer"),
        explain=_l("The ministry reads it and answers the Group itself."),
        done=_l("The institution gave its contribution."),
        notice=_l("The contribution that you asked for has come"),
    ),
    contribution.ContributionAction.REMIND: StepWords(
        button=_l("Remind"),
        title=_l("Remind the institution"),
        explain=_l("The institution is notified of the request and its deadline by e-mail."),
        done=_l("The institution was reminded."),
        notice=_l("A reminder: your contribution to an answer is awaited"),
    ),
    contribution.ContributionAction.EXTEND: StepWords(
        button=_l("Set a new deadline"),
        title=_l("Set a new deadline"),
        explain=_l(
            "The institution is notified. This settles what was escalated, and reminders start again."
        ),
        done=_l("The institution was given a new date."),
        notice=_l("The date of your contribution is a new one"),
    ),
    contribution.ContributionAction.ASK_AGAIN: StepWords(
        button=_l("Ask once more"),
        title=_l("Ask once more"),
        explain=_l(
            "The institution reads what is missing and changes its contribution. Its deadline starts again."
        ),
        done=_l("The institution was asked once more."),
        notice=_l("The ministry asks you to complete your contribution"),
    ),
    contribution.ContributionAction.WITHDRAW: StepWords(
        button=_l("Withdraw the request to the institution"),
        title=_l("Withdraw the request to the institution"),
        explain=_l("The institution is notified and no longer sees the recommendation."),
        done=_l("The request to the institution was withdrawn."),
        notice=_l("Your contribution is not needed any more"),
    ),
    contribution.ContributionAction.CLOSE: StepWords(
        button=_l("Close the request"),
        title=_l("Close the request"),
        explain=_l("The recommendation has its answer."),
        done=_l("The request was closed with the answer."),
        notice=_l("The recommendation that you contributed to is answered"),
    ),
}
SIGNING = {
    answer.AnswerAction.PROPOSE: StepWords(
        button=_l("Submit for signature"),
        title=_l("Submit for signature"),
        explain=_l("Another person of your institution signs it off; only then does it go to the Group."),
        done=_l("An answer was submitted for signature."),
        notice=_l("An answer awaits your signature"),
    ),
    answer.AnswerAction.SIGN: StepWords(
        button=_l("Sign off and send"),
        title=_l("Sign off and send"),
        explain=_l("The answer goes to the Group at once, and the next deadline starts."),
        done=_l("The answer was signed off and sent."),
        notice=_l("The answer that you prepared was signed off and sent"),
    ),
    answer.AnswerAction.RETURN: StepWords(
        button=_l("Return it"),
        title=_l("Return the answer"),
        explain=_l("Who prepared it reads why and changes it."),
        done=_l("The answer was returned to who prepared it."),
        notice=_l("The answer that you prepared was returned"),
    ),
    answer.AnswerAction.DROP: StepWords(
        button=_l("Give up the answer"),
        title=_l("Give up the prepared answer"),
        explain=_l("It is not sent. The recommendation is awaiting an answer as before."),
        done=_l("The prepared answer was given up."),
        notice=_l("A prepared answer was given up"),
    ),
    answer.AnswerAction.LAPSE: StepWords(
        button=_l("Lapsed"),
        title=_l("The prepared answer lapsed"),
        explain=_l("The recommendation was answered otherwise, or is no longer there."),
        done=_l("The prepared answer lapsed."),
        notice=_l("A prepared answer lapsed"),
    ),
}


def register_labels() -> None:
    """Make these words known."""
    labels.register(REQUEST, PREPARED)
    register_steps(CONTRIBUTION.name, CONTRIBUTING)
    register_steps(ANSWER.name, SIGNING)
