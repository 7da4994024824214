"""Steps that wait: each is carried out once at the most, and ends once, whatever comes in which order."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.answers.links.access import Gone, code_of, token_of
from app.answers.links.service import Said, confirm, revoke, save_draft, send_code, send_for_answer
from app.answers.models import AnswerLink, PreparedAnswer
from app.concerns.steps import take_step
from app.core.actor import Actor
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.refusals import NotFound
from app.core.time import frozen, now
from app.demo import lives
from app.demo.review import IN_A_MEETING, cast_all
from app.process.data import Decision, FindingDecision, NewDateDecision, Reason, StepData, from_json, to_json
from app.process.models import Awaits, Ended, Event, PendingStep
from app.process.outcome import Taken
from app.process.pending import end, is_waiting, make_way, propose, waits
from app.response.service import Acceptance, PartAcceptance
from app.votes.models import Vote
from app.votes.service import close_vote, open_vote
from tests.answers.conftest import Desk
from tests.answers.test_link_steps import sent_to
from tests.answers.test_signing import prepare
from tests.steps import Refused, drop, give_back, sign
from tests.world import World
from workflows.engine import NotNow, Unmet
from workflows.recommendation import FindingSource, Grade
from workflows.voting import Choice

ADDRESS = "linja@example.org"
SIGNED = {"do": "accept", "signed": "A. Sula, sekretare"}


def newest(kind: type[PendingStep]) -> Any:
    db.session.rollback()
    query = select(kind).order_by(kind.id.desc()).limit(1).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def answers_given() -> int:
    return db.session.scalar(select(func.count(Event.id)).where(Event.do == "accept")) or 0


class Signatures:
    """An answer that waits for a second person, and all that may end it."""

    def __init__(self, world: World) -> None:
        self.desk = Desk(world, world.concern(lives.SENT))
        self.desk.two_signatures()
        self.other, self.agency = self.desk.who("ministria_b"), self.desk.who("sociale")

    def prepares(self) -> None:
        prepare(self.desk)

    def signs(self) -> None:
        row = newest(PreparedAnswer)
        sign(self.other, row.public_id, row.version)

    def returns(self) -> None:
        row = newest(PreparedAnswer)
        give_back(self.other, row.public_id, row.version, "Shtoni afatin.")

    def drops(self) -> None:
        row = newest(PreparedAnswer)
        drop(self.other, row.public_id, row.version)

    def answers_itself(self) -> None:
        sent: dict[str, Any] = {"number": 1, "version": self.desk.rec().version, "key": one_time_key()}
        take_step(self.agency, self.desk.address, "accept", Acceptance(), **sent)


class Links:
    """What an institution without an account owes, and all that may become of a link for it."""

    def __init__(self, world: World) -> None:
        self.sender: Actor = world.cast.people["sekretaria"]
        self.address = sent_to(world)

    def sends(self) -> None:
        send_for_answer(self.sender, self.address, 1, ADDRESS)

    def uses(self) -> None:
        link = newest(AnswerLink)
        self._use(link.id)

    def uses_the_first(self) -> None:
        db.session.rollback()
        self._use(db.session.scalars(select(func.min(AnswerLink.id))).one())

    def _use(self, key: int) -> None:
        link = db.session.get_one(AnswerLink, key, populate_existing=True)
        token = token_of(link.nonce)
        save_draft(token, SIGNED)
        send_code(token)
        code = code_of(db.session.get_one(AnswerLink, key, populate_existing=True))
        confirm(token, code, Said("accept", Acceptance()))

    def revokes(self) -> None:
        revoke(self.sender, newest(AnswerLink).public_id)

    def is_late(self) -> None:
        with frozen(now() + timedelta(days=31)):
            self.uses()


CAME_TOO_LATE = (Refused, NotNow, Unmet, NotFound, Gone, AssertionError)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", [Signatures, Links])
def test_whatever_comes_in_whatever_order_the_step_is_taken_once_at_the_most(
    world: World, kind: type[Signatures] | type[Links], seed: int
) -> None:
    acts, dice = kind(world), random.Random(seed)
    begins, *others = (name for name in vars(kind) if not name.startswith("_"))
    ended: dict[int, Ended] = {}
    for name in [begins, *dice.choices([begins, *others], k=9)]:
        with suppress(*CAME_TOO_LATE):
            getattr(acts, name)()
        db.session.rollback()
        query = select(PendingStep).where(PendingStep.awaits != Awaits.VOTE)
        rows = db.session.scalars(query.execution_options(populate_existing=True)).all()
        done = [row for row in rows if row.ended is Ended.CARRIED_OUT]
        assert len(done) <= answers_given() <= 1, f"after {name}"
        assert len([row for row in rows if row.ended is None]) <= 1, "one waits for each subject"
        for row in rows:
            assert ended.get(row.id, row.ended) == row.ended, "what has ended is over"
            if row.ended is not None:
                ended[row.id] = row.ended
        if answers_given() and kind is Signatures:
            assert not any(map(is_waiting, rows)), "what is answered waits for nobody"
    if not answers_given():
        for name in (begins, others[0]):
            with suppress(*CAME_TOO_LATE):
                getattr(acts, name)()
        carried_out = newest(PreparedAnswer if kind is Signatures else AnswerLink)
        assert (carried_out.ended, carried_out.do, answers_given()) == (Ended.CARRIED_OUT, "accept", 1)


@pytest.mark.parametrize(("first", "second"), list(product(Ended, Ended)))
def test_what_has_ended_ends_in_no_other_way(first: Ended, second: Ended) -> None:
    step, at = Vote(), now()
    end(step, first, at, 7)
    with pytest.raises(NotNow):
        end(step, second, at + timedelta(days=1), 8)
    assert (step.ended, step.ended_at, step.ended_by_id) == (first, at, 7)


def test_it_waits_until_its_time_is_over_or_it_has_ended(world: World) -> None:
    link, moment = sent_link(world), now() + timedelta(days=30, minutes=-1)

    def waiting() -> tuple[bool, bool]:
        return is_waiting(link), db.session.scalar(select(AnswerLink.id).where(waits(AnswerLink))) is not None

    with frozen(moment):
        assert waiting() == (True, True)
    with frozen(moment + timedelta(minutes=2)):
        assert waiting() == (False, False)
    end(link, Ended.WITHDRAWN, now())
    db.session.flush()
    with frozen(moment):
        assert waiting() == (False, False)


@pytest.mark.parametrize(("days", "became"), [(1, Ended.WITHDRAWN), (31, Ended.EXPIRED)])
def test_a_new_one_ends_the_one_before(world: World, days: int, became: Ended) -> None:
    first, sender = sent_link(world), world.cast.people["sekretaria"]
    with frozen(now() + timedelta(days=days)):
        make_way(db.session(), AnswerLink, first.subject, now(), sender.person_id)
    assert (first.ended, first.ended_by_id) == (became, sender.person_id)


def sent_link(world: World) -> AnswerLink:
    send_for_answer(world.cast.people["sekretaria"], sent_to(world), 1, ADDRESS)
    link: AnswerLink = newest(AnswerLink)
    return link


NINE, NONE = (Choice.FOR,) * 9, (None,)
BALLOTS: list[tuple[tuple[Choice | None, ...], Ended]] = [
    (NINE, Ended.CARRIED_OUT),
    ((Choice.AGAINST,), Ended.REFUSED),
    (NONE, Ended.REFUSED),
]


@pytest.mark.parametrize(("said", "became"), BALLOTS, ids=["adopted", "not adopted", "no quorum"])
def test_a_vote_ends_as_the_ballots_say(world: World, said: tuple[Choice | None, ...], became: Ended) -> None:
    address, chair = world.concern(lives.PROPOSED), world.cast.people["kastriot"]
    version = world.case("kastriot", address).concern.version
    sent: dict[str, Any] = {"version": version, "key": one_time_key()}
    opened = open_vote(chair, address, "send_back", Decision(reason="Arsye."), IN_A_MEETING, **sent)
    assert isinstance(opened, Taken)
    cast_all(opened.target, said)
    close_vote(chair, opened.target)
    vote = newest(Vote)
    assert (vote.awaits, vote.ended, vote.ended_by_id) == (Awaits.VOTE, became, chair.person_id)
    happened = db.session.scalar(select(func.count(Event.id)).where(Event.do == "send_back"))
    assert happened == (1 if became is Ended.CARRIED_OUT else 0)


DAY = date(2027, 3, 1)
DATA: list[tuple[StepData, dict[str, Any]]] = [
    (Acceptance(note="Po."), {"note": "Po."}),
    (Reason(reason="Jo.", files=("a", "b")), {"reason": "Jo.", "files": ["a", "b"]}),
    (Decision(adopted=(2, 1)), {"adopted": [2, 1]}),
    (NewDateDecision("Më vonë.", due_on=DAY), {"reason": "Më vonë.", "due_on": "2027-03-01"}),
    (PartAcceptance(part="Pika 1.", reason="Jo.", override_reason="Zyrë."),
     {"part": "Pika 1.", "reason": "Jo.", "override_reason": "Zyrë."}),
    (FindingDecision(finding="U bë.", grade=Grade.B, sources=(FindingSource.FIELD_VISIT,)),
     {"finding": "U bë.", "grade": "B", "sources": ["field_visit"]}),
]  # fmt: skip


@pytest.mark.parametrize(("data", "as_json"), DATA, ids=[type(data).__name__ for data, _json in DATA])
def test_what_is_given_is_kept_as_json_and_comes_back(data: StepData, as_json: dict[str, Any]) -> None:
    assert to_json(data) == as_json
    assert from_json(type(data), as_json) == data


WRONG: dict[str, Callable[[PendingStep], dict[str, Any]]] = {
    "ended": lambda _row: {"ended": Ended.WITHDRAWN},
    "ended_by": lambda row: {"ended_by_id": row.by_id},
    "carried_out": lambda _row: {"ended": Ended.CARRIED_OUT, "ended_at": now(), "do": ""},
    "link": lambda _row: {"until": None},
    "organisation": lambda _row: {"organisation_id": None},
    "about": lambda _row: {"concern_id": None},
    "recommendation": lambda _row: {"recommendation_id": None},
}


@pytest.mark.parametrize("name", WRONG)
def test_the_database_holds_its_end_to_its_facts(world: World, name: str) -> None:
    link = sent_link(world)
    for column, value in WRONG[name](link).items():
        setattr(link, column, value)
    with pytest.raises(IntegrityError, match=f"ck_pending_step_{name}"):
        db.session.flush()


def test_no_two_wait_for_the_same_about_one_subject(world: World) -> None:
    link, sender = sent_link(world), world.cast.people["sekretaria"]
    columns = ("machine", "subject", "concern_id", "recommendation_id", "organisation_id", "email", "until")
    same = AnswerLink(
        **{name: getattr(link, name) for name in columns}, nonce="another", token_hash="another"
    )
    with pytest.raises(IntegrityError):
        propose(db.session(), same, sender)
