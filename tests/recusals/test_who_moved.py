"""Who declared a conflict as a member brings it along to another organisation, in whatever role: nothing counts it."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from app.answers.contributions.deadlines import proposed_due
from app.answers.contributions.service import Wanted
from app.concerns.models import Concern
from app.concerns.recusals import Recusal
from app.core.db import db, unit_of_work
from app.core.time import now
from app.demo import lives
from app.ical.service import make
from tests.databases import only_sqlite
from tests.deadlines.test_escalation import after_due, escalated, running
from tests.recusals.test_every_side import COUNT_ALL, STAMP, difference, plain
from tests.rights.addresses import without_tokens
from tests.steps import forward
from tests.votes.pages import in_english
from tests.world import World
from workflows.periods import Rule
from workflows.roles import Level

WHO = ("koordinatorja", "ministria", "sekretaria", "vezhguesi", "prokuroria")
LISTS = (
    *(f"/desk?tab={tab}" for tab in ("soon", "paused", "extensions", "escalations", "institutions")),
    *(f"/desk/export.csv?tab={tab}" for tab in ("overdue", "escalations", "institutions")),
    "/desk/remind?all=1",
    "/answers?show=plans",
    "/concerns?overdue=1",
    "/notices?show=all",
)


@only_sqlite
def test_nothing_counts_or_lists_what_somebody_has_left_behind(app: Flask, people: World) -> None:
    rules = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.arguments and not rule.rule.startswith(("/sign", "/static"))
    ]
    clients = {who: in_english(app, who) for who in WHO}
    with app.app_context():
        feeds = {who: make(people.cast.people[who]) for who in WHO}

    def pages() -> dict[tuple[str, str], str]:
        found = {
            (who, address): plain(client.get(address))
            for who, client in clients.items()
            for address in (*sorted(rules), *LISTS)
            if address not in COUNT_ALL
        }
        for who, token in feeds.items():
            feed = app.test_client().get(f"/feed/{token}.ics").text
            found[who, "the feed"] = without_tokens(STAMP.sub("", feed))
        return found

    seen = pages()
    with app.app_context():
        late = people.concern(lives.SENT, age=60, level=Level.SHARED)
        due = proposed_due(db.session(), False, None)
        wanted = Wanted(people.cast.organisations["prokuroria"], "What do you know of it?", due)
        request = forward(people.cast.people["ministria"], late, 1, wanted)
        for days in (5, 10, 15):
            escalated(after_due(running(Rule.RESPONSE), days))
        people.concern(lives.PROPOSED)
        db.session.remove()
    told = pages()
    lists = ("/desk", "/desk?tab=escalations", "/desk?tab=institutions", "/desk/export.csv?tab=overdue")
    before = [(who, address) for who in WHO for address in ("/", "/concerns")]
    before += [("koordinatorja", address) for address in lists] + [("prokuroria", "/answers")]
    before += [
        (who, "/recommendations/by-institution") for who in ("koordinatorja", "sekretaria", "ministria")
    ]
    unchanged = [key for key in before if told[key] == seen[key] and key[0] != "vezhguesi"]
    assert unchanged == [("prokuroria", "/concerns")], "nothing to be hidden"
    with app.app_context(), unit_of_work() as session:
        for concern in session.scalars(select(Concern.id)):
            for who in WHO:
                person = people.cast.people[who].person_id
                session.add(Recusal(concern_id=concern, person_id=person, at=now()))
    found = [key for key, page in pages().items() if page != seen[key]]
    assert not found, "\n".join(f"{key}: {difference(seen[key], pages()[key])}" for key in found)
    for who in ("ministria", "prokuroria"):
        assert clients[who].get(f"/requests/{request}").status_code == 404, who
