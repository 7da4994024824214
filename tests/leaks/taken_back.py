"""A concern sent in urgency, taken back, sent anew to two others and readdressed: who reads what after each of these.

By hand from the reference of the workflow, as `table.py`: a former addressee keeps what it was sent, and no more.
"""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from app.demo.review import declare_for_all
from app.process.data import Decision, Reason, StepData
from app.response.service import Acceptance, Clarification, Question, Readdressing
from app.review.service import Assignment, Corrections, Extract, FactCheck, Proposal
from tests.accounts.pages import confirm_all
from tests.accounts.rights import save
from tests.leaks.life import FILING, Life
from tests.leaks.work import done, found, lapsed
from tests.sign_in import sign_in
from tests.world import World
from workflows.concern import ConcernAction

WHO = {
    "lifted": "nazmi",  # a member that was recused until then: from now on as all of the Group
    "ministry": "ministria",
    "former": "policia",  # a state institution: it is sent what is then taken back
    "asked": "linja",  # of no ministry: it is asked about facts, and sent the same recommendation in other words
    "disclaims": "sociale",  # a state institution: it is sent the second one, which is not its own
    "contributes": "prokuroria",  # a state institution: the ministry asks it for its part of what is then taken back
    "competent": "policia_b",  # a state institution: to it the ministry readdresses that
    "coordinator": "koordinatorja",
    "observer": "vezhguesi",
}
PHASES = ("urgent", "revoked", "checked", "sent_again", "disclaimed", "readdressed", "gone")
LOOKED_AT = ("revoked", "checked", "disclaimed", "readdressed")
GROUP = frozenset({"lifted"})
SENT = GROUP | {"former", "ministry", "coordinator"}  # and keeps it ever after
TOLD = GROUP | {"ministry", "coordinator"}
Readers = tuple[frozenset[str], ...]

# who reads it once it is taken back, while facts are checked, when all is sent anew and the second addressee says that
# it is not competent, and once that is readdressed
INSIDE: Readers = (GROUP, GROUP, GROUP, GROUP)
KEPT: Readers = (SENT, SENT, SENT, SENT)
SAID: Readers = (GROUP, GROUP, GROUP | {"coordinator"}, GROUP | {"coordinator"})
CHECKED: Readers = (
    GROUP,
    GROUP | {"asked"},
    GROUP | {"asked", "coordinator"},
    GROUP | {"asked", "coordinator"},
)
FACTS: Readers = (GROUP, GROUP | {"asked"}, GROUP | {"asked"}, GROUP | {"asked"})
SECOND: Readers = (GROUP, GROUP, TOLD | {"disclaims"}, TOLD | {"disclaims", "competent"})
TITLE: Readers = (GROUP, GROUP, TOLD | {"asked", "disclaims"}, TOLD | {"asked", "disclaims", "competent"})
LAST: Readers = (GROUP, GROUP, TOLD, TOLD | {"competent"})
TURNED_AWAY: Readers = (
    GROUP,
    GROUP,
    TOLD,
    TOLD,
)  # what was said by who has it no more, or to nobody but the Group
NOBODYS: Readers = (frozenset(), frozenset(), frozenset(), frozenset())
EXISTS: Readers = (
    SENT,
    SENT | {"asked"},
    SENT | {"asked", "disclaims"},
    SENT | {"asked", "disclaims", "competent"},
)

READERS: dict[Readers, str] = {
    INSIDE: """
        title narrative wherewhen duty howknown municipality frequency tried asksfor override urgency
        newinstitution filingfile filingshows filingcontent recusal lifted sendback findings gaps adoption
    """,
    KEPT: """
        extracttitle extract oneheading onetext oneduty onemeasure onebaseline onetarget onelook
    """,
    SAID: "onesaid onesaidback revoked",
    CHECKED: "anewheading anewtext anewduty anewmeasure anewbaseline anewtarget anewlook",
    FACTS: "facts corrections",
    SECOND: "twoheading twotext twoduty twomeasure twobaseline twotarget twolook",
    TITLE: "anewtitle",
    LAST: "lastquestion readdressed lastanswer lastaccepted",
    TURNED_AWAY: "disclaimed disclaimfile disclaimshows disclaimcontent",
    NOBODYS: "calledoff itsrequest",
    EXISTS: "itsaddress itsnumber",  # no texts, but that there is a case at all
}
WORDS = {word for words in READERS.values() for word in words.split()}


def may_read(phase: str, canary: str, kind: str) -> bool:
    """Whether this kind of person may read this text in this phase."""
    if phase == "gone":  # who was sent something, and works elsewhere now
        return False
    readers = next(who for who, words in READERS.items() if canary in words.split())
    return kind in readers[LOOKED_AT.index(phase)]


class TakenBack(Life):
    """Call the phases in their order, with no context open."""

    def __init__(self, app: Flask, world: World, clients: dict[str, FlaskClient]) -> None:
        self.app, self.clients, self.chair = app, clients, app.test_client()
        sign_in(self.chair, "kastriot")
        with app.app_context():
            super().__init__(world, urgent=True, coordinator_told=False, urgency_reason="zqkurgency")

    def urgent(self) -> None:
        """One is recused; the chair sends a recommendation at once, and words go to and fro."""
        organisations = self.world.cast.organisations
        with self.app.app_context():
            self.act("anila", ConcernAction.SUBMIT, StepData(override_reason=FILING["override_reason"]))
            declare_for_all(self.world.cast, self.address)
        recusal = {"organisation": str(organisations["romet"]), "reason": "zqkrecusal"}
        done(self.chair, f"/concerns/{self.address}/recusals", recusal)
        with self.app.app_context():
            self.act("sekretaria", ConcernAction.CONFIRM_URGENT, Extract("zqkextracttitle", "zqkextract"))
            self.act("kastriot", ConcernAction.TRANSMIT_URGENT, self.draft("one", "policia_a"))
            for who, text in (("sekretaria", "zqkonesaid"), ("policia", "zqkonesaidback")):
                self.say(who, text, organisations["policia_a"])
        self.request()

    def request(self) -> None:
        """The ministry asks another for its part, which then has it before it."""
        ministry, contributes = self.clients["ministry"], self.clients["contributes"]
        agency = str(self.world.cast.organisations["prokuroria"])
        address = f"/concerns/{self.address}/recommendations/1/forward"
        done(ministry, address, {"agency": agency, "question": "zqkcalledoff"})
        where = found(contributes, "/answers", r"/requests/[\w-]+")
        assert "zqkcalledoff" in contributes.get(where).text
        self.marks |= {"itsrequest": where.rpartition("/")[2]}
        lapsed(self.app)
        assert where in contributes.get("/notices").text, "it hears that its date has passed"

    def revoked(self) -> None:
        """The Group takes it back; the recusal is lifted."""
        with self.app.app_context():
            self.vote(ConcernAction.REVOKE, Decision(reason="zqkrevoked"))
        page = f"/concerns/{self.address}/recusals"
        done(self.chair, found(self.chair, page, rf"{page}/\d+/lift"), {"reason": "zqklifted"})
        done(self.clients["lifted"], f"/concerns/{self.address}/declare", {"answer": "none"})

    def checked(self) -> None:
        """Back in the review the same draft goes to another in other words, beside a second one; facts are asked."""
        with self.app.app_context():
            self.vote(ConcernAction.SEND_BACK, Decision(reason="zqksendback"))
            self.act("kastriot", ConcernAction.ASSIGN, Assignment(person=self.people["hana"].person_id))
            self.act("kastriot", ConcernAction.SECOND, Assignment(person=self.people["ilir"].person_id))
            self.act("hana", "redraft", self.draft("anew", "linja"), 1)
            self.act("hana", ConcernAction.DRAFT, self.draft("two", "sociale"))
            linja = self.world.cast.organisations["linja"]
            self.act("hana", ConcernAction.CHECK_FACTS, FactCheck(facts="zqkfacts", addressee=linja))

    def sent_again(self) -> None:
        """Adopted by the Group and sent to both, to each its own demands."""
        with self.app.app_context():
            self.act("linja", ConcernAction.RETURN_FACTS, Corrections("zqkcorrections"))
            self.act("hana", ConcernAction.PROPOSE, Proposal(findings="zqkfindings", gaps="zqkgaps"))
            self.vote(ConcernAction.ADOPT, Decision(reason="zqkadoption", adopted=(1, 2)))
            self.act("sekretaria", ConcernAction.TRANSMIT, Extract(extract_title="zqkanewtitle"))

    def disclaimed(self) -> None:
        """The second is not its addressee's, which says so with a file: it waits for another."""
        with self.app.app_context():
            file = self.file("sociale", "disclaim", 2, pending=True)
            self.act("sociale", "disclaim", Reason(reason="zqkdisclaimed", files=(file,)), 2)

    def readdressed(self) -> None:
        """The ministry gives it to another, which asks what is meant, and accepts it."""
        competent = self.world.cast.organisations["policia_b"]
        with self.app.app_context():
            to = Readdressing(reason="zqkreaddressed", addressee=competent)
            self.act("ministria", "readdress", to, 2)
            self.act("policia_b", "ask_for_clarification", Question("zqklastquestion"), 2)
            self.act("hana", "clarify", Clarification("zqklastanswer"), 2)
            self.act("policia_b", "accept", Acceptance("zqklastaccepted"), 2)

    def gone(self) -> None:
        """Who was sent the first goes to an institution that has no part in it."""
        administrator = self.app.test_client()
        sign_in(administrator, "administratori")
        assert "/concerns/" in self.clients["former"].get("/notices").text, "it is told that it is taken back"
        kufiri = {"organisation": str(self.world.cast.organisations["kufiri"])}
        assert save(self.app, administrator, WHO["former"], **kufiri).status_code == 302
        assert confirm_all(self.app) == [302]
