"""What the page of a concern reads: a fixed number of queries, whatever the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.cases.access import Case
from app.cases.clocks import load_calendar
from app.cases.models import Action, ConcernInstitution
from app.cases.records import (
    Attachment,
    Channel,
    Clock,
    ClockEntry,
    ClockState,
    Event,
    Message,
    Reading,
    Statement,
)
from app.core.time import today
from app.people.models import Organisation, Person
from workflows.calendar import Calendar
from workflows.clock import EntryKind
from workflows.concern import Do
from workflows.policy import Right
from workflows.standing import Party, Standing

RECORD = "record"  # events of what moves nothing, such as the reading of a file
VOTES = ("votes_for", "votes_against", "abstained")


@dataclass(slots=True)
class Line:
    """One event as this person may read it."""

    number: int
    at: datetime
    machine: str
    do: str
    source: str
    target: str
    standing: Standing
    recommendation_id: int | None
    public: bool
    who: str
    organisation: str
    params: dict[str, Any]
    text: str = ""
    grade: str | None = None
    details: dict[str, Any] | None = None
    sentence: str = ""
    by: str = ""


def events_of(session: Session, case: Case) -> list[Line]:
    """The concern's history, newest first, cut to what the person may see."""
    rows = session.execute(
        select(
            Event.number,
            Event.at,
            Event.machine,
            Event.do,
            Event.source,
            Event.target,
            Event.standing,
            Event.recommendation_id,
            Event.public,
            Event.params,
            Person.name,
            Organisation.name.label("organisation"),
            Statement.text,
            Statement.grade,
            Statement.details,
        )
        .outerjoin(Statement, Statement.event_id == Event.id)
        .outerjoin(Person, Person.id == Event.person_id)
        .outerjoin(Organisation, Organisation.id == Event.organisation_id)
        .where(Event.concern_id == case.concern.id, Event.machine != RECORD)
        .order_by(Event.number.desc())
    ).all()
    shown = {r.id for r in case.recommendations}
    inside = Right.DRAFTS in case.rights
    return [
        _line(row, case, inside)
        for row in rows
        if (inside or row.public) and (row.recommendation_id is None or row.recommendation_id in shown)
    ]


def _line(row: Row[Any], case: Case, inside: bool) -> Line:
    line = Line(
        row.number,
        row.at,
        row.machine,
        row.do,
        row.source,
        row.target,
        row.standing,
        row.recommendation_id,
        row.public,
        # Outside the Group nobody learns which of its members acted: it could tell who filed.
        row.name if inside and row.name else "",
        row.organisation if row.organisation and (inside or row.standing in _OUTSIDE) else "",
        row.params,
    )
    if row.public or Right.REVIEW in case.rights:
        line.text, line.grade, line.details = row.text or "", row.grade, row.details or {}
        if not inside:
            line.details = {k: v for k, v in line.details.items() if k not in VOTES}
    return line


_OUTSIDE = frozenset({Standing.MINISTRY, Standing.ADDRESSEE, Standing.COORDINATOR})


def clocks_of(session: Session, case: Case, *, ledgers: bool = False) -> list[Clock]:
    """The open clocks that the person may see; with their ledgers where the days are to be told."""
    query = (
        select(Clock)
        .where(Clock.concern_id == case.concern.id, Clock.state != ClockState.STOPPED)
        .order_by(Clock.id)
        .execution_options(populate_existing=True)
    )
    if ledgers:
        query = query.options(selectinload(Clock.entries))
    shown = {r.id for r in case.recommendations}
    inside = Right.DRAFTS in case.rights
    asked = Right.FACTS in case.rights
    return [
        c
        for c in session.scalars(query)
        if (
            c.recommendation_id in shown
            if c.recommendation_id
            else inside or (asked and c.rule == "fact_check")
        )
    ]


def waited_for(session: Session, clocks: Sequence[Clock]) -> dict[int, Party | None]:
    """Of each paused clock, who is waited for."""
    paused = [c.id for c in clocks if c.state is ClockState.PAUSED]
    if not paused:
        return {}
    rows = session.execute(
        select(ClockEntry.clock_id, ClockEntry.waits_for)
        .where(ClockEntry.clock_id.in_(paused), ClockEntry.kind == EntryKind.PAUSE)
        .order_by(ClockEntry.id)
    )
    return {row.clock_id: row.waits_for for row in rows}


def actions_of(session: Session, case: Case) -> dict[int, list[Action]]:
    """The action plans, by recommendation."""
    ids = [r.id for r in case.recommendations]
    found: dict[int, list[Action]] = {i: [] for i in ids}
    if ids:
        rows = session.scalars(
            select(Action).where(Action.recommendation_id.in_(ids)).order_by(Action.number)
        )
        for action in rows:
            found[action.recommendation_id].append(action)
    return found


def attachments_of(session: Session, case: Case) -> Sequence[Attachment]:
    """The files that the person may open."""
    shown = [r.id for r in case.recommendations]
    query = (
        select(Attachment)
        .where(Attachment.concern_id == case.concern.id, ~Attachment.pending)
        .options(joinedload(Attachment.organisation))
        .order_by(Attachment.id)
    )
    mine = Attachment.person_id == case.actor.person_id
    if Right.NARRATIVE not in case.rights:
        sent = Attachment.public & Attachment.recommendation_id.in_(shown)
        query = query.where(or_(mine, sent))
    elif Right.REVIEW not in case.rights:
        query = query.where(or_(mine, Attachment.public))
    elif not case.standing & CIRCLE:
        query = query.where(or_(mine, Attachment.level != "restricted"))
    return session.scalars(query).all()


CIRCLE = frozenset(
    {Standing.FILER, Standing.SECRETARIAT, Standing.CHAIR, Standing.RAPPORTEUR, Standing.SECOND_READER}
)


def messages_of(session: Session, case: Case) -> Sequence[Message]:
    """The discussion of the Group and the exchange with institutions, each only for those who hear it."""
    heard = []
    if Right.DISCUSS in case.rights:
        heard.append(Message.channel == Channel.GROUP)
    if Right.EXCHANGE in case.rights:
        exchange = Message.channel == Channel.EXCHANGE
        if Right.DRAFTS not in case.rights and not case.standing & {Standing.COORDINATOR}:
            exchange &= Message.institution_id.in_({r.addressee_id for r in case.recommendations})
        heard.append(exchange)
    if not heard:
        return []
    return session.scalars(
        select(Message)
        .where(Message.concern_id == case.concern.id, or_(*heard))
        .options(joinedload(Message.person), joinedload(Message.organisation))
        .order_by(Message.id)
    ).all()


def readings_of(session: Session, case: Case) -> Sequence[Any]:
    """Who opened the concern and when: for its filer."""
    if Right.READERS not in case.rights:
        return []
    return session.execute(
        select(Reading.at, Reading.extract_only, Person.name, Organisation.name.label("organisation"))
        .join(Person, Person.id == Reading.person_id)
        .join(Organisation, Organisation.id == Reading.organisation_id)
        .where(
            Reading.concern_id == case.concern.id,
            Reading.organisation_id != case.concern.filer_organisation_id,
        )
        .order_by(Reading.at.desc())
        .limit(50)
    ).all()


def institutions_of(session: Session, case: Case) -> Sequence[Any]:
    """The institutions that the concern is about."""
    return session.execute(
        select(Organisation.id, Organisation.name, Organisation.confirmed)
        .join(ConcernInstitution, ConcernInstitution.organisation_id == Organisation.id)
        .where(ConcernInstitution.concern_id == case.concern.id)
        .order_by(Organisation.sort_key)
    ).all()


def facts_of(session: Session, case: Case) -> str:
    """The facts that an addressee is asked to check; empty for everybody else."""
    if Right.FACTS not in case.rights:
        return ""
    latest = (
        select(Statement.text)
        .where(Statement.concern_id == case.concern.id, Statement.do == Do.CHECK_FACTS)
        .order_by(Statement.id.desc())
        .limit(1)
    )
    return session.scalar(latest) or ""


def calendar_of(session: Session) -> Calendar:
    """The calendar of today."""
    return load_calendar(session, today())
