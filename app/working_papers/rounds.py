"""Blind first rounds and the assessment, and the tables of rounds and wordings as the driver runs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.models import Person
from app.concerns.access import Case, load_recommendations
from app.concerns.models import Concern
from app.concerns.recusals import recused
from app.concerns.steps import take_by_itself
from app.core.actor import Actor
from app.core.db import fixed, unit_of_work
from app.core.refusals import NotFound, Refusal
from app.core.saving import Conflict, Saved
from app.core.time import local_day, now
from app.group.queries import SeatHolder, chair, seats_on
from app.process.data import Words
from app.process.following import Following, FollowingStep
from app.process.run import take
from app.working_papers.access import find_working_papers, may_assess
from app.working_papers.models import Assessment, FirstRound, Leaning, View
from workflows.concern import ConcernAction
from workflows.engine import NotYours, Refused, Unmet
from workflows.first_round import ACTING, FIRST_ROUND, Facts, FirstRoundAction, RoundState
from workflows.roles import CaseRole, Level
from workflows.suggestion import SUGGESTION

OPEN = fixed(RoundState.OPEN)


@dataclass(frozen=True, slots=True)
class Shown:
    """A round as one person has it: others' views only once it is over."""

    row: FirstRound
    over: bool
    noted: tuple[str, ...]  # organisations
    awaited: tuple[str, ...]
    own: View | None
    may_note: bool
    views: tuple[View, ...]


def is_over(row: FirstRound) -> bool:
    """Closed, or past its last day, whether or not anybody has come to close it."""
    return row.state is RoundState.CLOSED or row.ends_at <= now()


def open_round(session: Session, concern_id: int) -> FirstRound | None:
    """The round that is not closed yet."""
    query = select(FirstRound).where(FirstRound.concern_id == concern_id, FirstRound.state == OPEN)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def entitled(session: Session, concern: Concern, row: FirstRound | None = None) -> list[SeatHolder]:
    """The seats that note a view, with who acts for each: today, or on the day when the round was closed.

    Nobody who is recused; of a restricted concern only those who read it before the Group decides.
    """
    out = recused(session, concern.id)
    closed_on = local_day(row.closed_at) if row is not None and row.closed_at is not None else None
    seats = [
        held
        for held in seats_on(session, closed_on)
        if held.acting is not None and not out.holds(held.seat.organisation_id, held.acting.id)
    ]
    if concern.level is not Level.RESTRICTED:
        return seats
    circle = {concern.rapporteur_id, concern.second_reader_id, chair(session)}
    own = concern.filer_organisation_id
    return [h for h in seats if h.seat.organisation_id == own or (h.acting and h.acting.id in circle)]


def rounds(session: Session, case: Case) -> list[Shown]:
    """The rounds of a concern as this person has them, the latest first."""
    rows = session.scalars(
        select(FirstRound)
        .where(FirstRound.concern_id == case.concern.id)
        .options(
            selectinload(FirstRound.views).options(joinedload(View.person), joinedload(View.organisation))
        )
        .order_by(FirstRound.id.desc())
        .execution_options(populate_existing=True)
    ).all()
    return [_shown(session, case, row) for row in rows]


def _shown(session: Session, case: Case, row: FirstRound) -> Shown:
    seats, actor, over = entitled(session, case.concern, row), case.actor, is_over(row)
    out = recused(session, case.concern.id)
    views = [v for v in row.views if not out.holds(v.organisation_id, v.person_id)]
    given = {view.organisation_id for view in views}
    return Shown(
        row,
        over,
        noted=tuple(view.organisation.name for view in views),
        awaited=tuple(h.organisation.name for h in seats if h.seat.organisation_id not in given),
        own=next((view for view in views if view.organisation_id == actor.organisation_id), None),
        may_note=not over and _acts(seats, actor),
        views=tuple(views) if over else (),
    )


def _acts(seats: list[SeatHolder], actor: Actor) -> bool:
    return any(held.acting is not None and held.acting.id == actor.person_id for held in seats)


def note_view(
    actor: Actor, public_id: str, round_id: int, leaning: Leaning, text: str, *, override_reason: str = ""
) -> None:
    """The view of the actor's organisation, in place of an earlier one; the last one ends the round.

    Raises NotFound, Refusal.
    """
    with unit_of_work() as session:
        case = find_working_papers(session, actor, public_id, lock=True)
        row = session.get(FirstRound, round_id, populate_existing=True)
        if row is None or row.concern_id != case.concern.id:
            raise NotFound(public_id)
        seats = entitled(session, case.concern)
        words = Words(text, override_reason=override_reason)
        _take(session, row, FirstRoundAction.NOTE, words, ACTING if _acts(seats, actor) else frozenset())
        earlier = {v.organisation_id: v for v in session.scalars(select(View).where(View.round_id == row.id))}
        view = earlier.get(actor.organisation_id)
        if view is None:
            view = View(round_id=row.id, organisation_id=actor.organisation_id)
            session.add(view)
        view.person_id, view.leaning, view.text, view.at = actor.person_id, leaning, text, now()
        view.override_reason = override_reason
        if {h.seat.organisation_id for h in seats} <= earlier.keys() | {actor.organisation_id}:
            _close(session, case)


def _take(
    session: Session, row: FirstRound, do: FirstRoundAction, words: Words, held: frozenset[CaseRole]
) -> None:
    try:
        take(FollowingStep(session, now(), words, do, row=row, table=FIRST_ROUND, held=held))
    except NotYours:
        raise Refusal("does_not_act") from None
    except Unmet as unmet:
        raise Refusal("round_over" if "in_time" in unmet.missing else unmet.missing[0]) from None
    except Refused:
        raise Refusal("round_over") from None


def _close(session: Session, case: Case) -> None:
    """The step that follows by itself; the concern's row is locked."""
    take_by_itself(session, case, ConcernAction.CLOSE_ROUND)


def close_due_round() -> bool:
    """Close the round whose last day passed longest ago; False when none is due."""
    with unit_of_work() as session:
        due = session.scalars(
            select(FirstRound)
            .where(FirstRound.state == OPEN, FirstRound.ends_at <= now())
            .order_by(FirstRound.ends_at)
            .limit(1)
        ).one_or_none()
        if due is None:
            return False
        concern = session.scalars(
            select(Concern)
            .where(Concern.id == due.concern_id)
            .options(joinedload(Concern.filer_organisation))
            .with_for_update(of=Concern)
            .execution_options(populate_existing=True)
        ).one()
        if concern.first_round:  # else somebody closed it while this waited for the lock
            case = Case(_opener(session, due), concern, load_recommendations(session, concern.id))
            _close(session, case)
        return True


def _opener(session: Session, row: FirstRound) -> Actor:
    """Whose name the transaction bears inside; the event names nobody."""
    query = (
        select(Person)
        .where(Person.id == row.opened_by_id)
        .options(joinedload(Person.organisation), joinedload(Person.roles))
    )
    return session.scalars(query).unique().one().as_actor()


FIELDS = ("facts", "duty", "findings", "gaps", "harm", "harm_checked", "notes", "override_reason")


def assessment_of(session: Session, concern_id: int) -> Assessment | None:
    """What has been written so far."""
    query = select(Assessment).where(Assessment.concern_id == concern_id)
    return session.scalars(
        query.options(joinedload(Assessment.saved_by)).execution_options(populate_existing=True)
    ).one_or_none()


def save_assessment(
    actor: Actor, public_id: str, values: Mapping[str, Any], version: int
) -> Saved | Conflict:
    """Keep these fields if nobody has saved since `version` (0: nothing was there). Raises NotFound."""
    with unit_of_work() as session:
        case = find_working_papers(session, actor, public_id, lock=True)
        if not may_assess(case):
            raise NotFound(public_id)
        row = assessment_of(session, case.concern.id)
        if row is None:
            row = Assessment(concern_id=case.concern.id, version=0, saved_at=now())
        if row.version != version:
            return Conflict(row.version, row.saved_at)
        for name in FIELDS:
            if name in values:
                setattr(row, name, values[name])
        row.version, row.saved_at, row.saved_by_id = version + 1, now(), actor.person_id
        session.add(row)
        return Saved(row.version, row.saved_at)


class RoundProcess(Following):
    """A blind first round. A view is noted by who acts for a seat; else it moves with its concern."""

    workflow = FIRST_ROUND

    def facts(self, step: FollowingStep) -> Facts:
        """Whether its last day is over, though nobody has come to close it."""
        return Facts(in_time=step.row.ends_at > step.at)

    def moved(self, step: FollowingStep, target: StrEnum) -> None:
        """When it was closed, and by whom if not by itself."""
        if target is RoundState.CLOSED:
            step.row.closed_at, step.row.closed_by_id = step.at, step.person_id


class SuggestionProcess(Following):
    """A suggested wording. It is decided on with a step of its draft."""

    workflow = SUGGESTION

    def moved(self, step: FollowingStep, target: StrEnum) -> None:
        """Who decided, and why not."""
        step.row.decided_at, step.row.decided_by_id = step.at, step.person_id
        step.row.reason = step.data.reason if step.data else ""
