"""The table of formal letters, taken by the driver and refused by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.concerns.records import Clock
from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key, public_id
from app.core.refusals import NotFound, Refusal
from app.core.time import now, today
from app.deadlines.models import FormalLetter
from app.demo import lives
from app.formal_letters.service import edit_letter
from app.formal_letters.steps import LetterText, Sent, withdraw_letters
from app.process.models import Event
from app.process.outcome import Missing, NotNow, Outcome, Stale, Taken
from app.process.run import run
from app.process.tables import Address
from tests.world import World
from workflows.escalation import EscalationAct
from workflows.formal_letter import FORMAL_LETTER, FormalLetterAction

WORDS = LetterText("Drejtori", "Rruga 1", "Po presim.", "V. I.")


def drafted(world: World) -> str:
    """A letter about what an institution owes; its address."""
    address = world.concern(lives.SENT)
    rec = world.case("kastriot", address).recommendations[0]
    with unit_of_work() as session:
        clock = session.scalars(select(Clock).where(Clock.recommendation_id == rec.id)).first()
        assert clock is not None
        letter = FormalLetter(
            public_id=public_id(),
            concern_id=clock.concern_id,
            recommendation_id=rec.id,
            clock_id=clock.id,
            organisation_id=rec.addressee_id,
            act=EscalationAct.HEAD,
            drafted_at=now(),
            due_on=today() - timedelta(days=6),
        )
        session.add(letter)
        return letter.public_id


def row() -> FormalLetter:
    db.session.rollback()
    return db.session.scalars(select(FormalLetter).execution_options(populate_existing=True)).one()


def take(
    world: World, who: str, address: str, do: FormalLetterAction, data: Any, version: int, key: str = ""
) -> Outcome:
    db.session.rollback()
    sent = {"version": version, "key": key or one_time_key()}
    return run(FORMAL_LETTER, world.cast.people[who], Address(address), do, data, **sent)


def test_a_letter_is_written_and_noted_as_sent_once(world: World) -> None:
    letter = drafted(world)
    for who in ("mira", "ministria", "vezhguesi"):
        with pytest.raises(NotFound):
            take(world, who, letter, FormalLetterAction.EDIT, WORDS, 1)
    assert isinstance(take(world, "sekretaria", letter, FormalLetterAction.EDIT, WORDS, 0), Stale)
    assert isinstance(take(world, "sekretaria", letter, FormalLetterAction.EDIT, WORDS, 1), Taken)
    assert (row().state, row().version, row().body) == ("drafted", 2, "Po presim.")
    unnumbered = Sent("", today())
    assert take(world, "koordinatorja", letter, FormalLetterAction.SENT, unnumbered, 2) == Missing(
        ("protocol",)
    )
    key, sent = one_time_key(), Sent("17/3", today())
    assert take(world, "koordinatorja", letter, FormalLetterAction.SENT, sent, 2, key) == Taken("sent")
    assert take(world, "koordinatorja", letter, FormalLetterAction.SENT, sent, 2, key) == Taken(
        "sent", repeated=True
    )
    assert (row().state, row().version, row().protocol) == ("sent", 3, "17/3")
    for do, data in ((FormalLetterAction.SENT, sent), (FormalLetterAction.EDIT, WORDS)):
        assert isinstance(take(world, "koordinatorja", letter, do, data, 3), NotNow)
    event = db.session.scalars(select(Event).where(Event.machine == FORMAL_LETTER.name)).one()
    assert (event.do, event.standing, event.public) == ("sent", "coordinator", True)


def test_a_letter_that_is_needed_no_more_is_not_written_on(world: World) -> None:
    letter = drafted(world)
    with unit_of_work() as session:
        withdraw_letters(session, session.get_one(Clock, row().clock_id), now())
    assert (row().state, row().version) == ("ended", 2)
    with pytest.raises(Refusal, match="not_now"):
        edit_letter(world.cast.people["sekretaria"], letter, WORDS, version=2, key=one_time_key())
    assert db.session.scalars(select(Event).where(Event.machine == FORMAL_LETTER.name)).all() == []
