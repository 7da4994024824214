"""What the page of a concern reads: a fixed number of queries, whatever the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import BindParameter, Row, String, and_, bindparam, cast, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Organisation, Person
from app.concerns.access import Case
from app.concerns.attachments import OF_THE_CASE, Attachment
from app.concerns.files import name_for, of_another
from app.concerns.history_start import SENDING, since_sent
from app.concerns.models import Action, Recommendation
from app.concerns.periods import load_calendar
from app.concerns.records import Channel, Message, Reading
from app.core.db import read_rows
from app.core.time import today
from app.process.models import Event, Statement
from workflows.answer import ANSWER
from workflows.concern import CONCERN
from workflows.contribution import CONTRIBUTION
from workflows.permissions import Right
from workflows.recommendation import THEIRS
from workflows.roles import CaseRole, Level
from workflows.streams import Stream
from workflows.workdays import Calendar

# read by the organisation whose work it is, and nobody else
INTERNAL = frozenset({ANSWER.name, CONTRIBUTION.name})


@dataclass(slots=True)
class Line:
    """One event as this person may read it."""

    number: int
    at: datetime
    machine: str
    do: str
    source: str
    target: str
    standing: CaseRole
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


_CONCERN: BindParameter[int] = bindparam("concern")
# Made once, for making a statement takes as long as reading its rows.
_EVENTS = (
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
    .where(Event.concern_id == _CONCERN, Event.machine != Stream.RECORD)
    .order_by(Event.number.desc())
)
_STEPS = _EVENTS.where(Event.machine != Stream.CLOCK)
_ACTIONS = (
    select(
        Action.recommendation_id,
        Action.number,
        Action.what,
        Action.unit,
        Action.measure,
        Action.cost,
        Action.starts_on,
        Action.due_on,
        Action.done_on,
    )
    .join(Recommendation, Recommendation.id == Action.recommendation_id)
    .where(Recommendation.concern_id == _CONCERN)
    .order_by(Action.number)
)
_ATTACHMENTS = (
    select(
        Attachment.id,
        Attachment.event_id,
        Attachment.public_id,
        Attachment.recommendation_id,
        Attachment.person_id,
        Attachment.organisation_id,
        Attachment.public,
        Attachment.level,
        Attachment.name,
        Attachment.shows,
        Attachment.size,
        Organisation.kind,
    )
    .join(Organisation, Organisation.id == Attachment.organisation_id)
    .where(Attachment.concern_id == _CONCERN, ~Attachment.pending, OF_THE_CASE)
    .order_by(Attachment.id)
)
_SPOKEN_WITH = aliased(Organisation)
_MESSAGES = (
    select(
        Message.text,
        Message.at,
        Message.channel,
        Message.institution_id,
        _SPOKEN_WITH.name.label("institution"),
        Person.name,
        Organisation.name.label("organisation"),
        Organisation.kind,
        Event.params["override_reason"].as_string().label("because"),
    )
    .join(Person, Person.id == Message.person_id)
    .join(Organisation, Organisation.id == Message.organisation_id)
    .outerjoin(_SPOKEN_WITH, _SPOKEN_WITH.id == Message.institution_id)
    .outerjoin(
        Event,
        and_(
            Event.concern_id == Message.concern_id,
            Event.params["message"].as_string() == cast(Message.id, String),
        ),
    )
    .where(Message.concern_id == _CONCERN)
    .order_by(Message.id)
)
_HEARD = {channel: _MESSAGES.where(Message.channel == channel) for channel in Channel}
_READINGS = (
    select(Reading.at, Reading.extract_only, Person.name, Organisation.name.label("organisation"))
    .join(Person, Person.id == Reading.person_id)
    .join(Organisation, Organisation.id == Reading.organisation_id)
    .where(Reading.concern_id == _CONCERN, Reading.organisation_id != bindparam("filer"))
    .order_by(Reading.at.desc())
    .limit(50)
)


def events_of(session: Session, case: Case, *, clocks: bool = False) -> list[Line]:
    """The concern's history, newest first, cut to what the person may see; `clocks` adds reminders."""
    rows = read_rows(session, _EVENTS if clocks else _STEPS, {"concern": case.concern.id}).all()
    shown = {r.id for r in case.recommendations}
    inside = Right.DRAFTS in case.rights
    since = {} if inside else since_sent(rows, case, shown)
    return [
        _line(row, case, inside)
        for row in rows
        if _told(row, case, inside)
        and (row.recommendation_id is None or row.recommendation_id in shown)
        and row.number >= since.get(row.recommendation_id, 0)
    ]


def _told(row: Row[Any], case: Case, inside: bool) -> bool:
    """What an organisation does before it answers is its own: the Group does not read it, nor do other institutions."""
    if row.machine in INTERNAL:
        return bool(row.params["owner"] == case.actor.organisation_id)
    return inside or bool(row.public)


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
        (row.name or row.params.get("signed", "")) if inside or row.machine in INTERNAL else "",
        row.organisation if row.organisation and (inside or row.standing in _OUTSIDE) else "",
        row.params,
    )
    if row.machine == CONCERN.name and row.do in SENDING and not inside:
        return line  # its words are the extract, and each addressee has its own
    if row.public or Right.REVIEW in case.rights:  # work inside an institution comes without words
        line.text, line.grade, line.details = row.text or "", row.grade, row.details or {}
    return line


_OUTSIDE = THEIRS | {CaseRole.CONTRIBUTOR, CaseRole.COORDINATOR}


def actions_of(session: Session, case: Case) -> dict[int, list[Any]]:
    """The action plans, by recommendation."""
    found: dict[int, list[Any]] = {r.id: [] for r in case.recommendations}
    for action in read_rows(session, _ACTIONS, {"concern": case.concern.id}):
        if action.recommendation_id in found:
            found[action.recommendation_id].append(action)
    return found


def attachments_of(session: Session, case: Case) -> list[Any]:
    """The files that the person may open, as this person has them named, with the kind of who each came from."""
    found = read_rows(session, _ATTACHMENTS, {"concern": case.concern.id}).all()
    shown = {r.id for r in case.recommendations}
    return [
        SimpleNamespace(**{**f._asdict(), "name": name_for(case, f, found)})
        for f in found
        if f.person_id == case.actor.person_id or _opens(case, f, shown)
    ]


def _opens(case: Case, file: Any, shown: set[int]) -> bool:
    if Right.NARRATIVE not in case.rights:
        passed_on = of_another(case, file.organisation_id, file.kind)
        return bool(file.public and file.recommendation_id in shown and not passed_on)
    if Right.REVIEW not in case.rights:
        return bool(file.public)
    return bool(case.standing & CIRCLE) or file.level != Level.RESTRICTED


CIRCLE = frozenset(
    {CaseRole.FILER, CaseRole.SECRETARIAT, CaseRole.CHAIR, CaseRole.RAPPORTEUR, CaseRole.SECOND_READER}
)


def messages_of(session: Session, case: Case) -> Sequence[Any]:
    """The discussion of the Group and the exchange with institutions, each only for those who hear it."""
    heard = [Channel.GROUP] if Right.DISCUSS in case.rights else []
    if case.rights & {Right.EXCHANGE, Right.EXCHANGED}:
        heard.append(Channel.EXCHANGE)
    if not heard:
        return []
    query = _MESSAGES if len(heard) > 1 else _HEARD[heard[0]]
    rows = read_rows(session, query, {"concern": case.concern.id}).all()
    if Right.EXCHANGED in case.rights or CaseRole.COORDINATOR in case.standing:
        return rows
    with_them = {r.addressee_id for r in case.recommendations if r.transmitted_at is not None}
    return [m for m in rows if m.channel is Channel.GROUP or m.institution_id in with_them]


def readings_of(session: Session, case: Case) -> Sequence[Any]:
    """Who opened the concern and when: for its filer."""
    if Right.READERS not in case.rights:
        return []
    given = {"concern": case.concern.id, "filer": case.concern.filer_organisation_id}
    return read_rows(session, _READINGS, given).all()


def calendar_of(session: Session) -> Calendar:
    """The calendar of today."""
    return load_calendar(session, today())
