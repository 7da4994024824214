"""What may be done by a link now: the steps of the table that its organisation owes, as who holds the link has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.answers.links.access import Gone
from app.cases.access import Case, NotFound, find
from app.cases.answering import AnswerLink
from app.cases.clocks import Ledger, load_calendar
from app.cases.facts import concern_facts, recommendation_facts
from app.cases.models import Recommendation
from app.core.actor import Actor
from app.core.time import today
from workflows.concern import CONCERN
from workflows.engine import Step, Workflow
from workflows.recommendation import RECOMMENDATION
from workflows.standing import Role, Standing

ADDRESSEE = frozenset({Standing.ADDRESSEE})


@dataclass(frozen=True, slots=True)
class Owed:
    """The case as it exists for the organisation, and which steps are open to it."""

    case: Case
    rec: Recommendation | None
    workflow: Workflow[Any]
    state: str
    steps: Sequence[Step[Any]]


def owed_by(session: Session, link: AnswerLink, *, lock: bool = False) -> Owed:
    """What is owed by the organisation of a link that is no request's. Raises Gone."""
    try:
        case = find(session, holder_of(link), link.concern.public_id, lock=lock)
    except NotFound:
        raise Gone from None
    rec = next((r for r in case.recommendations if r.id == link.recommendation_id), None)
    if rec is None and link.recommendation_id is not None:
        raise Gone
    day = today()
    ledger = Ledger.of(session, case.concern, load_calendar(session, day))
    workflow: Workflow[Any] = RECOMMENDATION if rec else CONCERN
    state = rec.state if rec else case.concern.stage
    facts: Any = recommendation_facts(rec, ledger, day) if rec else concern_facts(case, ledger, day)
    standing = case.standing_in(rec) if rec else case.standing
    offers = workflow.offers(state, facts, standing & ADDRESSEE)
    steps = [offer.step for offer in offers if offer.open]
    if not steps:
        raise Gone
    return Owed(case, rec, workflow, state, steps)


def holder_of(link: AnswerLink) -> Actor:
    """Whoever holds the link: nobody's account, and of its organisation."""
    return Actor(
        person_id=0,
        organisation_id=link.organisation_id,
        organisation_kind=link.organisation.kind,
        name="",
        organisation_name=link.organisation.name,
        email=link.email,
        roles=frozenset({Role.AGENCY}),
    )
