"""For a recused organisation a concern is not there: every account of it, at every address, as if it had never been."""

from __future__ import annotations

import io
import re
import zipfile

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.concerns.models import Concern, Recommendation
from app.concerns.records import Channel
from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key
from app.core.time import now, today
from app.demo import lives
from app.demo.review import cast_all
from app.ical.service import make
from app.meetings.models import AgendaItem, Guest
from app.messages.service import say
from app.notifications.delivery import deliver
from app.notifications.models import Notification, Preferences
from app.recusals.service import recuse_organisation
from app.working_papers.drafts.service import comment
from app.working_papers.models import Comment
from tests.forms import send
from tests.meetings.pages import called, pick
from tests.notifications.test_delivery import Sender
from tests.posts import post_unshown
from tests.recusals.test_organisation import alternate, colleague
from tests.rights.addresses import without_tokens
from tests.votes.pages import in_english, opened
from tests.world import World
from workflows.roles import Level, Role

ACCOUNTS: dict[str, tuple[Role, ...]] = {
    "deputy": (Role.MEMBER,),
    "later": (Role.MEMBER,),
    "secretary": (Role.SECRETARIAT,),
    "coordinator": (Role.COORDINATOR,),
    "responder": (Role.MINISTRY,),
    "observer": (Role.OBSERVER,),
    "liaison": (Role.AGENCY,),
    "both": (Role.MEMBER, Role.AGENCY),
}
WHO = ("mira", "koleg", *ACCOUNTS)  # the representative, the alternate, and the others
OUTSIDE = ("coordinator", "responder", "observer", "liaison")
NOTHING = "A" * 16
WORD = "Kanarinaefshehur"
CASE_RULES = ("/concerns/<public_id>", "/votes/<vote_id>", "/meetings/<public_id>/items/<item_id>")
LISTS = (
    "/concerns?q={word}",
    "/concerns?open=1",
    "/concerns?overdue=1",
    "/concerns?urgent=1",
    "/recommendations?open=1",
    "/meetings/{meeting}",
    "/meetings/{meeting}/papers.pdf",
)
# figures that are kept for everybody together, and name no case: what they count is not one reader's
COUNT_ALL = ("/desk/figures", "/desk/figures.xlsx")
STAMP = re.compile(r"DTSTAMP:\w+")


class Room:
    """Two concerns with all that may stand around them, and the browsers of one organisation."""

    def __init__(self, app: Flask, people: World) -> None:
        self.app, self.people = app, people
        with app.app_context():
            alternate(people, "mira")
            for key, roles in ACCOUNTS.items():
                colleague(people, "mira", *roles, key=key)
            with unit_of_work() as session:
                away = {"away_from": today(), "away_to": today(), "by_topic": {}}
                to = people.cast.people["deputy"].person_id
                session.add(Preferences(person_id=people.cast.people["mira"].person_id, deputy_id=to, **away))
            self.feeds = {who: make(people.cast.people[who]) for who in WHO}
        self.clients = {who: in_english(app, who) for who in WHO}
        self.meeting = called(app)
        self.seen: dict[tuple[str, str], str] = {}
        self.concerns: dict[str, str] = {}
        self.vote = self.item = self.file = self.comment = ""

    def pages(self) -> dict[tuple[str, str], str]:
        """All that has no place in its address, as each of them has it."""
        rules = [
            rule.rule
            for rule in self.app.url_map.iter_rules()
            if "GET" in rule.methods and not rule.arguments and not rule.rule.startswith(("/sign", "/static"))
        ]
        given = {"word": WORD, "meeting": self.meeting}
        addresses = [*sorted(rules), *(address.format(**given) for address in LISTS)]
        found = {
            (who, address): plain(client.get(address))
            for who, client in self.clients.items()
            for address in addresses
        }
        stranger = self.app.test_client()
        for who, token in self.feeds.items():
            found[who, "the feed"] = plain(stranger.get(f"/feed/{token}.ics"))
        return found

    def fill(self) -> None:
        """A concern before the Group and one that was sent, with messages, comments, ballots, and a meeting on them."""
        chair, cast = in_english(self.app, "kastriot"), self.people.cast
        with self.app.app_context():
            titled = {"title": f"{WORD} e parë", "level": Level.SHARED}
            self.concerns["deliberation"] = self.people.concern(lives.PROPOSED, **titled)
            self.concerns["sent"] = self.people.concern(lives.SENT, **titled)
            first = self.concerns["deliberation"]
            with unit_of_work() as session:
                for concern in session.scalars(select(Concern)):
                    concern.urgent = concern.coordinator_told = True
            say(cast.people["mira"], first, Channel.GROUP, f"{WORD}.", institution=None, key=one_time_key())
            comment(cast.people["mira"], first, 1, "", f"{WORD}.", key=one_time_key())
            self.comment = db.session.scalars(select(Comment.public_id)).one()
        self.vote = opened(self.app, chair, first)
        with self.app.app_context():
            cast_all(self.vote)
        items = pick(in_english(self.app, "sekretaria"), self.meeting, "concern:", "recommendation:")
        assert items, "nothing was put on the agenda"
        with self.app.app_context(), unit_of_work() as session:
            for item in session.scalars(select(AgendaItem).where(AgendaItem.concern_id.is_not(None))):
                self.item = item.public_id
                for who in ("liaison", "coordinator", "responder", "both"):
                    person = cast.people[who].person_id
                    session.add(Guest(item_id=item.id, person_id=person, at=now()))

    def recuse(self) -> None:
        """By its own word, and by the chair."""
        with self.app.app_context():
            chair, mira = self.people.cast.people["kastriot"], self.people.cast.people["mira"]
            recuse_organisation(chair, self.concerns["sent"], mira.organisation_id, "Funded.")
        declared = f"/concerns/{self.concerns['deliberation']}/declare"
        conflict = {"answer": "conflict", "reason": "A tie."}
        assert send(self.clients["mira"], declared, conflict).status_code == 302

    def canaries(self) -> set[str]:
        """What names one of them."""
        with self.app.app_context():
            concerns = db.session.scalars(select(Concern)).all()
            told = {word for c in concerns for word in (c.public_id, c.reference, c.title, c.extract_title)}
            told |= set(db.session.scalars(select(Recommendation.public_id)))
            return {word for word in told if word} | {WORD, self.vote, self.item}

    def addresses(self, who: str) -> list[tuple[str, str]]:
        """Each address of the one that would be nearest to this person, and the same of what never was."""
        concern = self.concerns["sent" if who in OUTSIDE else "deliberation"]
        found = []
        for rule in self.app.url_map.iter_rules():
            if not rule.rule.startswith(CASE_RULES):
                continue
            for public_id in (concern if rule.rule.startswith("/concerns") else self.meeting,):
                for do in steps(rule.rule):
                    given = {
                        "<do>": do,
                        "<int:number>": "1",
                        "<page>": "what",
                        "<int:recusal_id>": "1",
                        "<file_id>": NOTHING,
                        "<row_id>": NOTHING,
                        "<int:person>": "1",
                        "<any(up, down, remove):what>": "up",
                    }
                    ids = {"<vote_id>": self.vote, "<item_id>": self.item, "<comment_id>": self.comment}
                    real = absent = rule.rule
                    for place, value in given.items():
                        real, absent = real.replace(place, value), absent.replace(place, value)
                    for place, value in ids.items():
                        real, absent = real.replace(place, value), absent.replace(place, NOTHING)
                    kept = public_id if public_id == self.meeting else NOTHING
                    real, absent = real.replace("<public_id>", public_id), absent.replace("<public_id>", kept)
                    if "<" in real:
                        raise AssertionError(f"no value is known for {real}")
                    found += [(f"{m} {real}", absent) for m in sorted(rule.methods & {"GET", "POST"})]
        return found


def steps(rule: str) -> tuple[str, ...]:
    """Some of what may stand in the place of a step; every step of everybody is in the matrix."""
    if "<do>" not in rule:
        return ("",)
    return ("accept", "verify") if "<int:number>" in rule else ("adopt", "assign_rapporteur", "propose")


def plain(answer: TestResponse) -> str:
    """What an answer says, without what differs from one moment to the next; of a workbook, its sheets."""
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            sheets = [name for name in book.namelist() if "sheet" in name or "shared" in name.lower()]
            return "".join(book.read(name).decode() for name in sorted(sheets))
    if answer.data.startswith(b"%PDF"):
        return str(answer.status_code)
    return f"{answer.status_code}\n" + without_tokens(STAMP.sub("", answer.text))


def ask(client: FlaskClient, method: str, address: str, page: TestResponse) -> TestResponse:
    """Look at it, or send it a form."""
    if method == "GET":
        return client.get(address)
    typed = {"version": "1", "key": one_time_key(), "reason": "A.", "text": "A."}
    return post_unshown(client, address, typed, page=page)


def test_no_page_list_count_feed_or_export_knows_of_it(app: Flask, people: World) -> None:
    room = Room(app, people)
    room.seen = room.pages()
    room.fill()
    assert WORD in room.clients["mira"].get("/concerns").text, "nothing to be hidden"
    room.recuse()
    room.clients["mira"].get("/")  # which says that it is done
    found: list[tuple[str, str, str]] = []
    after, canaries = room.pages(), room.canaries()
    for (who, address), page in after.items():
        found += [
            (who, address, word)
            for word in canaries
            if word in page.replace(f'value="{WORD}"', "").replace(f"q={WORD}", "")
        ]
        if page != room.seen[who, address] and address not in COUNT_ALL:
            found.append((who, address, difference(room.seen[who, address], page)))
    assert not found, "\n".join(map(str, found))
    with app.app_context():
        sent = Sender()
        while deliver(sent):
            pass
        theirs = [mail for mail in sent.mails if any(f"{who}@example.org" in str(mail["To"]) for who in WHO)]
        assert not [str(mail) for mail in theirs if any(word in str(mail) for word in canaries)]
        assert db.session.scalars(select(Notification)).first() is not None, "nobody was told of anything"


def test_its_addresses_answer_as_if_it_had_never_been(app: Flask, people: World) -> None:
    room = Room(app, people)
    room.fill()
    room.recuse()
    found = []
    for who, client in room.clients.items():
        page = client.get("/me")
        for real, absent in room.addresses(who):
            method, address = real.split(" ", 1)
            one, other = ask(client, method, address, page), ask(client, method, absent, page)
            same = plain(one).replace(address, "") == plain(other).replace(absent, "")
            if one.status_code != 404 or not same:
                found.append((who, real, one.status_code))
    assert not found, "\n".join(map(str, found))


def difference(before: str, after: str) -> str:
    """The first lines that differ."""
    lines = zip(before.splitlines(), after.splitlines(), strict=False)
    return next((f"{a.strip()[:150]} -> {b.strip()[:150]}" for a, b in lines if a != b), "its length")
