"""Each notice once, in its reader's language, never to somebody who may no longer see the case."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.service import ask_for_reset
from app.concerns.recusals import Recusal
from app.core.db import db, unit_of_work
from app.core.time import frozen, now
from app.demo import lives
from app.notifications import delivery
from app.notifications.delivery import ATTEMPTS, deliver
from app.notifications.models import Notification, SendState
from tests.world import World


class Sender:
    """Takes mails, or refuses them."""

    def __init__(self, *, down: bool = False) -> None:
        self.mails: list[EmailMessage] = []
        self.down = down

    def __call__(self, mail: EmailMessage) -> None:
        if self.down:
            raise OSError("no connection")
        self.mails.append(mail)


def deliver_all(send: Sender) -> None:
    while deliver(send):
        pass


def words(mail: EmailMessage, part: str) -> str:
    body = mail.get_body((part,))
    assert body
    return str(body.get_content())


def states() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Notification.state).order_by(Notification.id)))


def test_each_notice_is_sent_once_and_holds_nothing_of_the_case(world: World) -> None:
    world.concern(lives.SUBMITTED)
    send = Sender()
    deliver_all(send)
    assert [m["To"] for m in send.mails] == ["Sonila Prendi <sekretaria@example.org>"]
    for part in ("plain", "html"):
        text = words(send.mails[0], part)
        assert "http://localhost/concerns/" in text
        assert "strehimi i veçantë" not in text + str(send.mails[0]["Subject"])
    assert set(states()) == {SendState.SENT}
    deliver_all(send)
    assert len(send.mails) == 1


def test_what_goes_to_an_address_leaves_before_what_waits_longer(world: World) -> None:
    world.concern(lives.SUBMITTED)
    with frozen(now() + timedelta(minutes=1)):
        ask_for_reset("anila@example.org")
        send = Sender()
        deliver_all(send)
    assert [m["To"] for m in send.mails] == [
        "anila@example.org",
        "Sonila Prendi <sekretaria@example.org>",
    ]


def test_a_reader_is_written_to_in_their_language(world: World) -> None:
    with unit_of_work() as session:
        session.get_one(Person, world.cast.people["sekretaria"].person_id).language = "en"
    world.concern(lives.SUBMITTED)
    send = Sender()
    deliver_all(send)
    assert "Dear Sonila Prendi," in words(send.mails[0], "plain")
    html = words(send.mails[0], "html")
    assert "Dear Sonila Prendi," in html and '<html lang="en">' in html
    assert "<script" not in html and "<img" not in html and " style=" not in html


def test_who_lost_the_right_to_see_gets_nothing(world: World) -> None:
    address = world.concern(lives.ADMITTED)
    hana = world.cast.people["hana"]
    concern = world.case("hana", address).concern
    with unit_of_work() as session:
        session.add(Recusal(concern_id=concern.id, person_id=hana.person_id, at=now()))
    send = Sender()
    deliver_all(send)
    assert not [m for m in send.mails if "hana@" in m["To"]]
    assert SendState.DROPPED in states()


@pytest.mark.parametrize("agreed", [True, False])
def test_of_an_urgent_filing_the_coordinator_hears_at_once_where_the_filer_agreed(
    world: World, agreed: bool
) -> None:
    world.concern(lives.SUBMITTED, urgent=True, coordinator_told=agreed)
    send = Sender()
    deliver_all(send)
    assert len([m for m in send.mails if "koordinatorja@" in m["To"]]) == agreed


def test_while_the_server_is_down_nothing_is_lost_and_the_message_keeps_its_id(world: World) -> None:
    world.concern(lives.SUBMITTED)
    ids = list(db.session.scalars(select(Notification.message_id)))
    broken = Sender(down=True)
    begun = now()
    for hour in range(6):
        with frozen(begun + timedelta(hours=hour)):
            deliver_all(broken)
    assert set(states()) == {SendState.WAITING}
    send = Sender()
    with frozen(begun + timedelta(hours=12)):
        deliver_all(send)
    assert [m["Message-ID"] for m in send.mails] == ids


def test_what_never_gets_through_is_marked_as_failed(world: World) -> None:
    world.concern(lives.SUBMITTED)
    broken, at = Sender(down=True), now()
    for day in range(ATTEMPTS + 2):
        with frozen(at + timedelta(days=day)):
            deliver(broken)
    assert set(states()) == {SendState.FAILED}
    error = db.session.scalars(select(Notification.error)).first()
    assert error == "OSError"


def test_one_mail_that_cannot_be_written_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.concern(lives.ADMITTED)
    compose = delivery.compose

    def stumble(to: Any, *rest: Any, **more: Any) -> EmailMessage:
        if "Sonila Prendi" in str(to):
            raise ValueError("something nobody thought of")
        return compose(to, *rest, **more)

    monkeypatch.setattr(delivery, "compose", stumble)
    send = Sender()
    deliver_all(send)
    assert send.mails, "the others were sent"
    assert set(states()) == {SendState.WAITING, SendState.SENT}
    assert set(db.session.scalars(select(Notification.error))) == {"", "ValueError"}
