"""What `My work` reads besides: whose clocks run, institutions named anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    and_,
    literal,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Organisation
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Clock
from app.concerns.visibility import visible
from app.core.actor import Actor
from app.core.db import read_rows
from app.core.paging import MOST, Rows
from app.core.statements import asker, made_once
from app.core.time import today
from app.dashboards.queries import clock_rows, owed_by, running
from workflows.concern import Stage
from workflows.periods import FOLLOW_UP_REVIEW_OPENS
from workflows.recommendation import State

DRAFT = aliased(Recommendation)


def clocks(session: Session, actor: Actor) -> Sequence[Any]:
    """The running clocks that wait for the person: those due first."""
    statement = _clocks(actor, today() + timedelta(days=FOLLOW_UP_REVIEW_OPENS))
    return [] if statement is None else read_rows(session, statement, asker(actor)).all()


@made_once
def _clocks(actor: Actor, looks_until: date) -> Rows | None:
    """Which they are is found by narrow ranges of indexes; what a list says is read of the first of them alone."""
    conditions = [and_(running(), owed) for owed in owed_by(actor, looks_until)]
    parts = [
        select(Clock.id, Clock.due_on)
        .join(Concern, Concern.id == Clock.concern_id)
        .where(condition, visible(actor))
        .order_by(Clock.due_on, Clock.id)
        .limit(MOST)
        .subquery()
        for condition in conditions
    ]
    if not parts:
        return None
    owed = union(*(select(part) for part in parts)).subquery()  # a clock may wait for one person twice
    first = select(owed.c.id).order_by(owed.c.due_on, owed.c.id).limit(MOST).subquery()
    draft = DRAFT
    drafted = select(draft.id).where(draft.concern_id == Concern.id, draft.state == State.DRAFTED)
    second_reader_due = or_(Concern.urgent == true(), Concern.about_member == true())
    columns = (
        drafted.exists().label("drafted"),
        and_(Concern.second_reader_id.is_(None), second_reader_due).label("unread"),
        Concern.naming,
    )
    listed = clock_rows(actor, *columns).join(first, first.c.id == Clock.id)
    return listed.order_by(Clock.due_on, Clock.id)


def new_institutions(session: Session, actor: Actor) -> Sequence[Any]:
    """Institutions that a filer named anew, for the secretariat to confirm."""
    first, second = _new_institutions(actor)
    return [*read_rows(session, first, asker(actor)), *read_rows(session, second)]


@made_once
def _new_institutions(actor: Actor) -> tuple[Rows, Rows]:
    return (
        select(Concern.public_id, Concern.new_institution.label("name"), Concern.submitted_at.label("at"))
        .add_columns(literal("institution.page").label("where"))
        .where(Concern.new_institution != "", Concern.stage.not_in((Stage.DRAFT, Stage.DISCARDED)))
        .where(visible(actor))
        .order_by(Concern.id)
        .limit(MOST),
        select(Organisation.public_id, Organisation.name, Organisation.created_at.label("at"))
        .add_columns(literal("entries.organisation").label("where"))
        .where(Organisation.confirmed.is_(False), Organisation.active)
        .order_by(Organisation.id)
        .limit(MOST),
    )
