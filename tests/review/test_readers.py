"""Who is offered as rapporteur or second reader, and giving the post back."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from app.concerns.models import Concern
from app.concerns.recusals import Recusal
from app.core.db import db, unit_of_work
from app.core.time import now
from app.demo import lives
from app.demo.review import enter_interests
from app.notifications.models import Notification
from app.process.data import Reason
from app.process.models import Event
from app.process.outcome import Missing, Taken
from app.review.offers import field_of, offered
from app.review.service import Assignment
from tests.forms import send
from tests.votes.pages import in_english
from tests.world import World

ADMITTED = lives.ADMITTED[:2]  # submitted and admitted, nobody named


def test_the_most_fitting_stands_first_and_who_is_tied_last(world: World) -> None:
    with unit_of_work() as session:
        enter_interests(session, world.cast)
    busy = [world.concern(lives.ADMITTED) for _ in range(2)]  # Hana reads two
    address = world.concern(ADMITTED)
    concern = world.case("sekretaria", address).concern
    offers = offered(db.session(), concern)
    names = [o.person.name for o in offers]
    assert "Anila Hoxhaj" not in names, "the filer's own organisation"
    assert {o.person.name: o.load for o in offers}["Hana Bardhi"] == len(busy)
    wanted = field_of(concern)
    assert wanted and all(o.person.organisation.field == wanted for o in offers if o.fits)
    fitting = [o for o in offers if o.fits and not o.tied]
    assert offers[: len(fitting)] == fitting
    assert [o.load for o in fitting] == sorted(o.load for o in fitting)
    assert offers[-1].tied and offers[-1].person.name == "Luljeta Ndreu"


def test_the_recused_are_not_offered(world: World) -> None:
    address = world.concern(ADMITTED)
    concern_id = world.case("sekretaria", address).concern.id
    with unit_of_work() as session:
        session.add(
            Recusal(concern_id=concern_id, organisation_id=world.cast.organisations["bashke"], at=now())
        )
    concern = world.case("sekretaria", address).concern
    assert "Hana Bardhi" not in [o.person.name for o in offered(db.session(), concern)]
    refused = world.act(
        "kastriot", address, "assign_rapporteur", Assignment(world.cast.people["hana"].person_id)
    )
    assert refused == Missing(("eligible",))


def test_the_list_says_what_speaks_for_whom(app: Flask, people: World) -> None:
    with app.app_context():
        people.concern(lives.ADMITTED)
        address = people.concern(ADMITTED)
    page = in_english(app, "kastriot").get(f"/concerns/{address}/steps/assign_rapporteur").text
    assert "Hana Bardhi · Bashkë për Gratë · 1 open review" in page
    assert "its field" in page


def test_who_is_named_gives_the_post_back_and_the_chair_names_another(world: World) -> None:
    address = world.concern(lives.DRAFTED)
    assert world.act("hana", address, "decline_post", Reason("")) == Missing(("reason",))
    assert isinstance(world.act("hana", address, "decline_post", Reason("Mungesë kohe.")), Taken)
    concern = world.case("kastriot", address).concern
    assert concern.rapporteur_id is None and concern.owner == "chair"
    told = db.session.scalars(
        select(Notification.person_id)
        .join(Event, Event.id == Notification.event_id)
        .where(Event.do == "decline_post")
    ).all()
    assert world.cast.people["kastriot"].person_id in told
    mira = world.cast.people["mira"].person_id
    assert isinstance(world.act("kastriot", address, "assign_rapporteur", Assignment(mira)), Taken)
    db.session.rollback()
    assert db.session.scalars(select(Concern.rapporteur_id)).one() == mira
    assert len(world.case("mira", address).recommendations) == 1, "what was drafted stays"


def test_the_rapporteur_hands_the_post_over_to_whom_it_may_be_given(app: Flask, people: World) -> None:
    with app.app_context():
        address = people.concern(lives.DRAFTED)
        mira = people.cast.people["mira"].person_id
    client = in_english(app, "hana")
    where = f"/concerns/{address}/steps/hand_over_post"
    page = client.get(where).text
    assert "Mira Çelaj" in page
    assert f'value="{people.cast.people["hana"].person_id}"' not in page, "not to herself"
    assert "Anila Hoxhaj" not in page.split("<main")[1], "nor to the filer's organisation"
    assert send(client, where, {"person": str(mira)}).status_code == 422, "a reason is asked for"
    assert send(client, where, {"person": str(mira), "reason": "Leave of absence."}).status_code == 302
    with app.app_context():
        concern = db.session.scalars(select(Concern)).one()
        assert concern.rapporteur_id == mira
        told = db.session.scalars(
            select(Notification.person_id)
            .join(Event, Event.id == Notification.event_id)
            .where(Event.do == "hand_over_post")
        ).all()
        assert {mira, people.cast.people["kastriot"].person_id} <= set(told)
    assert client.get(where).status_code == 404, "who handed it over holds the post no more"
    page = in_english(app, "mira").get(f"/concerns/{address}").text
    assert "handed over the role" in page and "Leave of absence." in page and "steps/redraft" in page
