"""Closing a vote: the roll is counted and the step taken in one transaction, by the chair or by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Person
from app.concerns.access import Case, load_recommendations
from app.concerns.models import Recommendation
from app.concerns.steps import decide
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.refusals import Refusal
from app.core.time import local_day, now
from app.group.queries import chairs
from app.process.data import Decision
from app.process.effects import StepEffects
from app.process.run import take
from app.votes.group import carry_out
from app.votes.models import WHOLE, Ballot, Vote, VoteSeat
from app.votes.proposals import restored
from app.votes.steps import VoteStep, closing_of
from workflows import engine
from workflows.concern import ConcernAction
from workflows.roles import CaseRole
from workflows.vote import VOTE, VoteState
from workflows.voting import Choice, Did, Result, Verdict, count

effects = StepEffects()

# in the language of what was transmitted: the institution reads it
NOT_RATIFIED = "Grupi nuk e ratifikoi përcjelljen urgjente."


def close_vote(actor: Actor | None, vote_id: str) -> Verdict:
    """Count and carry out. Without an actor it is the clock that closes. Closing twice gives the same verdict.

    Raises NotFound for who may not see it, Refusal for who is not the chair or before the clock has run out.
    """
    with unit_of_work() as session:
        step = closing_of(session, actor, vote_id)
        if actor is not None and CaseRole.CHAIR not in step.held:
            raise Refusal("chair_only")
        if (step.vote.state, Did.CLOSED) in VOTE:
            try:
                take(step, by=None if actor else CaseRole.SYSTEM)
            except engine.Unmet:
                raise Refusal("not_ended") from None
        assert step.vote.verdict is not None
        return step.vote.verdict


def may_close(session: Session, actor: Actor, case: Case | None) -> bool:
    """Whether the person closes this vote: the chair, or the secretariat where the chair is out or there is none."""
    if case is not None:
        return CaseRole.CHAIR in case.standing
    return chairs(session, actor)


def close_due() -> bool:
    """Close the written procedure whose end passed longest ago; False when none is due."""
    with unit_of_work() as session:
        due = session.scalar(
            select(Vote.public_id)
            .where(Vote.state == VoteState.OPEN, Vote.ends_at <= now())
            .order_by(Vote.ends_at, Vote.id)
            .limit(1)
        )
    if due is None:
        return False
    close_vote(None, due)
    return True


def results_of(session: Session, vote: Vote) -> dict[int, Result]:
    """Every question of a vote, counted as the ballots stand."""
    seats = session.scalars(select(VoteSeat).where(VoteSeat.vote_id == vote.id)).all()
    ballots: dict[int, dict[int, Choice]] = {question: {} for question in vote.questions}
    for row in session.scalars(select(Ballot).where(Ballot.vote_id == vote.id, ~Ballot.void)):
        ballots[row.question][row.organisation_id] = row.choice
    roll = [seat.organisation_id for seat in seats]
    out = [seat.organisation_id for seat in seats if seat.recused_at is not None]
    return {question: count(roll, out, said, vote.rules) for question, said in ballots.items()}


def verdict_of(results: Iterable[Result]) -> Verdict:
    """Of several questions: adopted where one is, without quorum where none had it."""
    verdicts = {result.verdict for result in results}
    if Verdict.ADOPTED in verdicts:
        return Verdict.ADOPTED
    return Verdict.NO_QUORUM if verdicts == {Verdict.NO_QUORUM} else Verdict.NOT_ADOPTED


@effects.before(VOTE, Did.CLOSED)
def count_ballots(step: VoteStep, _data: object) -> None:
    """Every question, and what the whole comes to."""
    vote, results = step.vote, results_of(step.session, step.vote)
    vote.closed_at, vote.closed_by_id = step.at, step.actor.person_id if step.actor else None
    vote.verdict = verdict_of(results.values())
    vote.results = {str(question): asdict(result) for question, result in results.items()}


@effects.after(VOTE, Did.CLOSED)
def carry_out_what_is_adopted(step: VoteStep, _data: object) -> None:
    """What was voted on stands still no more, and what the Group has decided is done at once."""
    session, vote = step.session, step.vote
    adopted = tuple(
        int(question) for question, result in vote.results.items() if result["verdict"] == Verdict.ADOPTED
    )
    if step.concern is None:
        vote.overtaken = bool(adopted) and not carry_out(session, vote)
        return
    case = Case(_opener(session, vote), step.concern, load_recommendations(session, step.concern.id))
    recommendation = next((r for r in case.all_recommendations if r.id == vote.recommendation_id), None)
    _end_voting(vote, case, recommendation)
    if adopted:
        vote.overtaken = not _carried_out(session, vote, case, recommendation, adopted)
    elif vote.do == ConcernAction.RATIFY and vote.verdict is Verdict.NOT_ADOPTED:
        # who does not ratify takes back: an urgent transmission stands on nothing else
        vote.overtaken = not _taken(
            session, vote, case, None, ConcernAction.REVOKE, Decision(reason=NOT_RATIFIED)
        )


def _opener(session: Session, vote: Vote) -> Actor:
    """Whose name the transaction bears inside; events of a decision name the Group and nobody."""
    return (
        session.scalars(
            select(Person)
            .where(Person.id == vote.opened_by_id)
            .options(joinedload(Person.organisation), joinedload(Person.roles))
        )
        .unique()
        .one()
        .as_actor()
    )


def _end_voting(vote: Vote, case: Case, recommendation: Recommendation | None) -> None:
    (recommendation or case.concern).voting = False
    for draft in case.all_recommendations:
        if draft.number in vote.proposal.get("adopted", ()):
            draft.voting = False


def _carried_out(
    session: Session, vote: Vote, case: Case, recommendation: Recommendation | None, adopted: tuple[int, ...]
) -> bool:
    """Take the step that was voted; False where the case has moved on meanwhile, and nothing of it is left."""
    data = restored(vote.proposal)
    if vote.questions != [WHOLE]:
        data = replace(data, adopted=adopted)
    return _taken(session, vote, case, recommendation, vote.do, data)


def _taken(
    session: Session, vote: Vote, case: Case, recommendation: Recommendation | None, do: str, data: Decision
) -> bool:
    assert vote.closed_at is not None
    session.flush()
    try:
        with session.begin_nested():
            data = replace(data, decided_on=local_day(vote.closed_at), manner=vote.manner)
            decide(session, case, recommendation, do, data)
    except (engine.NotNow, engine.Unmet):
        return False
    return True


def take_off_the_roll(session: Session, concern_id: int, organisation_id: int, at: datetime) -> None:
    """A recusal in the middle of a vote: the ballot is void and the quorum reckoned anew. The concern is locked."""
    votes = session.scalars(
        select(Vote)
        .where(Vote.concern_id == concern_id, Vote.state == VoteState.OPEN)
        .order_by(Vote.id)
        .with_for_update()
    ).all()
    for vote in votes:
        seat = session.get(VoteSeat, (vote.id, organisation_id))
        if seat is None or seat.recused_at is not None:
            continue
        seat.recused_at = at
        for ballot in session.scalars(
            select(Ballot).where(Ballot.vote_id == vote.id, Ballot.organisation_id == organisation_id)
        ):
            ballot.void = True
