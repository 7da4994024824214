"""Votes of the demonstration: opened, cast and closed at once, in a meeting."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

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
from app.core.time import ZONE, now, today
from app.demo.people import Cast
from app.process.data import Decision
from app.process.outcome import Outcome, Taken
from app.recusals.models import Interest, InterestKind
from app.recusals.service import recuse_myself
from app.votes.closing import close_vote
from app.votes.models import Ballot, Vote, VoteSeat
from app.votes.service import add_opinion, open_vote
from app.votes.steps import Procedure
from workflows.roles import Role
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
