"""run(): the single door through which whatever has a table of steps moves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import is_busy, unit_of_work
from app.core.logs import note_on_commit
from app.process.data import refuse_far_dates, refuse_identifiers
from app.process.effects import AFTER, BEFORE, LEAVING, TELL
from app.process.keys import as_filled, once, remember
from app.process.outcome import Busy, Missing, NotNow, NotYours, Outcome, Refusal, Stale, Taken
from app.process.tables import Address, StepContext, process_of
from workflows import engine
from workflows.roles import CaseRole

log = logging.getLogger(__name__)
T = TypeVar("T")


def run(
    workflow: engine.Workflow[Any],
    actor: Actor,
    address: Address,
    do: str,
    data: Any = None,
    *,
    version: int,
    key: str,
) -> Outcome:
    """Take one step of this table in one transaction.

    `version` is that of the row the form was made from, `key` the form's one-time key: what is
    sent with it once more, and is the same, is taken once. Raises NotFound for what the
    person may not see; every other refusal is a value.
    """
    process, key = process_of(workflow), as_filled(key, data)

    def attempt(session: Session) -> Outcome:
        step = once(session, actor, do, key, lambda: process.open(session, actor, address, do, data))
        if isinstance(step, Taken):
            return step
        if process.version(step) != version:
            return Stale(version)
        result = process.result(step, take(step))
        remember(session, actor, do, key, result, step.at)
        return Taken(result)

    outcome = attempted(attempt)
    if not isinstance(outcome, Taken):
        log.info("step %s refused: %s", do, outcome)
    return outcome


def take(step: StepContext, *, by: CaseRole | None = None) -> StrEnum:
    """Take a step within the caller's transaction, its row locked; `by` where no person takes it but this role.

    Raises engine.NotNow, engine.NotYours or engine.Unmet; then the transaction has to be given up.
    """
    target = _taken(step, by)
    step.process.list_anew(step)
    return target


def follow(step: StepContext) -> None:
    """Take a step that follows by itself from the one being taken, which lists everything anew. Raises as `take`."""
    _taken(step, CaseRole.SYSTEM)


def check(step: StepContext) -> None:
    """Refuse a step that is to wait for a vote or a second person where it could not be taken, or put to the vote, now.

    Raises engine.NotNow, engine.NotYours or engine.Unmet.
    """
    workflow, source = step.process.workflow, _state(step)
    row = workflow.find(source, step.do)
    workflow.check_standing(row, step.process.roles(step), begins=True)
    workflow.ready(source, step.do, step.process.facts(step), step.data)
    _look_through(step)


def _taken(step: StepContext, by: CaseRole | None) -> StrEnum:
    process, workflow, source = step.process, step.process.workflow, _state(step)
    row = workflow.find(source, step.do)
    held = process.roles(step) if by is None else frozenset({by})
    step.standing = process.acts_as(step, workflow.check_standing(row, held, on_paper=step.on_paper))
    target = workflow.move(source, step.do, process.facts(step), step.data)
    if by is None:  # else nobody typed anything: it was looked through as it was put to the vote
        _look_through(step)
    note_on_commit(step.session, f"step {workflow.name}.{step.do} taken")
    for effect in BEFORE.get((workflow.name, step.do), ()):
        effect(step, step.data)
    _write_state(step, target)
    step.event = process.record(step, row, str(source), target.value)
    process.apply(step, row.clocks)
    for effect in AFTER.get((workflow.name, step.do), ()):
        effect(step, step.data)
    for tell in TELL.get(workflow.name, ()):
        tell(step)
    return target


def _state(step: StepContext) -> str:
    state: str = getattr(step.subject, step.process.column)
    return state


def _write_state(step: StepContext, target: StrEnum) -> None:
    process, row = step.process, step.subject
    if _state(step) != target:
        setattr(row, process.column, target)
        if process.since:
            setattr(row, process.since, step.at)
        process.moved(step, target)
    if process.outdates(step):
        row.version += 1


def _look_through(step: StepContext) -> None:
    """What is typed, and what goes with it, names nobody; and no date is a slip of the pen."""
    refuse_far_dates(step.data)
    leaving = LEAVING.get((step.process.workflow.name, step.do), ())
    refuse_identifiers(step.data, ((name, texts(step, step.data)) for name, texts in leaving))


def attempted(attempt: Callable[[Session], T]) -> T | Refusal:
    """What comes of an attempt in a transaction of its own: refusals of the engine are values. Raises NotFound."""
    try:
        with unit_of_work() as session:
            return attempt(session)
    except engine.NotNow as refused:
        return NotNow(str(refused))
    except engine.NotYours:
        return NotYours()
    except engine.Unmet as refused:
        return Missing(refused.missing)
    except OperationalError as error:
        if not is_busy(error):
            raise
        return Busy()
