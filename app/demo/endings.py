"""Lives of invented concerns that have come to an end, and what followed."""

from __future__ import annotations

from datetime import timedelta

from app.concerns.vocabulary import Ground
from app.demo.steps import (
    ADMITTED,
    CLOSE,
    FOUND_ALL,
    FOUND_PART,
    OTHER,
    PART_KEPT,
    PROPOSED,
    REJECT,
    REPORTED,
    SENT,
    SUBMITTED,
    VERIFIED,
    DemoStep,
    R,
    decision,
    finding,
    follow_up_review,
)
from app.filing.service import Declined
from app.filing.service import Question as FilerQuestion
from app.process.data import NewDateDecision, Reason
from app.review import service as review
from workflows.recommendation import Grade

Life = tuple[str, int, tuple[int, ...], list[DemoStep]]

# name, how many, working days since the last step, the steps
ENDED: tuple[Life, ...] = (
    ("closed", 4, (10, 30, 60, 90), [*VERIFIED, CLOSE]),
    ("follow_up_review_due", 2, (112, 132), [*VERIFIED, CLOSE]),
    (
        "reviewed_again",
        1,
        (6,),
        [*VERIFIED, CLOSE, DemoStep(126, OTHER, "follow_up_review", follow_up_review(Grade.A, FOUND_ALL), 1)],
    ),
    (
        "relapsed",
        1,
        (1,),
        [
            *VERIFIED,
            CLOSE,
            DemoStep(124, OTHER, "follow_up_review", follow_up_review(Grade.C, PART_KEPT, reopens_in=60), 1),
        ],
    ),
    (
        "closed_in_part",
        1,
        (25,),
        [
            *REPORTED,
            DemoStep(14, R, "verify_in_part", finding(Grade.B, FOUND_PART, concludes=True), 1),
            CLOSE,
        ],
    ),
    (
        "closed_refused",
        1,
        (40,),
        [
            *SENT,
            REJECT,
            DemoStep(9, "kastriot", "maintain", decision("Rekomandimi mbahet në fuqi."), 1),
            DemoStep(8, "koordinatorja", "record_disagreement", lambda _s: Reason("Palët nuk u pajtuan."), 1),
            CLOSE,
        ],
    ),
    (
        "reopened",
        1,
        (8,),
        [
            *VERIFIED,
            CLOSE,
            DemoStep(
                60,
                "kastriot",
                "reopen",
                lambda s: NewDateDecision(
                    reason="Praktika e vjetër u rikthye.",
                    due_on=s.day + timedelta(days=60),
                ),
                1,
            ),
        ],
    ),
    (
        "declined",
        1,
        (20,),
        [
            *SUBMITTED,
            DemoStep(
                3,
                "sekretaria",
                "decline",
                lambda _s: Declined(
                    reason="Çështja lidhet me rastin individual të një personi.",
                    ground=Ground.PERSONAL_CASE,
                    way="Mekanizmi Kombëtar i Referimit, linja 116 006.",
                ),
            ),
        ],
    ),
    (
        "dismissed",
        1,
        (15,),
        [*PROPOSED, DemoStep(7, "kastriot", "dismiss", decision("Provat nuk mjaftojnë."))],
    ),
    (
        "withdrawn",
        1,
        (18,),
        [
            *ADMITTED,
            DemoStep(4, "filer", "withdraw", lambda _s: Reason("Institucioni e rregulloi ndërkohë.")),
        ],
    ),
    (
        "lapsed",
        1,
        (12,),
        [
            *SUBMITTED,
            DemoStep(
                2, "sekretaria", "ask_for_information", lambda _s: FilerQuestion("Cilës periudhë i përket?")
            ),
            DemoStep(13, "sekretaria", "warn_of_lapse"),
            DemoStep(7, "sekretaria", "lapse"),
        ],
    ),
    (
        "referred",
        1,
        (16,),
        [
            *ADMITTED,
            DemoStep(
                5,
                R,
                "refer_elsewhere",
                lambda _s: review.Referral(
                    reason="Jashtë mandatit të Grupit.",
                    way="Komisioneri për të Drejtën e Informimit dhe Mbrojtjen e të Dhënave Personale.",
                ),
            ),
        ],
    ),
)
