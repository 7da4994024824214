"""What is said of a draft, as its notice tells it."""

from __future__ import annotations

from app.core.language import lazy as _l
from app.process.labels import StepWords
from app.working_papers.drafts.service import Noted

PAPERS = {
    Noted.COMMENT: StepWords(
        button=_l("Comment"),
        title=_l("Comment on a draft"),
        explain=_l("The rapporteur is told."),
        done=_l("A draft recommendation was commented on."),
        notice=_l("A draft recommendation was commented on"),
    ),
    Noted.REPLY: StepWords(
        button=_l("Reply"),
        title=_l("Reply to a comment"),
        explain=_l("The rapporteur is told, and who wrote there before."),
        done=_l("A comment on a draft recommendation was answered."),
        notice=_l("A comment on a draft recommendation was answered"),
    ),
    Noted.SUGGESTION: StepWords(
        button=_l("Suggest wording"),
        title=_l("Suggest wording"),
        explain=_l("The rapporteur is told, and takes it or refuses it with a reason."),
        done=_l("Other words were suggested for a draft recommendation."),
        notice=_l("Other words were suggested for a draft recommendation"),
    ),
}
