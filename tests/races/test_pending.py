"""What ends a step that waits comes from several sides at once: one ends it, and it is taken once at the most."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.answers.links.access import Gone, code_of, token_of
from app.answers.links.service import Said, confirm, revoke, save_draft, send_code, send_for_answer
from app.answers.models import AnswerLink, PreparedAnswer
from app.core.db import db
from app.core.refusals import NotFound
from app.demo import lives
from app.process import history
from app.process.models import Awaits, Ended, Event, PendingStep
from app.response.service import Acceptance
from tests.answers.conftest import Desk
from tests.answers.test_link_steps import sent_to
from tests.answers.test_signing import prepare
from tests.races.threads import at_once
from tests.steps import Refused, drop, give_back, sign
from tests.world import world_of
from workflows.answer import State
from workflows.engine import NotNow

pytestmark = pytest.mark.race
TOO_LATE = (Gone, NotFound, NotNow, Refused)


def done(work: Callable[[], Any], name: str) -> Callable[[], str]:
    """Gives its name where it was done."""

    def run() -> str:
        try:
            return name if work() is not False else ""
        except TOO_LATE:
            return ""

    return run


def stands() -> tuple[list[Ended | None], int]:
    """How each step that waited ended, and how many answers were given."""
    db.session.rollback()
    given = db.session.scalar(select(func.count(Event.id)).where(Event.do == "accept")) or 0
    assert not [line for line in history.verify(db.session()) if not isinstance(line, int)]
    waited = select(PendingStep.ended).where(PendingStep.awaits != Awaits.VOTE).order_by(PendingStep.id)
    return list(db.session.scalars(waited)), given


@pytest.mark.parametrize("other", ["used", "revoked", "replaced"])
def test_a_link_is_used_once_or_ends_before(app: Flask, other: str) -> None:
    with world_of(app) as world:
        sender, address = world.cast.people["sekretaria"], sent_to(world)
        send_for_answer(sender, address, 1, "linja@example.org")
        link = db.session.scalars(select(AnswerLink).order_by(AnswerLink.id.desc()).limit(1)).one()
        public_id, token = link.public_id, token_of(link.nonce)
        save_draft(token, {"do": "accept", "signed": "A. Sula, sekretare"})
        send_code(token)
        db.session.rollback()
        db.session.refresh(link)
        code = code_of(link)
    others: dict[str, Callable[[], Any]] = {
        "used": lambda: confirm(token, code, Said("accept", Acceptance())),
        "revoked": lambda: revoke(sender, public_id),
        "replaced": lambda: send_for_answer(sender, address, 1, "linja@example.org"),
    }
    works = [done(others["used"], "used"), done(others["used"], "used"), done(others[other], other)]
    came = at_once(app, works)
    with app.app_context():
        ended, given = stands()
    used = came.count("used")
    assert used <= 1 and given == used
    assert ended[0] is (Ended.CARRIED_OUT if used else Ended.WITHDRAWN)


def test_an_answer_is_signed_or_withdrawn_or_returned(app: Flask) -> None:
    with world_of(app) as world:
        desk = Desk(world, world.concern(lives.SENT))
        desk.two_signatures()
        row = prepare(desk)
        key, version = row.public_id, row.version
        other, first = desk.who("ministria_b"), desk.who("ministria")
    works = [
        done(lambda: sign(other, key, version), "signed"),
        done(lambda: drop(first, key, version), "dropped"),
        done(lambda: give_back(other, key, version, "Shtoni afatin."), "returned"),
    ]
    came = [name for name in at_once(app, works * 2) if name]
    with app.app_context():
        ended, given = stands()
        state = db.session.scalars(select(PreparedAnswer.state).filter_by(public_id=key)).one()
    assert len(came) == 1, "the second comes from an old page"
    assert given == came.count("signed")
    expected = {
        "signed": (Ended.CARRIED_OUT, State.SENT),
        "dropped": (Ended.WITHDRAWN, State.DROPPED),
        "returned": (None, State.RETURNED),
    }
    assert (ended[0], state) == expected[came[0]]
