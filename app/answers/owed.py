"""Which steps of the table an addressee owes now, for who takes them without an account or records them on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.concerns.access import Case
from app.concerns.clocks import Ledger
from app.concerns.facts import concern_facts, recommendation_facts
from app.concerns.models import Recommendation
from app.concerns.periods import load_calendar
from app.core.time import today
from workflows.concern import CONCERN
from workflows.engine import Step, Workflow
from workflows.recommendation import RECOMMENDATION
from workflows.roles import CaseRole

ADDRESSEE = frozenset({CaseRole.ADDRESSEE, CaseRole.CHECKER})


@dataclass(frozen=True, slots=True)
class Owed:
    """The case as it exists for the person, and which steps of the addressee are open to them."""

    case: Case
    rec: Recommendation | None
    workflow: Workflow[Any]
    state: str
    steps: Sequence[Step[Any]]


def owed_in(session: Session, case: Case, rec: Recommendation | None, *, on_paper: bool = False) -> Owed:
    """What this person may do as the addressee, or record `on_paper`: of a recommendation, or of the concern."""
    day = today()
    ledger = Ledger.of(session, case.concern, load_calendar(session, day))
    workflow: Workflow[Any] = RECOMMENDATION if rec else CONCERN
    state = rec.state if rec else case.concern.stage
    facts: Any = recommendation_facts(rec, ledger, day) if rec else concern_facts(case, ledger, day)
    standing = case.standing_in(rec) if rec else case.standing
    offers = workflow.offers(state, facts, standing if on_paper else standing & ADDRESSEE, on_paper=on_paper)
    return Owed(case, rec, workflow, state, [offer.step for offer in offers if offer.open])
