"""How a concern and a recommendation get to each stage, by real steps."""

from __future__ import annotations

from app.concerns.vocabulary import Ground
from app.demo import lives
from app.demo.lives import DemoStep
from app.filing.service import Declined
from app.filing.service import Question as FilerQuestion
from app.process.data import Reason
from app.response.service import PartAcceptance, Question
from app.review.service import FactCheck, Referral

ASKED = [*lives.SUBMITTED, DemoStep(1, "sekretaria", "ask_for_information", lambda _s: FilerQuestion("Kur?"))]
CLOSING = [*lives.VERIFIED, lives.CLOSE]
LIVES_BY_STAGE: dict[str, list[DemoStep]] = {
    "draft": [],
    "discarded": [DemoStep(0, "filer", "discard")],
    "submitted": lives.SUBMITTED,
    "information_requested": ASKED,
    "under_review": lives.DRAFTED,
    "in_fact_check": [
        *lives.DRAFTED,
        DemoStep(1, lives.R, "send_for_fact_check", lambda s: FactCheck("Fakte.", addressee=s.addressee())),
    ],
    "in_deliberation": lives.PROPOSED,
    "adopted": lives.ADOPTED,
    "awaiting_response": lives.SENT,
    "in_follow_up": lives.ACCEPTED,
    "closed": CLOSING,
    "declined": [
        *lives.SUBMITTED,
        DemoStep(1, "sekretaria", "decline", lambda _s: Declined("A.", ground=Ground.NO_DUTY)),
    ],
    "dismissed": [*lives.PROPOSED, DemoStep(1, "kastriot", "dismiss", lives.decision("A."))],
    "withdrawn": [*lives.ADMITTED, DemoStep(1, "filer", "withdraw", lambda _s: Reason("A."))],
    "lapsed": [*ASKED, DemoStep(13, "sekretaria", "warn_of_lapse"), DemoStep(2, "sekretaria", "lapse")],
    "referred": [
        *lives.ADMITTED,
        DemoStep(1, lives.R, "refer_elsewhere", lambda _s: Referral("A.", way="B.")),
    ],
}
REJECTED = [*lives.SENT, lives.REJECT]
RECOMMENDATION_LIVES: dict[str, list[DemoStep]] = {
    "drafted": lives.DRAFTED,
    "dropped": [*lives.DRAFTED, DemoStep(1, lives.R, "drop", lambda _s: Reason("A."), 1)],
    "adopted": lives.ADOPTED,
    "awaiting_response": lives.SENT,
    "clarification_requested": [
        *lives.SENT,
        DemoStep(1, lives.A, "ask_for_clarification", lambda _s: Question("A?"), 1),
    ],
    "accepted": lives.ACCEPTED,
    "accepted_in_part": [
        *lives.SENT,
        DemoStep(1, lives.A, "accept_in_part", lambda _s: PartAcceptance("A.", part="B."), 1),
    ],
    "rejected": REJECTED,
    "in_mediation": [*REJECTED, DemoStep(1, "kastriot", "maintain", lives.decision("A."), 1)],
    "in_implementation": lives.PLANNED,
    "reported_done": lives.REPORTED,
    "concluded": lives.VERIFIED,
}
