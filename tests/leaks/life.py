"""The life of one concern, step by step, with another word in each of its texts: `table.py` has them all."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import select

from app.concerns.attachments import Attachment
from app.concerns.files import add_file
from app.concerns.records import Channel
from app.concerns.uploads import store
from app.concerns.vocabulary import FindingSource, Naming, Weight
from app.core.db import db
from app.core.random_ids import one_time_key
from app.core.time import today
from app.demo.review import IN_A_MEETING, cast_all, declare_for_all
from app.filing.service import Answer, Question
from app.messages.service import say
from app.process.data import Decision, Finding, Reason, StepData
from app.process.outcome import Taken
from app.recusals.service import recuse_organisation
from app.response.service import Acceptance, Claim, MoreTime
from app.review.service import Assignment, Corrections, Draft, Extract, FactCheck, HandOver, Proposal
from app.review.working_papers import RefusedWording, Round
from app.verification.service import Plan, PlannedAction, Progress
from app.votes.service import add_opinion, close_vote, open_vote
from app.working_papers.drafts.service import comment, reply, suggest
from app.working_papers.models import Comment, FirstRound, Leaning, Suggestion
from app.working_papers.rounds import note_view, save_assessment
from tests.leaks.work import Rooms
from tests.world import World
from workflows.concern import ConcernAction
from workflows.recommendation import Grade
from workflows.roles import Level

FILING = {
    "title": "zqktitle",
    "narrative": "zqknarrative",
    "where_when": "zqkwherewhen",
    "duty": "zqkduty",
    "how_known": "zqkhowknown",
    "municipality": "zqkmunicipality",
    "frequency": "zqkfrequency",
    "tried": "zqktried",
    "asks_for": "zqkasksfor",
    "override_reason": "zqkoverride fjalë që mjaftojnë",
    "new_institution": "zqknewinstitution",
    "new_institution_kind": "state_agency",
    "institutions_text": "zqknewinstitution",
}


class Life:
    """Call the phases in their order, each within an application context."""

    def __init__(self, world: World, level: Level = Level.GROUP, **changed: Any) -> None:
        self.world, self.people = world, world.cast.people
        given = {"naming": Naming.YES, **FILING, **changed}
        self.address = world.concern([], declared=False, level=level, **given)
        self.file("anila", "filing")
        self.marks = self.mark()

    def mark(self) -> dict[str, str]:
        """What shows that there is such a case, without a word of it: its address and its number."""
        number = self.world.case("anila", self.address).concern.reference
        return {"itsaddress": self.address, "itsnumber": number}

    def go_on(self, phase: str) -> None:
        """The next phase; the draft is there from the beginning."""
        if phase != "draft":
            getattr(self, phase)()

    def live(self, rooms: Rooms, phase: str) -> None:
        """The next phase, in a context of its own or by the pages of people in their rooms."""
        if hasattr(rooms, phase):
            getattr(rooms, phase)()
            return
        with rooms.app.app_context():
            self.go_on(phase)

    def file(self, who: str, mark: str, number: int | None = None, *, pending: bool = False) -> str:
        """A file whose name, description and content are told apart."""
        content = BytesIO(f"zqk{mark}content,b\n".encode())
        name, shows = f"zqk{mark}file.csv", f"zqk{mark}shows"
        kept = add_file(
            store(), self.people[who], self.address, content, name, shows, number=number, pending=pending
        )
        assert isinstance(kept, Attachment), kept
        return kept.public_id

    def act(self, who: str, do: str, data: StepData, number: int | None = None) -> None:
        """A step; a decision goes through a vote."""
        outcome = self.world.act(who, self.address, do, data, number=number)
        assert isinstance(outcome, Taken), (do, outcome)

    def filed(self) -> None:
        """Filed, a question asked and answered, admitted."""
        self.act("anila", ConcernAction.SUBMIT, StepData(override_reason=FILING["override_reason"]))
        self.act("sekretaria", "ask_for_information", Question("zqkquestion"))
        self.act("anila", "supply_information", Answer("zqkanswer"))
        self.act("sekretaria", "admit", StepData())

    def reviewed(self) -> None:
        """One member recused, a first round, two drafts, the papers of the review."""
        declare_for_all(self.world.cast, self.address)
        nazmi = self.people["nazmi"].organisation_id
        recuse_organisation(self.people["kastriot"], self.address, nazmi, "zqkrecusal")
        self.act("kastriot", ConcernAction.ASSIGN, Assignment(person=self.people["hana"].person_id))
        self.act("kastriot", "open_first_round", Round("zqkround", ends_on=today() + timedelta(days=9)))
        row = db.session.scalars(select(FirstRound.id)).one()
        note_view(self.people["mira"], self.address, row, Leaning.RECOMMEND, "zqkview")
        self.act("kastriot", "close_first_round", StepData())
        for mark, key in (("one", "policia_a"), ("two", "linja")):
            self.act("hana", ConcernAction.DRAFT, self.draft(mark, key))
        papers = ("facts", "duty", "findings", "gaps", "harm", "notes")
        save_assessment(self.people["hana"], self.address, {name: f"zqkpaper{name}" for name in papers}, 0)
        for number, mark in ((1, "one"), (2, "two")):
            self.talk(number, mark)
        say(
            self.people["mira"],
            self.address,
            Channel.GROUP,
            "zqkgroupsaid",
            institution=None,
            key=one_time_key(),
        )

    def handed_over(self) -> None:
        """In the review the rapporteur drafts, and hands the post over."""
        declare_for_all(self.world.cast, self.address)
        self.act("kastriot", ConcernAction.ASSIGN, Assignment(person=self.people["hana"].person_id))
        self.act("hana", ConcernAction.DRAFT, self.draft("one", "policia_a"))
        self.act(
            "hana", ConcernAction.HAND_OVER, HandOver("zqkhandover", person=self.people["ilir"].person_id)
        )

    def restricted(self) -> None:
        """From the review to the deliberation, without papers."""
        self.act("ilir", ConcernAction.PROPOSE, Proposal(findings="zqkfindings", gaps="zqkgaps"))

    def draft(self, mark: str, key: str) -> Draft:
        """A draft for this addressee."""
        texts = {
            name: f"zqk{mark}{name}" for name in ("heading", "text", "duty", "measure", "baseline", "target")
        }
        return Draft(
            **texts,
            will_look_at=f"zqk{mark}look",
            addressee=self.world.cast.organisations[key],
            proposed_on=today() + timedelta(days=60),
            weight=Weight.URGES,
        )

    def talk(self, number: int, mark: str) -> None:
        """Members comment on a draft and suggest other words; the rapporteur refuses them."""
        mira, passage = self.people["mira"], f"zqk{mark}text"
        comment(mira, self.address, number, passage, f"zqk{mark}comment", key=one_time_key())
        said = db.session.scalars(select(Comment.public_id).order_by(Comment.id.desc())).first()
        reply(self.people["hana"], self.address, said or "", f"zqk{mark}reply", key=one_time_key())
        why = f"zqk{mark}why"
        suggest(mira, self.address, number, passage, f"zqk{mark}wording", why, key=one_time_key())
        row = db.session.scalars(select(Suggestion.id).order_by(Suggestion.id.desc())).first()
        self.act("hana", "refuse_wording", RefusedWording(f"zqk{mark}refusal", suggestion=row), number)

    def fact_check(self) -> None:
        """The second addressee is asked about facts."""
        linja = self.world.cast.organisations["linja"]
        self.act("hana", ConcernAction.CHECK_FACTS, FactCheck(facts="zqkfacts", addressee=linja))

    def adopted(self) -> None:
        """The facts come back, the Group adopts both, with one opinion that travels and one that does not."""
        self.act("linja", "return_facts", Corrections("zqkcorrections"))
        self.act("hana", ConcernAction.PROPOSE, Proposal(findings="zqkfindings", gaps="zqkgaps"))
        self.vote("adopt", Decision(reason="zqkadoption", adopted=(1, 2)), opinions=True)

    def vote(self, do: str, data: Decision, *, opinions: bool = False) -> None:
        """Opened, said, cast, closed."""
        chair, version = self.people["kastriot"], self.world.case("kastriot", self.address).concern.version
        opened = open_vote(chair, self.address, do, data, IN_A_MEETING, version=version, key=one_time_key())
        assert isinstance(opened, Taken), opened
        if opinions:
            add_opinion(self.people["mira"], opened.target, "zqkopiniontravels", travels=True)
            add_opinion(self.people["besnik"], opened.target, "zqkopinionstays", travels=False)
        cast_all(opened.target)
        close_vote(chair, opened.target)

    def say(self, who: str, text: str, institution: int) -> None:
        """Words between the Group and this institution."""
        person, key = self.people[who], one_time_key()
        say(person, self.address, Channel.EXCHANGE, text, institution=institution, key=key)

    def sent(self) -> None:
        """Transmitted to both."""
        self.act("sekretaria", "transmit", Extract(extract_title="zqkextracttitle", extract="zqkextract"))

    def answered(self) -> None:
        """The first accepts and plans, the second refuses; words go to and fro with each."""
        police, linja = (self.world.cast.organisations[k] for k in ("policia_a", "linja"))
        self.say("sekretaria", "zqkonesaid", police)
        self.say("policia", "zqkonesaidback", police)
        self.say("sekretaria", "zqktwosaid", linja)
        until = today() + timedelta(days=40)
        self.act("policia", "ask_extension", MoreTime("zqkonemoretime", until=until), 1)
        self.act("koordinatorja", "grant_extension", Reason("zqkonegranted"), 1)
        self.act("policia", "accept", Acceptance("zqkoneaccepted"), 1)
        self.act("linja", "reject", Reason("zqktworejected"), 2)
        due = today() + timedelta(days=30)
        row = PlannedAction("zqkonewhat", "zqkoneunit", due, measure="zqkoneactionmeasure", cost="zqkonecost")
        self.act("policia", "start", Plan("zqkoneplan", (row,)), 1)

    def verified(self) -> None:
        """Progress, a claim with a file, what the Group found."""
        self.act("policia", "report_progress", Progress("zqkoneprogress"), 1)
        file = self.file("policia", "oneclaim", 1, pending=True)
        self.act("policia", "report_done", Claim("zqkoneclaim", "zqkoneevidence", files=(file,)), 1)
        found: dict[str, Any] = {
            "grade": Grade.C,
            "sources": (FindingSource.FIELD_VISIT,),
            "independent": True,
        }
        due = today() + timedelta(days=50)
        self.act(
            "hana",
            "contest",
            Finding(finding="zqkonefinding", reason="zqkonewhyfound", due_on=due, **found),
            1,
        )
