"""What a mail's subject says: urgent first, the case, what is asked and by when; and one mail for one case."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from app.accounts.models import Person
from app.concerns.models import Concern
from app.concerns.records import Clock, ClockState
from app.core.db import db, unit_of_work
from app.core.formats import day
from app.core.language import in_language
from app.core.time import frozen, now
from app.demo import lives
from app.notifications.delivery import deliver
from app.notifications.models import Notification, Preferences, SendState
from tests.notifications.test_delivery import Sender, deliver_all, states, words
from tests.world import World
from workflows.notifications import Topic
from workflows.periods import Rule


def in_english(world: World, *who: str) -> None:
    with unit_of_work() as session:
        for name in who:
            session.get_one(Person, world.cast.people[name].person_id).language = "en"


def subjects(send: Sender, who: str) -> list[str]:
    return [str(mail["Subject"]) for mail in send.mails if f"{who}@" in mail["To"]]


def due(rule: Rule) -> str:
    with in_language("en"):
        return day(db.session.scalars(select(Clock.due_on).where(Clock.rule == rule)).one())


def test_who_is_to_act_reads_what_and_by_when(world: World) -> None:
    in_english(world, "sekretaria")
    address = world.concern(lives.SUBMITTED)
    reference = world.case("sekretaria", address).concern.reference
    send = Sender()
    deliver_all(send)
    assert subjects(send, "sekretaria") == [
        f"{reference}: A concern was submitted – awaited from you: intake, by {due(Rule.INTAKE)}"
    ]
    assert f"awaited from you: intake, by {due(Rule.INTAKE)}" in words(send.mails[0], "plain")


def test_what_is_urgent_says_so_first_in_both_languages(world: World) -> None:
    in_english(world, "koordinatorja")
    address = world.concern(lives.SUBMITTED, urgent=True, coordinator_told=True)
    concern = world.case("anila", address).concern
    send = Sender()
    deliver_all(send)
    (secretariat,), (coordinator,) = (subjects(send, who) for who in ("sekretaria", "koordinatorja"))
    assert (
        secretariat.startswith(f"URGJENT – {concern.reference}: ")
        and " – pranim fillestar, afati ishte " in secretariat
    )
    assert coordinator.startswith(f"URGENT – {concern.reference}: ")
    assert "awaited from you" not in coordinator, "nothing is asked of the coordinator"
    for mail in send.mails:
        assert concern.title[:12] not in str(mail["Subject"]) and "Qendra" not in str(mail["Subject"])


def test_an_urgent_case_that_is_over_is_urgent_no_more(world: World) -> None:
    world.concern(lives.SUBMITTED, urgent=True)
    with unit_of_work() as session:
        session.scalars(select(Concern)).one().is_open = False
    send = Sender()
    deliver_all(send)
    assert send.mails and not any("URG" in str(mail["Subject"]) for mail in send.mails)


def test_what_is_asked_of_another_stands_in_no_subject(world: World) -> None:
    """The filer hears of each step; the clocks of the Group are not the filer's."""
    in_english(world, "anila", "sociale")
    world.concern(lives.SENT)
    with unit_of_work() as session:  # as if it were the filer's move, which no clock says
        session.execute(
            update(Notification)
            .where(Notification.person_id == world.cast.people["anila"].person_id)
            .values(topic=Topic.MOVE)
        )
    send = Sender()
    deliver_all(send)
    assert subjects(send, "anila") and not any("awaited" in subject for subject in subjects(send, "anila"))
    assert any(f"awaited from you: answer, by {due(Rule.RESPONSE)}" in s for s in subjects(send, "sociale"))


def test_what_waits_of_one_case_leaves_as_one_mail(world: World) -> None:
    in_english(world, "anila")
    first, second = world.concern(lives.ADMITTED), world.concern(lives.ADMITTED)
    references = {world.case("anila", address).concern.reference for address in (first, second)}
    waiting = select(Notification.id).where(Notification.person_id == world.cast.people["anila"].person_id)
    told = len(db.session.scalars(waiting).all())
    assert told > 2
    send = Sender()
    deliver_all(send)
    mails = [mail for mail in send.mails if "anila@" in mail["To"]]
    assert {str(mail["Subject"]).split(":")[0] for mail in mails} == references and len(mails) == 2
    assert all(str(mail["Subject"]).endswith(f": {told // 2} notices") for mail in mails)
    assert words(mails[0], "plain").count("http://localhost/concerns/") == told // 2
    assert set(states()) == {SendState.SENT}, "each of them left"
    deliver_all(send)
    assert len([mail for mail in send.mails if "anila@" in mail["To"]]) == 2


def test_what_its_reader_wants_otherwise_is_no_part_of_it(world: World) -> None:
    """Who wants what happened in a digest is told of their move at once, and of nothing else with it."""
    filer = world.cast.people["anila"].person_id
    with unit_of_work() as session:
        session.add(Preferences(person_id=filer, by_topic={"case": "daily"}))
    in_english(world, "anila")
    world.concern(lives.ADMITTED)
    told = select(Notification).where(Notification.person_id == filer, Notification.listed)
    with unit_of_work() as session:
        first, second = session.scalars(told.order_by(Notification.id)).all()
        first.topic, second.topic = Topic.CASE, Topic.MOVE
    send = Sender()
    deliver_all(send)
    rows = db.session.scalars(told.order_by(Notification.id).execution_options(populate_existing=True))
    assert [row.state for row in rows] == [SendState.DIGEST, SendState.SENT]
    (subject,) = subjects(send, "anila")
    assert "notices" not in subject


def test_one_that_could_not_leave_leaves_with_the_others_later(world: World) -> None:
    world.concern(lives.ADMITTED)
    ids = select(Notification.message_id).where(
        Notification.person_id == world.cast.people["anila"].person_id
    )
    first = db.session.scalars(ids.order_by(Notification.id)).first()
    deliver_all(Sender(down=True))
    assert set(states()) == {SendState.WAITING}
    send = Sender()
    with frozen(now() + timedelta(hours=1)):
        while deliver(send):
            pass
    (mail,) = (mail for mail in send.mails if "anila@" in mail["To"])
    assert mail["Message-ID"] == first


def test_a_date_that_has_passed_is_said_so(world: World) -> None:
    in_english(world, "sekretaria")
    world.concern(lives.SUBMITTED)
    clock = db.session.scalars(select(Clock).where(Clock.state == ClockState.RUNNING)).one()
    assert clock.due_on
    send = Sender()
    with frozen(now() + timedelta(days=30)):
        deliver_all(send)
    (subject,) = subjects(send, "sekretaria")
    assert subject.endswith(f" – intake, was due by {due(Rule.INTAKE)}")
