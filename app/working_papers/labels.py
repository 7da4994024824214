"""Working papers: leanings, parts of a draft, suggestions, and refusals."""

from __future__ import annotations

from app.core import labels
from app.core.language import lazy as _l
from app.process.step_labels import StepWords, register_names, register_steps
from app.working_papers.drafts.service import Noted
from app.working_papers.models import Leaning, Part
from workflows.first_round import FIRST_ROUND, FirstRoundAction, RoundState
from workflows.streams import Stream
from workflows.suggestion import SUGGESTION as SUGGESTION_TABLE
from workflows.suggestion import SuggestionAction, SuggestionState

LEANING = {
    Leaning.RECOMMEND: _l("A recommendation should follow"),
    Leaning.MORE: _l("More has to be known first"),
    Leaning.NOTHING: _l("There is nothing to recommend"),
}
PART = {
    Part.TEXT: _l("The recommendation"),
    Part.HEADING: _l("In a few words"),
    Part.DUTY: _l("Duty and its source"),
    Part.MEASURE: _l("Measure of success"),
    Part.WILL_LOOK_AT: _l("What the Group will look at when it verifies"),
}
SUGGESTION = {
    SuggestionState.OPEN: _l("Awaiting an answer"),
    SuggestionState.TAKEN: _l("Accepted into the draft"),
    SuggestionState.REFUSED: _l("Not accepted"),
}
ROUND = {
    RoundState.OPEN: _l("First round open"),
    RoundState.CLOSED: _l("First round closed"),
}
ROUND_STEPS = {
    FirstRoundAction.NOTE: _l("Note the view"),
    FirstRoundAction.CLOSE: _l("Close the first round"),
}
SUGGESTION_STEPS = {
    SuggestionAction.TAKE: _l("Accept the wording"),
    SuggestionAction.REFUSE: _l("Decline the wording"),
}
REFUSED = {
    "round_over": _l("The round is over: no more views are accepted. What you typed is shown below."),
    "does_not_act": _l("Only the person who acts for an organisation's seat today notes its view."),
    "no_draft": _l("This is no draft any more: nothing can be added to it."),
    "resolved": _l("This comment has been dealt with: write a new one."),
    "voting": _l("A vote on this is open: wait until it has closed."),
    "passage": _l("This passage is not in the draft: copy the words exactly as they are there."),
    "passage_twice": _l("This passage is in the draft more than once: include more of the words around it."),
}


PAPERS = {
    Noted.COMMENT: StepWords(
        button=_l("Comment"),
        title=_l("Comment on a draft"),
        explain=_l("The rapporteur is notified."),
        done=_l("A draft recommendation was commented on."),
        notice=_l("A draft recommendation was commented on"),
    ),
    Noted.REPLY: StepWords(
        button=_l("Reply"),
        title=_l("Reply to a comment"),
        explain=_l("The rapporteur and those who wrote there before are notified."),
        done=_l("A comment on a draft recommendation was answered."),
        notice=_l("A comment on a draft recommendation was answered"),
    ),
    Noted.SUGGESTION: StepWords(
        button=_l("Suggest wording"),
        title=_l("Suggest wording"),
        explain=_l("The rapporteur is notified, and accepts it or declines it with a reason."),
        done=_l("Other words were suggested for a draft recommendation."),
        notice=_l("Other words were suggested for a draft recommendation"),
    ),
}


def register_labels() -> None:
    """Make these words known."""
    labels.register(LEANING, PART, SUGGESTION, ROUND)
    register_steps(Stream.RECORD, PAPERS)
    register_names(FIRST_ROUND.name, ROUND_STEPS)
    register_names(SUGGESTION_TABLE.name, SUGGESTION_STEPS)
