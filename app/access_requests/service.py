"""What is done with a request for a way to an institution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access_requests.access import find_way, standing_in, to_tie
from app.access_requests.deadlines import DATES
from app.access_requests.models import Facilitation, FacilitationEvent
from app.accounts.mail_queue import post, who_holds
from app.accounts.models import Organisation
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.not_found import NotFound
from app.core.random_ids import public_id as new_public_id
from app.core.time import is_near, now, today
from workflows.access_request import FACILITATION, AccessKind, Do, Facts, State
from workflows.deadlines import EntryKind
from workflows.engine import NotNow, Step, Unmet
from workflows.roles import Kind, Role

AGENCIES = (Kind.STATE_AGENCY, Kind.NON_STATE_AGENCY)


class Mail(StrEnum):
    """Mails of requests for a way, one for each step."""

    ASK = "way_ask"
    ACCEPT = "way_accept"
    REFUSE = "way_refuse"
    ARRANGE = "way_arrange"
    CONFIRM = "way_confirm"
    FELL_THROUGH = "way_fell_through"
    WITHDRAW = "way_withdraw"
    EXTEND = "way_extend"


TO_MINISTRY = frozenset({Do.ASK, Do.CONFIRM, Do.FELL_THROUGH, Do.WITHDRAW})


@dataclass(frozen=True, slots=True)
class AccessRequestData:
    """What a member asks for; `concern` is the address of the concern it is tied to, if any."""

    way: AccessKind | None
    agency: int
    purpose: str
    concern: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What a step is given."""

    reason: str = ""
    how: str = ""
    happens_on: date | None = None
    note: str = ""
    due_on: date | None = None

    @property
    def said(self) -> str:
        """The words that the history keeps."""
        return self.reason or self.how or self.note


def ask(actor: Actor, wish: AccessRequestData, key: str) -> str:
    """Ask the ministry; gives the request's public id, the same for a form sent twice. Raises NotFound, Unmet."""
    if not actor.is_(Role.MEMBER):
        raise NotFound("facilitation")
    with unit_of_work() as session:
        before = session.scalars(select(Facilitation).filter_by(key=key, by_id=actor.person_id)).one_or_none()
        if before is not None:
            return before.public_id
        step = FACILITATION.ready(State.NEW, Do.ASK, Facts(), wish)
        agency = session.get(Organisation, wish.agency)
        if agency is None or agency.kind not in AGENCIES or not (agency.active and agency.confirmed):
            raise Unmet(("agency",))
        row = Facilitation(
            public_id=new_public_id(),
            key=key,
            way=wish.way,
            agency_id=agency.id,
            by_organisation_id=actor.organisation_id,
            by_id=actor.person_id,
            concern_id=to_tie(session, actor, wish.concern).concern.id if wish.concern else None,
            purpose=wish.purpose.strip(),
            state=State(FACILITATION.move(State.NEW, Do.ASK, Facts(), wish)),
            at=now(),
        )
        _keep_due(session, row, step, None)
        session.add(row)
        session.flush()
        _note(session, actor, row, Do.ASK, State.NEW, wish.purpose)
        return row.public_id


def take(actor: Actor, public_id: str, do: Do, version: int, given: Given | None = None) -> None:
    """Take a step. Raises NotFound, and the engine's refusals; NotNow also where somebody was faster."""
    given = given or Given()
    with unit_of_work() as session:
        row = find_way(session, actor, public_id, lock=True)
        source = row.state
        step = FACILITATION.find(source, do)
        FACILITATION.check_standing(step, standing_in(actor, row))
        if row.version != version:
            raise NotNow(source)
        if given.happens_on is not None and given.happens_on < today():
            raise Unmet(("date_ahead",))
        if given.due_on is not None and given.due_on <= today():
            raise Unmet(("date_ahead",))
        if not all(is_near(day) for day in (given.happens_on, given.due_on) if day is not None):
            raise Unmet(("year",))
        row.state = State(FACILITATION.move(source, do, Facts(), given))
        row.version += 1
        if do is Do.ARRANGE:
            row.how, row.happens_on = given.how.strip(), given.happens_on
        _keep_due(session, row, step, given.due_on)
        _note(session, actor, row, do, source, given.said)


def _keep_due(session: Session, row: Facilitation, step: Step[Any], until: date | None) -> None:
    """What the step declares for the clock: a date begins, by its rule or until a given day, or there is none."""
    if any(effect.kind in (EntryKind.START, EntryKind.RESET) for effect in step.clocks):
        DATES.begin(session, row, until)
    else:
        row.due_on = None
        DATES.end(row)


def _note(session: Session, actor: Actor, row: Facilitation, do: Do, source: State, text: str) -> None:
    session.add(
        FacilitationEvent(
            facilitation_id=row.id,
            at=now(),
            person_id=actor.person_id,
            do=do.value,
            source=source.value,
            target=row.state.value,
            text=text.strip(),
            due_on=row.due_on,
        )
    )
    people = {row.by_id} if do not in TO_MINISTRY else set()
    if do in TO_MINISTRY or do is Do.EXTEND:
        people |= who_holds(session, Role.MINISTRY)
    post(session, Mail[do.name], row.id, people=people - {actor.person_id})
