"""One-time links: whoever holds a good one reads its one question; any other is the same nothing for everybody."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.posts import post_bare, post_unshown
from tests.rights import addresses
from tests.rights.conftest import WHO, shown_to
from tests.rights.work import NEVER_MADE, NOTHING, links_in_each_state
from tests.sign_in import sign_in
from tests.world import World

DEAD = ("used", "expired", "revoked", "of what is over", "never made")
FACTS = ("Kërkohet", "Komiteti", "T-20", "Prokuroria", "Shërbimi", "Drejtoria", "ministri", "e.csv", ".org")
HOLDERS = ("anonymous", "ministry", "agency", "secretariat")


def test_a_link_that_does_not_hold_is_one_page_whatever_became_of_it(app: Flask, people: World) -> None:
    links = {**links_in_each_state(app, people), "never made": NEVER_MADE}
    pages, refusals = set(), set()
    for kind in HOLDERS:
        client, page = _browser(app, kind)
        for state in DEAD:
            for rule, method in sorted(addresses.BY_A_LINK):
                address = rule.replace("<token>", links[state]).replace("<file_id>", links["file"])
                sent = {"contribution": "A", "code": "000000"}
                answer = (
                    client.get(address) if method == "GET" else post_unshown(client, address, sent, page=page)
                )
                assert answer.status_code == 404, (rule, method, state, kind)
                assert answer.headers["Cache-Control"] == "no-store"
                pages.add(answer.data)
                if method == "POST":
                    without_token = post_bare(client, address).text.replace(links[state], "")
                    refusals.add((kind, rule, addresses.without_tokens(without_token)))
        # of the good link, a file that is not there is no more than the link that is not
        good = client.get(f"/link/{links['good']}/files/{NOTHING}")
        assert good.status_code == 404
        pages.add(good.data)
    assert len(pages) == 1, "the same bytes for everybody"
    text = pages.pop().decode()
    assert not any(fact in text for fact in FACTS)
    assert "Set-Cookie" not in app.test_client().get(f"/link/{links['used']}").headers
    sent_to = [rule for rule, method in addresses.BY_A_LINK if method == "POST"]
    assert len(refusals) == len(HOLDERS) * len(sent_to), "without a token the answer is none of the link's"
    _holds(app, links)
    _ended_by_who_sends(app, links)


def _browser(app: Flask, kind: str) -> tuple[FlaskClient, TestResponse]:
    client = app.test_client()
    if kind != "anonymous":
        sign_in(client, WHO[kind])
    return client, shown_to(client)


def _holds(app: Flask, links: dict[str, str]) -> None:
    """Whoever holds the good one reads it, signed in or not, and no code before it was asked for."""
    good = f"/link/{links['good']}"
    for kind in HOLDERS:
        client, page = _browser(app, kind)
        assert client.get(good).status_code == 200
        file = client.get(f"{good}/files/{links['file']}", buffered=True)
        assert file.status_code == 200 and file.data == b"e,f\n"
        assert client.get(f"{good}/code").status_code == 302
        assert post_unshown(client, good, {}, page=page).status_code == 422
        assert post_bare(client, good, {}).status_code == 400, "sent without a token"


def _ended_by_who_sends(app: Flask, links: dict[str, str]) -> None:
    address, nowhere = f"/links/{links['good id']}/revoke", f"/links/{NOTHING}/revoke"
    for kind in ("agency", "other_agency", "coordinator", "member", "chair", "administrator"):
        client, page = _browser(app, kind)
        there, nothing = (post_unshown(client, each, {}, page=page) for each in (address, nowhere))
        assert there.status_code == nothing.status_code == 404, kind
        assert addresses.without_tokens(there.text) == addresses.without_tokens(nothing.text)
    assert app.test_client().get(f"/link/{links['good']}").status_code == 200
    client, page = _browser(app, "secretariat")
    assert post_unshown(client, address, {}, page=page).status_code == 302
    assert app.test_client().get(f"/link/{links['good']}").status_code == 404
    assert post_unshown(client, address, {}, page=page).status_code == 404, "what has ended ends once"
