"""Messages of the demonstration, and what became of its notices."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts import bounces
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Channel
from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key
from app.core.time import now, today
from app.demo.people import Cast
from app.messages.service import say
from app.notifications.models import Notification, SendState
from app.notifications.service import PreferencesData, save_preferences
from workflows.notifications import Frequency, Topic
from workflows.recommendation import State

SENT_BEFORE, READ_BEFORE = timedelta(days=3), timedelta(days=9)


def _number_by_time(session: Session) -> None:
    """One life was played after the other; what people read begins with what came last."""
    notices = select(Notification.id).where(Notification.listed)
    rows = session.scalars(notices.order_by(Notification.created_at, Notification.id)).all()
    number = dict(zip(rows, sorted(rows), strict=True))
    for sign in (-1, 1):  # by way of numbers that nobody has
        for old, new in number.items():
            session.execute(
                update(Notification)
                .where(Notification.id == (old if sign < 0 else -new))
                .values(id=sign * new)
            )


def settle_notices(cast: Cast) -> None:
    """As a worker that was never down and people who come every other day would have left them."""
    with unit_of_work() as session:
        session.execute(
            update(Notification)
            .where(Notification.listed, Notification.created_at < now() - SENT_BEFORE)
            .where(Notification.state == SendState.WAITING)
            .values(state=SendState.SENT, sent_at=Notification.created_at, attempts=1)
        )
        session.execute(
            update(Notification)
            .where(Notification.listed, Notification.created_at < now() - READ_BEFORE)
            .values(read_at=Notification.created_at)
        )
        _number_by_time(session)
    bounces.mark(
        cast.people["administratori"], "ilir@example.org", "5.1.1 Recipient address rejected: user unknown"
    )
    at_once = dict.fromkeys(Topic, Frequency.NOW)
    save_preferences(cast.people["besnik"], PreferencesData({**at_once, Topic.CASE: Frequency.DAILY}))
    save_preferences(cast.people["ministria"], PreferencesData({**at_once, Topic.CASE: Frequency.WEEKLY}))
    save_preferences(
        cast.people["fatmir"],
        PreferencesData(
            at_once,
            away_from=today(),
            away_to=today() + timedelta(days=12),
            deputy=cast.people["dritan"].person_id,
        ),
    )


IN_GROUP = (
    ("sekretaria", "Votimi me shkrim mbyllet javën tjetër. Kush ka ende një pyetje, ta shkruajë këtu."),
    ("kastriot", "Propozoj ta lexojmë masën edhe një herë: a mund të matet brenda një viti?"),
)
WITH_INSTITUTION = (
    (
        "sekretaria",
        "A mund të na thoni deri kur e presim përgjigjen? Ka pyetje që mund t'i sqarojmë më parë?",
    ),
    ("sociale", "Presim të dhënat nga drejtoritë rajonale; përgjigjja vjen brenda afatit."),
)


def talk(cast: Cast, discussed: str) -> None:
    """Two words on a concern in deliberation, and two with an institution that has not answered yet."""
    for who, text in IN_GROUP:
        say(cast.people[who], discussed, Channel.GROUP, text, institution=None, key=one_time_key())
    asked = db.session.scalars(
        select(Concern.public_id)
        .join(Recommendation, Recommendation.concern_id == Concern.id)
        .where(Recommendation.addressee_id == cast.organisations["sociale"])
        .where(Recommendation.state == State.AWAITING)
        .order_by(Recommendation.id)
    ).first()
    if asked is None:
        return
    for who, text in WITH_INSTITUTION:
        to = cast.organisations["sociale"]
        say(cast.people[who], asked, Channel.EXCHANGE, text, institution=to, key=one_time_key())
