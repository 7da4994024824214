"""A question about the Group itself, and a ballot, sent twice or after the session had ended."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.db import db
from app.demo import lives
from app.votes.group import Question
from app.votes.models import Ballot, Vote
from tests.forms import again, form_of, send, submit
from tests.votes.pages import in_english, opened
from tests.world import World


@pytest.fixture
def vote(app: Flask, people: World) -> str:
    """Open, on what was proposed; its address."""
    with app.app_context():
        address = people.concern(lives.PROPOSED)
    return f"/votes/{opened(app, in_english(app, 'kastriot'), address)}"


def test_a_question_sent_twice_opens_one_vote(app: Flask, people: World) -> None:
    chair = in_english(app, "kastriot")
    new = chair.get(f"/votes/new/{Question.CHAIR}")
    typed = {"person": str(people.cast.people["mira"].person_id), "manner": "meeting"}
    first, second = (again(chair, new, typed) for _ in range(2))
    assert first.status_code == second.status_code == 302 and first.location == second.location
    other = again(chair, new, {**typed, "person": str(people.cast.people["hana"].person_id)})
    assert other.status_code == 422 and "A vote on this is open already." in other.text
    with app.app_context():
        assert db.session.scalar(select(func.count(Vote.id))) == 1


def test_a_ballot_that_came_after_the_session_is_chosen_again(app: Flask, vote: str) -> None:
    member = in_english(app, "mira")
    form = form_of(member.get(vote).text, f"{vote}/ballot")
    sent = {**form.filled({"q0": "against"}), "csrf_token": ["of a session that is over"]}
    back = member.get(submit(member, vote, form, sent).location)
    assert "it has not been sent." in back.text
    assert form_of(back.text, f"{vote}/ballot").fields()["q0"] == ["against"]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Ballot)) == 0
    assert send(member, vote, {"q0": "against"}, f"{vote}/ballot").status_code == 302


def test_a_ballot_changed_too_late_leaves_the_one_before(app: Flask, vote: str) -> None:
    member, chair = in_english(app, "mira"), in_english(app, "kastriot")
    page = member.get(vote)
    assert again(member, page, {"q0": "for"}, f"{vote}/ballot").status_code == 302
    assert send(chair, vote, {}, f"{vote}/close").status_code == 302
    late = again(member, page, {"q0": "against"}, f"{vote}/ballot")
    assert late.status_code == 409 and "what you chose now was not counted" in late.text
    with app.app_context():
        assert db.session.scalars(select(Ballot.choice)).all() == ["for"]
