"""The form of an answer: what was prepared, words used again, files of contributions; and the second signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.answers.files import take_over
from app.answers.prefill import Beside, beside, first_words
from app.answers.service import answer
from app.concerns.attachments import Attachment
from app.concerns.models import Recommendation
from app.concerns.page.step_parts import Sent, StepPage, StepPart
from app.concerns.step_forms import StepForm
from app.concerns.uploads import store
from app.core.actor import me
from app.core.files.contents import Reason
from app.process.step_labels import step_words
from workflows.answer import ANSWER, AnswerAction


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
        return list(prepared.given.get("files", ())) if prepared else ()

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
