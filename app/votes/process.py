"""The table of votes, as the driver runs it: what opening one does, and what closing one does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Person
from app.concerns.access import Case, chairs_as, find, load_recommendations
from app.concerns.steps import numbered, step_of
from app.core.actor import Actor
from app.core.time import now
from app.notifications.queue import Occasion, notify_people, queue_notices
from app.process import history
from app.process.data import Decision
from app.process.effects import StepEffects
from app.process.models import Ended, Event
from app.process.pending import carry_out, end, propose, settle
from app.process.run import check, take
from app.process.tables import Address, Process
from app.votes.group import carry_out_question
from app.votes.models import WHOLE, Ballot, Vote, VoteSeat
from app.votes.steps import Opening, VoteStep, adopted, closing_of, decision_of, opening_of
from workflows.concern import ConcernAction
from workflows.engine import ClockEffect, NotNow, NotYours, Step
from workflows.notifications import Topic
from workflows.roles import CaseRole
from workflows.vote import VOTE, Facts
from workflows.voting import Choice, Did, Result, Verdict, count

effects = StepEffects()

# in the language of what was transmitted: the institution reads it
NOT_RATIFIED = "Grupi nuk e ratifikoi përcjelljen urgjente."


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
        ends_at = step.vote.until
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
            assert step.actor is not None
            propose(step.session, step.vote, step.actor)
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
        about["ends_at"] = vote.until.astimezone(UTC).isoformat() if vote.until else None
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
    context = step_of(step.session, step.case, step.recommendation, opening.do, opening.data)
    workflow = context.process.workflow
    decided = workflow.find(getattr(context.subject, context.process.column), opening.do).decision
    if step.named is not None:
        if not decided:
            raise NotNow(f"{opening.do} is not put to the vote")
        return
    if not decided:
        raise NotYours(f"{workflow.name}: {opening.do} is not put to the vote")
    check(context)


@effects.after(VOTE, Did.OPENED)
def stop_what_is_voted_on(step: VoteStep, opening: Opening | None) -> None:
    """It stands still until the vote has closed."""
    if step.case is not None and opening is not None:
        drafts = adopted(step.case, step.recommendation, opening)
        for row in (step.recommendation or step.case.concern, *drafts):
            row.voting = True


@effects.after(VOTE, Did.OPENED, Did.CLOSED)
def notify_roll(step: VoteStep, _opening: object) -> None:
    """Those who act for its seats, but the one who did it."""
    session, vote, did = step.session, step.vote, Did(step.do)
    seats = select(VoteSeat).where(VoteSeat.vote_id == vote.id)
    if step.event is not None:
        roll = session.scalars(seats.where(VoteSeat.recused_at.is_(None)))
        queue_notices(session, step.event, (seat.person_id for seat in roll), Topic.VOTE)
        return
    by = step.actor.person_id if step.actor else None
    occasion = Occasion(f"vote-{vote.id}-{did}", now(), by, {"vote_id": vote.id, "did": did.value})
    notify_people(session, occasion, (seat.person_id for seat in session.scalars(seats)), Topic.VOTE)


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
    vote.verdict = verdict_of(results.values())
    vote.results = {str(question): asdict(result) for question, result in results.items()}


@effects.after(VOTE, Did.CLOSED)
def carry_out_what_is_adopted(step: VoteStep, _data: object) -> None:
    """What was voted on stands still no more, and what the Group has decided is done at once."""
    session, vote, closed_by = step.session, step.vote, step.actor.person_id if step.actor else None
    adopted = tuple(
        int(question) for question, result in vote.results.items() if result["verdict"] == Verdict.ADOPTED
    )
    if step.concern is not None:
        done = _decided(step, closed_by, adopted)
    else:
        done = partial(carry_out_question, session, vote, step.at, closed_by) if adopted else None
    if done is None:
        end(vote, Ended.REFUSED, step.at, closed_by)
    else:
        settle(session, vote, done, step.at, closed_by)


def _decided(step: VoteStep, closed_by: int | None, adopted: tuple[int, ...]) -> Callable[[], None] | None:
    """What is done to the case, of which nothing stands still any more."""
    session, vote, concern = step.session, step.vote, step.concern
    assert concern is not None
    case = Case(_opener(session, vote), concern, load_recommendations(session, concern.id))
    recommendation = next((r for r in case.all_recommendations if r.id == vote.recommendation_id), None)
    (recommendation or concern).voting = False
    for draft in case.all_recommendations:
        if draft.number in vote.data.get("adopted", ()):
            draft.voting = False
    said: dict[str, Any] = {"decided_on": step.day, "manner": vote.manner}

    def carry_out_step() -> None:
        apart = {} if vote.questions == [WHOLE] else {"adopted": adopted}
        context = step_of(session, case, recommendation, vote.do, decision_of(vote, **said, **apart))
        carry_out(vote, context, by=CaseRole.DECISION, person_id=closed_by)

    def take_back() -> None:
        """Who does not ratify takes back: an urgent transmission stands on nothing else."""
        end(vote, Ended.REFUSED, step.at, closed_by)
        data = Decision(reason=NOT_RATIFIED, **said)
        take(step_of(session, case, None, ConcernAction.REVOKE, data), by=CaseRole.DECISION)

    if adopted:
        return carry_out_step
    return take_back if vote.do == ConcernAction.RATIFY and vote.verdict is Verdict.NOT_ADOPTED else None


def _opener(session: Session, vote: Vote) -> Actor:
    """Whose name the transaction bears inside; events of a decision name the Group and nobody."""
    return (
        session.scalars(
            select(Person)
            .where(Person.id == vote.by_id)
            .options(joinedload(Person.organisation), joinedload(Person.roles))
        )
        .unique()
        .one()
        .as_actor()
    )
