"""Steps of a recommendation from its action plan to its end."""

from __future__ import annotations

from app.core.language import lazy as _l
from app.process.step_labels import StepWords, register_steps
from workflows.recommendation import RECOMMENDATION, RecommendationAction

FOLLOWING = {
    # the work, and what the institution says of it
    RecommendationAction.START: StepWords(
        button=_l("Send the action plan"),
        title=_l("Send an action plan"),
        explain=_l(
            "The rapporteur and the filer are notified. The first date of the plan is the day by "
            "which you report."
        ),
        done=_l("An action plan for recommendation %(number)s was sent."),
        notice=_l("An action plan was sent"),
    ),
    RecommendationAction.PROGRESS: StepWords(
        button=_l("Report progress"),
        title=_l("Report progress"),
        explain=_l(
            "The rapporteur and the filer are notified. Once an action is done, the date of the next "
            "one is the day by which you report."
        ),
        done=_l("Progress on recommendation %(number)s was reported."),
        notice=_l("Progress on a recommendation was reported"),
    ),
    RecommendationAction.DONE: StepWords(
        button=_l("Report as done"),
        title=_l("Report that the recommendation is done"),
        explain=_l(
            "The Group is notified, and its deadline to verify starts. It checks on its own: only "
            "the Group can find that a recommendation is implemented."
        ),
        done=_l("Recommendation %(number)s was reported as done."),
        notice=_l("A recommendation is awaiting verification"),
    ),
    RecommendationAction.CHECK: StepWords(
        button=_l("Record what you saw"),
        title=_l("What the Group saw of the plan"),
        explain=_l(
            "What you saw is shown beside what the institution says of each action, and the "
            "institution is notified. Nothing moves: the whole is judged once it is reported as "
            "done."
        ),
        done=_l("The Group recorded what it saw of the plan for recommendation %(number)s."),
        notice=_l("The Group recorded what it saw of an action plan"),
    ),
    RecommendationAction.SET_INDICATOR: StepWords(
        button=_l("Add an indicator"),
        title=_l("Add an indicator"),
        explain=_l(
            "From now on the institution and the Group can each say what they measured, side by "
            "side. The institution is notified."
        ),
        done=_l("An indicator was added to recommendation %(number)s."),
        notice=_l("An indicator was added to a recommendation"),
    ),
    RecommendationAction.MEASURE: StepWords(
        button=_l("Give a value"),
        title=_l("Give a value of an indicator"),
        explain=_l(
            "It is shown in the chart with its day: what an institution gives as its claim, what a "
            "member of the Group gives as a finding."
        ),
        done=_l("A value was given for recommendation %(number)s."),
        notice=_l("A value of an indicator was given"),
    ),
    # the double check
    RecommendationAction.VERIFY: StepWords(
        button=_l("Record that it is implemented"),
        title=_l("Record the finding: implemented"),
        explain=_l(
            "The recommendation is concluded as implemented. Your finding is shown beside the "
            "institution's claim, and the institution is notified."
        ),
        done=_l("The Group verified that recommendation %(number)s is implemented."),
        notice=_l("The Group made a finding on a recommendation"),
    ),
    RecommendationAction.VERIFY_IN_PART: StepWords(
        button=_l("Record that it is implemented in part"),
        title=_l("Record the finding: implemented in part"),
        explain=_l(
            "The recommendation goes on until a new deadline, or is concluded as implemented in "
            "part. Your finding is shown beside the institution's claim, and the institution is "
            "notified."
        ),
        done=_l("The Group verified that recommendation %(number)s is implemented in part."),
        notice=_l("The Group made a finding on a recommendation"),
    ),
    RecommendationAction.CONTEST: StepWords(
        button=_l("Contest the claim"),
        title=_l("Contest the institution's claim"),
        explain=_l("The recommendation goes back to the institution with your reasons and a new date."),
        done=_l("The Group contested the claim on recommendation %(number)s."),
        notice=_l("The Group made a finding on a recommendation"),
    ),
    # what was implemented is reviewed again
    RecommendationAction.ASSIGN_REVIEWER: StepWords(
        button=_l("Name who reviews it again"),
        title=_l("Name the organisation of the follow-up review"),
        explain=_l(
            "What is implemented is reviewed again after 6 and 12 months, by another organisation "
            "than the one that verified it. Only the organisation you name sees it in its work."
        ),
        done=_l("An organisation was named for the follow-up review of recommendation %(number)s."),
        notice=_l("An organisation was named for a follow-up review"),
    ),
    RecommendationAction.FOLLOW_UP_REVIEW: StepWords(
        button=_l("Record the follow-up review"),
        title=_l("Follow-up review, after 6 months"),
        explain=_l(
            "Your finding is shown beside the institution's claim, and the institution is notified. "
            "Where it has relapsed, you put its reopening to the vote in the same step."
        ),
        done=_l("The Group reviewed recommendation %(number)s again after 6 months."),
        notice=_l("The Group made a finding on a recommendation"),
    ),
    RecommendationAction.LAST_REVIEW: StepWords(
        button=_l("Record the last follow-up review"),
        title=_l("Follow-up review, after 12 months"),
        explain=_l(
            "Your finding is shown beside the institution's claim, and the institution is notified. "
            "Where it has relapsed, you put its reopening to the vote in the same step."
        ),
        done=_l("The Group reviewed recommendation %(number)s again after 12 months."),
        notice=_l("The Group made a finding on a recommendation"),
    ),
    # the ends
    RecommendationAction.SUPERSEDE: StepWords(
        button=_l("Put to the vote: superseding it"),
        title=_l("The recommendation is superseded"),
        explain=_l(
            "If the Group votes in favour, the recommendation is concluded, because another one "
            "takes its place. The institution and the filer are notified."
        ),
        done=_l("The Group superseded recommendation %(number)s."),
        notice=_l("The Group decided on a recommendation"),
    ),
    RecommendationAction.SILENCE: StepWords(
        button=_l("Put to the vote: no answer came"),
        title=_l("Conclusion without an answer"),
        explain=_l(
            "If the Group votes in favour, the recommendation is concluded without an answer, and "
            "the silence stays on the record. The institution and the filer are notified."
        ),
        done=_l("The Group concluded recommendation %(number)s without an answer."),
        notice=_l("The Group decided on a recommendation"),
    ),
    RecommendationAction.NOT_IMPLEMENTED: StepWords(
        button=_l("Put to the vote: not implemented"),
        title=_l("Finding: not implemented"),
        explain=_l(
            "If the Group votes in favour, the recommendation is concluded as not implemented. The "
            "finding is shown beside what the institution has said, and the institution is notified."
        ),
        done=_l("The Group found that recommendation %(number)s is not implemented."),
        notice=_l("The Group made a finding on a recommendation"),
    ),
    RecommendationAction.REOPEN: StepWords(
        button=_l("Put to the vote: reopening"),
        title=_l("Reopening of the recommendation"),
        explain=_l(
            "If the Group votes in favour, the work goes on with a new deadline, and a closed "
            "concern is reopened with it. The institution and the filer are notified."
        ),
        done=_l("The Group reopened recommendation %(number)s."),
        notice=_l("A recommendation was reopened"),
    ),
    # more time
    RecommendationAction.ASK_EXTENSION: StepWords(
        button=_l("Ask for an extension"),
        title=_l("Ask for an extension"),
        explain=_l("The National Coordinator decides. The present deadline applies until then."),
        done=_l("An extension for recommendation %(number)s was asked for."),
        notice=_l("An extension was asked for"),
    ),
    RecommendationAction.GRANT_EXTENSION: StepWords(
        button=_l("Grant the extension"),
        title=_l("Grant the extension"),
        explain=_l(
            "The institution is notified, and the deadline moves to the date asked for. Every change "
            "stays visible."
        ),
        done=_l("The extension for recommendation %(number)s was granted."),
        notice=_l("An extension was granted"),
    ),
    RecommendationAction.REFUSE_EXTENSION: StepWords(
        button=_l("Refuse the extension"),
        title=_l("Refuse the extension"),
        explain=_l("The date stays as it is. The institution is notified and reads your reasons."),
        done=_l("The extension for recommendation %(number)s was refused."),
        notice=_l("An extension was refused"),
    ),
    RecommendationAction.DECIDE_ESCALATION: StepWords(
        button=_l("Decide on the escalation"),
        title=_l("Decide on the escalation"),
        explain=_l(
            "It is so late that a decision of yours is needed: mediate, extend the deadline, raise "
            "it at the next meeting, or write to the head of the institution. The responsible party "
            "and the Group are notified and read your reasons."
        ),
        done=_l("The coordinator decided on the escalation of recommendation %(number)s."),
        notice=_l("The coordinator decided on an escalation"),
    ),
}


def register_labels() -> None:
    """Make these words known."""
    register_steps(RECOMMENDATION.name, FOLLOWING)
