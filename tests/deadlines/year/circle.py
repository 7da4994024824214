"""Who may hear of a concern, and when: from its rows as plain facts and the words of docs/member.md alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.concerns.models import Concern, Recommendation
from app.concerns.recusals import Recusal
from app.process.models import Event
from app.votes.models import Vote
from tests.deadlines.year.audience import Human

# from here on the Group is to decide, or has: who votes knows of a restricted concern
TO_DECIDE = {"in_deliberation", "adopted", "awaiting_response", "in_follow_up", "closed", "dismissed"}
CHECKED = "in_fact_check"
OF_THE_STATE = {"ministry", "state_agency"}

T = TypeVar("T")
Post = tuple[datetime, int | None]


@dataclass
class Circle:
    """One concern: whose it is, how confidential, and what happened to it at which moment."""

    reference: str
    address: str
    filer: int
    restricted: bool
    shared: bool
    told_at_once: bool  # urgent, and the filer agreed that the coordinator is told
    checks: tuple[int, bool]  # who would be asked for errors of fact, and whether it is of the state
    posts: Sequence[Post]  # who is rapporteur from when on
    stages: list[tuple[datetime, str]] = field(default_factory=list)
    votes: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    sent: list[tuple[datetime, tuple[int, bool]]] = field(default_factory=list)
    out: list[tuple[datetime, int | None, int | None]] = field(
        default_factory=list
    )  # a person, or all of one

    def is_out(self, human: Human, at: datetime) -> bool:
        """Whether this person is recused."""
        return any(
            since <= at and (person == human.id or organisation == human.organisation)
            for since, person, organisation in self.out
        )

    def chair_is_out(self, people: Sequence[Human], at: datetime) -> bool:
        """Whether the secretariat holds the chair's place."""
        return any(self.is_out(human, at) for human in people if human.active and "chair" in human.roles)

    def is_inside(self, human: Human, at: datetime) -> bool:
        """Whether this person reads it as the Group does."""
        stage = last(self.stages, at)
        if not human.active or self.is_out(human, at) or stage is None:
            return False
        if "secretariat" in human.roles:
            return True
        if "member" not in human.roles:
            return False
        return (
            not self.restricted
            or human.organisation == self.filer
            or "chair" in human.roles
            or stage in TO_DECIDE
            or any(begins <= at and (ends is None or at < ends) for begins, ends in self.votes)
            or last(self.posts, at) == human.id
        )

    def hears(self, human: Human, at: datetime) -> bool:
        """Whether this person may be told anything of it."""
        stage = last(self.stages, at)
        if not human.active or self.is_out(human, at):
            return False
        if "member" in human.roles and human.organisation == self.filer:
            return True  # its own, as a draft too
        asked = [asked for when, asked in self.sent if when <= at]
        shown = [*asked, self.checks] if stage == CHECKED else asked
        return (
            self.is_inside(human, at)
            or ("agency" in human.roles and human.organisation in {each for each, _state in shown})
            or ("ministry" in human.roles and any(state for _each, state in shown))
            or ("coordinator" in human.roles and (bool(asked) or (self.told_at_once and stage is not None)))
            or ("observer" in human.roles and bool(asked) and self.shared)
        )


def last(known: Sequence[tuple[datetime, T]], at: datetime) -> T | None:
    """What was known at this moment."""
    return next((what for when, what in reversed(known) if when <= at), None)


def circles(session: Session, lived: Iterable[tuple[int, Sequence[Post], int]]) -> dict[int, Circle]:
    """All concerns by their ids. Who is rapporteur when, and whom a concern is about, the year knows by itself."""
    state = {
        organisation.id: organisation.kind.value in OF_THE_STATE
        for organisation in session.scalars(select(Organisation))
    }
    found = {}
    for concern_id, posts, about in lived:
        concern = session.get_one(Concern, concern_id)
        found[concern.id] = Circle(
            concern.reference,
            concern.public_id,
            concern.filer_organisation_id,
            concern.level.value == "restricted",
            concern.level.value == "shared",
            concern.urgent and concern.coordinator_told,
            (about, state[about]),
            posts,
        )
    for event in session.scalars(select(Event).where(Event.machine == "concern").order_by(Event.id)):
        if event.target != event.source:
            found[event.concern_id].stages.append((event.at, event.target))
    for vote in session.scalars(select(Vote).where(Vote.concern_id.is_not(None))):
        found[vote.concern_id or 0].votes.append((vote.at, vote.ended_at))
    for rec in session.scalars(select(Recommendation).where(Recommendation.transmitted_at.is_not(None))):
        assert rec.transmitted_at
        asked = rec.addressee_id, state[rec.addressee_id]
        found[rec.concern_id].sent.append((rec.transmitted_at, asked))
    for row in session.scalars(select(Recusal)):
        found[row.concern_id].out.append((row.at, row.person_id, row.organisation_id))
    return found
