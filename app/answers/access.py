"""Who an answering organisation's people are to its work on a recommendation. What is not theirs does not exist."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.answers.models import ContributionRequest, PreparedAnswer
from app.concerns.access import Case, find, is_sent
from app.concerns.models import Concern, Recommendation
from app.concerns.visibility import STATE_KINDS
from app.core.actor import Actor
from app.core.refusals import NotFound
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
        .where(ContributionRequest.public_id == public_id)
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
    if request is None or not still_asked(request.recommendation):
        raise NotFound(public_id)
    standing = standing_in(actor, request)
    if not standing:
        raise NotFound(public_id)
    return Asked(request, standing)


def still_asked(recommendation: Recommendation) -> bool:
    """Whether it is still one that the ministry answers: not taken back, nor given to others."""
    return is_sent(recommendation) and recommendation.addressee.kind in STATE_KINDS


def lock_concern(session: Session, concern_id: Select[int]) -> None:
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
