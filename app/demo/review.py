"""Votes and working papers of the demonstration."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.concerns.access import find
from app.concerns.models import Concern
from app.concerns.periods import load_calendar
from app.concerns.recusals import Declaration
from app.concerns.vocabulary import Manner
from app.core.actor import Actor
from app.core.db import db, unit_of_work
from app.core.random_ids import one_time_key
from app.core.time import ZONE, frozen, now, today
from app.demo.lives import ADMITTED, DemoStep, Scene, draft
from app.demo.people import Cast
from app.demo.stories import STORIES, Story
from app.process.data import Decision, StepData
from app.process.outcome import Outcome, Taken
from app.recusals.models import Interest, InterestKind
from app.recusals.service import recuse_myself
from app.review.working_papers import Chosen, RefusedWording, Round
from app.votes.models import Ballot, Vote, VoteSeat
from app.votes.service import add_opinion, close_vote, open_vote
from app.votes.steps import Procedure
from app.working_papers.drafts.service import comment, reply, resolve, suggest
from app.working_papers.models import Comment, FirstRound, Leaning, Suggestion
from app.working_papers.rounds import note_view, save_assessment
from workflows.roles import Level, Role
from workflows.voting import Choice, Rules

IN_A_MEETING = Procedure(Manner.MEETING, Rules())
# what the organisations say, over and over: nine in favour, one against, one abstains, two are not there
SAID = (*[Choice.FOR] * 9, Choice.AGAINST, Choice.ABSTAIN, None, None)


def declare_for_all(cast: Cast, address: str) -> None:
    """Every member has said that there is no conflict of interest, as before a vote."""
    with unit_of_work() as session:
        concern = session.query(Concern).filter_by(public_id=address).one()
        said = set(session.scalars(select(Declaration.person_id).where(Declaration.concern_id == concern.id)))
        session.add_all(
            Declaration(concern_id=concern.id, person_id=person.person_id, at=now())
            for person in cast.people.values()
            if person.is_(Role.MEMBER) and person.person_id not in said
        )


def decided(actor: Actor, address: str, do: str, data: Decision, **sent: Any) -> Outcome:
    """Put a step to the vote, vote in favour, close: the outcome is that of the step."""
    opened = open_vote(actor, address, do, data, IN_A_MEETING, **sent)
    if not isinstance(opened, Taken) or opened.repeated:
        return opened
    cast_all(opened.target)
    close_vote(actor, opened.target)
    db.session.rollback()
    return opened


def cast_all(vote_id: str, said: tuple[Choice | None, ...] = SAID) -> None:
    """Ballots of everybody on the roll, written at once: hundreds of votes are made for a demonstration."""
    with unit_of_work() as session:
        vote = session.query(Vote).filter_by(public_id=vote_id).one()
        seats = session.query(VoteSeat).filter_by(vote_id=vote.id).order_by(VoteSeat.organisation_id)
        for place, seat in enumerate(seats):
            choice = said[(place + vote.id) % len(said)]
            if choice is None or seat.person_id is None:
                continue
            for question in vote.questions:
                session.add(
                    Ballot(
                        vote_id=vote.id,
                        organisation_id=seat.organisation_id,
                        question=question,
                        person_id=seat.person_id,
                        choice=choice,
                        at=now(),
                    )
                )


def open_written_procedure(cast: Cast, address: str) -> None:
    """A vote that is open: five organisations have voted, the others are awaited."""
    chair = cast.people["kastriot"]
    declare_for_all(cast, address)
    db.session.rollback()
    version = find(db.session(), chair, address).concern.version
    end = load_calendar(db.session(), today()).add_working(today(), 4)
    ends_at = datetime.combine(end + timedelta(days=1), time(), ZONE)
    opened = open_vote(
        chair,
        address,
        "adopt",
        Decision(reason="Gjetjet janë të qarta dhe masa është e zbatueshme."),
        Procedure(Manner.WRITTEN, Rules(), ends_at),
        version=version,
        key=one_time_key(),
    )
    if not isinstance(opened, Taken):
        raise ValueError(f"the written procedure was not opened: {opened}")
    cast_all(opened.target, (Choice.FOR, None, Choice.FOR, None, None, Choice.AGAINST))
    add_opinion(
        cast.people["mira"], opened.target, "Masa duhet të përfshijë edhe zyrat vendore.", travels=True
    )


def recuse_somebody(cast: Cast, address: str) -> None:
    """A member that is out of a case by its own word."""
    db.session.rollback()
    filer = find(db.session(), cast.people["sekretaria"], address).concern.filer_organisation_id
    key = next(k for k in ("luljeta", "drita") if cast.people[k].organisation_id != filer)
    recuse_myself(cast.people[key], address, "Kemi një marrëveshje financimi me institucionin.")


def enter_interests(session: Session, cast: Cast) -> None:
    """Two ties in the register of interests."""
    for member, towards, kind, text, by in (
        ("barazi", "sociale", InterestKind.FUNDING, "Financim i qendrës ditore, dy vjet.", "luljeta"),
        ("ura", "policia_a", InterestKind.AGREEMENT, "Marrëveshje bashkëpunimi për referimin.", "gentiana"),
    ):
        session.add(
            Interest(
                organisation_id=cast.organisations[member],
                towards_id=cast.organisations[towards],
                kind=kind,
                text=text,
                from_on=today() - timedelta(days=200),
                by_id=cast.people[by].person_id,
                at=now(),
            )
        )


if TYPE_CHECKING:
    from app.demo.build import Player

ABOUT = "linja"  # the addressee of the story that these texts belong to
VIEWS = (
    (Leaning.RECOMMEND, "Detyra është e qartë. Edhe ne kemi telefonuar natën pa marrë përgjigje."),
    (Leaning.MORE, "Pesë telefonata janë pak. Të kërkohen të dhënat e centralit për një muaj."),
    (Leaning.RECOMMEND, "Problemi është turni i natës dhe jo personeli i ditës."),
    (Leaning.RECOMMEND, "Kemi të njëjtën përvojë. Afati të jetë real, se duhen trajnuar njerëzit."),
    (Leaning.MORE, "Nuk dimë nëse mungon buxheti apo organizimi; kjo e ndryshon masën."),
    (Leaning.NOTHING, "Linja sapo ka ndryshuar drejtuesin; të presim raportin e parë."),
)
ASKED_FIRST = "A është e qartë detyra, dhe çfarë mungon ende?"
ASKED_NOW = "A e mbështetni projektrekomandimin siç është tani?"
ASSESSMENT = {
    "facts": "Pesë telefonata prove u bënë pas mesnatës, në pesë netë të ndryshme; asnjë nuk mori përgjigje. "
    "Orari i turneve që na u dha nuk ka emra pas orës 23.",
    "duty": "Marrëveshja e shërbimit e detyron Linjën të përgjigjet 24 orë, çdo ditë.",
    "findings": "Shërbimi nuk ofrohet natën, ndonëse është i detyrueshëm. Shkaku duket mungesa e turnit të natës.",
    "gaps": "Nuk kemi të dhënat e centralit. Nuk dihet nëse mungon buxheti apo organizimi.",
    "harm": "Publikimi i orëve pa përgjigje mund t'u tregojë të tjerëve kur linja nuk dëgjon: "
    "të jepet vetëm koha mesatare e muajit.",
    "harm_checked": True,
    "notes": "Të flitet me koordinatoren e turneve para propozimit.",
}


def make_papers(player: Player) -> None:
    """Played over the last nine working days."""
    story = next(s for s in STORIES if s.addressee == ABOUT)
    address = player.play(ADMITTED, 9, story)
    with unit_of_work() as session:
        concern = session.scalars(select(Concern).where(Concern.public_id == address)).one()
        concern.level = Level.GROUP  # so that all members take part
        rapporteur_id, filer_organisation = concern.rapporteur_id, concern.filer_organisation_id
    declare_for_all(player.cast, address)
    people = player.cast.people
    rapporteur = next(key for key, person in people.items() if person.person_id == rapporteur_id)
    others = [
        person
        for key, person in people.items()
        if key in VOICES and key != rapporteur and person.organisation_id != filer_organisation
    ]
    Review(player, address, story, rapporteur, others).play()


VOICES = ("besnik", "drita", "elira", "gentiana", "hana", "ilir", "luljeta", "mira")


class Review:
    """The days of one review."""

    def __init__(
        self, player: Player, address: str, story: Story, rapporteur: str, others: list[Actor]
    ) -> None:
        self.player, self.address, self.story = player, address, story
        self.rapporteur, self.others = rapporteur, others

    def play(self) -> None:
        """From the first views to a round that is open."""
        leads = self.player.cast.people[self.rapporteur]
        with self._day(8):
            self._step("kastriot", "open_first_round", self._round(ASKED_FIRST))
            self._note(len(VIEWS))
        with self._day(7):
            self._step("kastriot", "close_first_round", StepData())
        with self._day(6):
            self._step(self.rapporteur, "draft_recommendation", draft()(self._scene()))
            save_assessment(leads, self.address, {**ASSESSMENT, "findings": "", "harm_checked": False}, 0)
        with self._day(4):
            save_assessment(leads, self.address, ASSESSMENT, 1)
            self._talk()
        with self._day(2):
            self._decide()
        with self._day(1):
            self._step("kastriot", "open_first_round", self._round(ASKED_NOW))
            self._note(3)

    def _talk(self) -> None:
        self._say(0, "kohën mesatare të përgjigjes", "Kush e mat: vetë Linja, apo ne me telefonata prove?")
        self._say(1, "", "A mjafton afati për të trajnuar dy persona?")
        first, second = db.session.scalars(select(Comment.public_id).order_by(Comment.id)).all()
        leads = self.player.cast.people[self.rapporteur]
        reply(leads, self.address, first, "Të dyja. E shtoj te kriteri i suksesit.", key=one_time_key())
        resolve(leads, self.address, second)
        by_calls = "nën një minutë, edhe në telefonatat e provës pas mesnatës"
        self._suggest(2, "nën një minutë", by_calls, "Mesatarja e fsheh natën.")
        self._suggest(3, "turn nate", "turn nate me të paktën dy persona", "Një person nuk mjafton.")
        self._suggest(4, "të publikojë", "mundësisht të publikojë", "Më e lehtë për t'u pranuar.")

    def _decide(self) -> None:
        first, _second, third = db.session.scalars(select(Suggestion.id).order_by(Suggestion.id)).all()
        self._step(self.rapporteur, "take_wording", Chosen(first), 1)
        reason = "Një mundësi nuk mund të verifikohet më pas."
        self._step(self.rapporteur, "refuse_wording", RefusedWording(reason, suggestion=third), 1)

    def _note(self, how_many: int) -> None:
        db.session.rollback()
        row = db.session.scalars(select(FirstRound.id).order_by(FirstRound.id.desc())).first()
        for actor, (leaning, text) in list(zip(self.others, VIEWS, strict=False))[:how_many]:
            note_view(actor, self.address, row or 0, leaning, text)

    def _say(self, place: int, passage: str, text: str) -> None:
        comment(self.others[place], self.address, 1, passage, text, key=one_time_key())

    def _suggest(self, place: int, passage: str, wording: str, why: str) -> None:
        suggest(self.others[place], self.address, 1, passage, wording, why, key=one_time_key())

    def _round(self, question: str) -> Round:
        return Round(question, ends_on=today() + timedelta(days=6))

    def _scene(self) -> Scene:
        return Scene(self.story, self.player.cast, self.rapporteur, "", today())

    def _step(self, who: str, do: str, data: StepData, number: int | None = None) -> None:
        self.player.step(who, DemoStep(0, who, do, lambda _scene: data, number), self.address, self._scene())

    def _day(self, age: int) -> AbstractContextManager[None]:
        calendar = self.player.calendar
        day = today() if calendar.is_working(today()) else calendar.add_working(today(), -1)
        return frozen(self.player.instant(calendar.add_working(day, -age)))
