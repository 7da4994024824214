"""What was sent is kept by who was sent it, and by nobody else: taken back, sent anew to two others, readdressed."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from flask import Flask

from app.core.db import db
from app.dashboards.work import changes
from tests.databases import only_sqlite
from tests.leaks import places, table, taken_back
from tests.leaks.columns import words_by_column
from tests.leaks.crawl import Crawl, browsers
from tests.leaks.taken_back import TakenBack
from tests.world import World

YEARS_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# the draft alone shows a municipality; the thread with who has no part any more stands on no page
ELSEWHERE = table.SHOWN_TO_NOBODY | {"municipality", "onesaid", "onesaidback", "calledoff", "itsrequest"}
FORMER = ("former", "disclaims")


@only_sqlite
def test_who_has_no_part_any_more_keeps_what_was_sent(app: Flask, people: World) -> None:
    clients = browsers(app, taken_back.WHO)
    life = TakenBack(app, people, clients)
    leaks, seen, kept, changed = {}, set(), {}, {}
    for phase in taken_back.PHASES:
        getattr(life, phase)()
        changed[phase] = steps_told(app, people)
        if phase not in taken_back.LOOKED_AT:
            continue
        crawl = Crawl(app, clients, life.marks)
        leaks[phase] = crawl.leaks(partial(taken_back.may_read, phase))
        seen |= crawl.words()
        kept |= {(kind, phase): set(crawl.found[kind]) - set(life.marks) for kind in FORMER}
    gone = Crawl(app, browsers(app, {"former": taken_back.WHO["former"]}), life.marks)
    leaks["gone"] = gone.leaks(partial(taken_back.may_read, "gone"))
    assert {phase: found for phase, found in leaks.items() if found} == {}
    assert taken_back.WORDS - seen <= ELSEWHERE, "a word that nobody sees proves nothing"
    # what others did meanwhile, as the first page tells it: nothing of what was before one was sent anything
    assert changed["checked"] == {"asked": set(), "competent": set()}
    assert changed["sent_again"]["asked"] == {"transmit"}
    assert changed["readdressed"]["competent"] == {"readdress", "clarify"}
    demands = {f"two{name}" for name in ("heading", "text", "duty", "measure", "baseline", "target", "look")}
    for phase in taken_back.LOOKED_AT:
        assert kept["former", phase] == set(taken_back.READERS[taken_back.KEPT].split()), phase
    assert kept["disclaims", "readdressed"] == {"anewtitle", *demands}
    with app.app_context():
        held = words_by_column()
    own = {name: places.words_in(*name.split(".")) or set() for name in held}  # columns of this life alone
    own = {name: words - table.WORDS for name, words in own.items() if words - table.WORDS}
    assert {name: held[name] - table.WORDS for name in own} == own


def steps_told(app: Flask, people: World) -> dict[str, set[str]]:
    """The steps of others that the first page of these tells of."""
    with app.app_context():
        return {
            kind: {
                row.do for row in changes(db.session(), people.cast.people[taken_back.WHO[kind]], YEARS_AGO)
            }
            for kind in ("asked", "competent")
        }
