"""Who an answering organisation's people are to its work on a recommendation. What is not theirs does not exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.answers.models import ContributionRequest, PreparedAnswer
from app.concerns.access import Case, find, is_sent
from app.concerns.clocks import Ledger
from app.concerns.facts import concern_facts, recommendation_facts
from app.concerns.models import Concern, Recommendation
from app.concerns.periods import load_calendar
from app.concerns.visibility import STATE_KINDS, UNSENT, any_of, not_recused, state_organisations
from app.core.actor import Actor
from app.core.numbers import whole_or_zero
from app.core.refusals import NotFound
from app.core.time import today
from workflows.concern import CONCERN
from workflows.engine import Step, Workflow
from workflows.recommendation import RECOMMENDATION
from workflows.roles import ANSWERING, CaseRole, Role


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as one person has it in front of them."""

    request: ContributionRequest
    standing: frozenset[CaseRole]

    @property
    def asker(self) -> bool:
        """Whether the person belongs to who asked."""
        return CaseRole.MINISTRY in self.standing


def standing_in(actor: Actor, request: ContributionRequest) -> frozenset[CaseRole]:
    """Who the person is to a request: of the organisation that asks, of the agency that is asked, or nobody."""
    held = set()
    if actor.is_(Role.MINISTRY) and actor.organisation_id == request.by_organisation_id:
        held.add(CaseRole.MINISTRY)
    if actor.is_(*ANSWERING) and actor.organisation_id == request.agency_id:
        held.add(CaseRole.CONTRIBUTOR)
    return frozenset(held)


def find_request(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Asked:
    """The request at this address for this person; with `lock` its concern's row first. Raises NotFound."""
    if lock:
        lock_concern(session, select(ContributionRequest.concern_id).filter_by(public_id=public_id))
    request = session.scalars(
        select(ContributionRequest)
        .where(
            ContributionRequest.public_id == public_id,
            *not_recused(actor, ContributionRequest.concern_id),
        )
        .options(
            joinedload(ContributionRequest.concern),
            joinedload(ContributionRequest.recommendation).options(
                joinedload(Recommendation.addressee), selectinload(Recommendation.sent)
            ),
            joinedload(ContributionRequest.agency),
            joinedload(ContributionRequest.by_organisation),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if request is None or not still_asked(request, request.recommendation):
        raise NotFound(public_id)
    standing = standing_in(actor, request)
    if not standing:
        raise NotFound(public_id)
    return Asked(request, standing)


def still_asked(request: ContributionRequest, about: Recommendation) -> bool:
    """Whether it is still one that the ministry answers: not taken back, nor given to others.

    What is sent anew after it was taken back is another: nobody was asked about that.
    """
    sent = about.transmitted_at if is_sent(about) else None
    return sent is not None and sent <= request.at and about.addressee.kind in STATE_KINDS


def lock_concern(session: Session, concern_id: Select[Any]) -> None:
    """Lock the row of a concern, as whatever writes to a case does first."""
    session.execute(select(Concern.id).where(Concern.id.in_(concern_id)).with_for_update())


def find_recommendation(
    session: Session, actor: Actor, public_id: str, number: int, *, lock: bool = False
) -> tuple[Case, Recommendation]:
    """A recommendation that this person's organisation answers: not yet while facts are checked. Raises NotFound."""
    case = find(session, actor, public_id, lock=lock)
    for recommendation in case.recommendations:
        if recommendation.number != number or recommendation.transmitted_at is None:
            continue
        if CaseRole.ADDRESSEE in case.standing_in(recommendation):
            return case, recommendation
    raise NotFound(f"{public_id}/{number}")


def find_ticked(session: Session, actor: Actor, places: Sequence[str]) -> list[tuple[Case, Recommendation]]:
    """What is ticked in a list: each as address of the concern, slash, number. Raises NotFound."""
    found = []
    for place in places:
        public_id, _slash, number = place.partition("/")
        found.append(find_recommendation(session, actor, public_id, whole_or_zero(number)))
    return found


def find_prepared(
    session: Session, actor: Actor, public_id: str, *, lock: bool = False
) -> tuple[Case, PreparedAnswer]:
    """A prepared answer of this person's organisation, with its case. Raises NotFound."""
    found = session.execute(
        select(PreparedAnswer.organisation_id, Concern.public_id)
        .join(Concern, Concern.id == PreparedAnswer.concern_id)
        .where(PreparedAnswer.public_id == public_id)
    ).one_or_none()
    if found is None or found.organisation_id != actor.organisation_id or not actor.is_(*ANSWERING):
        raise NotFound(public_id)
    case = find(session, actor, found.public_id, lock=lock)
    prepared = session.scalars(
        select(PreparedAnswer)
        .where(PreparedAnswer.public_id == public_id)
        .options(joinedload(PreparedAnswer.by))
        .execution_options(populate_existing=True)
    ).one()
    return case, prepared


# --- as conditions on rows -----------------------------------------------------------

_ASKED_OF = aliased(Recommendation)  # made once: a second name for a large table is no small thing


def requests_seen(actor: Actor) -> ColumnElement[bool]:
    """The requests for a contribution that exist for this person: of who asks, and of the agency that is asked."""
    theirs: list[ColumnElement[bool]] = []
    if actor.is_(Role.MINISTRY):
        theirs.append(ContributionRequest.by_organisation_id == actor.organisation_id)
    if actor.is_(Role.MINISTRY, Role.AGENCY):
        theirs.append(ContributionRequest.agency_id == actor.organisation_id)
    return and_(any_of(theirs), is_still_asked(), *not_recused(actor, ContributionRequest.concern_id))


def is_still_asked() -> ColumnElement[bool]:
    """That the recommendation of a request is still the one that the ministry answers: `still_asked`, as SQL."""
    rec = _ASKED_OF
    asked = exists().where(
        rec.id == ContributionRequest.recommendation_id,
        rec.state.not_in(sorted(UNSENT)),
        rec.transmitted_at <= ContributionRequest.at,
        rec.addressee_id.in_(state_organisations()),
    )
    return asked.correlate(ContributionRequest)


# --- what an addressee owes -----------------------------------------------------------

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
