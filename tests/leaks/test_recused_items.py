"""An item about a case is not there for a recused member: byte for byte as one that never was, and on no page."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from app.demo import lives
from app.recusals.service import recuse_organisation
from tests.databases import only_sqlite
from tests.forms import send
from tests.leaks.crawl import FEED, browsers
from tests.leaks.work import done
from tests.meetings.pages import called, pick
from tests.rights.addresses import without_tokens
from tests.walk import walk
from tests.world import World

NOTHING = "A" * 16
PLACES = ("", "/guests", "/attendance", "/minutes", "/resolutions", "/actions", "/corrections")


@only_sqlite
def test_an_item_about_a_case_is_nothing_for_a_recused_member(app: Flask, people: World) -> None:
    with app.app_context():
        case = people.concern(lives.PROPOSED)
        nazmi = people.cast.people["nazmi"].organisation_id
        recuse_organisation(people.cast.people["kastriot"], case, nazmi, "Financim.")
    clients = browsers(app, {"member": "mira", "recused": "nazmi", "secretariat": "sekretaria"})
    secretariat = clients["secretariat"]
    meeting = called(app, secretariat, starts="23:50", ends="23:59")
    page = f"/meetings/{meeting}"
    (item,) = pick(secretariat, meeting, "concern:")
    where = f"{page}/items/{item}"
    done(secretariat, page, {}, f"{page}/open")
    done(secretariat, f"{where}/minutes", {"text": "Procesverbali."})
    done(secretariat, f"{page}/minutes", {}, f"{page}/minutes/circulate")
    assert reaches(app, clients["member"], item), "whoever is not recused comes to it"
    assert not reaches(app, clients["recused"], item)
    assert item not in feed_of(clients["recused"])
    for place in PLACES:
        found, absent = (clients["recused"].get(f"{page}/items/{each}{place}") for each in (item, NOTHING))
        assert found.status_code == absent.status_code == 404, place
        assert without_tokens(found.text).replace(item, NOTHING) == without_tokens(absent.text), place


def reaches(app: Flask, client: FlaskClient, word: str) -> list[str]:
    """The pages and files, reached by links, in which this stands."""
    return [seen.address for seen in walk(app, client, most=1, files=True) if word in seen.text]


def feed_of(client: FlaskClient) -> str:
    """The calendar, as a program fetches it."""
    feed = FEED.search(send(client, "/me/calendar", {}, "/me/calendar").text)
    assert feed
    return client.get(feed[0]).text
