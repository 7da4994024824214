"""Votes under race: no decision without its quorum of valid ballots, no organisation counts twice."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from app.concerns.models import Concern
from app.concerns.recusals import Recusal
from app.concerns.vocabulary import Manner
from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound, Refusal
from app.core.time import frozen, now, today
from app.demo import lives
from app.demo.lives import DemoStep
from app.demo.review import IN_A_MEETING
from app.group.service import hand_over, take_back
from app.process import history
from app.process.data import Decision, NewDateDecision
from app.process.outcome import Missing, Outcome, Taken
from app.recusals.service import recuse_myself, recuse_organisation
from app.review.service import Assignment, Proposal
from app.votes.models import WHOLE, Ballot, Vote, VoteSeat
from app.votes.process import results_of
from app.votes.service import cast, close_due, close_vote, open_vote
from app.votes.steps import Procedure
from tests.races.threads import at_once
from tests.world import World
from workflows.vote import VoteState
from workflows.voting import Choice, Rules, Verdict

pytestmark = pytest.mark.race
VOTERS = (
    "anila",
    "besnik",
    "drita",
    "elira",
    "gentiana",
    "hana",
    "ilir",
    "jonida",
    "luljeta",
    "mira",
    "nazmi",
)
REJECTED = [*lives.SENT, lives.REJECT]
REASON = Decision(reason="Arsye.")
OPENINGS: list[tuple[str, Decision, int | None, list[DemoStep]]] = [
    ("adopt", Decision(), None, lives.PROPOSED),
    ("dismiss", REASON, None, lives.PROPOSED),
    ("send_back", REASON, None, lives.PROPOSED),
    ("maintain", REASON, 1, REJECTED),
    ("concede", REASON, 1, REJECTED),
    ("supersede", REASON, 1, lives.PLANNED),
    ("reopen", NewDateDecision("A.", due_on=today()), 1, lives.VERIFIED),
    ("reopen", REASON, None, [*lives.VERIFIED, lives.CLOSE]),
]


def opened(world: World, address: str, do: str, data: Decision, number: int | None = None) -> str:
    case = world.case("kastriot", address)
    subject = case.concern if number is None else case.recommendations[0]
    outcome = open_vote(
        world.cast.people["kastriot"],
        address,
        do,
        data,
        IN_A_MEETING,
        number=number,
        version=subject.version,
        key=one_time_key(),
    )
    assert isinstance(outcome, Taken), outcome
    return outcome.target


@pytest.mark.parametrize(
    ("do", "data", "number", "beats"), OPENINGS, ids=[f"{o[0]}-{o[2]}" for o in OPENINGS]
)
def test_eight_times_the_chair_opens_one_vote(
    world: World, do: str, data: Decision, number: int | None, beats: list[DemoStep]
) -> None:
    address = world.concern(beats)
    case = world.case("kastriot", address)
    version = (case.concern if number is None else case.recommendations[0]).version

    def work(_place: int) -> Outcome:
        chair = world.cast.people["kastriot"]
        return open_vote(
            chair, address, do, data, IN_A_MEETING, number=number, version=version, key=one_time_key()
        )

    results = at_once(world.app, [lambda place=place: work(place) for place in range(8)])
    assert [type(r) for r in results].count(Taken) == 1
    assert all(isinstance(r, Taken) or r == Missing(("no_vote_open",)) for r in results), results
    db.session.rollback()
    open_votes = select(func.count()).select_from(Vote).where(Vote.state == VoteState.OPEN)
    assert db.session.scalar(open_votes) == 1


def ballots(world: World, vote: str, who: Sequence[str], choice: Choice = Choice.FOR) -> None:
    for key in who:
        cast(world.cast.people[key], vote, {WHOLE: choice})


def quietly(work: Callable[[], Any]) -> Callable[[], Any]:
    """A refusal is an answer like any other here."""

    def run() -> Any:
        try:
            return work()
        except (Refusal, NotFound) as refused:
            return refused

    return run


def casting(world: World, vote: str, who: str, choice: Choice = Choice.FOR) -> Callable[[], Any]:
    return quietly(lambda: cast(world.cast.people[who], vote, {WHOLE: choice}))


def closing(world: World, vote: str) -> Callable[[], Any]:
    return quietly(lambda: close_vote(world.cast.people["kastriot"], vote))


def check(world: World, address: str, vote_id: str) -> Vote:
    """What may never be otherwise, whoever came first."""
    db.session.remove()
    vote = db.session.scalars(select(Vote).where(Vote.public_id == vote_id)).one()
    assert vote.state is VoteState.CLOSED and vote.verdict is not None
    counted = results_of(db.session(), vote)[WHOLE]
    kept = vote.results[str(WHOLE)]
    rows = db.session.scalars(select(Ballot).where(Ballot.vote_id == vote.id)).all()
    assert len({row.organisation_id for row in rows}) == len(rows), "an organisation counts twice"
    concern = db.session.scalars(select(Concern).where(Concern.public_id == address)).one()
    moved = concern.stage == "under_review"
    assert moved is (vote.verdict is Verdict.ADOPTED), "the decision and the case say different things"
    assert not concern.voting
    if vote.verdict is Verdict.ADOPTED:
        assert kept["present"] >= kept["quorum_needed"] and kept["in_favour"] >= kept["majority_needed"]
    assert kept["present"] <= kept["entitled"]
    late = db.session.scalars(
        select(VoteSeat.organisation_id).where(
            VoteSeat.vote_id == vote.id,
            VoteSeat.recused_at.is_not(None),
            VoteSeat.recused_at > vote.ended_at,
        )
    ).all()
    assert not late, "a seat was taken off the roll of a vote that had closed"
    assert (counted.in_favour, counted.present) == (kept["in_favour"], kept["present"]), (
        "counted after the close"
    )
    return vote


def before_the_group(world: World, address: str) -> None:
    """The concern is in deliberation again, as if nobody had been recused."""
    with unit_of_work() as session:
        session.execute(delete(Recusal))
    case = world.case("kastriot", address)
    if case.concern.stage == "in_deliberation":
        return
    if case.concern.rapporteur_id is None:
        hana = Assignment(world.cast.people["hana"].person_id)
        assert isinstance(world.act("kastriot", address, "assign_rapporteur", hana), Taken)
    assert isinstance(world.act("hana", address, "propose", Proposal(findings="Gjetje.")), Taken)


def rounds(
    config: pytest.Config, world: World, race: Callable[[World, str, str], list[Callable[[], Any]]]
) -> None:
    """The same concern again and again: making one takes longer than the race."""
    dice = random.Random(7)
    address = world.concern(lives.PROPOSED)
    for _round in range(config.getoption("--rounds")):
        before_the_group(world, address)
        vote = opened(world, address, "send_back", REASON)
        work = race(world, address, vote)
        dice.shuffle(work)
        at_once(world.app, work)
        close_vote(world.cast.people["kastriot"], vote)
        check(world, address, vote)
    assert not [b for b in history.verify(db.session()) if not isinstance(b, int)]


def test_ballots_and_close(world: World, pytestconfig: pytest.Config) -> None:
    def race(world: World, _address: str, vote: str) -> list[Callable[[], Any]]:
        ballots(world, vote, VOTERS[:5])
        return [*(casting(world, vote, who) for who in VOTERS[5:8]), closing(world, vote)]

    rounds(pytestconfig, world, race)


def test_recusal_and_close(world: World, pytestconfig: pytest.Config) -> None:
    def race(world: World, address: str, vote: str) -> list[Callable[[], Any]]:
        ballots(world, vote, VOTERS[:7])
        out = [
            quietly(lambda who=who: recuse_myself(world.cast.people[who], address))
            for who in ("drita", "elira")
        ]
        return [*out, closing(world, vote)]

    rounds(pytestconfig, world, race)


def test_two_closes(world: World, pytestconfig: pytest.Config) -> None:
    def race(world: World, _address: str, vote: str) -> list[Callable[[], Any]]:
        ballots(world, vote, VOTERS[:8])
        return [closing(world, vote) for _ in range(4)]

    rounds(pytestconfig, world, race)


def test_ballot_and_recusal(world: World, pytestconfig: pytest.Config) -> None:
    def race(world: World, address: str, vote: str) -> list[Callable[[], Any]]:
        ballots(world, vote, VOTERS[:6])
        luljeta = world.cast.people["luljeta"].organisation_id
        out = quietly(lambda: recuse_organisation(world.cast.people["kastriot"], address, luljeta, "Arsye."))
        return [casting(world, vote, "luljeta"), casting(world, vote, "luljeta", Choice.AGAINST), out]

    rounds(pytestconfig, world, race)


def test_hand_over_and_ballot(world: World, pytestconfig: pytest.Config) -> None:
    """Representative and alternate both vote while it is handed over and back: one ballot stands."""

    def race(world: World, _address: str, vote: str) -> list[Callable[[], Any]]:
        ballots(world, vote, [who for who in VOTERS if who != "elira"][:6])
        elira = world.cast.people["elira"]

        def change_hands() -> None:
            hand_over(elira, today(), today())
            take_back(elira)

        return [change_hands, casting(world, vote, "elira"), casting(world, vote, "arta", Choice.AGAINST)]

    rounds(pytestconfig, world, race)


def test_the_clock_and_the_chair_close_once(world: World) -> None:
    address = world.concern(lives.PROPOSED)
    case = world.case("kastriot", address)
    ends_at = now() + timedelta(hours=1)
    procedure = Procedure(Manner.WRITTEN, Rules(), ends_at)
    outcome = open_vote(
        world.cast.people["kastriot"],
        address,
        "send_back",
        REASON,
        procedure,
        version=case.concern.version,
        key=one_time_key(),
    )
    assert isinstance(outcome, Taken)
    ballots(world, outcome.target, VOTERS[:8])
    assert not close_due()

    def by_the_clock() -> Any:
        with frozen(ends_at + timedelta(seconds=1)):
            return close_due()

    at_once(world.app, [*[by_the_clock] * 3, *[closing(world, outcome.target)] * 3])
    assert check(world, address, outcome.target).verdict is Verdict.ADOPTED
