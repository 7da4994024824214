"""What was said in the demonstration: in a discussion of the Group, and with an institution."""

from __future__ import annotations

from sqlalchemy import select

from app.concerns.models import Concern, Recommendation
from app.concerns.records import Channel
from app.core.db import db
from app.core.random_ids import one_time_key
from app.demo.people import Cast
from app.messages.service import say
from workflows.recommendation import State

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
