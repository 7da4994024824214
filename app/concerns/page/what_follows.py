"""What a step leads to, in words, before it is taken; and how others will read it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from sqlalchemy.orm import Session

from app.concerns.access import Case, acts_as
from app.concerns.models import Recommendation
from app.concerns.page.actions import AvailableAction
from app.concerns.page.history import tell
from app.concerns.page.queries import Line
from app.concerns.page.timeline import TimelineEvent, event_of
from app.concerns.periods import period_of
from app.concerns.step_forms import StepForm
from app.core.formats import period
from app.core.labels import label
from app.core.language import translate as _
from app.core.time import now
from workflows import engine
from workflows.alternatives import ALTERNATIVES
from workflows.periods import Unit
from workflows.recommendation import THEIRS
from workflows.roles import CaseRole, Owner


def alternatives(machine: str, do: str, offered: Sequence[AvailableAction]) -> list[AvailableAction]:
    """The steps that this one is decided among and that are open now, itself included; none where there is no other."""
    among = next((each for each in ALTERNATIVES[machine] if do in each), ())
    found = sorted(
        (each for each in offered if each.do in among and not each.missing), key=lambda m: among.index(m.do)
    )
    return found if len(found) > 1 else []


def kept_together(machine: str, do: str, address: str) -> str:
    """The address under which what is typed for this step is kept: one for all that it is decided among."""
    among = next((each for each in ALTERNATIVES[machine] if do in each), ())
    return f"{address.rpartition('/')[0]}/{among[0]}" if among else address


def what_follows(
    session: Session,
    workflow: engine.Workflow[Any],
    row: engine.Step[Any],
    state: str,
    standing: Set[CaseRole],
    *,
    urgent: bool,
) -> list[str]:
    """Sentences: a vote where there is one, the state it leads to, whose move it is then and how long, who reads it."""
    said = []
    if row.decision:
        said.append(_("The Group votes on it. Nothing changes before the vote has carried it."))
    leads_to = [each for each in row.destinations(workflow.states(state)) if each != state]
    said += [_next(session, workflow.places[each], urgent) for each in leads_to]
    if row.public and standing & row.offered_to & THEIRS:
        said.append(_("The Group reads it in the history, and it cannot be withdrawn."))
    elif row.public:
        said.append(_("The ministry and the institution read it in the history, and it cannot be withdrawn."))
    return said


def _next(session: Session, place: engine.StateInfo, urgent: bool) -> str:
    state = label(place.state)
    if place.owner is Owner.NOBODY:
        return _("Then: %(state)s. Nobody has to act any more.", state=state)
    if place.rule is None:
        return _("Then: %(state)s. Next to act: %(owner)s.", state=state, owner=label(place.owner))
    given = period_of(session, place.rule, urgent)
    if given.unit is Unit.BY_DATE:
        return _(
            "Then: %(state)s. Next to act: %(owner)s, by the date that is set.",
            state=state,
            owner=label(place.owner),
        )
    return _(
        "Then: %(state)s. Next to act: %(owner)s, within %(period)s.",
        state=state,
        owner=label(place.owner),
        period=period(given.amount, given.unit),
    )


def as_read(
    case: Case,
    rec: Recommendation | None,
    workflow: engine.Workflow[Any],
    row: engine.Step[Any],
    form: StepForm,
) -> TimelineEvent:
    """The line of the history as the other side will read it: of the Group, nobody learns who of its members acts."""
    data, actor = form.given(), case.actor
    standing = case.standing_in(rec) if rec else case.standing
    acting = CaseRole.DECISION if row.decision else acts_as(case, workflow.check_standing(row, standing))
    theirs = acting in THEIRS
    line = Line(
        number=0,
        at=now(),
        machine=workflow.name,
        do=row.do,
        source="",
        target="",
        standing=acting,
        recommendation_id=rec.id if rec else None,
        public=True,
        who=actor.name if theirs else "",
        organisation=actor.organisation_name if theirs else "",
        params={},
        text=data.said(),
        grade=getattr(data, "grade", None),
        details=data.details(),
    )
    tell([line], case.all_recommendations)
    return event_of(line)
