"""The lives of the invented concerns: which steps were taken, by whom, how many days apart."""

from __future__ import annotations

from datetime import timedelta

from app.concerns.vocabulary import Ground
from app.demo.endings import ENDED, Life
from app.demo.steps import (
    ACCEPT,
    ACCEPTED,
    ACTIONS,
    ADMITTED,
    ADOPTED,
    ADOPTED_TWO,
    CLAIM,
    CLOSE,
    DRAFTED,
    FOUND_ALL,
    FOUND_NOT,
    FOUND_PART,
    NAMING,
    OTHER,
    PART_KEPT,
    PLANNED,
    PROGRESS,
    PROPOSAL,
    PROPOSED,
    PROPOSED_TWO,
    REJECT,
    REPORTED,
    SENT,
    SENT_TWO,
    SUBMITTED,
    TWO,
    TWO_PARTED,
    URGENT,
    VERIFIED,
    A,
    DemoStep,
    R,
    Scene,
    assigned,
    decision,
    draft,
    extract,
    finding,
    follow_up_review,
    plan,
)
from app.filing.service import Answer, Declined
from app.filing.service import Question as FilerQuestion
from app.process.data import Reason
from app.response.service import MoreTime, Question
from app.review import service as review
from workflows.recommendation import Grade

__all__ = [
    "ACCEPT",
    "ACCEPTED",
    "ACTIONS",
    "ADMITTED",
    "ADOPTED",
    "ADOPTED_TWO",
    "CLAIM",
    "CLOSE",
    "DRAFTED",
    "FOUND_ALL",
    "FOUND_NOT",
    "FOUND_PART",
    "LIVES",
    "NAMING",
    "OTHER",
    "PART_KEPT",
    "PLANNED",
    "PROGRESS",
    "PROPOSAL",
    "PROPOSED",
    "PROPOSED_TWO",
    "REJECT",
    "REPORTED",
    "SENT",
    "SENT_TWO",
    "SUBMITTED",
    "TWO",
    "TWO_PARTED",
    "URGENT",
    "VERIFIED",
    "A",
    "DemoStep",
    "R",
    "Scene",
    "assigned",
    "decision",
    "draft",
    "extract",
    "finding",
    "follow_up_review",
    "plan",
]

# name, how many, working days since the last step, the steps
LIVES: tuple[Life, ...] = (
    ("draft", 3, (1, 3, 9), []),
    ("submitted", 3, (1, 3, 9), SUBMITTED),
    (
        "question",
        2,
        (4, 15),
        [
            *SUBMITTED,
            DemoStep(
                2,
                "sekretaria",
                "ask_for_information",
                lambda _s: FilerQuestion("Ju lutemi shtoni periudhën dhe burimin e të dhënave, pa emra."),
            ),
        ],
    ),
    ("review", 4, (3, 12, 24, 8), ADMITTED),
    (
        "review_asked",
        1,
        (3,),
        [
            *ADMITTED,
            DemoStep(
                5,
                R,
                "ask_for_information",
                lambda _s: FilerQuestion("A ka dokumente zyrtare që e tregojnë praktikën?"),
            ),
            DemoStep(
                4,
                "filer",
                "supply_information",
                lambda _s: Answer("Po, dy shkresa të institucionit; kopjet u dorëzuan te relatori."),
            ),
        ],
    ),
    ("review_drafting", 2, (2, 5), DRAFTED),
    (
        "fact_check",
        2,
        (4, 13),
        [
            *DRAFTED,
            DemoStep(
                2,
                R,
                "send_for_fact_check",
                lambda s: review.FactCheck(facts=s.story.narrative, addressee=s.addressee()),
            ),
        ],
    ),
    ("deliberation", 3, (3, 6, 13), PROPOSED),
    (
        "appeal",
        1,
        (3,),
        [
            *SUBMITTED,
            DemoStep(
                4,
                "sekretaria",
                "decline",
                lambda _s: Declined(reason="Nuk duket detyra e një institucioni.", ground=Ground.NO_DUTY),
            ),
            DemoStep(6, "filer", "appeal", lambda _s: Reason("Detyra rrjedh nga urdhri i përbashkët.")),
        ],
    ),
    ("adopted", 2, (1, 5), ADOPTED),
    ("sent", 6, (4, 12, 18, 26, 33, 41), SENT),
    (
        "sent_clarify",
        1,
        (2,),
        [
            *SENT,
            DemoStep(
                8, A, "ask_for_clarification", lambda _s: Question("Cilat njësi përfshin rekomandimi?"), 1
            ),
        ],
    ),
    ("sent_two", 2, (6, 29), [*SENT_TWO, ACCEPT]),
    ("accepted", 3, (6, 15, 27), ACCEPTED),
    ("planned", 4, (10, 22, 34, 60), PLANNED),
    ("progress", 3, (5, 25, 50), [*PLANNED, PROGRESS]),
    (
        "extension",
        1,
        (2,),
        [
            *PLANNED,
            DemoStep(
                24,
                A,
                "ask_extension",
                lambda s: MoreTime(
                    reason="Prokurimi i pajisjeve zgjati më shumë se ç'ishte planifikuar.",
                    until=s.day + timedelta(days=45),
                ),
                1,
            ),
        ],
    ),
    (
        "extended",
        1,
        (6,),
        [
            *PLANNED,
            DemoStep(
                18,
                A,
                "ask_extension",
                lambda s: MoreTime(reason="Mungesë stafi në verë.", until=s.day + timedelta(days=60)),
                1,
            ),
            DemoStep(
                3,
                "koordinatorja",
                "grant_extension",
                lambda _s: Reason("Zgjatja e afatit jepet vetëm një herë."),
                1,
            ),
        ],
    ),
    ("rejected", 2, (5, 24), [*SENT, REJECT]),
    (
        "mediation",
        1,
        (4,),
        [
            *SENT,
            REJECT,
            DemoStep(9, "kastriot", "maintain", decision("Detyra është ligjore; buxheti nuk e heq."), 1),
        ],
    ),
    ("reported", 4, (4, 11, 26, 37), REPORTED),
    (
        "parted",
        2,
        (5, 9),
        [*TWO_PARTED, DemoStep(10, R, "verify_in_part", finding(Grade.B, FOUND_PART, again_in=45), 1)],
    ),
    (
        "contested",
        1,
        (7,),
        [*REPORTED, DemoStep(12, R, "contest", finding(Grade.C, FOUND_NOT, again_in=30), 1)],
    ),
    *ENDED,
)
