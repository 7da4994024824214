"""The table of votes, as the driver runs it, and what opening one does. What closing one does: `closing.py`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.access import chairs_as, find
from app.concerns.steps import numbered, step_of
from app.core.actor import Actor
from app.core.time import now
from app.notifications.recipients import Occasion, queue, queue_notices
from app.process import history
from app.process.effects import StepEffects
from app.process.models import Event
from app.process.run import check
from app.process.tables import Address, Process
from app.votes.models import VoteSeat
from app.votes.steps import Opening, VoteStep, adopted, closing_of, opening_of
from workflows.engine import ClockEffect, NotNow, NotYours, Step
from workflows.notifications import Topic
from workflows.roles import CaseRole
from workflows.vote import VOTE, Facts
from workflows.voting import Did

effects = StepEffects()


class VoteProcess(Process[VoteStep]):
    """A vote. Opening it makes it, on the case that it is about; about the Group itself: `group.py`."""

    workflow = VOTE

    def open(self, session: Session, actor: Actor, address: Address, do: str, data: Any) -> VoteStep:
        """One that exists for the person, or a new one on a step of this case."""
        if do == Did.OPENED:
            case = find(session, actor, address.public_id, lock=True)
            return opening_of(session, case, numbered(case, address.number), data)
        return closing_of(session, actor, address.public_id)

    def version(self, step: VoteStep) -> int:
        """Of one that opens, that of what it is about."""
        about = step.recommendation or (step.case.concern if step.case else None)
        return step.vote.version if about is None else about.version

    def roles(self, step: VoteStep) -> frozenset[CaseRole]:
        """Towards the case, or in the Group."""
        return step.held

    def facts(self, step: VoteStep) -> Facts:
        """Of the vote, and of what it is about."""
        ends_at = step.vote.ends_at
        ended = ends_at is not None and ends_at <= step.at
        return Facts(step.voting, step.can_vote, ends_ahead=not ended, over=ended or step.actor is not None)

    def acts_as(self, step: VoteStep, role: CaseRole) -> CaseRole:
        """Who acts in the chair's place is named as what they are."""
        if step.named is not None:
            return step.named
        return chairs_as(step.actor) if step.actor else role

    def record(self, step: VoteStep, row: Step[Any], _source: str, _target: str) -> Event | None:
        """In the concern's history: a vote on the Group itself has none."""
        if row.do is Did.OPENED:
            step.session.add(step.vote)
            step.session.flush()
        return None if step.vote.concern_id is None else _event(step, Did(row.do))

    def apply(self, step: VoteStep, effects: Iterable[ClockEffect]) -> None:
        """It has no clock: that of what it is about runs on."""
        if tuple(effects):
            raise ValueError(f"{VOTE.name}: {step.do} declares a clock")

    def result(self, step: VoteStep, target: StrEnum) -> str:
        """Where a new one is found."""
        return step.vote.public_id if step.do == Did.OPENED else target.value


def _event(step: VoteStep, do: Did) -> Event:
    vote, actor = step.vote, step.actor
    about: dict[str, Any] = {"vote": vote.public_id, "of": vote.machine, "step": vote.do}
    if do is Did.OPENED:
        about["ends_at"] = vote.ends_at.astimezone(UTC).isoformat() if vote.ends_at else None
    else:
        about["results"] = vote.results
    return history.add(
        step.session,
        Event(
            concern_id=vote.concern_id,
            recommendation_id=vote.recommendation_id,
            at=step.at,
            person_id=actor.person_id if actor else None,
            organisation_id=actor.organisation_id if actor else None,
            standing=step.standing,
            machine=VOTE.name,
            do=do,
            source="",
            target=vote.verdict or "",
            public=False,
            params=about,
        ),
    )


@effects.before(VOTE, Did.OPENED)
def check_step(step: VoteStep, opening: Opening | None) -> None:
    """It could be taken now. The clock or the chair takes it, who typed nothing: it is looked through now.

    What somebody proposes with another step is looked through with that one.
    """
    if step.case is None or opening is None:
        return
    taking = step_of(step.session, step.case, step.recommendation, opening.do, opening.data)
    workflow = taking.process.workflow
    decided = workflow.find(getattr(taking.subject, taking.process.column), opening.do).decision
    if step.named is not None:
        if not decided:
            raise NotNow(f"{opening.do} is not put to the vote")
        return
    if not decided:
        raise NotYours(f"{workflow.name}: {opening.do} is not put to the vote")
    check(taking)


@effects.after(VOTE, Did.OPENED)
def stop_what_is_voted_on(step: VoteStep, opening: Opening | None) -> None:
    """It stands still until the vote has closed."""
    if step.case is not None and opening is not None:
        drafts = adopted(step.case, step.recommendation, opening)
        for row in (step.recommendation or step.case.concern, *drafts):
            row.voting = True


@effects.after(VOTE, Did.OPENED, Did.CLOSED)
def tell_the_roll(step: VoteStep, _opening: object) -> None:
    """Those who act for its seats, but the one who did it."""
    session, vote, did = step.session, step.vote, Did(step.do)
    seats = select(VoteSeat).where(VoteSeat.vote_id == vote.id)
    if step.event is not None:
        roll = session.scalars(seats.where(VoteSeat.recused_at.is_(None)))
        queue_notices(session, step.event, (seat.person_id for seat in roll), Topic.VOTE)
        return
    by = step.actor.person_id if step.actor else None
    occasion = Occasion(f"vote-{vote.id}-{did}", now(), by, {"vote_id": vote.id, "did": did.value})
    queue(session, occasion, (seat.person_id for seat in session.scalars(seats)), Topic.VOTE)
