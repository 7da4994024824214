"""What stands around an answer, by real steps: requests, files, a prepared answer, wordings, links."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from flask import Flask
from sqlalchemy import select

from app.access_requests.service import AccessRequestData
from app.answers.contributions.service import ContributionAction, Given
from app.answers.files import add_to_request
from app.answers.links.access import code_of, token_of
from app.answers.links.service import (
    add_by_link,
    confirm,
    save_draft,
    send_code,
    send_for_answer,
    send_for_request,
)
from app.answers.models import AnswerLink
from app.answers.queries import wordings
from app.answers.service import save_wording
from app.concerns.attachments import Attachment
from app.concerns.uploads import store
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.time import frozen, now
from app.demo import lives
from tests.answers.conftest import Desk
from tests.answers.test_links import ADDRESS, TEXT, readdressed
from tests.answers.test_signing import prepare
from tests.rights.stages import LIVES_BY_STAGE
from tests.steps import ask_access_request as ask
from tests.steps import take
from tests.world import World
from workflows.access_request import AccessKind

NOTHING = "AAAAAAAAAAAAAAAA"
NEVER_MADE = "A" * 43


def addresses_of_work(app: Flask, people: World) -> dict[str, str]:
    """What stands in the places of addresses: a request that waits with a file, one that was given with one …"""
    with app.app_context():
        desk = Desk(people, people.concern(lives.SENT))
        ministry, police = desk.who("ministria"), desk.who("policia")
        asked_for = AccessRequestData(AccessKind.VISIT, people.cast.organisations["policia_a"], "Vizitë.")
        access_request, waits, given = (
            ask(desk.who("mira"), asked_for, one_time_key()),
            desk.ask(),
            desk.ask("policia_a"),
        )
        waiting = public_id_of(
            add_to_request(store(), desk.who("prokuroria"), waits, BytesIO(b"a,b\n"), "a.csv")
        )
        came = public_id_of(add_to_request(store(), police, given, BytesIO(b"c,d\n"), "c.csv"))
        take(police, given, ContributionAction.GIVE, 1, Given("Dy raste.", files=(came,)))
        send_for_request(ministry, waits, ADDRESS)
        link = newest_link().public_id
        desk.two_signatures()
        save_wording(ministry, "accept", "Pranim", {"note": "Pranohet."})
        return {
            "concern": desk.address,
            "checked": people.concern(LIVES_BY_STAGE["in_fact_check"]),
            "access_request": access_request,
            "request": waits,
            "waiting": waiting,
            "given": given,
            "came": came,
            "link": link,
            "prepared": prepare(desk).public_id,
            "wording": wordings(db.session(), ministry)[0].public_id,
        }


def links_in_each_state(app: Flask, people: World) -> dict[str, str]:
    """Tokens of links by what became of them; and of the good one the public id and a file."""
    with app.app_context():
        desk, ministry, found = Desk(people, people.concern(lives.SENT)), people.cast.people["ministria"], {}

        def sent_for(request: str, since: int = 0) -> str:
            with frozen(now() - timedelta(days=since)):
                send_for_request(ministry, request, ADDRESS)
            return token_of(newest_link().nonce)

        withdrawn = desk.ask("komiteti")
        found["of what is over"] = sent_for(withdrawn)
        take(ministry, withdrawn, ContributionAction.WITHDRAW, 1)
        found["used"] = sent_for(desk.ask("komiteti"))
        save_draft(found["used"], TEXT)
        send_code(found["used"])
        assert confirm(found["used"], code_of(newest_link()))
        found["expired"] = sent_for(desk.ask("policia_a"), since=31)
        answered = people.concern(lives.SENT)
        readdressed(people, answered)
        for name in ("revoked", "good"):  # a new link ends the one before
            send_for_answer(ministry, answered, 1, ADDRESS)
            found[name] = token_of(newest_link().nonce)
        found["good id"] = newest_link().public_id
        found["file"] = public_id_of(add_by_link(store(), found["good"], BytesIO(b"e,f\n"), "e.csv"))
        return found


def newest_link() -> AnswerLink:
    db.session.rollback()
    return db.session.scalars(select(AnswerLink).order_by(AnswerLink.id.desc()).limit(1)).one()


def public_id_of(kept: object) -> str:
    assert isinstance(kept, Attachment), kept
    return kept.public_id
