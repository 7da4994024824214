"""Forms of who reads a concern for the Group: named, handed over, given back."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.concerns import fields
from app.concerns.access import Case
from app.concerns.models import Recommendation
from app.concerns.step_forms import StepForm, StepForms
from app.process.data import Reason, StepData
from app.review.offers import Offered, offered
from app.review.service import Assignment, HandOver
from workflows.concern import CONCERN, Do

step_forms = StepForms()


@step_forms.of(CONCERN, Do.ASSIGN, Do.SECOND)
class AssignForm(StepForm):
    """Who reads the concern for the Group."""

    data_class: ClassVar[type[StepData]] = Assignment

    person = fields.pick(
        _l("Member"),
        _l("Nobody of the filer's organisation, or of one that the concern is about, is listed."),
    )

    def prepare(self, session: Session, case: Case, recommendation: Recommendation | None) -> None:
        """List the members who may be chosen, the most fitting first, each with what speaks for or against."""
        self.person.choices = [(0, _l("Choose one"))] + [
            (o.person.id, " · ".join(said_of(o))) for o in self.offers(session, case)
        ]

    def offers(self, session: Session, case: Case) -> list[Offered]:
        """Who may be chosen."""
        return offered(session, case.concern)


def said_of(offer: Offered) -> list[str]:
    """A member as the list offers them."""
    said = [offer.person.name, offer.person.organisation.name]
    said.append(ngettext("%(num)s open review", "%(num)s open reviews", offer.load))
    if offer.fits:
        said.append(_("its field"))
    if offer.tied:
        said.append(_("has a tie in the register of interests"))
    return said


@step_forms.of(CONCERN, Do.HAND_OVER)
class HandOverForm(AssignForm):
    """Who takes the post over, and why."""

    data_class = HandOver

    reason = fields.long_text(_l("Reasons"), rows=3)

    def offers(self, session: Session, case: Case) -> list[Offered]:
        """Everybody who may be chosen but the one who hands over."""
        return [o for o in super().offers(session, case) if o.person.id != case.actor.person_id]


@step_forms.of(CONCERN, Do.LEAVE_POST)
class LeavePostForm(StepForm):
    """Why the post is given back."""

    data_class = Reason

    reason = fields.long_text(_l("Reasons"), rows=3)
