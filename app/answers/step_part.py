"""The form of an answer: what was prepared, words used again, files of contributions; and the second signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.answers.files import take_over
from app.answers.models import AnswerTemplate, ContributionRequest, PreparedAnswer
from app.answers.queries import Work, wordings, work_on
from app.answers.service import answer
from app.answers.sign_off.steps import signs
from app.concerns.access import Case
from app.concerns.attachments import Attachment
from app.concerns.models import Recommendation
from app.concerns.page.step_parts import Sent, StepPage, StepPart
from app.concerns.step_forms import StepForm
from app.concerns.uploads import store
from app.core.actor import me
from app.core.files.contents import Reason
from app.core.language import translate as _
from app.process.step_labels import step_words
from workflows.answer import ANSWER, AnswerAction, State
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
        fields = {name: value for name, value in prepared.data.items() if name != "files"}
    for wording in given.wordings:
        if wording.public_id == asked.get("wording"):
            fields = dict(wording.fields)
    if asked.get("contributions"):
        main = MAIN[RecommendationAction(do)]
        parts = [fields.get(main, ""), *(f"{r.agency.name}: {r.contribution}" for r in given.work.given)]
        fields[main] = "\n\n".join(part for part in parts if part)
    return fields


class AnswerPart(StepPart):
    """Of a step that is an answer, for who gives it."""

    def __init__(self, page: StepPage, recommendation: Recommendation, aside: Beside) -> None:
        super().__init__(page)
        self.recommendation, self.aside = recommendation, aside

    def first_words(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """Of what was prepared, or of what the address asks for."""
        return first_words(self.aside, self.page.do, asked)

    def is_draft(self, typed: Mapping[str, str]) -> bool:
        """Where two persons see it, the first may keep it."""
        return self.aside.signs and typed.get("keep") == "draft"

    def begun(self) -> Sequence[str]:
        """Those of the answer that was prepared."""
        prepared = self.aside.work.prepared
        return list(prepared.data.get("files", ())) if prepared else ()

    def take_files(self, typed: MultiDict[str, str]) -> list[tuple[str, Reason]]:
        """Copies of those that came with contributions."""
        page, ticked = self.page, typed.getlist("take_file")
        return take_over(store(), page.session, page.case, self.recommendation, ticked) if ticked else []

    def context(self, _form: StepForm, files: Sequence[Attachment]) -> dict[str, Any]:
        """All of it, and the files that may still be taken over."""
        return {"aside": self.aside, "offered": self.aside.offered(files)}

    def send(self, form: StepForm, files: tuple[str, ...], draft: bool, sent: dict[str, Any]) -> Sent:
        """At once, or to who signs it."""
        address = self.page.case.concern.public_id
        outcome = answer(me(), address, do=self.page.do, data=form.given(files), draft=draft, **sent)
        if not self.aside.signs:
            return Sent(outcome)
        onward = url_for("answers.work", public_id=address, number=self.recommendation.number)
        done = str(step_words(ANSWER.name, AnswerAction.PROPOSE).done)
        return Sent(outcome, onward, _("The draft is kept for your institution.") if draft else done)


def answer_part(page: StepPage) -> StepPart | None:
    """Of this page, if its step is an answer of the person's organisation."""
    rec = page.recommendation
    aside = beside(page.session, page.case, rec, page.do) if rec else None
    return AnswerPart(page, rec, aside) if rec and aside else None
