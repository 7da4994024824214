"""Numbers from outside: plain digits that a column holds, and nothing else."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask

from app.core.numbers import MOST, a_choice, whole
from app.demo import lives
from tests.databases import only_sqlite
from tests.forms import again, forge, send
from tests.sign_in import sign_in
from tests.world import World, world_of

NO_NUMBERS = ("", "abc", "²", "٣", "१", "1.5", "1e3", "1_000", "+1", "--1", "- 1", "1 000", "0x1", "\x001")
TOO_LARGE = (str(2**31), str(2**63), str(2**64), str(10**19), "9" * 5000, str(-(2**31)))


@pytest.mark.parametrize("given", [*NO_NUMBERS, *TOO_LARGE, None])
def test_what_is_no_number_is_none(given: str | None) -> None:
    assert whole(given) is None
    with pytest.raises(ValueError, match="no number"):
        a_choice(given)


@pytest.mark.parametrize(
    ("given", "number"), [("0", 0), ("7", 7), ("-3", -3), (" 12 ", 12), ("007", 7), (str(MOST), MOST), (5, 5)]
)
def test_what_is_a_number_is_read(given: object, number: int) -> None:
    assert whole(given) == number


@only_sqlite
def test_a_number_in_an_address_that_no_column_holds_leads_nowhere(app: Flask, people: World) -> None:
    client = app.test_client()
    sign_in(client, "hana")
    for number in ("²", "٣", *TOO_LARGE[:4]):
        assert client.get(f"/concerns/AAAAAAAAAAAAAAAA/papers/drafts/{number}").status_code == 404
        assert (
            client.get(f"/concerns/AAAAAAAAAAAAAAAA/recommendations/{number}/steps/accept").status_code == 404
        )


@pytest.mark.parametrize("who", ["anila", "hana", "mira", "kastriot", "sekretaria"])
def test_whoever_presses_write_to_the_group_finds_the_message_on_the_page(app: Flask, who: str) -> None:
    """From the page of the concern and back to it; the institution, which a message to the Group has not, is empty."""
    with world_of(app) as world:
        address = world.concern(lives.ADMITTED)
    client, page, to = app.test_client(), f"/concerns/{address}", f"/concerns/{address}/messages"
    sign_in(client, who)
    (link,) = re.findall(r'href="([^"]*channel=group[^"]*)"', client.get(page).text)
    where, typed = unescape(link), {"text": "Një fjalë për Grupin."}
    answer = send(client, where, typed, to, follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, page), answer.text
    assert answer.text.count("Një fjalë për Grupin.") == 1
    assert forge(client, where, {"institution": "²"}, to, typed=typed).status_code == 422


def test_a_refused_proposal_of_the_chair_is_given_back_with_its_words(app: Flask) -> None:
    with world_of(app) as world:
        address = world.concern([*lives.SENT, lives.REJECT])
    chair, where = app.test_client(), f"/concerns/{address}/recommendations/1/steps/concede"
    sign_in(chair, "kastriot")
    typed = {"reason": "Nuk ka kuptim të vazhdohet.", "manner": "meeting"}
    refused = forge(chair, where, {"version": "1"}, typed=typed)
    assert refused.status_code == 409
    assert "Nuk ka kuptim të vazhdohet." in refused.text
    for version in ("abc", "²", str(2**64), None):
        assert forge(chair, where, {"version": version}, typed=typed).status_code in (409, 422)
    assert again(chair, refused, {}).status_code == 302
