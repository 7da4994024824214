"""The lives of the invented concerns: which steps were taken, by whom, how many days apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.cases.data import Decision, Finding, NewDateDecision, Reason, StepData
from app.cases.vocabulary import ActionState, FindingSource, Ground, Naming, Weight
from app.core.db import db
from app.demo.people import Cast
from app.demo.stories import Story
from app.stages.closure.service import Conclusion
from app.stages.follow_up.service import ActionReport, Plan, PlannedAction, Progress
from app.stages.response.service import Acceptance, Claim, MoreTime, PartAcceptance, Question
from app.stages.review import service as review
from app.stages.second_look.service import Look
from app.stages.submission.service import Answer, Declined
from app.stages.submission.service import Question as FilerQuestion
from app.votes.procedure import in_writing
from workflows.recommendation import Grade


@dataclass(frozen=True, slots=True)
class Scene:
    """What a life is played with."""

    story: Story
    cast: Cast
    rapporteur: str
    agency: str  # who answers: the liaison of the addressee, or the ministry
    day: date  # the local day of the step

    def addressee(self) -> int:
        """The organisation that the recommendation is addressed to."""
        return self.cast.organisations[self.story.addressee]


@dataclass(frozen=True, slots=True)
class Beat:
    """One step: working days after the one before, who, what, on which recommendation, with what."""

    after: int
    who: str
    do: str
    data: Callable[[Scene], Any] = lambda _scene: StepData()
    number: int | None = None


def decision(reason: str = "") -> Callable[[Scene], Decision]:
    """What the chair puts to the vote."""
    return lambda _scene: Decision(reason=reason)


def draft(number: int = 1) -> Callable[[Scene], review.Draft]:
    """The story's recommendation, or a second one about reporting on it."""

    def made(scene: Scene) -> review.Draft:
        second = number > 1
        return review.Draft(
            heading="Raport çdo tre muaj" if second else scene.story.heading,
            text=(
                "Institucioni t'i dërgojë Grupit çdo tre muaj një raport të shkurtër me shifra për masat e marra."
                if second
                else scene.story.recommendation
            ),
            addressee=scene.addressee(),
            duty=scene.story.duty,
            measure="Raporti i parë brenda tremujorit." if second else scene.story.measure,
            proposed_on=scene.day + timedelta(days=120),
            weight=Weight.INVITES if second else Weight.URGES,
            will_look_at="Dokumentet dhe praktika në vend.",
        )

    return made


def extract(scene: Scene) -> review.Extract:
    """What leaves the Group."""
    return review.Extract(
        extract_title=scene.story.title,
        extract=f"{scene.story.narrative}\n\n{scene.story.duty}",
    )


def plan(*days: int) -> Callable[[Scene], Plan]:
    """An action plan whose dates are so many days ahead."""
    return lambda scene: Plan(
        note="Plani u miratua nga drejtuesi i institucionit.",
        actions=tuple(
            PlannedAction(
                what=what,
                unit=unit,
                starts_on=scene.day,
                due_on=scene.day + timedelta(days=ahead),
                measure=scene.story.measure,
            )
            for (what, unit), ahead in zip(ACTIONS, days, strict=False)
        ),
    )


ACTIONS = (
    ("Urdhër i brendshëm dhe caktimi i personit përgjegjës", "Sektori juridik"),
    (
        "Trajnimi i punonjësve dhe zbatimi i parë në praktikë",
        "Sektori i burimeve njerëzore",
    ),
    ("Raport përmbledhës me shifra", "Sektori i analizës"),
)


def finding(
    grade: Grade, text: str, *, again_in: int = 0, concludes: bool = False
) -> Callable[[Scene], Finding]:
    """What the Group found."""
    return lambda scene: Finding(
        finding=text,
        grade=grade,
        sources=(FindingSource.FIELD_VISIT, FindingSource.DOCUMENT),
        independent=True,
        reason=text if again_in else "",
        due_on=scene.day + timedelta(days=again_in) if again_in else None,
        concludes=concludes,
    )


def assigned(scene: Scene) -> review.Assignment:
    """The rapporteur of this life."""
    return review.Assignment(person=scene.cast.people[scene.rapporteur].person_id)


R, A, OTHER = "rapporteur", "agency", "another"  # another member than filer and rapporteur
CLAIM = Claim(
    claim="Masa është zbatuar: urdhri ka dalë, personat janë caktuar dhe puna ka nisur në të gjitha njësitë.",
    evidence="Urdhri i brendshëm dhe lista e personave të caktuar, bashkëngjitur.",
)
FOUND_ALL = "Grupi e pa masën në praktikë në tri njësi. Ajo zbatohet si duhet."
FOUND_PART = "Në dy nga tri njësitë e vizituara masa zbatohet. Në të tretën punonjësit nuk e njohin urdhrin."
FOUND_NOT = "Urdhri ekziston, por në asnjë nga njësitë e vizituara nuk zbatohet."

SUBMITTED = [Beat(0, "filer", "submit")]
ADMITTED = [*SUBMITTED, Beat(3, "sekretaria", "admit"), Beat(1, "kastriot", "assign_rapporteur", assigned)]
DRAFTED = [*ADMITTED, Beat(6, R, "draft_recommendation", draft())]
TWO = [*DRAFTED, Beat(1, R, "draft_recommendation", draft(2))]
PROPOSAL = Beat(
    5,
    R,
    "propose",
    lambda s: review.Proposal(
        findings=f"{s.story.narrative} {s.story.duty}", gaps="Mungojnë shifrat e vitit të fundit."
    ),
)
PROPOSED = [*DRAFTED, PROPOSAL]
PROPOSED_TWO = [*TWO, PROPOSAL]
ADOPTED = [*PROPOSED, Beat(6, "kastriot", "adopt", decision())]
ADOPTED_TWO = [*PROPOSED_TWO, Beat(6, "kastriot", "adopt", decision())]
SENT = [*ADOPTED, Beat(2, "sekretaria", "transmit", extract)]
SENT_TWO = [*ADOPTED_TWO, Beat(2, "sekretaria", "transmit", extract)]
ACCEPT = Beat(12, A, "accept", lambda _s: Acceptance(note="Institucioni e pranon rekomandimin."), 1)
ACCEPTED = [*SENT, ACCEPT]
PLANNED = [*ACCEPTED, Beat(10, A, "start", plan(40, 80), 1)]
PROGRESS = Beat(
    18,
    A,
    "report_progress",
    lambda _s: Progress(
        report="Urdhri ka dalë; trajnimi ka nisur.",
        done=(1,),
        rows=(
            ActionReport(
                1, ActionState.DONE, 100, "Urdhri ka dalë, personi u caktua.", "Urdhri i brendshëm."
            ),
            ActionReport(
                2, ActionState.UNDER_WAY, 60, "Trajnimi u bë në tri njësi nga pesë.", "Lista e trajnimit."
            ),
        ),
    ),
    1,
)
REPORTED = [*PLANNED, PROGRESS, Beat(15, A, "report_done", lambda _s: CLAIM, 1)]
VERIFIED = [*REPORTED, Beat(14, R, "verify", finding(Grade.A, FOUND_ALL), 1)]
REJECT = Beat(14, A, "reject", lambda _s: Reason("Institucioni nuk ka buxhet për këtë masë."), 1)
PART_KEPT = "Masa mbahet në dy njësi; në të tretën punonjësit e rinj nuk e njohin urdhrin."


def look(grade: Grade, text: str, *, reopens_in: int = 0) -> Callable[[Scene], Look]:
    """What another organisation found months later."""
    return lambda scene: Look(
        finding=text,
        grade=grade,
        sources=(FindingSource.FIELD_VISIT, FindingSource.PRACTITIONERS),
        seen_on=scene.day,
        independent=True,
        reopens=bool(reopens_in),
        due_on=scene.day + timedelta(days=reopens_in) if reopens_in else None,
        procedure=in_writing(db.session()) if reopens_in else None,
    )


CLOSE = Beat(
    4,
    "sekretaria",
    "close",
    lambda _s: Conclusion(conclusion="Rekomandimet u përmbyllën; gjetjet mbeten në dosje."),
)
TWO_PARTED = [
    *SENT_TWO,
    ACCEPT,
    Beat(
        2,
        A,
        "accept_in_part",
        lambda _s: PartAcceptance(
            reason="Kapaciteti lejon vetëm raporte vjetore.", part="Raport një herë në vit."
        ),
        2,
    ),
    Beat(8, A, "start", plan(35, 70), 1),
    Beat(1, A, "start", plan(90), 2),
    Beat(20, A, "report_done", lambda _s: CLAIM, 1),
]

# name, how many, working days since the last step, the steps
LIVES: tuple[tuple[str, int, tuple[int, ...], list[Beat]], ...] = (
    ("draft", 3, (1, 3, 9), []),
    ("submitted", 3, (1, 3, 9), SUBMITTED),
    (
        "question",
        2,
        (4, 15),
        [
            *SUBMITTED,
            Beat(
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
            Beat(
                5,
                R,
                "ask_for_information",
                lambda _s: FilerQuestion("A ka dokumente zyrtare që e tregojnë praktikën?"),
            ),
            Beat(
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
            Beat(
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
            Beat(
                4,
                "sekretaria",
                "decline",
                lambda _s: Declined(reason="Nuk duket detyra e një institucioni.", ground=Ground.NO_DUTY),
            ),
            Beat(6, "filer", "appeal", lambda _s: Reason("Detyra rrjedh nga urdhri i përbashkët.")),
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
            Beat(8, A, "ask_for_clarification", lambda _s: Question("Cilat njësi përfshin rekomandimi?"), 1),
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
            Beat(
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
            Beat(
                18,
                A,
                "ask_extension",
                lambda s: MoreTime(reason="Mungesë stafi në verë.", until=s.day + timedelta(days=60)),
                1,
            ),
            Beat(3, "koordinatorja", "grant_extension", lambda _s: Reason("Shtyrja jepet një herë."), 1),
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
            Beat(9, "kastriot", "maintain", decision("Detyra është ligjore; buxheti nuk e heq."), 1),
        ],
    ),
    ("reported", 4, (4, 11, 26, 37), REPORTED),
    (
        "parted",
        2,
        (5, 9),
        [*TWO_PARTED, Beat(10, R, "verify_in_part", finding(Grade.B, FOUND_PART, again_in=45), 1)],
    ),
    ("contested", 1, (7,), [*REPORTED, Beat(12, R, "contest", finding(Grade.C, FOUND_NOT, again_in=30), 1)]),
    ("closed", 4, (10, 30, 60, 90), [*VERIFIED, CLOSE]),
    ("look_due", 2, (112, 132), [*VERIFIED, CLOSE]),
    (
        "looked_again",
        1,
        (6,),
        [*VERIFIED, CLOSE, Beat(126, OTHER, "second_look", look(Grade.A, FOUND_ALL), 1)],
    ),
    (
        "relapsed",
        1,
        (1,),
        [
            *VERIFIED,
            CLOSE,
            Beat(124, OTHER, "second_look", look(Grade.C, PART_KEPT, reopens_in=60), 1),
        ],
    ),
    (
        "closed_in_part",
        1,
        (25,),
        [*REPORTED, Beat(14, R, "verify_in_part", finding(Grade.B, FOUND_PART, concludes=True), 1), CLOSE],
    ),
    (
        "closed_refused",
        1,
        (40,),
        [
            *SENT,
            REJECT,
            Beat(9, "kastriot", "maintain", decision("Rekomandimi mbahet në fuqi."), 1),
            Beat(8, "koordinatorja", "record_disagreement", lambda _s: Reason("Palët nuk u pajtuan."), 1),
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
            Beat(
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
            Beat(
                3,
                "sekretaria",
                "decline",
                lambda _s: Declined(
                    reason="Çështja i përket një rasti vetjak.",
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
        [*PROPOSED, Beat(7, "kastriot", "dismiss", decision("Provat nuk mjaftojnë."))],
    ),
    (
        "withdrawn",
        1,
        (18,),
        [*ADMITTED, Beat(4, "filer", "withdraw", lambda _s: Reason("Institucioni e rregulloi ndërkohë."))],
    ),
    (
        "lapsed",
        1,
        (12,),
        [
            *SUBMITTED,
            Beat(
                2, "sekretaria", "ask_for_information", lambda _s: FilerQuestion("Cilës periudhë i përket?")
            ),
            Beat(13, "sekretaria", "warn_of_lapse"),
            Beat(7, "sekretaria", "lapse"),
        ],
    ),
    (
        "referred",
        1,
        (16,),
        [
            *ADMITTED,
            Beat(
                5,
                R,
                "refer_elsewhere",
                lambda _s: review.Referral(
                    reason="Jashtë mandatit të Grupit.", way="Komisioneri për të Drejtën e Informimit."
                ),
            ),
        ],
    ),
)

URGENT: list[Beat] = [
    Beat(0, "filer", "submit"),
    Beat(0, "sekretaria", "confirm_urgent", extract),
    Beat(0, "kastriot", "transmit_urgent", draft()),
]
NAMING = (Naming.YES, Naming.YES, Naming.NO, Naming.YES)
