"""How concerns of a year are lived: what is done, by whom, and after how many days if all goes as usual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.concerns.vocabulary import Ground
from app.deadlines.escalations import EscalationDecision
from app.demo import lives
from app.demo.lives import A, DemoStep, R, Scene
from app.filing.service import Answer, Declined
from app.filing.service import Question as FilerQuestion
from app.process.data import Reason
from app.response.service import Clarification, MoreTime, Question
from app.review.service import FactCheck
from app.verification.service import Progress
from workflows.escalation_decision import Remedy
from workflows.recommendation import Grade
from workflows.roles import Level

COORDINATOR = "koordinatorja"
RECUSE, RECUSE_SEAT = "recuse_myself", "recuse_organisation"


@dataclass(frozen=True)
class Pattern:
    """The steps, the institution that they are about, and who may know; an urgent one leaves the Group at once."""

    beats: list[DemoStep]
    addressee: str
    urgent: bool = False
    level: Level = Level.GROUP
    rapporteur: str = ""  # one of the members, where it matters who
    recused: str = ""  # whose organisation the chair recuses


def more_time(days: int) -> DemoStep:
    """The institution asks for so many days more."""
    return DemoStep(
        6, A, "ask_extension", lambda s: MoreTime("Prokurimi zgjati.", s.day + timedelta(days=days)), 1
    )


def decides(remedy: Remedy, days: int = 0) -> DemoStep:
    """The coordinator decides once it is so late that it was asked."""

    def data(scene: Scene) -> EscalationDecision:
        until = scene.day + timedelta(days=days) if days else None
        return EscalationDecision("Ka arsye.", remedy, until)

    return DemoStep(8, COORDINATOR, "decide_escalation", data, 1)


def done(*actions: int) -> DemoStep:
    """Some actions are reported done: the date of the next one counts from then on."""
    return DemoStep(9, A, "report_progress", lambda _s: Progress("U bë.", done=actions), 1)


QUICK = [
    DemoStep(0, "filer", "submit"),
    DemoStep(1, "sekretaria", "admit"),
    DemoStep(1, "kastriot", "assign_rapporteur", lives.assigned),
    DemoStep(1, R, "draft_recommendation", lives.draft()),
    DemoStep(1, R, "propose", lives.PROPOSAL.data),
    DemoStep(2, "kastriot", "adopt", lives.decision()),
    DemoStep(1, "sekretaria", "transmit", lives.extract),
]
SENT = QUICK
ACCEPT = DemoStep(10, A, "accept", lives.ACCEPT.data, 1)
PLANNED = [*SENT, ACCEPT, DemoStep(5, A, "start", lives.plan(15, 45), 1)]
DONE = DemoStep(12, A, "report_done", lambda _s: lives.CLAIM, 1)
REPORTED = [*PLANNED, DONE]
ASKED = DemoStep(4, A, "ask_for_clarification", lambda _s: Question("Cilat njësi?"), 1)
LONG = 48  # working days of silence: more than sixty days
WITHDRAWN = DemoStep(LONG, "filer", "withdraw", lambda _s: Reason("U rregullua."))
ANSWERED = [
    DemoStep(LONG, A, "accept", lives.ACCEPT.data, 1),
    DemoStep(15, A, "start", lives.plan(20), 1),
    DONE,
]
VERIFIED = [*REPORTED, DemoStep(9, R, "verify", lives.finding(Grade.A, lives.FOUND_ALL), 1), lives.CLOSE]

CHAIR_OUT = DemoStep(1, "kastriot", RECUSE)
RAPPORTEUR_OUT = DemoStep(1, R, RECUSE)
SEAT_OUT = DemoStep(1, "kastriot", RECUSE_SEAT)

# Those that a short year needs come first.
PATTERNS = (
    # never answered: escalation to its end, and talks of which nothing came
    Pattern([*SENT, CHAIR_OUT, decides(Remedy.MEDIATE, 9)], "policia_a"),
    Pattern(
        [*PLANNED, more_time(60), DemoStep(3, COORDINATOR, "grant_extension", lambda _s: Reason("Po."), 1)],
        "femijet",
    ),
    Pattern(
        [*SENT, ASKED, DemoStep(LONG, R, "clarify", lambda _s: Clarification("Të gjitha."), 1), ACCEPT],
        "sociale",
        level=Level.RESTRICTED,
    ),
    Pattern([*QUICK[:6], RAPPORTEUR_OUT, QUICK[6], decides(Remedy.EXTEND, 20), ACCEPT], "punes"),
    # never reviewed, by somebody whose deputy may not know of it
    Pattern([*QUICK[:3], WITHDRAWN], "sociale", level=Level.RESTRICTED, rapporteur="hana"),
    Pattern(
        [
            *QUICK[:4],
            DemoStep(2, R, "send_for_fact_check", lambda s: FactCheck("Fakte.", s.addressee())),
            DemoStep(LONG, R, "go_on"),
        ],
        "kufiri",
    ),
    Pattern([*PLANNED, done(1), DONE, CHAIR_OUT], "femijet"),  # never verified
    # not of the state, and answered after the minister's level, while the coordinator speaks with them
    Pattern(
        [
            *QUICK[:5],
            SEAT_OUT,
            *QUICK[5:],
            decides(Remedy.MEDIATE, 30),
            DemoStep(15, A, "accept", lives.ACCEPT.data, 1),
        ],
        "linja",
        recused="hana",
    ),
    Pattern(
        [*REPORTED, DemoStep(8, R, "contest", lives.finding(Grade.C, lives.FOUND_NOT, again_in=20), 1), DONE],
        "sociale",
    ),
    Pattern(
        [
            *SENT,
            DemoStep(9, A, "reject", lives.REJECT.data, 1),
            DemoStep(9, "kastriot", "maintain", lives.decision("Detyrë ligjore."), 1),
            DemoStep(14, COORDINATOR, "return_to_addressee", lambda _s: Reason("Përgjigjuni."), 1),
            *ANSWERED,
        ],
        "sociale",
    ),
    Pattern([*lives.URGENT, *ANSWERED], "femijet", urgent=True),  # never ratified
    Pattern(
        [
            *QUICK[:3],
            DemoStep(3, R, "ask_for_information", lambda _s: FilerQuestion("Cila periudhë?")),
            DemoStep(LONG, "filer", "supply_information", lambda _s: Answer("Viti i kaluar.")),
        ],
        "sociale",
    ),
    # the rest of a long one
    Pattern(VERIFIED, "femijet"),
    Pattern([QUICK[0], WITHDRAWN], "sociale", level=Level.RESTRICTED),  # never admitted
    Pattern([*QUICK[:2], CHAIR_OUT, *QUICK[2:5]], "punes"),  # never decided
    Pattern(QUICK[:6], "punes"),  # never transmitted
    Pattern([*SENT, ACCEPT, DemoStep(LONG, A, "start", lives.plan(20), 1)], "linja"),  # no plan for long
    Pattern([*SENT, decides(Remedy.RAISE), *ANSWERED], "punes"),
    Pattern([*SENT, ACCEPT, decides(Remedy.WRITE), DemoStep(3, A, "start", lives.plan(30), 1)], "sociale"),
    Pattern([*lives.SENT_TWO, ACCEPT], "sociale"),  # the second recommendation stays unanswered
    Pattern(
        [
            *PLANNED,
            more_time(70),
            DemoStep(2, COORDINATOR, "refuse_extension", lambda _s: Reason("Jo."), 1),
            DONE,
        ],
        "linja",
    ),
    Pattern(
        [
            QUICK[0],
            DemoStep(2, "sekretaria", "decline", lambda _s: Declined("Jo.", Ground.NO_DUTY)),
            DemoStep(5, "filer", "appeal", lambda _s: Reason("Po.")),
        ],
        "sociale",
    ),
    Pattern([*QUICK[:3], DemoStep(20, "filer", "withdraw", lambda _s: Reason("U rregullua."))], "femijet"),
    Pattern(
        [
            QUICK[0],
            DemoStep(2, "sekretaria", "ask_for_information", lambda _s: FilerQuestion("Cila periudhë?")),
            DemoStep(13, "sekretaria", "warn_of_lapse"),
            DemoStep(7, "sekretaria", "lapse"),
        ],
        "sociale",
    ),
    Pattern(VERIFIED, "sociale", level=Level.RESTRICTED),
    # another rapporteur has to be named, and is not
    Pattern([*QUICK[:3], DemoStep(4, R, RECUSE)], "kufiri", level=Level.SHARED),
    # talks that go on, until the coordinator writes instead
    Pattern(
        [
            *SENT,
            ACCEPT,
            decides(Remedy.MEDIATE, 12),
            decides(Remedy.MEDIATE, 25),
            decides(Remedy.WRITE),
            DemoStep(20, A, "start", lives.plan(30), 1),
        ],
        "sociale",
    ),
    # a date that moves ends them
    Pattern([*PLANNED, decides(Remedy.MEDIATE, 25), decides(Remedy.EXTEND, 30), DONE], "punes"),
)
