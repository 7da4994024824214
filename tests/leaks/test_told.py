"""Who is told: of an urgent concern the coordinator where its filer agreed, of a message those who read its thread."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person
from app.concerns.models import Recommendation
from app.concerns.records import Channel
from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key
from app.demo import lives
from app.messages.service import say
from app.notifications.models import Notification
from tests.databases import only_sqlite
from tests.leaks.crawl import Crawl, browsers
from tests.leaks.life import Life
from tests.sign_in import sign_in
from tests.world import World

INSIDE = {"anila", "hana", "kastriot", "sekretaria"}


@only_sqlite
@pytest.mark.parametrize("agreed", [True, False])
def test_the_coordinator_sees_an_urgent_concern_where_its_filer_agreed(
    app: Flask, people: World, agreed: bool
) -> None:
    with app.app_context():
        case = people.concern(lives.SUBMITTED, urgent=True, coordinator_told=agreed, title="Zqkurgent")
    coordinator = app.test_client()
    sign_in(coordinator, "koordinatorja")
    assert coordinator.get(f"/concerns/{case}").status_code == (200 if agreed else 404)
    for address in ("/", "/concerns", "/concerns?urgent=1", "/concerns?q=zqkurgent", "/notices", "/desk"):
        found = case in coordinator.get(address).text
        assert agreed or not found, address
        assert found or not agreed or address in ("/", "/desk"), address


@only_sqlite
def test_the_coordinator_who_is_told_reads_what_was_filed_and_none_of_its_files(
    app: Flask, people: World
) -> None:
    with app.app_context():
        life = Life(people, urgent=True, coordinator_told=True, urgency_reason="zqkurgency")
        life.filed()
    crawl = Crawl(app, browsers(app, {"coordinator": "koordinatorja", "secretariat": "sekretaria"}))
    filed = {f"filing{part}" for part in ("file", "shows", "content")}
    assert filed <= set(crawl.found["secretariat"])
    assert {"title", "narrative"} <= set(crawl.found["coordinator"])
    assert not (filed | {"question", "answer"}) & set(crawl.found["coordinator"])


@only_sqlite
def test_a_message_is_told_to_who_reads_its_thread(app: Flask, people: World) -> None:
    with app.app_context():
        case = people.concern(lives.SENT_TWO)
        with unit_of_work() as session:  # the second goes to an institution of no ministry
            second = session.scalars(select(Recommendation).where(Recommendation.number == 2)).one()
            second.addressee_id = people.cast.organisations["linja"]
        assert told(people, case, Channel.EXCHANGE, "linja") >= {"linja", "koordinatorja"}
        assert not told(people, case, Channel.EXCHANGE, "linja") & {"sociale", "ministria", "vezhguesi"}
        assert told(people, case, Channel.EXCHANGE, "sociale") >= {"sociale", "ministria", "koordinatorja"}
        assert "linja" not in told(people, case, Channel.EXCHANGE, "sociale")
        assert told(people, case, Channel.GROUP, None) >= INSIDE - {"mira"}
        assert not told(people, case, Channel.GROUP, None) & {
            "sociale",
            "linja",
            "ministria",
            "koordinatorja",
        }


def told(people: World, case: str, channel: Channel, institution: str | None) -> set[str]:
    """Who has a notice of a new message in this thread."""
    with unit_of_work() as session:
        for row in session.scalars(select(Notification)):
            session.delete(row)  # one unread notice is enough for a thread
    to = people.cast.organisations[institution] if institution else None
    say(people.cast.people["mira"], case, channel, "Zqkmessage.", institution=to, key=one_time_key())
    found = select(Person.email).join(Notification, Notification.person_id == Person.id)
    names = {email.split("@")[0] for email in db.session.scalars(found)}
    db.session.rollback()
    return names
