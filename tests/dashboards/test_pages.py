"""The pages: constant numbers of queries, nothing that is not to be seen, filters in the address, no visit by a GET."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select, update

from app.accounts.models import Organisation, Person
from app.concerns.models import Concern
from app.core.db import db, unit_of_work
from app.core.time import frozen, now
from app.demo import lives
from app.demo.lives import DemoStep
from app.response.service import MoreTime
from tests.dashboards.conftest import PEOPLE, Browse, populate
from tests.forms import send
from tests.rights.stages import LIVES_BY_STAGE
from tests.sign_in import sign_in
from tests.world import world_of

MOST = 8
# My work: what is put off, and of a member who acts; who confirms rights, and enters new institutions; colleagues
# to whom something is assigned.
MORE = {(who, "/"): 10 for who in ("anila", "hana", "mira")} | {("koordinatorja", "/"): 9}
MORE |= {("kastriot", "/"): 11, ("sekretaria", "/"): 11}
MORE |= {(who, "/"): 9 for who in ("ministria", "sociale", "prokuroria")}
LISTS = {
    "/": tuple(who for who in PEOPLE if who != "vezhguesi"),  # who is led on
    "/notices": PEOPLE,
    "/notices?show=all": PEOPLE,
    "/concerns": PEOPLE,
    "/concerns?overdue=1&pillar=protection&q=strehim&mine=1&sort=due": PEOPLE,
    "/concerns?institution=20&county=tirane&urgent=1&open=1": PEOPLE,
    "/recommendations": PEOPLE,
    "/my-dates": PEOPLE,
    "/recommendations/by-institution": PEOPLE,
    "/recommendations?overdue=1&institution=20&state=awaiting_response": PEOPLE,
    "/desk": ("koordinatorja",),
    "/desk?tab=soon": ("koordinatorja",),
    "/desk?tab=paused&county=tirane": ("koordinatorja",),
    "/desk?tab=extensions&institution=20&rule=response": ("koordinatorja",),
    "/desk?tab=institutions": ("koordinatorja",),
    "/desk/figures": ("koordinatorja",),
    "/desk/glance": ("koordinatorja",),
    "/saved": PEOPLE,
}


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that are run meanwhile; the beginning of a transaction is none."""
    seen: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def queries(app: Flask, client: FlaskClient, address: str) -> int:
    client.get(address)
    with counted(app) as seen:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(seen)


def test_the_number_of_queries_does_not_depend_on_the_number_of_concerns(app: Flask, browse: Browse) -> None:
    with world_of(app) as world:
        world.concern(lives.SENT_TWO)
    few = {(who, a): queries(app, browse(who), a) for a, people in LISTS.items() for who in people}
    with app.app_context():
        populate(world)
        db.session.rollback()
    many = {(who, a): queries(app, browse(who), a) for a, people in LISTS.items() for who in people}
    assert many == few
    assert {key: n for key, n in many.items() if n > MORE.get(key, MOST)} == {}


OUTSIDE = ("ministria", "sociale", "prokuroria", "koordinatorja", "vezhguesi")
OPTION = re.compile("<option.*?</option>", re.S)
SECRET = ("Titulli i fshehtë", "narrativa e fshehtë", "Qendra Agimi", "Hana Bardhi", "Anila Hoxhaj")


def test_no_list_tells_anybody_outside_what_was_filed_or_by_whom(app: Flask, browse: Browse) -> None:
    with world_of(app) as world:
        for beats in LIVES_BY_STAGE.values():
            address = world.concern(beats, age=30)
            with unit_of_work() as session:
                concern = session.scalars(select(Concern).where(Concern.public_id == address)).one()
                concern.title, concern.narrative = "Titulli i fshehtë", "narrativa e fshehtë"
        references = set(
            db.session.scalars(select(Concern.reference).where(Concern.transmitted_at.is_(None)))
        )
        checked = set(db.session.scalars(select(Concern.reference).where(Concern.stage == "in_fact_check")))
    for address, people in LISTS.items():
        for who in people:
            if who not in OUTSIDE:
                continue
            page = OPTION.sub("", browse(who).get(address).text)  # the directory is everybody's
            assert [word for word in SECRET if word in page] == [], (who, address)
            unseen = (
                references if who in ("koordinatorja", "vezhguesi", "prokuroria") else references - checked
            )
            assert [reference for reference in unseen if reference in page] == [], (who, address)


def test_an_institution_does_not_learn_what_another_was_asked(app: Flask, browse: Browse) -> None:
    """Whose move it is, and by when, is told to an institution of its own recommendations alone."""
    with world_of(app) as world:
        address = world.concern(lives.SENT)
        with unit_of_work() as session:
            concern = session.scalars(select(Concern).where(Concern.public_id == address)).one()
            concern.owner_organisation_id = world.cast.organisations["prokuroria"]
            concern.due_on = now().date() - timedelta(days=77)
    page = browse("sociale").get("/concerns").text
    assert address in page
    assert "Qendra Kombëtare e Shërbimeve Sociale" in page
    assert "Prokuroria, Zyra A" not in OPTION.sub("", page)
    assert "77" not in re.sub(
        r"<script.*?</script>|href=\"[^\"]*\"|content=\"[^\"]*\"|value=\"[^\"]*\"", "", page
    )


@pytest.mark.parametrize(("day", "tab"), [(24, "soon"), (28, "overdue"), (29, "overdue")])
def test_before_transmission_the_desk_only_counts(app: Flask, browse: Browse, day: int, tab: str) -> None:
    """On a Tuesday what was filed on the working day before is due; on a Saturday and a Sunday it was due on Friday."""
    with frozen(datetime(2026, 11, day, 9, tzinfo=UTC)):
        _only_counts(app, browse, tab)


def _only_counts(app: Flask, browse: Browse, tab: str) -> None:
    with world_of(app) as world:
        world.concern(lives.SUBMITTED, age=40)
        world.concern(lives.SUBMITTED)
        world.concern(lives.ADMITTED)
        told = world.concern(lives.SUBMITTED, urgent=True, coordinator_told=True, title="Rrezik i afërt")
    page = browse("koordinatorja").get("/desk").text
    counts = re.findall(r'<th scope="row">([^<]+)</th><td class="num"[^>]*><span>(\d+)</span>', page)
    assert counts == [("Paraqitur", "2"), ("Në shqyrtim", "1")]
    listed = browse("koordinatorja").get(f"/desk?tab={tab}").text
    assert told in listed  # urgent, and the filer agreed that the coordinator sees it
    assert "Rrezik i afërt" in listed


def test_the_desk_offers_to_decide_to_mediate_and_to_remind(app: Flask, browse: Browse) -> None:
    extension = DemoStep(
        1, lives.A, "ask_extension", lambda s: MoreTime("Pushimet.", until=s.day + timedelta(days=90)), 1
    )
    maintain = DemoStep(1, "kastriot", "maintain", lives.decision("Mbahet."), 1)
    with world_of(app) as world:
        late = world.concern(lives.SENT, age=60)
        asked = world.concern([*lives.SENT, extension], age=60)
        mediated = world.concern([*lives.SENT, lives.REJECT, maintain], age=60)
    page = browse("koordinatorja").get("/desk").text
    assert late in page and re.search(r'href="/desk/remind\?line=\d+">', page)
    assert f"/concerns/{asked}/recommendations/1/steps/grant_extension" in page
    assert page.count(f"/concerns/{mediated}#recommendation-1") == 2  # its title, and the button
    for do in ("grant_extension", "refuse_extension"):
        step = browse("koordinatorja").get(f"/concerns/{asked}/recommendations/1/steps/{do}").text
        assert "Pushimet." in step, "what was asked for stands beside the decision"
    only = browse("koordinatorja").get("/desk?tab=extensions").text
    assert asked in only and late not in only
    for address in re.findall(r'<td class="action"><a[^>]*href="([^"]+)"', page):
        assert browse("koordinatorja").get(address.replace("&amp;", "&")).status_code == 200, address


@pytest.mark.by_turns(of=4)
def test_every_action_on_a_desk_leads_to_a_page(app: Flask, browse: Browse) -> None:
    with world_of(app) as world:
        populate(world)
    for who in PEOPLE:
        client = browse(who)
        for list_ in ("/", "/concerns", "/recommendations"):
            page = client.get(list_).text
            found = re.findall(r'<td class="action"><a[^>]*href="([^"]+)"', page)
            found += re.findall(r'<a class="row-title" href="([^"]+)"', page)
            for address in found[:40]:
                status = client.get(address.replace("&amp;", "&")).status_code
                assert status in (200, 302), (who, list_, address, status)


def test_a_list_is_walked_by_its_links(app: Flask, browse: Browse) -> None:
    with world_of(app) as world:
        for _ in range(53):
            world.concern([*lives.SUBMITTED])
    client, address, seen = browse("sekretaria"), "/concerns?stage=submitted", []
    for _ in range(4):
        page = client.get(address).text
        seen += re.findall(r'class="row-title" href="/concerns/([^"]+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if not following:
            break
        address = following[1].replace("&amp;", "&")
        assert "stage=submitted" in address
    assert len(seen) == len(set(seen)) == 53
    back = re.search(r'rel="prev" href="([^"]+)"', page)
    assert back
    assert (
        re.findall(
            r'class="row-title" href="/concerns/([^"]+)"', client.get(back[1].replace("&amp;", "&")).text
        )
        == seen[25:50]
    )


NO_FILTERS = (
    "/concerns?after=x&before=y",
    "/concerns?after=" + "A" * 3000,
    "/concerns?stage=nowhere&pillar=1&county=x&institution=99999999999999999999&sort=up&open=2",
    "/concerns?institution=-1&q=%FF%FE",
    "/concerns?institution=%C2%B2&q=" + "%22" * 50,
    "/recommendations?state=nothing&institution=x&after=%C3%AB",
    "/desk?tab=none&institution=1e9&county=x&rule=0&before=..",
)


def test_what_is_no_filter_is_left_out(app: Flask, browse: Browse) -> None:
    with world_of(app):
        pass
    for address in NO_FILTERS:
        assert browse("koordinatorja").get(address).status_code == 200, address
    assert browse("koordinatorja").get("/concerns?q=%00").status_code == 400


def test_newly_named_institutions_await_the_secretariat(app: Flask, browse: Browse) -> None:
    with world_of(app), unit_of_work() as session:
        session.execute(update(Organisation).where(Organisation.id == 20).values(confirmed=False))
    assert "Qendra Kombëtare e Shërbimeve Sociale" in browse("sekretaria").get("/").text
    assert "Qendra Kombëtare e Shërbimeve Sociale" not in browse("anila").get("/").text


def test_signing_in_and_sending_mark_a_visit_and_looking_does_not(app: Flask, browse: Browse) -> None:
    with world_of(app):
        pass

    def seen() -> tuple[object, object]:
        with app.app_context():
            person = db.session.scalars(select(Person).where(Person.email == "anila@example.org")).one()
            return person.previous_seen_at, person.last_seen_at

    def set_back() -> None:
        with app.app_context(), unit_of_work() as session:
            session.execute(update(Person).values(last_seen_at=now() - timedelta(hours=2)))

    client = browse("anila")
    first = seen()
    assert first[0] is None and first[1] is not None
    set_back()
    before = seen()
    for address in ("/", "/concerns", "/recommendations"):
        client.get(address)
    assert seen() == before
    send(client, "/", {}, "/language")
    assert seen()[0] is None
    assert seen()[1] > before[1]  # type: ignore[operator]  # both are instants
    send(client, "/", {}, "/sign-out")
    set_back()
    before = seen()

    sign_in(client, "anila")
    assert seen()[0] == before[1]


def test_an_administrator_has_no_casework(app: Flask, browse: Browse) -> None:
    with world_of(app) as world:
        address = world.concern(lives.SENT)
    client = browse("administratori")
    assert client.get("/").status_code == 302
    for list_ in ("/concerns", "/recommendations", "/desk"):
        answer = client.get(list_)
        assert answer.status_code == 404
        assert address not in answer.text


def test_nobody_but_the_coordinator_has_the_coordinators_desk(app: Flask, browse: Browse) -> None:
    with world_of(app):
        pass
    for who in PEOPLE:
        assert browse(who).get("/desk").status_code == (200 if who == "koordinatorja" else 404)
