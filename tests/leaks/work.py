"""What people write around a case in their own rooms, by their pages: contributions, prepared answers, a meeting,
an access request, what is typed and not sent, a letter.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from app.answers.links.access import token_of
from app.answers.models import ContributionRequest
from app.concerns.periods import load_calendar
from app.core.db import db
from app.core.time import ZONE, frozen, today
from app.deadlines.escalation_runs import run_escalations
from app.deadlines.request_dates import escalate_dated
from app.directory.service import save_entry
from app.group.models import Seat
from tests.accounts.pages import confirm_all
from tests.accounts.rights import save
from tests.forms import again, form_of, forms_of, send, submit
from tests.meetings.pages import called, pick
from tests.rights.work import newest_link
from tests.sign_in import sign_in
from tests.world import World

Clients = dict[str, FlaskClient]


def done(client: FlaskClient, address: str, typed: dict[str, object], action: str = "") -> str:
    """Send the page's form; where it leads."""
    answer = send(client, address, typed, action)
    assert answer.status_code == 302, (address, answer.status_code, answer.text[-3000:])
    return str(answer.headers["Location"])


def lapsed(app: Flask) -> None:
    """Each hears that the date of what the ministry asked for has passed: of no case, of a request."""
    with app.app_context():
        day = (db.session.scalar(select(func.max(ContributionRequest.due_on))) or today()) + timedelta(days=4)
        calendar = load_calendar(db.session(), day)
        db.session.rollback()
        with frozen(datetime.combine(calendar.next_working(day), time(10), ZONE)):
            while escalate_dated(today(), calendar):
                pass


def explained(client: FlaskClient, address: str, text: str, why: str) -> None:
    """Send a text with what looks like an identifier, and then why it may stay."""
    refused = send(client, address, {"text": f"{text} 069 234 5678"})
    assert refused.status_code == 422, address
    assert again(client, refused, {"override_reason": f"{why} numri i zyrës"}).status_code == 302


class Rooms:
    """The work around this concern, in its order, by the pages of these people."""

    def __init__(self, app: Flask, people: World, clients: Clients, concern: str) -> None:
        self.app, self.people, self.clients, self.page = app, people, clients, f"/concerns/{concern}"
        self.work = f"{self.page}/recommendations/1"
        self.meeting, self.free, self.case = "", "", ""
        self.marks: dict[str, str] = {}  # what shows that there is such a request, without a word of it

    def asked(self) -> None:
        """The ministry asks two agencies for their part, one by a link, and gives the recommendation to a colleague."""
        ministry, agencies = self.clients["ministry"], self.people.cast.organisations
        for agency, mark in (("prokuroria", "contrib"), ("komiteti", "link")):
            asked = {"agency": str(agencies[agency]), "question": f"zqk{mark}question"}
            where = done(ministry, f"{self.work}/forward", asked)
        done(ministry, where, {"email": "komiteti@example.org"})
        with self.app.app_context():
            link = f"/link/{token_of(newest_link().nonce)}"
        holder = self.app.test_client()
        assert send(holder, link, {"contribution": "zqklinkdraft"}, press="keep").status_code == 302
        assert "zqklinkdraft" in self.app.test_client().get(link).text
        done(ministry, f"{self.work}/assign", {"person": self._id("ministria_b"), "note": "zqkassigned"})

    def given(self) -> None:
        """The agency gives it, twice; the ministry prepares an answer that comes back unsigned."""
        ministry, asked = self.clients["ministry"], self.clients["asked"]
        request = found(asked, "/answers", r"/requests/[\w-]+")
        self.marks = {"itsrequest": request.rpartition("/")[2]}
        given: dict[str, object] = {"contribution": "zqkcontribution"}
        done(asked, request, given, f"{request}/give")
        done(ministry, request, {"reason": "zqkcontribagain"}, f"{request}/ask_again")
        file = FileStorage(BytesIO(b"zqkcontribcontent,b\n"), "zqkcontribfile.csv")
        waits = send(asked, request, {"contribution": " ", "uploads": file}, f"{request}/give")
        assert waits.status_code == 422 and "zqkcontribfile" in asked.get(request).text
        assert "zqkcontribfile" not in ministry.get(request).text, "it is not given yet"
        assert ministry.get(found(asked, request, rf"{request}/files/[\w-]+")).status_code == 404
        done(asked, request, given, f"{request}/give")
        with self.app.app_context():
            own = self.people.cast.people["ministria"]
            save_entry(own, own.organisation_id, {"sign_off": True})
        done(ministry, f"{self.work}/steps/accept", {"note": "zqkprepared"})
        signer = self.app.test_client()
        sign_in(signer, "ministria_b")
        address = found(signer, "/answers/to-sign", r"/answers/prepared/[\w-]+/return")
        done(signer, address, {"reason": "zqkpreparedback"})

    def typed(self) -> None:
        """What is typed and not sent: words for later answers, and a form whose session was over."""
        ministry, member = self.clients["ministry"], self.clients["member"]
        done(ministry, "/answers/wordings/new", {"name": "Fjalë", "do": "reject", "reason": "zqkwording"})
        address = f"{self.page}/messages"
        form = form_of(member.get(f"{address}?channel=group").text, address)
        sent = {**form.filled({"text": "zqkheld"}), "csrf_token": ["of a session that is over"]}
        held = str(submit(member, address, form, sent).headers["Location"])
        assert "unsent=" in held
        assert "zqkheld" in member.get(held).text
        others = {kind: client for kind, client in self.clients.items() if client is not member}
        assert [kind for kind, client in others.items() if "zqkheld" in client.get(held).text] == []

    def access_request(self) -> None:
        """A member makes an access request, tied to the concern, and gets what was asked for."""
        member, ministry = self.clients["member"], self.clients["ministry"]
        institution = str(self.people.cast.organisations["policia_a"])
        asked = {"kind": "visit", "agency": institution, "purpose": "zqkaccesspurpose"}
        page = done(member, f"/access-requests/new?concern={self.page.rpartition('/')[2]}", asked)
        done(ministry, page, {}, f"{page}/accept")
        day = today().isoformat()
        done(ministry, page, {"how": "zqkaccesshow", "happens_on": day}, f"{page}/arrange")
        done(member, page, {"note": "zqkaccessnote"}, f"{page}/confirm")

    def written(self) -> None:
        """The institution is so late that a letter is drafted; the coordinator writes it, and it leaves."""
        day = today() + timedelta(days=90)
        day -= timedelta(days=max(0, day.weekday() - 4))
        with self.app.app_context(), frozen(datetime.combine(day, time(10), ZONE)):
            while run_escalations():
                pass
        coordinator = self.clients["coordinator"]
        letter = found(coordinator, "/letters", r"/letters/[\w-]{10,}")
        done(coordinator, f"{letter}/edit", {"recipient": "Drejtori", "body": "zqkletter"})
        left = {"protocol": "17/3", "sent_on": today().isoformat()}
        done(coordinator, f"{letter}/sent", left)

    def moved(self) -> None:
        """A member becomes its organisation's liaison; people of institutions go to others, and one comes."""
        administrator, organisations = self.clients["administrator"], self.people.cast.organisations
        for who, typed in (
            ("mira", {"roles": ["agency"]}),
            ("nazmi", {"roles": ["member", "agency"]}),
            ("policia", {"organisation": str(organisations["policia_b"])}),
            ("kufiri", {"organisation": str(organisations["policia_a"])}),
            ("prokuroria", {"organisation": str(organisations["shendeti"])}),
        ):
            assert save(self.app, administrator, who, **typed).status_code == 302, who
        assert confirm_all(self.app) == [302] * 5

    def seats_pass(self) -> None:
        """Colleagues come to four members, and follow their representatives: of one recused, the filer, the chair."""
        self._comes("punes", "vrojtim")
        self._comes("femijet", "romet")
        self._comes("agjensi", "agimi")
        self.chair_passes()

    def chair_hands_over(self) -> None:
        """The chair lets somebody who came act as alternate for some days: the seat is lent, and the charge is not."""
        self._comes("punes", "zeri", "alternate")
        client = self.app.test_client()
        sign_in(client, "kastriot")
        days = {"from_on": today().isoformat(), "to_on": (today() + timedelta(days=9)).isoformat()}
        done(client, "/group/hand-over", days)

    def chair_passes(self) -> None:
        """A colleague follows the chair as representative, so that the Group has no chair."""
        self._comes("policia_b", "zeri")

    def _comes(self, who: str, member: str, capacity: str = "representative") -> None:
        """Somebody comes to this organisation and is appointed to its seat, each confirmed by another."""
        organisation = self.people.cast.organisations[member]
        typed = {"organisation": str(organisation), "roles": ["member"]}
        assert save(self.app, self.clients["administrator"], who, **typed).status_code == 302
        assert confirm_all(self.app) == [302], who
        with self.app.app_context():
            seat = db.session.scalars(
                select(Seat.public_id).where(Seat.organisation_id == organisation)
            ).one()
        address, secretariat = f"/group/seats/{seat}", self.clients["secretariat"]
        shown = forms_of(secretariat.get(address).text)
        form = next(form for form in shown if form.fields().get("what") == [capacity])
        answer = submit(secretariat, address, form, form.filled({"person": self._id(who)}))
        assert answer.status_code == 302, answer.text[-3000:]
        assert confirm_all(self.app, "kastriot") == [302], who

    def seats_opened(self) -> None:
        """Those who came say that there is no conflict of interest."""
        for who in ("punes", "policia_b"):
            client = self.app.test_client()
            sign_in(client, who)
            done(client, f"{self.page}/declare", {"answer": "none"})

    def called(self) -> None:
        """A meeting, with the institution as guest of its item."""
        secretariat = self.clients["secretariat"]
        about = {"title": "zqkmeetingtitle", "place": "zqkmeetingplace", "note": "zqkmeetingnote"}
        late = {"starts": "23:50", "ends": "23:59"}  # or nobody would be invited any more
        meeting = called(self.app, secretariat, link="https://example.org/zqkmeetinglink", **about, **late)
        self.meeting = f"/meetings/{meeting}"
        done(secretariat, f"{self.meeting}/agenda/new", {"title": "zqkfreetitle"})
        free, case = pick(secretariat, meeting, "recommendation:")
        self.free, self.case = (f"{self.meeting}/items/{item}" for item in (free, case))
        done(secretariat, f"{self.case}/guests", {"person": self._id("linja")})

    def met(self) -> None:
        """The Group sits on it; the minutes are circulated and corrected."""
        secretariat, due = self.clients["secretariat"], (today() + timedelta(days=9)).isoformat()
        items = ((self.free, "free"), (self.case, "case"))
        done(secretariat, self.meeting, {}, f"{self.meeting}/open")
        for where, mark in items:
            explained(secretariat, f"{where}/minutes", f"zqk{mark}minutes", f"zqk{mark}minutesmaystay")
            done(secretariat, f"{where}/resolutions", {"text": f"zqk{mark}resolution"})
            task = {"what": f"zqk{mark}action", "owner": self._id("mira"), "due_on": due}
            done(secretariat, f"{where}/actions", task)
        task = {"what": "zqkguestaction", "owner": self._id("linja"), "due_on": due}
        done(secretariat, f"{self.case}/actions", task)
        done(secretariat, f"{self.meeting}/minutes", {}, f"{self.meeting}/minutes/circulate")
        for where, mark in items:
            member, why = self.clients["member"], f"zqk{mark}correctionmaystay"
            explained(member, f"{where}/corrections", f"zqk{mark}correction", why)

    def _id(self, who: str) -> str:
        return str(self.people.cast.people[who].person_id)


def found(client: FlaskClient, address: str, pattern: str) -> str:
    """The address on this page that looks so."""
    match = re.search(pattern, client.get(address).text)
    assert match, (address, pattern)
    return match[0]
