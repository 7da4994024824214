"""For whom a vote exists, and how it is locked."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.concerns.access import Case, find
from app.concerns.models import Concern
from app.core.actor import Actor
from app.core.refusals import NotFound
from app.votes.models import Vote
from workflows.permissions import Right
from workflows.roles import Role


class Undeclared(NotFound):
    """The person has first to say whether there is a conflict of interest in this concern."""


def locked_vote(session: Session, actor: Actor, vote_id: str) -> Vote:
    """The vote as this person may see it, its row locked. Raises NotFound."""
    vote = _locked(session, vote_id)
    if vote is None:
        raise NotFound(vote_id)
    case_of(session, actor, vote)
    return vote


def locked_with_concern(session: Session, vote_id: str) -> tuple[Vote, Concern | None]:
    """The concern is locked before its vote, as everywhere, so that two closes wait for each other."""
    concern_id = session.execute(select(Vote.concern_id).where(Vote.public_id == vote_id)).one_or_none()
    if concern_id is None:
        raise NotFound(vote_id)
    concern = None
    if concern_id[0] is not None:
        concern = session.scalars(
            select(Concern)
            .where(Concern.id == concern_id[0])
            .options(joinedload(Concern.filer_organisation))
            .with_for_update(of=Concern)
            .execution_options(populate_existing=True)
        ).one()
    vote = _locked(session, vote_id)
    assert vote is not None  # no vote is ever taken out
    return vote, concern


def _locked(session: Session, vote_id: str) -> Vote | None:
    return session.scalars(
        select(Vote)
        .where(Vote.public_id == vote_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def case_of(session: Session, actor: Actor, vote: Vote) -> Case | None:
    """The case that the vote is about, as the person has it; None for one on the Group itself. Raises NotFound."""
    if vote.concern_id is None:
        if not actor.is_(Role.MEMBER, Role.SECRETARIAT):
            raise NotFound(vote.public_id)
        return None
    public_id = session.scalar(select(Concern.public_id).where(Concern.id == vote.concern_id))
    case = find(session, actor, public_id or "")
    if case.undeclared:
        raise Undeclared(case.concern.public_id)
    if Right.DRAFTS not in case.rights:
        raise NotFound(vote.public_id)
    return case
