"""A blind first round: nobody sees another's view before it is over, and who is recused neither notes nor is read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.concerns.models import Concern
from app.core.db import db
from app.core.refusals import NotFound, Refusal
from app.core.time import frozen, now, today
from app.demo import lives
from app.notifications.models import Notification
from app.process import history
from app.process.models import Event
from app.process.outcome import Missing, NotYours, Taken
from app.recusals.service import recuse_myself
from app.review.service import Proposal
from app.review.working_papers import Round
from app.working_papers.models import FirstRound, Leaning, View
from app.working_papers.rounds import close_due_round, note_view, rounds
from tests.forms import again, send
from tests.votes.pages import in_english
from tests.world import World
from workflows.roles import Level

ASKED = "Is the duty clear?"
# who acts for each of the thirteen seats: Dritan in place of Fatmir
ACTING = "anila besnik drita dritan elira gentiana hana ilir jonida kastriot luljeta mira nazmi".split()


def opened(world: World, address: str, days: int = 3) -> int:
    data = Round(ASKED, ends_on=today() + timedelta(days=days))
    assert isinstance(world.act("kastriot", address, "open_first_round", data), Taken)
    db.session.rollback()
    return db.session.scalars(select(FirstRound.id).order_by(FirstRound.id.desc())).first() or 0


def note(world: World, who: str, address: str, round_id: int, text: str = "") -> None:
    note_view(world.cast.people[who], address, round_id, Leaning.MORE, text or f"View of {who}.")


def test_views_are_seen_when_the_round_is_over_and_by_nobody_before(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.DRAFTED)
    chair = in_english(app, "kastriot")
    step = f"/concerns/{address}/steps/open_first_round"
    assert send(chair, step, {"question": ASKED}).status_code == 302
    papers = f"/concerns/{address}/papers"
    browsers = {who: in_english(app, who) for who in ("hana", "mira", "drita", "sekretaria")}
    assert "Your view in a blind first round" in browsers["mira"].get("/").text
    for who in ("hana", "mira"):
        answer = send(browsers[who], f"{papers}/view", {"leaning": "recommend", "text": f"Secret of {who}."})
        assert answer.status_code == 302
    assert "Your view in a blind first round" not in browsers["mira"].get("/").text
    for who, client in {**browsers, "kastriot": chair}.items():
        page = client.get(papers).text
        seen = {name for name in ("hana", "mira") if f"Secret of {name}." in page}
        assert seen == {who} & {"hana", "mira"}, f"{who} sees {seen}"
        assert "Bashkë për Gratë, " in page and "Have not noted one" in page
    again = send(browsers["mira"], f"{papers}/view", {"text": "Second thoughts."})
    assert again.status_code == 302
    assert send(chair, f"/concerns/{address}/steps/close_first_round", {}).status_code == 302
    for client in browsers.values():
        page = client.get(papers).text
        assert "Secret of hana." in page and "Second thoughts." in page and "Secret of mira." not in page
    assert browsers["drita"].get(f"{papers}/view").status_code == 404


def test_a_view_that_comes_too_late_is_not_lost_to_who_wrote_it(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.DRAFTED)
        opened(people, address)
    mira = in_english(app, "mira")
    open_before = mira.get(f"/concerns/{address}/papers/view")
    with app.app_context():
        people.act("kastriot", address, "close_first_round", None)
    answer = again(mira, open_before, {"leaning": "more", "text": "Typed for an hour."})
    assert answer.status_code == 409 and "Typed for an hour." in answer.text
    with app.app_context():
        assert db.session.scalars(select(View)).all() == []


def test_the_last_view_ends_the_round_and_so_does_its_day_and_the_proposal(world: World) -> None:
    address = world.concern(lives.DRAFTED)
    round_id = opened(world, address)
    for who in ACTING:
        assert world.case("hana", address).concern.first_round, who
        note(world, who, address, round_id)
    assert not world.case("hana", address).concern.first_round
    (shown,) = rounds(db.session(), world.case("drita", address))
    assert shown.over and len(shown.views) == len(ACTING) and shown.row.closed_by_id is None

    other = world.concern(lives.DRAFTED)
    round_id = opened(world, other)
    note(world, "mira", other, round_id)
    assert not close_due_round()
    with frozen(now() + timedelta(days=5)):
        (shown,) = rounds(db.session(), world.case("drita", other))
        assert shown.over and [view.text for view in shown.views] == ["View of mira."], (
            "before any worker comes"
        )
        with pytest.raises(Refusal):
            note(world, "drita", other, round_id)
        assert close_due_round() and not close_due_round()
    assert not world.case("hana", other).concern.first_round

    third = world.concern(lives.DRAFTED)
    opened(world, third)
    assert isinstance(world.act("hana", third, "propose", Proposal("Gjetje.")), Taken)
    assert not world.case("hana", third).concern.first_round
    assert list(history.verify(db.session()))[:-1] == []


def test_only_the_chair_opens_one_at_a_time_and_those_on_it_are_told(world: World) -> None:
    address = world.concern(lives.DRAFTED)
    data = Round(ASKED, ends_on=today())
    assert isinstance(world.act("hana", address, "open_first_round", data), NotYours)
    opened(world, address)
    assert world.act("kastriot", address, "open_first_round", data) == Missing(("no_round_open",))
    told = set(
        db.session.scalars(
            select(Notification.person_id)
            .join(Event, Event.id == Notification.event_id)
            .where(Event.do == "open_first_round")
        )
    )
    assert told == {world.cast.people[who].person_id for who in ACTING if who != "kastriot"} | {
        world.cast.people[who].person_id
        for who in world.cast.people
        if world.cast.people[who].organisation_id == world.cast.people["anila"].organisation_id
    }


def test_who_is_recused_or_does_not_act_has_no_part_in_it(world: World) -> None:
    address = world.concern(lives.DRAFTED)
    round_id = opened(world, address)
    note(world, "mira", address, round_id)
    note(world, "drita", address, round_id)
    recuse_myself(world.cast.people["mira"], address)
    with pytest.raises(NotFound):
        world.case("mira", address)
    with pytest.raises(NotFound):
        note(world, "mira", address, round_id)
    with pytest.raises(Refusal, match="does_not_act"):
        note(world, "fatmir", address, round_id)  # his alternate acts
    with pytest.raises(NotFound):
        note(world, "policia", address, round_id)
    world.act("kastriot", address, "close_first_round", None)
    (shown,) = rounds(db.session(), world.case("hana", address))
    assert [view.text for view in shown.views] == ["View of drita."]
    assert len(shown.noted) + len(shown.awaited) == len(ACTING) - 1


def test_of_a_restricted_concern_only_its_circle_is_awaited(world: World) -> None:
    address = world.concern(lives.DRAFTED, level=Level.RESTRICTED)
    round_id = opened(world, address)
    with pytest.raises(NotFound):
        note(world, "mira", address, round_id)
    for who in ("anila", "hana", "kastriot"):
        assert db.session.scalars(select(Concern.first_round)).one()
        note(world, who, address, round_id)
    db.session.rollback()
    assert not db.session.scalars(select(Concern.first_round)).one()
