"""The post of a rapporteur or second reader who can act no more is free, and the chair is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.rights.service import change_rights, correct
from app.concerns.models import Concern
from app.concerns.records import Clock
from app.core.db import db, unit_of_work
from app.core.time import frozen, now
from app.demo import lives
from app.demo.lives import DemoStep
from app.notifications.models import Notification
from app.process.data import Decision
from app.process.history import Break, verify
from app.process.models import Event
from app.process.outcome import Missing, Taken
from app.response.service import Clarification, Question
from app.review.service import Assignment
from tests.rights.stages import LIVES_BY_STAGE
from tests.world import World
from workflows.periods import Rule
from workflows.roles import Owner, Role

SECOND = DemoStep(
    1, "kastriot", "assign_second_reader", lambda s: Assignment(s.cast.people["besnik"].person_id)
)


def off(world: World, who: str) -> None:
    change_rights(None, world.cast.people[who].person_id, world.cast.people[who].roles, active=False)


def no_member(world: World, who: str) -> None:
    change_rights(None, world.cast.people[who].person_id, [], active=True)


def elsewhere(world: World, who: str) -> None:
    correct(world.cast.people[who].person_id, organisation_id=world.cast.people["anila"].organisation_id)


@pytest.mark.parametrize("how", [off, no_member, elsewhere])
def test_the_posts_of_who_can_act_no_more_are_free_and_the_chair_names_another(
    world: World, how: Callable[[World, str], None]
) -> None:
    world.concern([*lives.ADMITTED, SECOND], urgent=True)
    before = db.session.scalars(select(Concern.version)).one()
    db.session.rollback()
    how(world, "besnik")
    how(world, "hana")
    concern = db.session.scalars(select(Concern)).one()
    assert (concern.rapporteur_id, concern.second_reader_id) == (None, None)
    assert concern.owner is Owner.CHAIR and concern.version == before + 2
    running = db.session.scalars(select(Clock).where(Clock.owner == Owner.CHAIR)).all()
    assert [clock.person_id for clock in running] == [None]
    ended = db.session.scalars(select(Event).where(Event.do == "end_post").order_by(Event.id)).all()
    assert [event.params["who"] for event in ended] == ["Besnik Markaj", "Hana Bardhi"]
    kastriot = world.cast.people["kastriot"].person_id
    for event in ended:
        assert db.session.scalars(
            select(Notification.person_id).where(Notification.event_id == event.id)
        ).all() == [kastriot]
    assert not [found for found in verify(db.session()) if isinstance(found, Break)]


def test_what_has_ended_keeps_who_reviewed_it_until_it_is_opened_again(world: World) -> None:
    address = world.concern(LIVES_BY_STAGE["closed"])
    off(world, "hana")
    assert db.session.scalars(select(Concern.rapporteur_id)).one() == world.cast.people["hana"].person_id
    db.session.rollback()
    assert isinstance(world.act("kastriot", address, "reopen", Decision(reason="Sërish.")), Taken)
    assert db.session.scalars(select(Concern.rapporteur_id)).one() is None


def test_a_question_after_the_decision_waits_for_nobody_who_is_gone(world: World) -> None:
    """Also where a recommendation was sent at once, and nobody had been named yet."""
    address = world.concern(lives.SENT)
    off(world, "hana")
    concern = db.session.scalars(select(Concern)).one()
    assert concern.rapporteur_id is None
    db.session.rollback()
    besnik = world.cast.people["besnik"]
    asked = world.act("sociale", address, "ask_for_clarification", Question("Cila qendër?"), number=1)
    assert isinstance(asked, Taken)
    waits = db.session.scalars(select(Clock).where(Clock.rule == Rule.CLARIFICATION)).one()
    assert waits.owner is Owner.CHAIR
    told = select(Notification.person_id).join(Event).where(Event.do == "ask_for_clarification")
    assert world.cast.people["kastriot"].person_id in db.session.scalars(told).all()
    db.session.rollback()
    assert isinstance(
        world.act("kastriot", address, "assign_rapporteur", Assignment(besnik.person_id)), Taken
    )
    waits = db.session.scalars(select(Clock).where(Clock.rule == Rule.CLARIFICATION)).one()
    assert (waits.owner, waits.person_id) == (Owner.RAPPORTEUR, besnik.person_id)
    db.session.rollback()
    again = world.act(
        "kastriot", address, "assign_rapporteur", Assignment(world.cast.people["mira"].person_id)
    )
    assert again == Missing(("no_rapporteur",)), "a rapporteur is not put in another's place here"
    assert isinstance(
        world.act("besnik", address, "clarify", Clarification("Ajo e qarkut."), number=1), Taken
    )


def test_facts_that_nobody_returns_are_no_end_where_the_rapporteur_is_gone(world: World) -> None:
    address = world.concern(LIVES_BY_STAGE["in_fact_check"])
    off(world, "hana")
    mira = Assignment(world.cast.people["mira"].person_id)
    assert isinstance(world.act("kastriot", address, "assign_rapporteur", mira), Taken)
    with frozen(now() + timedelta(days=40)):
        assert isinstance(world.act("mira", address, "go_on", None), Taken)


def test_a_second_reader_who_is_off_is_named_anew_before_it_is_proposed(world: World) -> None:
    address = world.concern([*lives.ADMITTED, SECOND], urgent=True)
    off(world, "besnik")
    mira = Assignment(world.cast.people["mira"].person_id)
    world.act("kastriot", address, "assign_second_reader", mira)
    assert db.session.scalars(select(Concern.second_reader_id)).one() == mira.person


def test_a_role_that_has_nothing_to_do_with_the_post_leaves_it(world: World) -> None:
    world.concern([*lives.ADMITTED, SECOND], urgent=True)
    change_rights(None, world.cast.people["hana"].person_id, [Role.MEMBER, Role.AGENCY], active=True)
    assert db.session.scalars(select(Concern.rapporteur_id)).one() == world.cast.people["hana"].person_id


def test_where_nobody_is_chair_the_secretariat_is_told_and_names_another(world: World) -> None:
    address = world.concern(lives.ADMITTED, urgent=True)
    with unit_of_work() as session:
        concern = session.scalars(select(Concern)).one()
        concern.second_reader_id = world.cast.people["kastriot"].person_id
    off(world, "kastriot")
    told = (
        select(Notification.person_id)
        .join(Event, Event.id == Notification.event_id)
        .where(Event.do == "end_post")
    )
    assert db.session.scalars(told).all() == [world.cast.people["sekretaria"].person_id]
    besnik = Assignment(world.cast.people["besnik"].person_id)
    world.act("sekretaria", address, "assign_second_reader", besnik)
    assert db.session.scalars(select(Concern.second_reader_id)).one() == besnik.person
