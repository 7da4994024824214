"""Escalation runs: the levels that have come are taken, one concern in each transaction, each exactly once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.models import Organisation, Person
from app.accounts.queries import who_holds
from app.concerns.access import Case, find, load_recommendations
from app.concerns.models import Concern, Recommendation
from app.concerns.periods import load_calendar
from app.concerns.records import Clock, ClockState, Escalated
from app.concerns.visibility import STATE_KINDS
from app.core.db import db, unit_of_work
from app.core.refusals import NotFound
from app.core.time import ZONE, now
from app.deadlines.mails import remind_by_mail
from app.deadlines.models import Escalation, escalation_rules
from app.deadlines.recompute import NOBODY
from app.deadlines.request_dates import escalate_dated
from app.formal_letters.service import draft_letter
from app.notifications.queue import people_of, queue_notices
from app.process import history
from app.process.models import Event
from workflows.escalation import (
    CLOSES,
    OPENS,
    Audience,
    EscalationAct,
    EscalationLevel,
    EscalationRule,
    audience,
    in_hours,
    levels_due,
    next_day,
    pause_ends_patience,
)
from workflows.notifications import Topic
from workflows.periods import FOLLOW_UP_REVIEWS, Rule
from workflows.roles import CaseRole, Kind, Owner, Role
from workflows.streams import Stream
from workflows.workdays import ONE_DAY, Calendar

INSTITUTIONS = (Owner.ADDRESSEE, Owner.MINISTRY)
ASKS = frozenset({EscalationAct.ESCALATE, EscalationAct.PAUSED})
WRITES = frozenset({EscalationAct.HEAD, EscalationAct.ESCALATE, EscalationAct.AGENDA, EscalationAct.MINISTER})


def run_escalations() -> bool:
    """Take what is due in one concern, or of one request; False when nothing is, or outside working hours.

    Any number may run at once.
    """
    at = now()
    local = at.astimezone(ZONE)
    if not OPENS <= local.time() < CLOSES:
        return False
    day = local.date()
    calendar = load_calendar(db.session(), day)
    db.session.rollback()
    if not in_hours(local, calendar):
        return False
    return _escalate_clocks(at, day, calendar) or escalate_dated(day, calendar)


def _escalate_clocks(at: datetime, day: date, calendar: Calendar) -> bool:
    waits = db.session.scalar(select(Clock.id).where(Clock.next_check_on <= day).limit(1))
    db.session.rollback()
    if waits is None:
        return False
    with unit_of_work() as session:
        concern = session.scalars(
            select(Concern)
            .join(Clock, Clock.concern_id == Concern.id)
            .where(Clock.next_check_on <= day)
            .order_by(Clock.next_check_on, Clock.id)
            .limit(1)
            .with_for_update(of=Concern, skip_locked=True)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if concern is None:
            return False
        escalate_concern(session, concern, at, calendar)
    return True


def escalate_concern(session: Session, concern: Concern, at: datetime, calendar: Calendar) -> None:
    """Take every level of this concern that has come. The transaction is open and the concern's row locked."""
    day = at.astimezone(ZONE).date()
    case = Case(NOBODY, concern, load_recommendations(session, concern.id))
    of_rules = escalation_rules(session)
    by_id = {rec.id: rec for rec in case.all_recommendations}
    clocks = session.scalars(
        select(Clock)
        .where(Clock.concern_id == concern.id, Clock.next_check_on <= day)
        .order_by(Clock.id)
        .execution_options(populate_existing=True)
    )
    for clock in clocks.all():
        rec = by_id.get(clock.recommendation_id) if clock.recommendation_id else None
        _EscalationRun(session, case, clock, rec, at, day, calendar, of_rules[clock.rule]).check()


class _EscalationRun:
    """One clock, checked once."""

    def __init__(
        self,
        session: Session,
        case: Case,
        clock: Clock,
        rec: Recommendation | None,
        at: datetime,
        day: date,
        calendar: Calendar,
        escalation_rule: EscalationRule,
    ) -> None:
        self.session, self.case, self.clock, self.rec = session, case, clock, rec
        self.at, self.day, self.calendar, self.escalation_rule = at, day, calendar, escalation_rule
        # the Group's own dates are its own business, also where the coordinator sees the case
        self.outside = clock.outside and rec is not None

    def check(self) -> None:
        """Take what has come, and note when to check again."""
        clock = self.clock
        if clock.mediated_until is not None and clock.mediated_until < self.day:
            self._end_mediation()
        if clock.state is ClockState.PAUSED:
            self._check_pause()
        else:
            self._check_date()
        if clock.mediated_until is not None:
            again = clock.mediated_until + ONE_DAY
            clock.next_check_on = min(clock.next_check_on, again) if clock.next_check_on else again

    def _check_date(self) -> None:
        clock = self.clock
        assert clock.due_on is not None  # it runs
        when = self.escalation_rule, clock.due_on, clock.set_on, self.day
        come = levels_due(*when, clock.escalation_level, self.calendar)
        if come:
            self._take(come)
        clock.next_check_on = next_day(*when, clock.escalation_level, self.calendar)

    def _check_pause(self) -> None:
        clock = self.clock
        assert clock.paused_since is not None
        ends = (
            pause_ends_patience(self.escalation_rule, clock.paused_since)
            if clock.escalation_level is None
            else None
        )
        if ends is not None and ends <= self.day:
            self._take([EscalationLevel(self.escalation_rule.pause, EscalationAct.PAUSED)])
            ends = None
        clock.next_check_on = ends

    def _end_mediation(self) -> None:
        """The day that the coordinator gave the talks has passed: the decision is asked for again."""
        clock = self.clock
        assert clock.mediated_until is not None
        key = f"mediated-{clock.id}-{clock.version}-{clock.mediated_until}"
        clock.mediated_until = None
        self._ask_coordinator(EscalationAct.MEDIATED)
        event = self._note(EscalationLevel(0, EscalationAct.MEDIATED))
        queue_notices(self.session, event, self._recipients({EscalationAct.MEDIATED}), Topic.DATE, key=key)

    def _take(self, come: Sequence[EscalationLevel]) -> None:
        """The highest of them stands for all: one event, one notice for each person."""
        clock, rec, top = self.clock, self.rec, come[-1]
        acts = {level.act for level in come}
        clock.escalation_level = top.day
        if EscalationAct.AGENDA in acts:
            clock.on_agenda = True
        if rec is not None and self.outside:
            if acts & ASKS and clock.owner is not Owner.COORDINATOR:
                self._ask_coordinator(top.act)
            if top.act in WRITES and clock.owner in INSTITUTIONS:
                draft_letter(self.session, clock, rec, top.act, self.at)
        event = self._note(top)
        key = f"escalation-{clock.id}-{clock.version}-{top.day}"
        queue_notices(self.session, event, self._recipients(acts), Topic.DATE, key=key)
        if clock.owner in INSTITUTIONS and Audience.OWING in self._audience(acts):
            remind_by_mail(self.session, clock, self.case.concern, rec, key)

    def _ask_coordinator(self, act: EscalationAct) -> None:
        clock = self.clock
        if clock.escalation is Escalated.OPEN:
            return
        clock.escalation = Escalated.OPEN
        self.session.add(
            Escalation(
                clock_id=clock.id,
                recommendation_id=clock.recommendation_id,
                act=act,
                due_on=clock.due_on,
                opened_at=self.at,
            )
        )

    def _note(self, top: EscalationLevel) -> Event:
        clock = self.clock
        return history.note(
            self.session,
            clock.concern_id,
            clock.recommendation_id,
            by=None,
            at=self.at,
            standing=CaseRole.SYSTEM,
            machine=Stream.CLOCK,
            do=top.act.value,
            public=self.outside,
            rule=clock.rule.value,
            days=top.day,
        )

    def _audience(self, acts: Collection[EscalationAct]) -> frozenset[Audience]:
        return audience(
            acts,
            coordinator_sees=self.outside,
            institution_owes=self.clock.owner in INSTITUTIONS,
            under_minister=self.rec is not None and self.rec.addressee.kind in STATE_KINDS,
        )

    def _recipients(self, acts: Collection[EscalationAct]) -> set[int]:
        clock, audiences = self.clock, self._audience(acts)
        owners = set()
        if Audience.OWING in audiences:
            owners.add(clock.owner)
            if clock.owner is Owner.GROUP and clock.rule is Rule.VERIFICATION:
                owners.add(Owner.RAPPORTEUR)
        if Audience.COORDINATOR in audiences:
            owners.add(Owner.COORDINATOR)
        if Audience.CONVENERS in audiences:
            owners.update({Owner.CHAIR, Owner.SECRETARIAT})
        if Owner.COORDINATOR in owners and not who_holds(self.session, Role.COORDINATOR):
            owners.update({Owner.CHAIR, Owner.SECRETARIAT})  # the seat is empty
        people = people_of(self.session, self.case, self.rec, owners)
        if Audience.OWING in audiences and clock.rule in FOLLOW_UP_REVIEWS:
            people |= self._of(Person.organisation_id == clock.organisation_id)  # it reviews again
        if Audience.HEAD in audiences:
            people |= self._heads(clock.organisation_id)
        if Audience.MINISTER in audiences:
            people |= self._heads(None)
        return people

    def _of(self, condition: ColumnElement[bool]) -> set[int]:
        return set(self.session.scalars(select(Person.id).where(Person.active, condition)))

    def _heads(self, organisation: int | None) -> set[int]:
        """Who leads the organisation, or the ministry, and has an account that sees the case."""
        which = Organisation.id == organisation if organisation else Organisation.kind == Kind.MINISTRY
        rows = self.session.scalars(
            select(Person)
            .join(Person.organisation)
            .where(Person.active, Person.leads, which)
            .options(joinedload(Person.organisation), selectinload(Person.roles))
        )
        return {person.id for person in rows if self._sees(person)}

    def _sees(self, person: Person) -> bool:
        try:
            find(self.session, person.as_actor(), self.case.concern.public_id)
        except NotFound:
            return False
        return True
