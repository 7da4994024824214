"""Votes: choices, rules, verdicts, and what is said when something is refused."""

from __future__ import annotations

from flask_babel.speaklater import LazyString

from app.core import labels
from app.core.language import lazy as _l
from app.process.step_labels import StepWords, register_names, register_steps, step_words
from app.votes.group import GROUP, Question
from workflows.streams import Stream
from workflows.vote import VOTE, VoteState
from workflows.voting import Choice, Did, Majority, Quorum, Verdict

CHOICE = {
    Choice.FOR: _l("In favour"),
    Choice.AGAINST: _l("Against"),
    Choice.ABSTAIN: _l("Abstains"),
}
QUORUM = {
    Quorum.HALF: _l("more than half of the seats entitled to vote"),
    Quorum.TWO_THIRDS: _l("two thirds of the seats entitled to vote"),
    Quorum.ALL: _l("all seats entitled to vote"),
}
MAJORITY = {
    Majority.CAST: _l("more votes in favour than against; abstentions are no votes"),
    Majority.PRESENT: _l("more than half of those who took part in favour"),
    Majority.SEATS: _l("more than half of the seats entitled to vote in favour"),
    Majority.TWO_THIRDS: _l("two thirds of the votes cast in favour"),
}
VERDICT = {
    Verdict.ADOPTED: _l("Adopted"),
    Verdict.NOT_ADOPTED: _l("Not adopted"),
    Verdict.NO_QUORUM: _l("No quorum"),
}
STATE = {
    VoteState.NEW: _l("Vote not opened yet"),
    VoteState.OPEN: _l("Vote open"),
    VoteState.CLOSED: _l("Vote closed"),
}
STEPS = {
    Did.OPENED: _l("Open a vote"),
    Did.CLOSED: _l("Close the vote"),
}
QUESTION = {
    Question.ADMIT: _l("Admission of a member"),
    Question.END: _l("End of a seat"),
    Question.CHAIR: _l("Election of the chair"),
    Question.SENDER: _l("Who sends what is urgent where the chair is out"),
}
REFUSED = {
    "closed": _l("The vote has closed: what you chose now was not counted."),
    "not_on_the_roll": _l("Your organisation is not on the roll of this vote."),
    "does_not_act": _l("You do not act for your organisation today: its representative or alternate votes."),
    "questions": _l("Answer every question."),
    "chair_only": _l("Only the chair does this."),
    "transmitted": _l(
        "The recommendations have been transmitted: an opinion can no longer travel with them."
    ),
    "vote_open": _l("A vote on this is open already."),
    "ends_on": _l("Enter a future day, until which ballots are accepted."),
    "organisation": _l("Choose a member organisation."),
    "person": _l("Choose a person."),
    "seated": _l("This organisation holds a seat already."),
    "not_seated": _l("This organisation holds no seat."),
    "mandate": _l("Enter the first and the last day of the mandate."),
}


VOTING = {
    Did.OPENED: StepWords(
        button=_l("Vote"),
        title=_l("Vote of the Group"),
        explain=_l("The organisations that hold a seat vote."),
        done=_l("A vote was opened"),
        notice=_l("A vote of the Group is open: your ballot is awaited"),
    ),
    Did.CLOSED: StepWords(
        button=_l("Close the vote"),
        title=_l("Close the vote"),
        explain=_l("The ballots are counted, and what is adopted is carried out at once."),
        done=_l("The vote was closed"),
        notice=_l("A vote of the Group has closed"),
    ),
    Did.RECUSED: StepWords(
        button=_l("Recuse"),
        title=_l("Recusal"),
        explain=_l("The ballot is void, and the quorum is recalculated."),
        done=_l("A member was recused"),
        notice=_l("A member was recused"),
    ),
    Did.LIFTED: StepWords(
        button=_l("Lift the recusal"),
        title=_l("Lift a recusal"),
        explain=_l(
            "Its people see the case again, once they have said that there is no conflict of interest."
        ),
        done=_l("The recusal of a member was lifted"),
        notice=_l("The recusal of a member was lifted"),
    ),
    Did.POST_ENDED: StepWords(
        button=_l("End the role"),
        title=_l("End of a role"),
        explain=_l("The chair names another; what was written stays."),
        done=_l("A rapporteur or second reader can no longer act, and the role is vacant"),
        notice=_l("A concern needs another reader"),
    ),
}


def voted_on(machine: str, do: str) -> LazyString:
    """What a vote is about: a step of one of the tables, or a question about the Group itself."""
    return QUESTION[Question(do)] if machine == GROUP else step_words(machine, do).title


def register_labels() -> None:
    """Make these words known."""
    labels.register(CHOICE, QUORUM, MAJORITY, VERDICT, STATE, QUESTION)
    register_steps(Stream.VOTE, VOTING)
    register_names(VOTE.name, STEPS)
