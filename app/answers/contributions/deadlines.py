"""The date of a request: it escalates to the agency that owes and the ministry that asks, and to nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from app.accounts.queries import heads_of, people_of
from app.answers.models import AnswerLink, ContributionRequest, LinkMail
from app.concerns.models import Concern, Recommendation
from app.concerns.periods import due_by, load_calendar
from app.core.time import now, today
from app.deadlines.request_dates import Dates
from app.notifications.queue import notify
from app.process import history
from app.process.pending import waits
from workflows.contribution import AUDIENCES, CONTRIBUTION, MARGIN, State, kept_before, last_chosen, last_day
from workflows.escalation import Audience
from workflows.periods import Period, Rule
from workflows.recommendation import State as RecommendationState
from workflows.roles import CaseRole, Role
from workflows.workdays import Calendar


class RequestDates(Dates[ContributionRequest]):
    """What an agency is asked for, by a date before the ministry's own."""

    table, locks, audiences = ContributionRequest, Concern, AUDIENCES

    def owed(self, rule: Rule | None = None) -> ColumnElement[bool]:
        """Asked for and not given."""
        asked = ContributionRequest.state == State.ASKED
        return asked if rule in (None, Rule.CONTRIBUTION) else false()

    def rule_of(self, row: ContributionRequest) -> Rule:
        """There is one."""
        return Rule.CONTRIBUTION

    def with_lock(self, query: Any) -> Any:
        """The concern's row is locked."""
        return query.join(Concern, Concern.id == ContributionRequest.concern_id)

    def compute(
        self,
        session: Session,
        row: ContributionRequest,
        calendar: Calendar,
        periods: Mapping[bool, Period] | None = None,
    ) -> date:
        """Before the asker's own date, however long the rule."""
        found = super().compute(session, row, calendar, periods)
        return kept_before(found, row.not_after, row.started_on, calendar)

    def reaches(self, day: date) -> ColumnElement[bool]:
        """Where a day off keeps it before its last day, the end of that day off gives it back."""
        return or_(super().reaches(day), ContributionRequest.not_after >= day)

    def begin(self, session: Session, row: ContributionRequest, until: date | None = None) -> None:
        """It stays before its asker's own date."""
        own = own_date(session.get_one(Recommendation, row.recommendation_id))
        calendar = load_calendar(session, today())
        chosen = last_chosen(own, today(), calendar)
        row.not_after = chosen if until else last_day(own, today(), MARGIN, calendar)
        super().begin(session, row, until)

    def is_urgent(self, session: Session, row: ContributionRequest) -> bool:
        """As its concern is."""
        return session.get_one(Concern, row.concern_id).urgent

    def name_of(self, session: Session, row: ContributionRequest) -> str:
        """By its concern."""
        return session.get_one(Concern, row.concern_id).reference

    def note(self, session: Session, row: ContributionRequest, do: str, **said: Any) -> Mapping[str, int]:
        """In the concern's history, where the ministry alone reads it."""
        event = history.note(
            session,
            row.concern_id,
            row.recommendation_id,
            by=None,
            at=now(),
            standing=CaseRole.SYSTEM,
            machine=CONTRIBUTION.name,
            do=do,
            owner=row.by_organisation_id,
            source=str(said.pop("before", "")),
            target=str(said.pop("after", "")),
            request=row.public_id,
            agency=row.agency_id,
            rule=Rule.CONTRIBUTION.value,
            **said,
        )
        return {"concern_id": event.concern_id, "event_id": event.id, "request_id": row.id}

    def recipients(
        self, session: Session, row: ContributionRequest, audiences: frozenset[Audience]
    ) -> set[int]:
        """The agency, who leads it, the ministry, who leads that."""
        people: set[int] = set()
        if Audience.OWING in audiences:
            people |= people_of(session, row.agency_id, Role.AGENCY)
        if Audience.HEAD in audiences:
            people |= heads_of(session, row.agency_id, Role.AGENCY)
        if Audience.ASKER in audiences:
            people |= people_of(session, row.by_organisation_id, Role.MINISTRY)
        if Audience.MINISTER in audiences:
            people |= heads_of(session, row.by_organisation_id, Role.MINISTRY)
        return people

    def notify_others(
        self, session: Session, row: ContributionRequest, audiences: frozenset[Audience], key: str
    ) -> None:
        """A reminder goes to who answers by a link, too."""
        if Audience.OWING in audiences:
            notify_links(session, row, key)


def proposed_due(session: Session, urgent: bool, main_due: date | None) -> date:
    """By the rule, and some days before the asker's own date where that comes first; never today."""
    day = today()
    calendar = load_calendar(session, day)
    found = due_by(session, Rule.CONTRIBUTION, day, urgent=urgent)
    return kept_before(found, last_day(main_due, day, MARGIN, calendar), day, calendar)


def own_date(rec: Recommendation) -> date | None:
    """The asker's; none while its time stands still and the date of the case is somebody else's."""
    return rec.due_on if rec.state is RecommendationState.AWAITING else None


def notify_links(session: Session, row: ContributionRequest, key: str = "") -> None:
    """The link once more to each address that may still answer by one."""
    links = session.execute(
        select(AnswerLink.id, AnswerLink.email).where(
            AnswerLink.request_id == row.id,
            waits(AnswerLink),
        )
    )
    for link in links:
        notify(session, LinkMail.AGAIN, link.id, address=link.email, key=key and f"{key}-link-{link.id}")


DATES = RequestDates()
