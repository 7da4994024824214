"""The steps that the lives of the invented concerns are made of, and how far they lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.closure.service import Conclusion
from app.concerns.vocabulary import ActionState, FindingSource, Naming, Weight
from app.core.db import db
from app.demo.people import Cast
from app.demo.stories import Story
from app.process.data import Decision, Finding, Reason, StepData
from app.response.service import Acceptance, Claim, PartAcceptance
from app.review import service as review
from app.verification.follow_up_reviews import FollowUpReview
from app.verification.service import ActionReport, Plan, PlannedAction, Progress
from app.votes.forms import in_writing
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
class DemoStep:
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
        note="Plani u miratua nga titullari i institucionit.",
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

SUBMITTED = [DemoStep(0, "filer", "submit")]
ADMITTED = [
    *SUBMITTED,
    DemoStep(3, "sekretaria", "admit"),
    DemoStep(1, "kastriot", "assign_rapporteur", assigned),
]
DRAFTED = [*ADMITTED, DemoStep(6, R, "draft_recommendation", draft())]
TWO = [*DRAFTED, DemoStep(1, R, "draft_recommendation", draft(2))]
PROPOSAL = DemoStep(
    5,
    R,
    "propose",
    lambda s: review.Proposal(
        findings=f"{s.story.narrative} {s.story.duty}", gaps="Mungojnë shifrat e vitit të fundit."
    ),
)
PROPOSED = [*DRAFTED, PROPOSAL]
PROPOSED_TWO = [*TWO, PROPOSAL]
ADOPTED = [*PROPOSED, DemoStep(6, "kastriot", "adopt", decision())]
ADOPTED_TWO = [*PROPOSED_TWO, DemoStep(6, "kastriot", "adopt", decision())]
SENT = [*ADOPTED, DemoStep(2, "sekretaria", "transmit", extract)]
SENT_TWO = [*ADOPTED_TWO, DemoStep(2, "sekretaria", "transmit", extract)]
ACCEPT = DemoStep(12, A, "accept", lambda _s: Acceptance(note="Institucioni e pranon rekomandimin."), 1)
ACCEPTED = [*SENT, ACCEPT]
PLANNED = [*ACCEPTED, DemoStep(10, A, "start", plan(40, 80), 1)]
PROGRESS = DemoStep(
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
REPORTED = [*PLANNED, PROGRESS, DemoStep(15, A, "report_done", lambda _s: CLAIM, 1)]
VERIFIED = [*REPORTED, DemoStep(14, R, "verify", finding(Grade.A, FOUND_ALL), 1)]
REJECT = DemoStep(14, A, "reject", lambda _s: Reason("Institucioni nuk ka buxhet për këtë masë."), 1)
PART_KEPT = "Masa mbahet në dy njësi; në të tretën punonjësit e rinj nuk e njohin urdhrin."


def follow_up_review(grade: Grade, text: str, *, reopens_in: int = 0) -> Callable[[Scene], FollowUpReview]:
    """What another organisation found months later."""
    return lambda scene: FollowUpReview(
        finding=text,
        grade=grade,
        sources=(FindingSource.FIELD_VISIT, FindingSource.PRACTITIONERS),
        seen_on=scene.day,
        independent=True,
        reopens=bool(reopens_in),
        due_on=scene.day + timedelta(days=reopens_in) if reopens_in else None,
        procedure=in_writing(db.session()) if reopens_in else None,
    )


CLOSE = DemoStep(
    4,
    "sekretaria",
    "close",
    lambda _s: Conclusion(conclusion="Rekomandimet u përmbyllën; gjetjet mbeten në dosje."),
)
TWO_PARTED = [
    *SENT_TWO,
    ACCEPT,
    DemoStep(
        2,
        A,
        "accept_in_part",
        lambda _s: PartAcceptance(
            reason="Kapaciteti lejon vetëm raporte vjetore.", part="Raport një herë në vit."
        ),
        2,
    ),
    DemoStep(8, A, "start", plan(35, 70), 1),
    DemoStep(1, A, "start", plan(90), 2),
    DemoStep(20, A, "report_done", lambda _s: CLAIM, 1),
]

URGENT: list[DemoStep] = [
    DemoStep(0, "filer", "submit"),
    DemoStep(0, "sekretaria", "confirm_urgent", extract),
    DemoStep(0, "kastriot", "transmit_urgent", draft()),
]
NAMING = (Naming.YES, Naming.YES, Naming.NO, Naming.YES)
