"""The form of a step that the Group decides: it opens a vote."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.concerns.page.step_parts import Sent, StepPart
from app.concerns.step_forms import StepForm
from app.core.actor import me
from app.process.outcome import Taken
from app.votes.decision_form import DecisionForm
from app.votes.procedure import procedure_of
from app.votes.service import open_vote


class VotePart(StepPart):
    """Of a step whose form puts it to the vote."""

    def send(
        self, form: StepForm, _files: tuple[str, ...], _draft: bool, sent: dict[str, Any]
    ) -> Sent | None:
        """Open the vote."""
        if not isinstance(form, DecisionForm):
            return None
        address = self.page.case.concern.public_id
        outcome = open_vote(me(), address, self.page.do, form.decision(), procedure_of(form), **sent)
        if not isinstance(outcome, Taken):
            return Sent(outcome)
        onward = url_for("votes.page", vote_id=outcome.target)
        return Sent(outcome, onward, _("The vote is open: everybody on the roll is told."))
