"""A concern lives its life with another word in each of its texts, and nobody reads one that is not theirs to read."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.databases import only_postgresql, only_sqlite
from tests.leaks import places, seats, table
from tests.leaks.columns import columns_of_text, words_by_column, words_in_search
from tests.leaks.crawl import Crawl, browsers
from tests.leaks.life import Life
from tests.leaks.work import Rooms
from tests.world import World
from workflows.roles import Level

LOOKED_AT = ("draft", "filed", "fact_check", "adopted", "given", "written")
LAST = "written"
COMES = {
    "chair_hands_over": "chair_alternate",
    "chair_passes": "chair_next",
}  # who sees other pages from then on
ON_POSTGRESQL = ("recused", "ministry", "second")  # lists and search differ there, and no right


def found_by_search(clients: dict[str, FlaskClient], concern: str, phase: str) -> list[tuple[str, str]]:
    """Words that bring this concern to somebody who may not read them, of those that are looked through at all."""
    return [
        (kind, word)
        for kind, client in clients.items()
        for word in sorted(table.SEARCHED)
        if not table.may_read(phase, word, kind) and concern in client.get(f"/concerns?q=zqk{word}").text
    ]


@only_sqlite
@pytest.mark.usefixtures("app")  # which knows every table
def test_each_column_of_text_has_its_row() -> None:
    names = {(column.table.name, column.name) for column in columns_of_text()}
    rows = {(name, column) for name, said in places.COLUMNS.items() for key in said for column in key.split()}
    assert names - rows == set(), (
        "say in tests/leaks/places.py which text stands in it, or why it holds none of a case"
    )
    assert rows - names == set(), "rows of columns that are no more"


@only_sqlite
def test_nobody_reads_what_is_not_theirs(app: Flask, people: World) -> None:
    clients, leaks, seen = browsers(app), {}, set()
    before: Crawl | None = None
    with app.app_context():
        life = Life(people)
    rooms = Rooms(app, people, clients, life.address)
    for phase in table.PHASES:
        life.live(rooms, phase)
        if phase not in LOOKED_AT:
            continue
        crawl = Crawl(app, clients, life.marks | rooms.marks)
        untouched = table.UNTOUCHED.get(phase, set())
        before = before or crawl
        leaks[f"changed, {phase}"] = crawl.changed_since(before, untouched)
        if phase == "filed":
            member = {"member": clients["member"]}  # who has not declared
            leaks["search, filed"] = found_by_search(member, life.address, phase)
        if phase == LAST:
            crawl.add_feeds(clients)
            leaks["search"] = found_by_search(clients, life.address, phase)
        leaks[phase] = crawl.leaks(partial(table.may_read, phase))
        seen |= crawl.words()
    for phase, kinds in (("seats_pass", seats.HOLDERS), ("seats_opened", seats.NOT_OPENED)):
        life.live(rooms, phase)
        passed = Crawl(
            app, browsers(app, {kind: seats.HOLDERS[kind][0] for kind in kinds}), life.marks | rooms.marks
        )
        leaks[phase] = passed.leaks(partial(seats.holder_may_read, phase))
        unread = {kind: seats.holder_reads(phase, kind) - set(passed.found[kind]) for kind in kinds}
        assert not any(unread.values()), (phase, unread)
    rooms.moved()
    crawl = Crawl(
        app, browsers(app, {kind: who for kind, (who, _as) in table.MOVED.items()}), life.marks | rooms.marks
    )
    leaks["moved"] = crawl.leaks(lambda word, kind: table.may_read("written", word, table.MOVED[kind][1]))
    assert {phase: found for phase, found in leaks.items() if found} == {}
    assert set(crawl.found["come"]) >= set(table.READERS[table.TO_FIRST_AND_ASKED].split())
    assert table.WORDS - seen <= table.SHOWN_TO_NOBODY, "a word that nobody sees proves nothing"
    with app.app_context():
        held = words_by_column()
        assert words_in_search() == table.SEARCHED
    rows = {name: (places.words_in(*name.split(".")) or set()) & table.WORDS for name in held}
    assert {name: words for name, words in held.items() if words != rows[name]} == {}


@only_postgresql
def test_the_same_on_postgresql(app: Flask, people: World) -> None:
    clients = browsers(app)
    with app.app_context():
        life = Life(people)
    rooms = Rooms(app, people, clients, life.address)
    leaks, few = {}, {kind: clients[kind] for kind in ON_POSTGRESQL}
    for phase in table.PHASES:
        life.live(rooms, phase)
        if phase in ("fact_check", LAST):
            leaks[phase] = Crawl(app, few).leaks(partial(table.may_read, phase))
            leaks[f"search, {phase}"] = found_by_search(few, life.address, phase)
    assert {phase: found for phase, found in leaks.items() if found} == {}
    own = (("second", "extract"), ("ministry", "extract"), ("member", "narrative"))
    for kind, word in own:
        assert life.address in clients[kind].get(f"/concerns?q=zqk{word}").text, word


@only_sqlite
@pytest.mark.by_turns(of=2)
def test_a_restricted_concern_is_read_by_few(app: Flask, people: World) -> None:
    clients = browsers(app, seats.RESTRICTED)
    with app.app_context():
        life = Life(people, Level.RESTRICTED)
    staff = browsers(app, {kind: table.WHO[kind] for kind in ("administrator", "secretariat")})
    rooms = Rooms(app, people, staff, life.address)
    read = {}
    for phase in seats.CIRCLE:
        life.live(rooms, phase)
        if phase in COMES:
            clients |= browsers(app, {COMES[phase]: seats.RESTRICTED[COMES[phase]]})
        read[phase] = {kind: set(words) for kind, words in Crawl(app, clients).found.items() if words}
    for phase, circle in seats.CIRCLE.items():
        assert {kind for kind, words in read[phase].items() if "narrative" in words} == set(circle), phase
        evidence = {kind for kind, words in read[phase].items() if words & table.EVIDENCE}
        assert evidence == set(circle), phase
        others = set(read[phase]) - set(circle)
        assert others <= seats.LISTED_AT[phase], phase
