"""What the page of a link says of saving is true: kept whole, or said what is not."""

from __future__ import annotations

import json

from flask import Flask

from app.answers.links.access import token_of
from app.answers.links.service import send_for_request
from app.core.db import db
from app.demo import lives
from tests.answers.conftest import Desk
from tests.forms import fields_of, send
from tests.posts import autosave
from tests.rights.work import newest_link
from tests.world import World


def test_a_draft_behind_a_link_is_kept_whole_or_said_not_to_be(app: Flask, people: World) -> None:
    with app.app_context():
        desk = Desk(people, people.concern(lives.SENT))
        send_for_request(desk.who("ministria"), desk.ask("komiteti"), "contribution@example.org")
        address = f"/link/{token_of(newest_link().nonce)}"
        db.session.remove()
    client = app.test_client()
    long = {"signed": "A. Sula", "contribution": "Ç" * 20_001}
    answer = autosave(client, client.get(address), long)
    assert answer.status_code == 422, answer.json
    assert "20000" in answer.json["message"] and list(answer.json["seen"]) == ["signed"]
    kept = fields_of(client.get(address).text)
    assert kept["signed"] == ["A. Sula"] and not kept["contribution"][0].strip()
    assert json.loads(kept["seen"][0])["signed"] == answer.json["seen"]["signed"]
    answer = autosave(client, client.get(address), {"contribution": "Po."})
    assert answer.status_code == 200
    assert fields_of(client.get(address).text)["contribution"][0].strip() == "Po."
    answer = send(client, address, long, press="keep")
    assert answer.status_code == 422 and "20000" in answer.text and "Ç" * 20_001 in answer.text
