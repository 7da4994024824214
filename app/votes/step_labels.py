"""A vote in the history of a concern, told as a step is."""

from __future__ import annotations

from app.core.language import lazy as _l
from app.process.labels import StepWords
from app.votes.models import Did

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
        explain=_l("The ballot is void, and the quorum is reckoned anew."),
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
        button=_l("End the post"),
        title=_l("End of a post"),
        explain=_l("The chair names another; what was written stays."),
        done=_l("A rapporteur or second reader can act no more, and the post is free"),
        notice=_l("A concern needs another reader"),
    ),
}
