"""Recusal: at once the concern is gone for the whole organisation, its ballot void. The register of interests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation, Person
from app.concerns.access import Case, find
from app.concerns.clocks import Ledger
from app.concerns.listing import update_listing
from app.concerns.periods import load_calendar
from app.concerns.recusals import Declaration, Recusal, chair_is_out, recused, senders
from app.core.actor import Actor
from app.core.db import unit_of_work
from app.core.refusals import NotFound, Refusal
from app.core.time import local_day, now, today
from app.notifications.queue import queue_notices
from app.process import history
from app.process.keys import one_at_a_time
from app.process.models import Event
from app.recusals.models import Interest, InterestKind
from app.recusals.posts import free_posts
from app.votes.service import take_off_the_roll
from workflows.concern import URGENT_SOURCES
from workflows.notifications import Topic
from workflows.recommendation import State
from workflows.roles import CaseRole, Kind, Role
from workflows.streams import Stream
from workflows.text import shows
from workflows.voting import Did


@dataclass(frozen=True, slots=True)
class Given:
    """Why an organisation is out, and why what looks like an identifier in it may stay."""

    reason: str = ""
    override_reason: str = ""


def recuse_myself(actor: Actor, public_id: str, reason: str = "", *, override_reason: str = "") -> None:
    """A member declares a conflict: the whole organisation is out, and its seat with it. Raises NotFound."""
    with unit_of_work() as session:
        case = find(session, actor, public_id, lock=True)
        if not case.standing & {CaseRole.GROUP, CaseRole.UNDECLARED} or CaseRole.FILER in case.standing:
            raise NotFound(public_id)  # a filer withdraws its concern instead
        organisation = session.get_one(Organisation, actor.organisation_id)
        at = now()
        given = Given(reason, override_reason)
        take_out(session, case, organisation, given, CaseRole.GROUP, at, person_id=actor.person_id)
        _update_listing(session, case, at)


def declare_no_conflict(actor: Actor, public_id: str) -> None:
    """A member says that there is no conflict of interest, and the texts open. Raises NotFound."""
    with unit_of_work() as session:
        case = find(session, actor, public_id, lock=True)
        if case.undeclared:
            session.add(Declaration(concern_id=case.concern.id, person_id=actor.person_id, at=now()))


def recuse_organisation(
    actor: Actor, public_id: str, organisation_id: int, reason: str, *, override_reason: str = ""
) -> None:
    """The chair recuses a member organisation, with a reason. Raises NotFound, Refusal."""
    with unit_of_work() as session:
        case = _chaired(session, actor, public_id)
        if not shows(reason):
            raise Refusal("reason")
        organisation = session.get(Organisation, organisation_id)
        if (
            organisation is None
            or organisation.kind is not Kind.MEMBER
            or organisation.id in (actor.organisation_id, case.concern.filer_organisation_id)
        ):
            raise Refusal("organisation")
        at = now()
        take_out(session, case, organisation, Given(reason.strip(), override_reason), CaseRole.CHAIR, at)
        _update_listing(session, case, at)


def lift(actor: Actor, public_id: str, recusal_id: int, reason: str, *, override_reason: str = "") -> None:
    """The chair lifts a recusal, with a reason: the organisation's people see the concern again, once they declare.

    A ballot that was void stays so, and its seat is on the rolls of votes to come. Never of the chair's own
    organisation, nor of one to which something is addressed. Raises NotFound, Refusal.
    """
    with unit_of_work() as session:
        case = _chaired(session, actor, public_id)
        rows = session.scalars(select(Recusal).where(Recusal.concern_id == case.concern.id))
        row = next((row for row in rows if row.id == recusal_id), None)
        if row is None:
            raise NotFound(public_id)
        if row.lifted_at is not None:
            return
        if not shows(reason):
            raise Refusal("lifted_reason")
        if row.organisation_id == actor.organisation_id:
            raise Refusal("own")
        if row.organisation_id in _asked(case):
            raise Refusal("addressed")
        at = now()
        row.lifted_at, row.lifted_by_id, row.lifted_reason = at, actor.person_id, reason.strip()
        row.lifted_override = override_reason
        theirs = select(Person.id).where(Person.organisation_id == row.organisation_id)
        session.execute(
            delete(Declaration).where(
                Declaration.concern_id == case.concern.id, Declaration.person_id.in_(theirs)
            )
        )
        organisation = session.get(Organisation, row.organisation_id or 0)
        _note(session, case, Did.LIFTED, organisation.name if organisation else "", CaseRole.CHAIR, at)
        session.flush()
        _update_listing(session, case, at)


def never_addressed(case: Case) -> set[int]:
    """The members that no recommendation goes to: who filed the concern, and who writes it. Each would be recused."""
    writes = {case.actor.organisation_id} if case.actor.organisation_kind is Kind.MEMBER else set()
    return {case.concern.filer_organisation_id} | writes


def recuse_addressee(session: Session, case: Case, addressee: Organisation, at: datetime) -> None:
    """A member that a recommendation names, a draft of one too, is out as a member from this moment."""
    if addressee.kind is Kind.MEMBER:
        take_out(session, case, addressee, Given(), CaseRole.SYSTEM, at)


def take_out(
    session: Session,
    case: Case,
    organisation: Organisation,
    given: Given,
    standing: CaseRole,
    at: datetime,
    *,
    person_id: int | None = None,
) -> None:
    """The organisation is out, within the caller's transaction; the concern is locked. Twice changes nothing."""
    concern = case.concern
    if organisation.id in recused(session, concern.id).organisations:
        return
    session.add(
        Recusal(
            concern_id=concern.id,
            organisation_id=organisation.id,
            person_id=person_id,
            reason=given.reason,
            override_reason=given.override_reason,
            at=at,
        )
    )
    free_posts(session, concern, Person.organisation_id == organisation.id)
    for rec in case.all_recommendations:
        if rec.follow_up_reviewer_id == organisation.id:
            rec.follow_up_reviewer_id = (
                None  # else its follow-up review would be on the desk of nobody who sees it
            )
    take_off_the_roll(session, concern.id, organisation.id, at)
    session.flush()
    event = _note(session, case, Did.RECUSED, organisation.name, standing, at)
    if (
        concern.urgent_confirmed_by_id
        and concern.stage in URGENT_SOURCES
        and chair_is_out(session, concern.id)
    ):
        # who is to send it at once may be another from now on
        queue_notices(session, event, sorted(senders(session, concern)), Topic.MOVE)


def _chaired(session: Session, actor: Actor, public_id: str) -> Case:
    """The locked case for who holds the chair's place in it. Raises NotFound."""
    case = find(session, actor, public_id, lock=True)
    if CaseRole.CHAIR not in case.standing:
        raise NotFound(public_id)
    return case


def _asked(case: Case) -> set[int]:
    """The organisations that a recommendation names now, drafts too, and who checks the facts."""
    named = {r.addressee_id for r in case.all_recommendations if r.state is not State.DROPPED}
    checks = case.concern.fact_check_addressee_id
    return named | {checks} if checks else named


def _update_listing(session: Session, case: Case, at: datetime) -> None:
    update_listing(session, case, Ledger.of(session, case.concern, load_calendar(session, local_day(at))))


def _note(session: Session, case: Case, did: Did, who: str, standing: CaseRole, at: datetime) -> Event:
    by = None if standing is CaseRole.SYSTEM else case.actor
    return history.note(
        session,
        case.concern.id,
        None,
        by=by,
        at=at,
        standing=standing,
        machine=Stream.VOTE,
        do=did,
        who=who,
    )


def add_interest(
    actor: Actor,
    organisation_id: int,
    towards_id: int,
    kind: InterestKind,
    text: str,
    from_on: date,
    to_on: date | None,
    *,
    override_reason: str = "",
) -> None:
    """Enter a tie: a member for its own organisation, the secretariat for any. Raises Refusal."""
    with unit_of_work() as session:
        member = session.get(Organisation, organisation_id)
        towards = session.get(Organisation, towards_id)
        if member is None or member.kind is not Kind.MEMBER or not _may(actor, organisation_id):
            raise Refusal("organisation")
        if towards is None or towards.id == member.id:
            raise Refusal("towards")
        if to_on is not None and to_on < from_on:
            raise Refusal("to_on")
        one_at_a_time(session, actor)
        tie = {
            "organisation_id": organisation_id,
            "towards_id": towards_id,
            "kind": kind,
            "text": text.strip(),
            "from_on": from_on,
            "to_on": to_on,
        }
        if session.scalar(select(Interest.id).filter_by(**tie).limit(1)) is None:  # it was not sent twice
            row = Interest(**tie, override_reason=override_reason, by_id=actor.person_id, at=now())
            session.add(row)


def end_interest(actor: Actor, interest_id: int) -> None:
    """It ended yesterday; it stays on record. Raises Refusal for who may not."""
    with unit_of_work() as session:
        interest = session.get(Interest, interest_id, with_for_update=True)
        if interest is None or not _may(actor, interest.organisation_id):
            raise Refusal("organisation")
        if interest.to_on is None or interest.to_on >= today():
            interest.to_on = max(today() - timedelta(days=1), interest.from_on)


def _may(actor: Actor, organisation_id: int) -> bool:
    return actor.is_(Role.SECRETARIAT) or (
        actor.is_(Role.MEMBER) and actor.organisation_id == organisation_id
    )
