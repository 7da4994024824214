"""Beside the naming of readers and before a vote: who had better be recused, as the register of interests says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.concerns.attachments import Attachment
from app.concerns.page.step_parts import StepPart
from app.concerns.step_forms import StepForm
from app.recusals.queries import proposed
from app.votes.decision_form import DecisionForm
from workflows.concern import Do

NAMING = frozenset({Do.ASSIGN, Do.SECOND})


class RecusalPart(StepPart):
    """Of steps that give somebody a part in the case."""

    def context(self, form: StepForm, _files: Sequence[Attachment]) -> dict[str, Any]:
        """The ties that propose a recusal."""
        page = self.page
        asked = page.do in NAMING or isinstance(form, DecisionForm)
        return {"conflicts": proposed(page.session, page.case.concern) if asked else []}
