"""What reads and what ends, each pair at once: one winner or both, the rest a clear answer, nothing broken."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import combinations_with_replacement
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.cases import history
from app.cases.conflicts import recused
from app.cases.models import Concern
from app.core.db import db
from app.core.time import today
from app.demo import lives
from app.votes.models import Ballot, Vote, VoteSeat
from tests.app.recusals.test_organisation import alternate, take_back_all
from tests.app.votes.pages import in_english, opened
from tests.forms import form_of, submit
from tests.world import World

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
        return lambda: submit(client, page, form, form.filled(typed)).status_code

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
        late = vote.closed_at is not None and seat is not None and seat.recused_at is None
        if seat is not None and seat.recused_at is None and not late:
            found.append("a recused organisation is on the roll of an open vote")
        counted = select(Ballot).where(Ballot.vote_id == vote.id, Ballot.organisation_id == out, ~Ballot.void)
        if not late and session.scalars(counted).all():
            found.append("a recused organisation's ballot counts")
    if vote.closed_at is not None and concern.voting:
        found.append("the vote is closed, and the concern says it is open")
    if any(not isinstance(line, int) for line in history.verify(session)):
        found.append("the history is broken")
    return found


@pytest.mark.parametrize("first", ["ask", "grant", "recuse", "accept"])
def test_more_time_and_answers_and_recusals(app: Flask, people: World, first: str) -> None:
    found = []
    for second in ("ask", "grant", "recuse", "accept"):
        with app.app_context():
            address = people.concern(lives.SENT)
        sent = Sent(app, address)
        answers = together(sent.act(first), sent.act(second))
        if not set(answers) <= CLEAR:
            found.append((second, answers))
        with app.app_context():
            if any(not isinstance(line, int) for line in history.verify(db.session())):
                found.append((second, ["the history is broken"]))
    assert not found


class Sent:
    """A concern whose answer is awaited, with more time asked for."""

    def __init__(self, app: Flask, address: str) -> None:
        self.app, self.steps = app, f"/concerns/{address}/recommendations/1/steps"
        self.declare = f"/concerns/{address}/declare"
        self._send("sociale", "ask_extension", self.asked)()

    @property
    def asked(self) -> dict[str, str]:
        """A date that is late enough, and why."""
        return {"due_on": today().replace(year=today().year + 1).isoformat(), "reason": "Work."}

    def _send(self, who: str, step: str, typed: dict[str, str], page: str = "") -> Act:
        client: FlaskClient = in_english(self.app, who)
        where = page or f"{self.steps}/{step}"
        shown = client.get(where)
        assert shown.status_code in (200, 409), (where, shown.status_code)
        if shown.status_code == 409:  # it is not asked for twice: then the address alone is raced
            return lambda: client.get(where).status_code
        form = form_of(shown.text)
        kept = {name: value for name, value in typed.items() if form.named(name)}
        return lambda: submit(client, where, form, form.filled(kept)).status_code

    def act(self, name: str) -> Act:
        """This act, ready to be sent."""
        match name:
            case "ask":
                return self._send("sociale", "ask_extension", self.asked)
            case "grant":
                return self._send("koordinatorja", "grant_extension", {"reason": "So."})
            case "recuse":
                return self._send("mira", "", {"answer": "conflict", "reason": "A tie."}, self.declare)
            case "accept":
                return self._send("sociale", "accept", {"note": "Yes."})
        raise AssertionError(name)
