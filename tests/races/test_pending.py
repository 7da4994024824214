"""What ends a step that waits comes from several sides at once: one ends it, and it is taken once at the most."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from app.answers.links.access import Gone, code_of, token_of
from app.answers.links.service import Said, confirm, revoke, save_draft, send_code, send_for_answer
from app.answers.models import AnswerLink, PreparedAnswer
from app.core.db import db
from app.core.refusals import NotFound
from app.demo import lives
from app.process import history
from app.process.models import Ended, Event, PendingStep
from app.response.service import Acceptance
from tests.answers.conftest import Desk
from tests.answers.test_link_steps import sent_to
from tests.answers.test_signing import prepare
from tests.races.threads import at_once
from tests.steps import Refused, drop, give_back, sign
from tests.world import World
from workflows.answer import State
from workflows.engine import NotNow

pytestmark = pytest.mark.race
ADDRESS = "linja@example.org"
ROUNDS = 4
TOO_LATE = (Gone, NotFound, NotNow, Refused)


def done(work: Callable[[], Any], name: str) -> Callable[[], str]:
    """Gives its name where it was done."""

    def run() -> str:
        try:
            return name if work() is not False else ""
        except TOO_LATE:
            return ""

    return run


def stands(public_id: str) -> tuple[Ended | None, int]:
    """How this step that waited ended, and how many answers were given where it waited."""
    db.session.remove()
    row = db.session.execute(
        select(PendingStep.ended, PendingStep.concern_id).where(PendingStep.public_id == public_id)
    ).one()
    answers = select(func.count(Event.id)).where(Event.concern_id == row.concern_id, Event.do == "accept")
    given = db.session.scalar(answers) or 0
    assert not [line for line in history.verify(db.session()) if not isinstance(line, int)]
    return row.ended, given


def sent_link(world: World) -> tuple[str, str, str, str]:
    """Its case, its public id, its secret and the code that confirms what was typed."""
    address = sent_to(world)
    send_for_answer(world.cast.people["sekretaria"], address, 1, ADDRESS)
    link = db.session.scalars(select(AnswerLink).order_by(AnswerLink.id.desc()).limit(1)).one()
    token = token_of(link.nonce)
    save_draft(token, {"do": "accept", "signed": "A. Sula, sekretare"})
    send_code(token)
    db.session.rollback()
    db.session.refresh(link)
    return address, link.public_id, token, code_of(link)


@pytest.mark.parametrize("other", ["used", "revoked", "replaced"])
def test_a_link_is_used_once_or_ends_before(world: World, other: str) -> None:
    sender = world.cast.people["sekretaria"]
    for _round in range(ROUNDS):
        address, public_id, token, code = sent_link(world)
        ways: dict[str, Callable[[], Any]] = {
            "used": partial(confirm, token, code, Said("accept", Acceptance())),
            "revoked": partial(revoke, sender, public_id),
            "replaced": partial(send_for_answer, sender, address, 1, ADDRESS),
        }
        came = at_once(world.app, [*[done(ways["used"], "used")] * 3, *[done(ways[other], other)] * 3])
        ended, given = stands(public_id)
        assert came.count("used") == given <= 1
        assert ended is (Ended.CARRIED_OUT if given else Ended.WITHDRAWN)


def test_an_answer_is_signed_or_withdrawn_or_returned(world: World) -> None:
    desk = Desk(world, "")
    desk.two_signatures()
    other, first = desk.who("ministria_b"), desk.who("ministria")
    expected = {
        "signed": (Ended.CARRIED_OUT, State.SENT),
        "dropped": (Ended.WITHDRAWN, State.DROPPED),
        "returned": (None, State.RETURNED),
    }
    for _round in range(ROUNDS):
        desk.address = world.concern(lives.SENT)
        row = prepare(desk)
        key, version = row.public_id, row.version
        works = [
            done(partial(sign, other, key, version), "signed"),
            done(partial(drop, first, key, version), "dropped"),
            done(partial(give_back, other, key, version, "Shtoni afatin."), "returned"),
        ]
        came = [name for name in at_once(world.app, works * 2) if name]
        ended, given = stands(key)
        state = db.session.scalars(select(PreparedAnswer.state).filter_by(public_id=key)).one()
        assert len(came) == 1, "the second comes from an old page"
        assert given == came.count("signed") and (ended, state) == expected[came[0]]
