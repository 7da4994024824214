"""What people write around a case in their own rooms, by their pages: contributions, prepared answers, a meeting."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from app.core.time import today
from app.people.entries.service import keep_entry
from tests.app.meetings.pages import called, pick
from tests.forms import send
from tests.sign_in import sign_in
from tests.world import World

Clients = dict[str, FlaskClient]


def done(client: FlaskClient, address: str, typed: dict[str, object], action: str = "") -> str:
    """Send the page's form; where it leads."""
    answer = send(client, address, typed, action)
    assert answer.status_code == 302, (address, answer.status_code, answer.text[-3000:])
    return str(answer.headers["Location"])


class Rooms:
    """The work around this concern, in its order, by the pages of these people."""

    def __init__(self, app: Flask, people: World, clients: Clients, concern: str) -> None:
        self.app, self.people, self.clients = app, people, clients
        self.work = f"/concerns/{concern}/recommendations/1"
        self.meeting, self.free, self.case = "", "", ""

    def asked(self) -> None:
        """The ministry asks an agency for its part, and gives the recommendation to a colleague."""
        ministry = self.clients["ministry"]
        agency = str(self.people.cast.organisations["prokuroria"])
        done(ministry, f"{self.work}/forward", {"agency": agency, "question": "zqkcontribquestion"})
        done(ministry, f"{self.work}/assign", {"person": self._id("ministria_b"), "note": "zqkassigned"})

    def given(self) -> None:
        """The agency gives it, twice; the ministry prepares an answer that comes back unsigned."""
        ministry, asked = self.clients["ministry"], self.clients["asked"]
        request = found(asked, "/answers", r"/requests/[\w-]+")
        given = {"contribution": "zqkcontribution"}
        done(asked, request, given, f"{request}/give")
        done(ministry, request, {"reason": "zqkcontribagain"}, f"{request}/ask_again")
        done(asked, request, given, f"{request}/give")
        with self.app.app_context():
            own = self.people.cast.people["ministria"]
            keep_entry(own, own.organisation_id, {"sign_off": True})
        done(ministry, f"{self.work}/steps/accept", {"note": "zqkprepared"})
        signer = self.app.test_client()
        sign_in(signer, "ministria_b")
        address = found(signer, "/answers/to-sign", r"/answers/prepared/[\w-]+/return")
        done(signer, address, {"reason": "zqkpreparedback"})

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
            done(secretariat, f"{where}/minutes", {"text": f"zqk{mark}minutes"})
            done(secretariat, f"{where}/resolutions", {"text": f"zqk{mark}resolution"})
            task = {"what": f"zqk{mark}action", "owner": self._id("mira"), "due_on": due}
            done(secretariat, f"{where}/actions", task)
        task = {"what": "zqkguestaction", "owner": self._id("linja"), "due_on": due}
        done(secretariat, f"{self.case}/actions", task)
        done(secretariat, f"{self.meeting}/minutes", {}, f"{self.meeting}/minutes/circulate")
        for where, mark in items:
            done(self.clients["member"], f"{where}/corrections", {"text": f"zqk{mark}correction"})

    def _id(self, who: str) -> str:
        return str(self.people.cast.people[who].person_id)


def found(client: FlaskClient, address: str, pattern: str) -> str:
    """The address on this page that looks so."""
    match = re.search(pattern, client.get(address).text)
    assert match, (address, pattern)
    return match[0]
