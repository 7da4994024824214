"""Recusal: from that moment the concern is gone for the person or the organisation, and a ballot of theirs is void."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cases import history
from app.cases.access import Case, NotFound, find
from app.cases.clocks import Ledger, load_calendar
from app.cases.conflicts import Declaration, Recusal
from app.cases.listing import keep_listing
from app.cases.models import Concern
from app.cases.records import Event
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.time import local_day, now
from app.people.models import Organisation, Person
from app.votes.closing import take_off_the_roll
from app.votes.models import MACHINE, Did
from workflows.standing import Standing


class RecusalRefused(Exception):
    """Nobody is recused. `name` is the key of its words."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def recuse_myself(actor: Actor, public_id: str, reason: str = "") -> None:
    """A member declares a conflict: the person is out, and the organisation's seat with them. Raises NotFound."""
    with unit_of_work() as session:
        case = find(session, actor, public_id, lock=True)
        if not case.standing & {Standing.GROUP, Standing.UNDECLARED} or Standing.FILER in case.standing:
            raise NotFound(public_id)  # a filer withdraws its concern instead
        person = session.get_one(Person, actor.person_id)
        _recuse(session, case, person, None, reason, Standing.GROUP)


def declare_no_conflict(actor: Actor, public_id: str) -> None:
    """A member says that there is no conflict of interest, and the texts open. Raises NotFound."""
    with unit_of_work() as session:
        case = find(session, actor, public_id, lock=True)
        if case.undeclared:
            session.add(Declaration(concern_id=case.concern.id, person_id=actor.person_id, at=now()))


def recuse_organisation(actor: Actor, public_id: str, organisation_id: int, reason: str) -> None:
    """The chair recuses a member organisation, with a reason. Raises NotFound, RecusalRefused."""
    with unit_of_work() as session:
        case = find(session, actor, public_id, lock=True)
        if Standing.CHAIR not in case.standing:
            raise NotFound(public_id)
        if not reason.strip():
            raise RecusalRefused("reason")
        organisation = session.get(Organisation, organisation_id)
        if organisation is None or organisation.id in (
            actor.organisation_id,
            case.concern.filer_organisation_id,
        ):
            raise RecusalRefused("organisation")
        _recuse(session, case, None, organisation, reason.strip(), Standing.CHAIR)


def _recuse(
    session: Session,
    case: Case,
    person: Person | None,
    organisation: Organisation | None,
    reason: str,
    standing: Standing,
) -> None:
    """One of person and organisation. Doing it twice changes nothing."""
    concern, at = case.concern, now()
    out = (
        {"organisation_id": organisation.id} if organisation else {"person_id": person.id if person else None}
    )
    if session.scalar(select(Recusal.id).filter_by(concern_id=concern.id, **out)) is not None:
        return
    session.add(Recusal(concern_id=concern.id, reason=reason, at=at, **out))
    seat_of = organisation.id if organisation else person.organisation_id if person else 0
    _leave_posts(session, concern, seat_of, person)
    take_off_the_roll(session, concern.id, seat_of, at)
    keep_listing(session, case, Ledger.of(session, concern, load_calendar(session, local_day(at))))
    who = organisation.name if organisation else person.name if person else ""
    history.add(
        session,
        Event(
            concern_id=concern.id,
            at=at,
            person_id=case.actor.person_id,
            organisation_id=case.actor.organisation_id,
            standing=standing,
            machine=MACHINE,
            do=Did.RECUSED,
            source="",
            target="",
            public=False,
            params={"who": who},
        ),
    )


def _leave_posts(session: Session, concern: Concern, organisation_id: int, person: Person | None) -> None:
    """Whoever is out is neither rapporteur nor second reader any more."""
    for post in ("rapporteur", "second_reader"):
        held_by: int | None = getattr(concern, f"{post}_id")
        if held_by is None:
            continue
        holder = session.get_one(Person, held_by)
        if holder.id == person.id if person else holder.organisation_id == organisation_id:
            setattr(concern, f"{post}_id", None)
            concern.version += 1
