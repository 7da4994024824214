"""Recording what came on paper: a step of the addressee, in its name, with the letter that shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from app.answers.links.access import Owing, find_owing
from app.answers.links.steps import answers_with_account
from app.concerns.steps import event_of, opened, step_of
from app.concerns.visibility import STATE_KINDS
from app.core.actor import Actor
from app.core.refusals import NotFound
from app.core.time import local_day, today
from app.process.data import Paper, StepData
from app.process.keys import remember
from app.process.outcome import Outcome, Taken
from app.process.run import attempted
from workflows.engine import Unmet
from workflows.roles import Role
from workflows.text import shows


def find_recordable(
    session: Session, actor: Actor, public_id: str, number: int | None, *, lock: bool = False
) -> Owing:
    """What an addressee owes, for who may record it: the ministry for a state institution, for any other the
    secretariat. As `find_owing`; raises NotFound, NotNow.
    """
    owing = find_owing(session, actor, public_id, number, lock=lock)
    if not actor.is_(Role.MINISTRY if owing.addressee.kind in STATE_KINDS else Role.SECRETARIAT):
        raise NotFound(public_id)
    return owing


def record(
    actor: Actor,
    public_id: str,
    number: int | None,
    do: str,
    data: StepData,
    paper: Paper,
    files: tuple[str, ...],
    *,
    version: int,
    key: str,
) -> Outcome:
    """Take a step in the name of an addressee without an account, as its letter says. Raises NotFound."""

    def attempt(session: Session) -> Outcome:
        found = opened(session, actor, public_id, do, number, version=version, key=key)
        if not isinstance(found, tuple):
            return found
        case, rec = found
        owing = find_recordable(session, actor, public_id, number)
        missing = _missing(session, owing, paper, files)
        if missing:
            raise Unmet(missing)
        event = event_of(step_of(session, case, rec, do, replace(data, files=files), paper=paper))
        remember(session, case.actor, do, key, event.target, event.at)
        return Taken(event.target)

    return attempted(attempt)


def first_day(owing: Owing) -> date:
    """Before which no letter can say it: the day on which it was asked."""
    asked = owing.rec.transmitted_at if owing.rec else owing.concern.stage_since
    return local_day(asked) if asked else today()


def _missing(session: Session, owing: Owing, paper: Paper, files: tuple[str, ...]) -> tuple[str, ...]:
    missing = []
    if answers_with_account(session, owing.addressee.id):
        missing.append("has_account")
    if not shows(paper.protocol):
        missing.append("protocol")
    if not first_day(owing) <= paper.dated_on <= today():
        missing.append("dated_on")
    if not paper.dated_on <= paper.received_on <= today():
        missing.append("received_on")
    if not files:
        missing.append("scan")
    return tuple(missing)
