"""Opening a vote, casting ballots, closing it: each in one transaction, with the vote's row locked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.access import Case, chairs_as, find
from app.concerns.models import Concern, Recommendation
from app.concerns.steps import opened, step_of
from app.concerns.vocabulary import Manner
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.not_found import NotFound
from app.core.random_ids import public_id as new_public_id
from app.core.time import now
from app.group.queries import acting_seat
from app.notifications.recipients import queue_notices
from app.process import history
from app.process.data import Decision, look_through
from app.process.keys import remember
from app.process.models import Event
from app.process.outcome import Outcome, Taken
from app.process.run import attempted, check
from app.votes.models import WHOLE, Ballot, MinorityOpinion, Vote, VoteSeat, VoteState
from app.votes.proposals import kept
from app.votes.roll import roll_of
from workflows import engine
from workflows.concern import CONCERN, Do
from workflows.notifications import Topic
from workflows.permissions import Right
from workflows.recommendation import RECOMMENDATION, State
from workflows.roles import CaseRole, Role
from workflows.streams import Stream
from workflows.text import shows
from workflows.voting import Choice, Did, Rules


class VoteRefusal(Exception):
    """Nothing was changed. `name` is the key of its words."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Undeclared(NotFound):
    """The person has first to say whether there is a conflict of interest in this concern."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """How a vote is held: in a meeting or in writing until a moment, with which rules, one question or several."""

    manner: Manner
    rules: Rules
    ends_at: datetime | None = None
    apart: bool = False  # each draft recommendation is a question of its own


def open_vote(
    actor: Actor,
    public_id: str,
    do: str,
    data: Decision,
    procedure: Procedure,
    *,
    number: int | None = None,
    version: int,
    key: str,
) -> Outcome:
    """Put a step to the vote. Arguments and refusals as those of `take_step`; `target` is the vote's public id."""

    def attempt(session: Session) -> Outcome:
        found = opened(session, actor, public_id, do, number, version=version, key=key)
        if not isinstance(found, tuple):
            return found
        case, recommendation = found
        _check(session, case, recommendation, do, data)
        vote = _opened(session, case, recommendation, do, data, procedure)
        remember(session, case.actor, do, key, vote.public_id, vote.opened_at)
        return Taken(vote.public_id)

    return attempted(attempt)


def _check(session: Session, case: Case, rec: Recommendation | None, do: str, data: Decision) -> None:
    """The step itself is taken by the clock or the chair, who typed nothing: it is looked through now."""
    step = step_of(session, case, rec, do, data)
    workflow = step.process.workflow
    if not workflow.find(rec.state if rec else case.concern.stage, do).decision:
        raise engine.NotYours(f"{workflow.name}: {do} is not put to the vote")
    check(step)
    if step.subject.voting:
        raise engine.Unmet(("no_vote_open",))


def propose(
    session: Session,
    case: Case,
    rec: Recommendation,
    do: str,
    data: Decision,
    procedure: Procedure,
    standing: CaseRole,
) -> Vote:
    """Put a step of a recommendation to the vote, as part of another step that its author takes in this transaction.

    The concern is locked. Raises engine.NotNow, or engine.Unmet where a vote is open or nobody could vote.
    """
    if rec.voting:
        raise engine.Unmet(("no_vote_open",))
    if not RECOMMENDATION.find(rec.state, do).decision:
        raise engine.NotNow(f"{do} is not put to the vote")
    return _opened(session, case, rec, do, data, procedure, standing)


def _opened(
    session: Session,
    case: Case,
    rec: Recommendation | None,
    do: str,
    data: Decision,
    procedure: Procedure,
    standing: CaseRole | None = None,
) -> Vote:
    at, concern = now(), case.concern
    roll = roll_of(session, concern)
    if not roll:
        raise engine.Unmet(("seats",))
    if procedure.ends_at is not None and procedure.ends_at <= at:
        raise engine.Unmet(("ends_on",))
    drafts = [r for r in case.all_recommendations if r.state is State.DRAFTED]
    adopting = rec is None and do == Do.ADOPT
    if adopting:
        data = replace(data, adopted=tuple(r.number for r in drafts))
    vote = Vote(
        public_id=new_public_id(),
        machine=RECOMMENDATION.name if rec else CONCERN.name,
        do=do,
        subject=f"recommendation:{rec.id}" if rec else f"concern:{concern.id}",
        concern_id=concern.id,
        recommendation_id=rec.id if rec else None,
        proposal=kept(data),
        questions=[r.number for r in drafts] if adopting and procedure.apart else [WHOLE],
        manner=procedure.manner,
        ends_at=procedure.ends_at,
        quorum=procedure.rules.quorum,
        majority=procedure.rules.majority,
        opened_at=at,
        opened_by_id=case.actor.person_id,
        seats=roll,
    )
    session.add(vote)
    session.flush()
    for row in (rec or concern, *(drafts if adopting else ())):
        row.voting = True
    event = _note_opening(session, case, vote, standing)
    queue_notices(session, event, (seat.person_id for seat in roll), Topic.VOTE)
    return vote


def _note_opening(session: Session, case: Case, vote: Vote, standing: CaseRole | None) -> Event:
    return history.add(
        session,
        Event(
            concern_id=case.concern.id,
            recommendation_id=vote.recommendation_id,
            at=vote.opened_at,
            person_id=case.actor.person_id,
            organisation_id=case.actor.organisation_id,
            standing=standing or chairs_as(case.actor),
            machine=Stream.VOTE,
            do=Did.OPENED,
            source="",
            target="",
            public=False,
            params={
                "vote": vote.public_id,
                "of": vote.machine,
                "step": vote.do,
                "ends_at": vote.ends_at.astimezone(UTC).isoformat() if vote.ends_at else None,
            },
        ),
    )


def cast(actor: Actor, vote_id: str, choices: Mapping[int, Choice]) -> None:
    """The ballot of the actor's organisation, in place of an earlier one. Raises NotFound or VoteRefusal."""
    with unit_of_work() as session:
        vote = locked_vote(session, actor, vote_id)
        _check_ballot(session, actor, vote, choices)
        earlier = {
            b.question: b
            for b in session.scalars(
                select(Ballot).where(
                    Ballot.vote_id == vote.id, Ballot.organisation_id == actor.organisation_id
                )
            )
        }
        for question, choice in choices.items():
            ballot = earlier.get(question)
            if ballot is None:
                ballot = Ballot(vote_id=vote.id, organisation_id=actor.organisation_id, question=question)
                session.add(ballot)
            ballot.person_id, ballot.choice, ballot.at = actor.person_id, choice, now()


def _check_ballot(session: Session, actor: Actor, vote: Vote, choices: Iterable[int]) -> None:
    if vote.state is not VoteState.OPEN or (vote.ends_at is not None and vote.ends_at <= now()):
        raise VoteRefusal("closed")
    seat = session.get(VoteSeat, (vote.id, actor.organisation_id))
    if seat is None or seat.recused_at is not None:
        raise VoteRefusal("not_on_the_roll")
    held = acting_seat(session, actor.person_id)
    if held is None or held.seat.organisation_id != actor.organisation_id:
        raise VoteRefusal("does_not_act")
    if not choices or set(choices) != set(vote.questions):
        raise VoteRefusal("questions")


def add_opinion(actor: Actor, vote_id: str, text: str, *, travels: bool, override_reason: str = "") -> None:
    """A minority opinion, in place of an earlier one; an empty text takes it back.

    Raises NotFound, VoteRefusal, and Unmet where the text could identify somebody.
    """
    with unit_of_work() as session:
        vote = locked_vote(session, actor, vote_id)
        look_through([text], override_reason)
        seat = session.get(VoteSeat, (vote.id, actor.organisation_id))
        if seat is None or seat.recused_at is not None:
            raise VoteRefusal("not_on_the_roll")
        concern = session.get(Concern, vote.concern_id) if vote.concern_id else None
        adoption = vote.do == Do.ADOPT
        sent = concern.transmitted_at if concern is not None and adoption else None
        if sent is not None and sent >= vote.opened_at:
            raise VoteRefusal("transmitted")  # what travelled has travelled
        opinion = session.scalars(
            select(MinorityOpinion).where(
                MinorityOpinion.vote_id == vote.id, MinorityOpinion.organisation_id == actor.organisation_id
            )
        ).one_or_none()
        if not shows(text):
            if opinion is not None:
                session.delete(opinion)
            return
        if opinion is None:
            opinion = MinorityOpinion(vote_id=vote.id, organisation_id=actor.organisation_id)
            session.add(opinion)
        opinion.override_reason = override_reason
        opinion.person_id, opinion.text, opinion.travels, opinion.at = (
            actor.person_id,
            text.strip(),
            travels and adoption,  # with nothing else are recommendations transmitted
            now(),
        )


def locked_vote(session: Session, actor: Actor, vote_id: str) -> Vote:
    """The vote as this person may see it, its row locked. Raises NotFound."""
    vote = session.scalars(
        select(Vote)
        .where(Vote.public_id == vote_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if vote is None:
        raise NotFound(vote_id)
    case_of(session, actor, vote)
    return vote


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
