"""Access requests that members of the demonstration asked for: one late for long, one taken on, one come about."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from app.access_requests.models import AccessRequest
from app.access_requests.service import AccessRequestData, Given, ask, take
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.time import ZONE, frozen, today
from app.demo.people import Cast
from app.process.outcome import Taken
from workflows.access_request import AccessKind, Do
from workflows.workdays import Calendar

REQUESTS = (
    (
        "mira",
        AccessKind.VISIT,
        "kufiri",
        "Vizitë në pikën kufitare për të parë si bëhet intervista e parë.",
        26,
    ),
    (
        "hana",
        AccessKind.DATA,
        "policia_b",
        "Shifrat e rasteve të identifikuara vitin e fundit, sipas moshës.",
        6,
    ),
    ("besnik", AccessKind.MEETING, "femijet", "Takim i përbashkët për udhëzimin e ri të referimit.", 40),
)


def make_access_requests(cast: Cast, calendar: Calendar) -> None:
    """Asked so many working days ago."""
    for who, kind, agency, purpose, age in REQUESTS:
        asked = calendar.add_working(today(), -age)
        with frozen(datetime.combine(asked, time(10), ZONE).astimezone(UTC)):
            asked_for = AccessRequestData(kind, cast.organisations[agency], purpose)
            outcome = ask(cast.people[who], asked_for, one_time_key())
        assert isinstance(outcome, Taken), outcome
        address = outcome.target
        if age == REQUESTS[0][-1]:
            continue
        with frozen(datetime.combine(asked, time(12), ZONE).astimezone(UTC) + timedelta(days=1)):
            _take(cast, "ministria", address, Do.ACCEPT, Given())
        if age > 30:
            with frozen(datetime.combine(asked, time(12), ZONE).astimezone(UTC) + timedelta(days=5)):
                how = Given(how="Në zyrën e agjencisë, me drejtoreshën e referimit.")
                _take(cast, "ministria_b", address, Do.ARRANGE, how)
                _take(cast, who, address, Do.CONFIRM, Given(note="U ra dakord për formularin."))


def _take(cast: Cast, who: str, address: str, do: Do, given: Given) -> None:
    db.session.rollback()
    version = db.session.scalars(select(AccessRequest.version).filter_by(public_id=address)).one()
    taken = take(cast.people[who], address, do, given, version=version, key=one_time_key())
    assert isinstance(taken, Taken), taken
