"""What reads and what ends, each pair at once: one winner or both, the rest a clear answer, nothing broken."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import combinations_with_replacement, product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person
from app.answers.models import PreparedAnswer
from app.answers.service import answer
from app.concerns.models import Concern, Recommendation
from app.concerns.recusals import recused
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.time import today
from app.demo import lives
from app.demo.review import IN_A_MEETING, cast_all
from app.directory.service import save_entry
from app.process import history
from app.process.data import Decision
from app.process.models import Event
from app.process.outcome import Taken
from app.response.service import Acceptance, MoreTime
from app.votes.models import Ballot, Vote, VoteSeat
from app.votes.service import open_vote
from tests.forms import form_of, submit
from tests.recusals.test_organisation import alternate, take_back_all
from tests.votes.pages import in_english, opened
from tests.world import World
from workflows.answer import State as AnswerState
from workflows.concern import CONCERN, ConcernAction, Stage
from workflows.recommendation import State
from workflows.voting import Choice

pytestmark = pytest.mark.race
CLEAR = {200, 302, 403, 404, 409, 422}
Act = Callable[[], int]


class Scene:
    """A concern before the Group with a vote open, and whoever acts on it, each with the form in front of them."""

    def __init__(self, app: Flask, people: World) -> None:
        self.app, self.people = app, people
        self.clients = {who: in_english(app, who) for who in ("mira", "kastriot", "koleg")}
        self.address = self.vote = ""

    def begin(self) -> None:
        with self.app.app_context():
            take_back_all(self.people, "mira")
            self.address = self.people.concern(lives.PROPOSED)
        self.vote = opened(self.app, self.clients["kastriot"], self.address)

    def sending(self, who: str, page: str, typed: dict[str, Any], action: str = "") -> Act:
        client = self.clients[who]
        shown = client.get(page)
        assert shown.status_code == 200, (page, shown.status_code)
        form = form_of(shown.text, action)
        sent = form.filled(typed)
        return lambda: submit(client, page, form, sent).status_code

    def act(self, name: str) -> Act:
        """This act, ready to be sent."""
        case, vote = f"/concerns/{self.address}", f"/votes/{self.vote}"
        mira = str(self.people.cast.people["mira"].organisation_id)
        day = today().isoformat()
        match name:
            case "recuse":
                return self.sending("mira", f"{case}/declare", {"answer": "conflict", "reason": "A tie."})
            case "recuse by the chair":
                return self.sending(
                    "kastriot", f"{case}/recusals", {"organisation": mira, "reason": "A tie."}
                )
            case "ballot":
                return self.sending("mira", vote, {"q0": "for"}, f"{vote}/ballot")
            case "opinion":
                return self.sending("mira", vote, {"text": "Another view."}, f"{vote}/opinion")
            case "close":
                return self.sending("kastriot", vote, {}, f"{vote}/close")
            case "hand over":
                return self.sending("mira", "/group/hand-over", {"from_on": day, "to_on": day})
            case "message":
                return self.sending(
                    "mira", f"{case}/messages?channel=group", {"text": "A word."}, f"{case}/messages"
                )
            case "reading":
                return lambda: self.clients["mira"].get(case).status_code
            case "reading the vote":
                return lambda: self.clients["mira"].get(vote).status_code
        raise AssertionError(name)


ACTS = (
    "recuse",
    "recuse by the chair",
    "ballot",
    "opinion",
    "close",
    "hand over",
    "message",
    "reading",
    "reading the vote",
)


@pytest.mark.by_turns(of=2)
def test_each_pair_of_what_reads_and_what_ends(app: Flask, people: World) -> None:
    with app.app_context():
        alternate(people, "mira")
    scene, found = Scene(app, people), []
    for first, second in combinations_with_replacement(ACTS, 2):
        scene.begin()
        answers = together(scene.act(first), scene.act(second))
        if not set(answers) <= CLEAR:
            found.append((first, second, answers))
        with app.app_context():
            found += [(first, second, broken) for broken in broken_in(scene)]
    assert not found


def together(*acts: Act) -> list[int]:
    """Their answers; each in a thread of its own, all from the same moment on."""
    gate, answers = threading.Barrier(len(acts)), [0] * len(acts)

    def run(place: int, act: Act) -> None:
        gate.wait()
        answers[place] = act()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def broken_in(scene: Scene) -> list[str]:
    """What may never be otherwise, whoever came first."""
    session, found = db.session(), []
    concern = session.scalars(select(Concern).where(Concern.public_id == scene.address)).one()
    vote = session.scalars(select(Vote).where(Vote.public_id == scene.vote)).one()
    for out in recused(session, concern.id).organisations:
        seat = session.get(VoteSeat, (vote.id, out))
        late = vote.ended_at is not None and seat is not None and seat.recused_at is None
        if seat is not None and seat.recused_at is None and not late:
            found.append("a recused organisation is on the roll of an open vote")
        counted = select(Ballot).where(Ballot.vote_id == vote.id, Ballot.organisation_id == out, ~Ballot.void)
        if not late and session.scalars(counted).all():
            found.append("a recused organisation's ballot counts")
    if vote.ended_at is not None and concern.voting:
        found.append("the vote is closed, and the concern says it is open")
    if any(not isinstance(line, int) for line in history.verify(session)):
        found.append("the history is broken")
    return found


class Sent(Scene):
    """A recommendation whose answer waits for a signature, while the Group votes on giving it up."""

    def __init__(self, app: Flask, people: World) -> None:
        super().__init__(app, people)
        others = ("ministria_b", "sociale", "koordinatorja")
        self.clients |= {who: in_english(app, who) for who in others}
        ministry = people.cast.people["ministria"]
        with app.app_context():
            save_entry(ministry, ministry.organisation_id, {"sign_off": True})

    def begin(self, asked: bool = False) -> None:
        """`asked`: more time is asked for already, and can be granted."""
        cast = self.people.cast.people
        with self.app.app_context():
            take_back_all(self.people, "mira")
            self.address = self.people.concern(lives.SENT)
            if asked:
                extension = MoreTime("Work.", until=self.later)
                assert isinstance(
                    self.people.act("sociale", self.address, "ask_extension", extension, number=1), Taken
                )
            given = {"version": self.version(), "key": one_time_key()}
            answer(cast["ministria"], self.address, 1, "accept", Acceptance(), **given)
            put = {"number": 1, "version": self.version(), "key": one_time_key()}
            reason = Decision(reason="Not any more.")
            opened_ = open_vote(cast["kastriot"], self.address, "supersede", reason, IN_A_MEETING, **put)
            assert isinstance(opened_, Taken), opened_
            self.vote = opened_.target
            cast_all(self.vote, (Choice.FOR,))

    @property
    def later(self) -> date:
        """A date that is late enough."""
        return today().replace(day=1, year=today().year + 1)

    def version(self) -> int:
        return self.people.case("ministria", self.address).recommendations[0].version

    def act(self, name: str) -> Act:
        steps = f"/concerns/{self.address}/recommendations/1/steps"
        match name:
            case "sign off":
                page = "/answers/to-sign"
                form = form_of(self.clients["ministria_b"].get(page).text, page)
                (mine,) = [c.value for c in form.named("answer") if self.prepared() in c.value]
                return lambda: (
                    submit(
                        self.clients["ministria_b"], page, form, form.filled({}) | {"answer": [mine]}
                    ).status_code
                )
            case "ask for more time":
                asked = {"until": self.later.isoformat(), "reason": "Work."}
                return self.sending("sociale", f"{steps}/ask_extension", asked)
            case "grant more time":
                return self.sending("koordinatorja", f"{steps}/grant_extension", {"reason": "So."})
            case "answer":
                return self.sending("sociale", f"{steps}/accept", {"note": "Yes."})
        return super().act(name)

    def prepared(self) -> str:
        """The public id of the answer that waits for a signature."""
        with self.app.app_context():
            return db.session.scalars(
                select(PreparedAnswer.public_id)
                .join(Concern, Concern.id == PreparedAnswer.concern_id)
                .where(Concern.public_id == self.address)
            ).one()


# The extension is asked for by one and granted by another: what is said of it holds for both halves. "answer" is what
# the institution itself does meanwhile.
WHILE_SENT = ("sign off", "ask for more time", "grant more time", "answer")
OTHERS = ("recuse", "ballot", "opinion", "close", "hand over")
SENT_PAIRS = [*combinations_with_replacement(WHILE_SENT, 2), *product(WHILE_SENT[:3], OTHERS)]
NEVER = [
    ("ask for more time", "grant more time")
]  # what is not asked for is not granted, and it is asked for once
UNDER_REVIEW = ("recuse", "recuse by the chair", "hand over", "hand over the post")


@pytest.mark.by_turns(of=2)
def test_each_pair_with_a_signature_and_with_more_time(app: Flask, people: World) -> None:
    with app.app_context():
        alternate(people, "mira")
    scene, found = Sent(app, people), []
    for first, second in SENT_PAIRS:
        if (first, second) in NEVER:
            continue
        scene.begin(asked="grant more time" in (first, second))
        answers = together(scene.act(first), scene.act(second))
        if not set(answers) <= CLEAR or not {200, 302} & set(answers):
            found.append((first, second, answers))
        with app.app_context():
            found += [(first, second, broken) for broken in (*broken_in(scene), *broken_of_the_answer(scene))]
    assert not found


def broken_of_the_answer(scene: Scene) -> list[str]:
    """One answer is given, and one extension; what was signed was sent."""
    session, found = db.session(), []
    concern = session.scalars(select(Concern).where(Concern.public_id == scene.address)).one()
    happened = Counter(session.scalars(select(Event.do).where(Event.concern_id == concern.id)))
    for do in ("accept", "ask_extension", "grant_extension", "supersede"):
        if happened[do] > 1:
            found.append(f"{do} happened {happened[do]} times")
    prepared = session.scalars(
        select(PreparedAnswer.state).where(PreparedAnswer.concern_id == concern.id)
    ).one()
    state = session.scalars(select(Recommendation.state).where(Recommendation.concern_id == concern.id)).one()
    if prepared == AnswerState.SENT and not happened["accept"]:
        found.append("it says that the answer was sent, and none was given")
    if prepared == AnswerState.TO_SIGN and state is not State.AWAITING:
        found.append(f"an answer waits for a signature that nobody waits for: {state}")
    if happened["supersede"] and state is not State.CONCLUDED:
        found.append(f"given up, and {state}")
    return found


class Review(Scene):
    """A concern under review, whose rapporteur hands the post over to the member that acts here."""

    def begin(self) -> None:
        with self.app.app_context():
            take_back_all(self.people, "mira")
            self.address = self.people.concern(lives.ADMITTED)

    def act(self, name: str) -> Act:
        if name != "hand over the post":
            return super().act(name)
        to = {"person": str(self.people.cast.people["mira"].person_id), "reason": "Work."}
        return self.sending("hana", f"/concerns/{self.address}/steps/hand_over_post", to)


def test_the_post_is_never_handed_to_who_is_out(app: Flask, people: World) -> None:
    with app.app_context():
        alternate(people, "mira")
    scene, found = Review(app, people), []
    scene.clients["hana"] = in_english(app, "hana")
    for other in UNDER_REVIEW:
        scene.begin()
        answers = together(scene.act("hand over the post"), scene.act(other))
        if not set(answers) <= CLEAR or not {200, 302} & set(answers):
            found.append((other, answers))
        with app.app_context():
            concern = db.session.scalars(select(Concern).where(Concern.public_id == scene.address)).one()
            reads = db.session.get(Person, concern.rapporteur_id) if concern.rapporteur_id else None
            if reads and recused(db.session(), concern.id).holds(reads.organisation_id, reads.id):
                found.append((other, f"{reads.name} is rapporteur and recused"))
            if any(not isinstance(line, int) for line in history.verify(db.session())):
                found.append((other, "the history is broken"))
    assert not found


# What is told apart here, in words of the others: the post of a rapporteur or second reader, and the seat.
KINDS = {
    "recuse": "recuse",
    "recuse by the chair": "recuse",
    "ballot": "ballot",
    "opinion": "opinion",
    "close": "close",
    "hand over": "hand over",
    "hand over the post": "hand over the post",
    "sign off": "sign off",
    "ask for more time": "extension",
    "grant more time": "extension",
}
ONLY_UNDER_REVIEW = (
    "a post is handed over under review alone: no vote on the concern is open there, and nothing is sent"
)
CANNOT_MEET = {
    frozenset({"hand over the post", other}): ONLY_UNDER_REVIEW
    for other in ("ballot", "opinion", "close", "sign off", "extension")
}


def test_every_pair_is_raced_or_cannot_meet() -> None:
    """And what cannot meet has no stage in common, by the tables."""
    raced = [
        *combinations_with_replacement(ACTS, 2),
        *(pair for pair in SENT_PAIRS if pair not in NEVER),
        *(("hand over the post", other) for other in UNDER_REVIEW),
    ]
    pairs = {frozenset({KINDS[a], KINDS[b]}) for a, b in raced if a in KINDS and b in KINDS}
    every = {frozenset(pair) for pair in combinations_with_replacement(sorted(set(KINDS.values())), 2)}
    assert every - pairs == set(CANNOT_MEET) and not pairs & set(CANNOT_MEET)
    (hands,) = CONCERN.named(ConcernAction.HAND_OVER)
    assert hands.sources == (Stage.REVIEW,)
    assert not [step.do for source, step in CONCERN if source == Stage.REVIEW and step.decision]
    sent = {
        step.to
        for do in (ConcernAction.TRANSMIT, ConcernAction.TRANSMIT_URGENT)
        for step in CONCERN.named(do)
    }
    assert sent == {Stage.RESPONSE}, "what is answered, signed and extended stands in no concern under review"
