"""What an answer's form begins with: what was prepared, words that are used again, contributions that have come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.answers.models import AnswerTemplate, ContributionRequest, PreparedAnswer
from app.answers.queries import Work, work_on
from app.answers.sign_off.steps import signs
from app.answers.templates import wordings
from app.concerns.access import Case
from app.concerns.attachments import Attachment
from app.concerns.models import Recommendation
from workflows.answer import State
from workflows.recommendation import ANSWERS, RecommendationAction
from workflows.roles import CaseRole

# The field of each answer that takes running text.
MAIN = {
    RecommendationAction.ACCEPT: "note",
    RecommendationAction.ACCEPT_IN_PART: "reason",
    RecommendationAction.REJECT: "reason",
    RecommendationAction.CLAIM_DONE: "claim",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the form of an answer."""

    work: Work
    wordings: Sequence[AnswerTemplate]
    signs: bool
    files: Sequence[tuple[Attachment, ContributionRequest]]  # that came with contributions

    @property
    def waits(self) -> PreparedAnswer | None:
        """An answer that awaits a signature: meanwhile no other can be prepared."""
        prepared = self.work.prepared
        return prepared if prepared and prepared.state is State.TO_SIGN else None

    def offered(self, waiting: Sequence[Attachment]) -> list[tuple[Attachment, ContributionRequest]]:
        """Those of them that do not wait with the answer yet."""
        taken = {file.sha256 for file in waiting}
        return [(file, asked) for file, asked in self.files if file.sha256 not in taken]


def beside(session: Session, case: Case, rec: Recommendation, do: str) -> Beside | None:
    """What an answer can begin with; None for a step that is no answer, or not this person's."""
    if do not in ANSWERS or CaseRole.ADDRESSEE not in case.standing_in(rec):
        return None
    work = work_on(session, case, rec)
    files = [(file, request) for request in work.given for file in work.files.get(request.id, ())]
    return Beside(work, wordings(session, case.actor, do), signs(session, case.actor), files)


def first_words(given: Beside, do: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """The fields that the form begins with, as the address asks: `wording` and `contributions`."""
    prepared = given.work.prepared
    fields: dict[str, Any] = {}
    if prepared is not None and prepared.do == do:
        fields = {name: value for name, value in prepared.given.items() if name != "files"}
    for wording in given.wordings:
        if wording.public_id == asked.get("wording"):
            fields = dict(wording.fields)
    if asked.get("contributions"):
        main = MAIN[RecommendationAction(do)]
        parts = [fields.get(main, ""), *(f"{r.agency.name}: {r.contribution}" for r in given.work.given)]
        fields[main] = "\n\n".join(part for part in parts if part)
    return fields
