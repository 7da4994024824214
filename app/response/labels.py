"""Steps of a recommendation from its draft to what becomes of a refusal."""

from __future__ import annotations

from app.core.language import lazy as _l
from app.process.step_labels import StepWords, register_steps
from workflows.recommendation import RECOMMENDATION, RecommendationAction

ANSWERING = {
    # with its concern, before transmission
    RecommendationAction.REDRAFT: StepWords(
        button=_l("Change the draft"),
        title=_l("Change the draft recommendation"),
        explain=_l("The new text replaces the old one, which stays in the history. The filer is notified."),
        done=_l("Draft recommendation %(number)s was changed."),
        notice=_l("A draft recommendation was changed"),
    ),
    RecommendationAction.TAKE_WORDING: StepWords(
        button=_l("Accept a suggested wording"),
        title=_l("Accept a suggested wording into the draft"),
        explain=_l(
            "This is the text of the draft from now on, as a new version. The person who suggested "
            "it is notified; so is the filer."
        ),
        done=_l("A suggested wording was accepted into draft recommendation %(number)s."),
        notice=_l("A suggested wording was accepted into a draft recommendation"),
    ),
    RecommendationAction.REFUSE_WORDING: StepWords(
        button=_l("Decline a suggested wording"),
        title=_l("Decline a suggested wording"),
        explain=_l(
            "The draft stays as it is. The person who suggested it is notified, and reads your reasons."
        ),
        done=_l("A wording suggested for draft recommendation %(number)s was declined."),
        notice=_l("A wording suggested for a draft recommendation was declined"),
    ),
    RecommendationAction.DROP: StepWords(
        button=_l("Drop the draft"),
        title=_l("Drop the draft recommendation"),
        explain=_l(
            "The draft is given up for good; what it said stays in the history. The filer is notified."
        ),
        done=_l("Draft recommendation %(number)s was dropped."),
        notice=_l("A draft recommendation was dropped"),
    ),
    RecommendationAction.NOT_ADOPT: StepWords(
        button=_l("Not adopted"),
        title=_l("The recommendation is not adopted"),
        explain=_l("The Group adopted the others and not this one: the draft ends here."),
        done=_l("Draft recommendation %(number)s was not adopted."),
        notice=_l("A draft recommendation was not adopted"),
    ),
    RecommendationAction.ADOPT: StepWords(
        button=_l("Adopt the recommendation"),
        title=_l("Adopt the recommendation"),
        explain=_l("The recommendation is adopted together with its concern."),
        done=_l("Recommendation %(number)s was adopted."),
        notice=_l("A recommendation was adopted"),
    ),
    RecommendationAction.TRANSMIT: StepWords(
        button=_l("Transmit the recommendation"),
        title=_l("Transmit the recommendation"),
        explain=_l(
            "The recommendation goes to its institution together with its concern, and its deadline starts."
        ),
        done=_l("Recommendation %(number)s was transmitted."),
        notice=_l("A recommendation is awaiting an answer"),
    ),
    RecommendationAction.REVOKE: StepWords(
        button=_l("Turn it back into a draft"),
        title=_l("Turn it back into a draft"),
        explain=_l(
            "The recommendation becomes a draft again, because the Group revoked the urgent transmission."
        ),
        done=_l("Recommendation %(number)s became a draft again."),
        notice=_l("A recommendation became a draft again"),
    ),
    # the answer
    RecommendationAction.ACCEPT: StepWords(
        button=_l("Accept the recommendation"),
        title=_l("Accept the recommendation"),
        explain=_l("The rapporteur and the filer are notified, and your deadline for an action plan starts."),
        done=_l("Recommendation %(number)s was accepted."),
        notice=_l("A recommendation was answered"),
    ),
    RecommendationAction.ACCEPT_IN_PART: StepWords(
        button=_l("Accept in part"),
        title=_l("Accept the recommendation in part"),
        explain=_l(
            "The rapporteur and the filer are told which part you accept and why not the rest, and "
            "your deadline for an action plan starts."
        ),
        done=_l("Recommendation %(number)s was accepted in part."),
        notice=_l("A recommendation was answered"),
    ),
    RecommendationAction.REJECT: StepWords(
        button=_l("Reject the recommendation"),
        title=_l("Reject the recommendation"),
        explain=_l(
            "The Group is notified and reads your reasons. It then maintains the recommendation or "
            "concedes, and its deadline to decide starts."
        ),
        done=_l("Recommendation %(number)s was rejected."),
        notice=_l("A recommendation was answered"),
    ),
    RecommendationAction.CLAIM_DONE: StepWords(
        button=_l("Say that it is done already"),
        title=_l("Say that the recommendation is done already"),
        explain=_l(
            "The Group is notified, and its deadline to verify starts. It checks on its own: your "
            "claim and its finding will be shown side by side."
        ),
        done=_l("The institution claimed that recommendation %(number)s was done already."),
        notice=_l("A recommendation is awaiting verification"),
    ),
    RecommendationAction.DISCLAIM: StepWords(
        button=_l("Say that you are not competent"),
        title=_l("Say that your institution is not competent"),
        explain=_l(
            "The ministry, or the secretariat where the institution is not a state one, is notified "
            "and finds who is competent. The deadline to answer continues to run until then."
        ),
        done=_l("The institution said that it is not competent for recommendation %(number)s."),
        notice=_l("A recommendation is awaiting the competent institution"),
    ),
    RecommendationAction.READDRESS: StepWords(
        button=_l("Address to another institution"),
        title=_l("Address the recommendation to another institution"),
        explain=_l("The institution you choose is notified, and its deadline to answer starts now."),
        done=_l("Recommendation %(number)s was addressed to another institution."),
        notice=_l("A recommendation was addressed to another institution"),
    ),
    RecommendationAction.ASK: StepWords(
        button=_l("Ask for clarification"),
        title=_l("Ask for clarification"),
        explain=_l("The rapporteur is notified and has to answer. Your own deadline is paused until then."),
        done=_l("A clarification of recommendation %(number)s was asked for."),
        notice=_l("A recommendation is awaiting a clarification"),
    ),
    RecommendationAction.CLARIFY: StepWords(
        button=_l("Send the clarification"),
        title=_l("Clarify the recommendation"),
        explain=_l(
            "The institution is notified, and its deadline to answer continues from where it was paused."
        ),
        done=_l("Recommendation %(number)s was clarified."),
        notice=_l("A recommendation was clarified"),
    ),
    # a refusal
    RecommendationAction.MAINTAIN: StepWords(
        button=_l("Put to the vote: maintaining it"),
        title=_l("Maintaining the recommendation"),
        explain=_l(
            "If the Group votes in favour, the National Coordinator is notified, and the deadline "
            "for mediation starts. The Group can maintain a recommendation once."
        ),
        done=_l("The Group maintained recommendation %(number)s."),
        notice=_l("A recommendation is awaiting mediation"),
    ),
    RecommendationAction.CONCEDE: StepWords(
        button=_l("Put to the vote: conceding"),
        title=_l("Conceding to the refusal"),
        explain=_l(
            "If the Group votes in favour, the recommendation is concluded as conceded. The "
            "institution and the filer are notified."
        ),
        done=_l("The Group conceded on recommendation %(number)s."),
        notice=_l("The Group decided on a recommendation"),
    ),
    RecommendationAction.RETURN: StepWords(
        button=_l("Return to the institution"),
        title=_l("Return the recommendation for a new answer"),
        explain=_l("The institution is notified, and a new deadline to answer starts."),
        done=_l("Recommendation %(number)s was returned to the institution for a new answer."),
        notice=_l("A recommendation is awaiting a new answer"),
    ),
    RecommendationAction.DISAGREE: StepWords(
        button=_l("Record the disagreement"),
        title=_l("Record that mediation brought no agreement"),
        explain=_l(
            "The recommendation is concluded, and the disagreement stays on the record. The "
            "institution and the filer are notified."
        ),
        done=_l("Disagreement on recommendation %(number)s was recorded."),
        notice=_l("The mediation of a recommendation has ended"),
    ),
}


def register_labels() -> None:
    """Make these words known."""
    register_steps(RECOMMENDATION.name, ANSWERING)
