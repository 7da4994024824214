"""A decision of the Group, as the chair records it. Votes held here take its place in the table's `decision` rows."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.cases import fields
from app.cases.data import Decision, NewDateDecision
from app.cases.forms import StepForm
from app.cases.vocabulary import Manner

MANNERS = [
    (Manner.MEETING.value, _l("In a meeting")),
    (Manner.WRITTEN.value, _l("By written procedure")),
]


class DecisionForm(StepForm):
    """When and how the Group decided."""

    data_class = Decision

    decided_on = fields.day(_l("Day of the decision"), "", fields.not_ahead)
    manner = fields.one_of(_l("How the Group decided"), MANNERS, Manner)
    votes_for = fields.count(_l("Votes for"), _l("If there was a vote."))
    votes_against = fields.count(_l("Votes against"))
    abstained = fields.count(_l("Abstentions"))
    reason = fields.long_text(_l("Reasons"), required=False)


class ReasonedDecisionForm(DecisionForm):
    """A decision that has to give its reasons."""

    reason = fields.long_text(_l("Reasons"), _l("They stay with the case."))


class NewDateDecisionForm(ReasonedDecisionForm):
    """A decision that sets a new date."""

    data_class = NewDateDecision

    due_on = fields.day(_l("New date"), _l("Until when the institution is to report."), fields.not_past)
