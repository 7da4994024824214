"""For a recused organisation its minutes, files, links and requests are not there either: any account, any method."""

from __future__ import annotations

import io
import re

from flask import Flask
from sqlalchemy import select

from app.access_requests.service import AccessRequestData
from app.answers.contributions.deadlines import proposed_due
from app.answers.contributions.service import Wanted
from app.answers.links.service import send_for_request
from app.answers.models import AnswerLink
from app.concerns.attachments import Attachment
from app.core.db import db
from app.core.random_ids import one_time_key
from app.demo import lives
from app.recusals.service import recuse_organisation
from tests.databases import only_sqlite
from tests.forms import send
from tests.recusals import test_every_side as sides
from tests.recusals.test_every_side import NOTHING, WORD, Room
from tests.steps import ask_access_request as ask
from tests.steps import forward
from tests.votes.pages import in_english
from tests.walk import text_of
from tests.world import World
from workflows.access_request import AccessKind
from workflows.roles import Level

# who saw each before, so that what is hidden was there: of them, or, of what no member is ever asked, the ministry
SEEN_BY = {
    "files": "secretary",
    "minutes": "secretary",
    "corrections": "secretary",
    "requests": "ministria",
    "link": "responder",
}
DOCUMENTS = ("minutes", "minutes.docx", "minutes.pdf", "papers.pdf")


class Rooms(Room):
    """The same, with what was written in the rooms around them."""

    def __init__(self, app: Flask, people: World) -> None:
        super().__init__(app, people)
        self.fill()
        self.asked: list[str] = []
        self.access_request = ""
        self._sit()
        self._attach()
        self._ask()

    def _sit(self) -> None:
        secretariat, meeting = in_english(self.app, "sekretaria"), f"/meetings/{self.meeting}"
        items = f"{meeting}/items/{self.item}"
        assert send(secretariat, meeting, {}, f"{meeting}/open").status_code == 302
        assert send(secretariat, f"{items}/minutes", {"text": f"{WORD} u diskutua."}).status_code == 302
        assert send(secretariat, f"{meeting}/minutes", {}, f"{meeting}/minutes/circulate").status_code == 302
        said = send(in_english(self.app, "hana"), f"{items}/corrections", {"text": f"{WORD} ndryshe."})
        assert said.status_code == 302

    def _attach(self) -> None:
        """A file with the findings of a third concern, and one with an answer."""
        with self.app.app_context():
            self.concerns["filed"] = self.people.concern(
                lives.DRAFTED, title=f"{WORD} e tretë", level=Level.SHARED
            )
        file = {"uploads": (io.BytesIO(f"{WORD}.".encode()), f"{WORD}.txt")}
        where = f"/concerns/{self.concerns['filed']}/steps/propose"
        assert send(in_english(self.app, "hana"), where, {"findings": "A.", **file}).status_code == 302

    def _ask(self) -> None:
        """Two agencies are asked for their part, one of them by a link; and an access request is made."""
        people, sent = self.people.cast.people, self.concerns["sent"]
        with self.app.app_context():
            for agency in ("prokuroria", "komiteti"):
                due = self.people.case("ministria", sent).recommendations[0].due_on
                wanted = Wanted(
                    self.people.cast.organisations[agency],
                    f"{WORD}?",
                    proposed_due(db.session(), False, due),
                )
                self.asked.append(forward(people["ministria"], sent, 1, wanted))
            send_for_request(people["ministria"], self.asked[1], "komiteti@example.org")
            asked_for = AccessRequestData(
                AccessKind.VISIT, self.people.cast.organisations["policia_a"], "Vizitë.", sent
            )
            self.access_request = ask(people["hana"], asked_for, one_time_key())
        where = f"/requests/{self.asked[0]}"
        given = {"contribution": "A.", "uploads": (io.BytesIO(b"B."), f"{WORD}.txt")}
        answered = send(in_english(self.app, "prokuroria"), where, given, f"{where}/give")
        assert answered.status_code == 302, answered.text

    def recuse(self) -> None:
        super().recuse()
        with self.app.app_context():
            chair, mira = self.people.cast.people["kastriot"], self.people.cast.people["mira"]
            recuse_organisation(chair, self.concerns["filed"], mira.organisation_id, "Funded.")

    def there(self) -> list[tuple[str, str, str]]:
        """Method, address, and the same of what never was: of minutes, files, links and requests."""
        found = []
        with self.app.app_context():
            files = db.session.execute(
                select(Attachment.public_id, Attachment.request_id).order_by(Attachment.id)
            ).all()
            link = db.session.scalars(select(AnswerLink.public_id)).one()
        case, item = self.concerns["filed"], f"/meetings/{self.meeting}/items/{self.item}"
        nothing = f"/meetings/{self.meeting}/items/{NOTHING}"
        for end, methods in (
            ("/minutes", "GET POST"),
            ("/corrections", "GET POST"),
            ("/resolutions", "GET POST"),
            ("/actions", "GET POST"),
            (f"/strike/{NOTHING}", "POST"),
        ):
            found += [(method, f"{item}{end}", f"{nothing}{end}") for method in methods.split()]
        for row in files:
            at = f"/requests/{self.asked[0]}" if row.request_id else f"/concerns/{case}"
            absent = re.sub(r"[^/]+$", NOTHING, at)
            found.append(("GET", f"{at}/files/{row.public_id}", f"{absent}/files/{NOTHING}"))
            if not row.request_id:
                end = "remove"
                found.append(("POST", f"{at}/files/{row.public_id}/{end}", f"{absent}/files/{NOTHING}/{end}"))
        for number in self.asked:
            for method, end in (
                ("GET", ""),
                ("POST", "/give"),
                ("POST", "/withdraw"),
                ("POST", "/extend"),
                ("GET", "/link"),
                ("POST", "/link"),
                ("POST", "/notices/read"),
            ):
                found.append((method, f"/requests/{number}{end}", f"/requests/{NOTHING}{end}"))
        for page in ("work", "link", "forward", "assign", "paper"):
            at = "/concerns/{}/recommendations/1/{}"
            found.append(("GET", at.format(self.concerns["sent"], page), at.format(NOTHING, page)))
        found.append(("POST", f"/links/{link}/revoke", f"/links/{NOTHING}/revoke"))
        return found


def test_minutes_files_links_and_requests_are_as_if_they_had_never_been(app: Flask, people: World) -> None:
    room = Rooms(app, people)
    there = room.there()
    for kind, who in SEEN_BY.items():
        looked = [real for method, real, _absent in there if method == "GET" and f"/{kind}" in real]
        client = room.clients.get(who) or in_english(app, who)
        seen = [real for real in looked if client.get(real, buffered=True).status_code == 200]
        assert looked and seen, f"{who} saw nothing of {kind}: nothing to be hidden"
    room.recuse()
    found = []
    for who, client in room.clients.items():
        token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/me").text)[0]
        for method, real, absent in there:
            one, other = (sides.ask(client, method, address, token) for address in (real, absent))
            same = sides.plain(one).replace(real, "") == sides.plain(other).replace(absent, "")
            if one.status_code != 404 or not same:
                found.append((who, method, real, one.status_code))
    assert not found, "\n".join(map(str, found))


@only_sqlite
def test_what_holds_other_things_as_well_holds_nothing_of_it(app: Flask, people: World) -> None:
    room = Rooms(app, people)
    before = room.clients["secretary"].get(f"/meetings/{room.meeting}/minutes.docx", buffered=True)
    assert WORD in text_of(before), "nothing to be hidden"
    room.recuse()
    canaries = room.canaries() | set(room.asked)
    found = []
    for who, client in room.clients.items():
        for address in (
            *(f"/meetings/{room.meeting}/{name}" for name in DOCUMENTS),
            f"/access-requests/{room.access_request}",
        ):
            answer = client.get(address, buffered=True)
            told = sorted(word for word in canaries if word in text_of(answer))
            if told:
                found.append((who, address, answer.status_code, told))
    assert not found, "\n".join(map(str, found))
