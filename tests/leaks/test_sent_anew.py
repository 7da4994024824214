"""Answered, planned and reported done, taken back, and sent anew to another institution of the State.

By hand from the reference of the workflow: what the one before planned is its own, and who contributed to its answer is
asked nothing about the other.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from app.core.time import today
from app.process.data import Decision
from app.response.service import Acceptance, Claim
from app.review.service import Assignment, Corrections, Extract, FactCheck, Proposal
from app.verification.service import Plan, PlannedAction, Progress
from tests.databases import only_sqlite
from tests.leaks import taken_back
from tests.leaks.crawl import Crawl, browsers
from tests.leaks.taken_back import TakenBack
from tests.leaks.work import done, found
from tests.world import World
from workflows.concern import ConcernAction

WHO = {**taken_back.WHO, "next": "policia_b"}
PLANNED = {"oldwhat", "oldunit", "oldmeasure", "oldcost"}
ANSWERED = PLANNED | {f"old{word}" for word in "contribution accepted plan progress claim evidence".split()}
NEW = {f"anew{word}" for word in "heading text duty measure baseline target look".split()}


class SentAnew(TakenBack):
    """Call the phases in their order, with no context open."""

    def answered(self) -> None:
        """Who is asked for its part gives it; the addressee accepts, plans, and reports it done."""
        contributes = self.clients["contributes"]
        where = found(contributes, "/answers", r"/requests/[\w-]+")
        done(contributes, where, {"contribution": "zqkoldcontribution"}, f"{where}/give")
        due = today() + timedelta(days=30)
        row = PlannedAction("zqkoldwhat", "zqkoldunit", due, measure="zqkoldmeasure", cost="zqkoldcost")
        with self.app.app_context():
            self.act("policia", "accept", Acceptance("zqkoldaccepted"), 1)
            self.act("policia", "start", Plan("zqkoldplan", (row,)), 1)
            self.act("policia", "report_progress", Progress("zqkoldprogress"), 1)
            self.act("policia", "report_done", Claim("zqkoldclaim", "zqkoldevidence"), 1)

    def asked(self) -> None:
        """Taken back, it is drafted for another institution, which is asked about the facts."""
        with self.app.app_context():
            self.vote(ConcernAction.SEND_BACK, Decision(reason="zqksendback"))
            self.act("kastriot", ConcernAction.ASSIGN, Assignment(person=self.people["hana"].person_id))
            self.act("kastriot", ConcernAction.SECOND, Assignment(person=self.people["ilir"].person_id))
            self.act("hana", "redraft", self.draft("anew", "policia_b"), 1)
            addressee = self.world.cast.organisations["policia_b"]
            self.act("hana", ConcernAction.CHECK_FACTS, FactCheck(facts="zqkfacts", addressee=addressee))

    def sent_anew(self) -> None:
        """Adopted by the Group and sent."""
        with self.app.app_context():
            self.act("policia_b", ConcernAction.RETURN_FACTS, Corrections("zqkcorrections"))
            self.act("hana", ConcernAction.PROPOSE, Proposal(findings="zqkfindings", gaps="zqkgaps"))
            self.vote(ConcernAction.ADOPT, Decision(reason="zqkadoption", adopted=(1,)))
            extract = Extract(extract_title="zqkanewtitle", extract="zqkanewextract")
            self.act("sekretaria", ConcernAction.TRANSMIT, extract)


@only_sqlite
def test_the_next_addressee_reads_nothing_of_who_had_it_before(app: Flask, people: World) -> None:
    clients = browsers(app, WHO)
    life = SentAnew(app, people, clients)
    life.urgent()
    life.answered()
    before = Crawl(app, {kind: clients[kind] for kind in ("former", "ministry", "contributes")}, life.marks)
    assert set(before.found["former"]) >= ANSWERED - {"oldcontribution"}, "nothing to be hidden"
    assert {"itsrequest", "calledoff", "oldcontribution"} <= set(before.found["contributes"])
    life.revoked()
    for phase in (life.asked, life.sent_anew):
        phase()
        seen = Crawl(app, clients, life.marks).found
        assert not ANSWERED & set(seen["next"]), phase
        assert set(seen["next"]) >= NEW, phase
        assert not ANSWERED & set(seen["ministry"]) - {"oldcontribution"}, phase
        assert not seen["contributes"], phase
        assert not NEW & set(seen["former"]), phase
