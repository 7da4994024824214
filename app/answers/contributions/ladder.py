"""The date of a request: its ladder is climbed for the agency that owes and the ministry that asks, and nobody else."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session

from app.answers.record import note
from app.cases.answering import AnswerLink, ContributionRequest
from app.cases.dated import Dates
from app.cases.models import Concern
from app.core.time import now
from app.people.post import heads_of, people_of, post
from workflows.contribution import CONTRIBUTION, TOLD, State
from workflows.ladder import Act, Audience
from workflows.periods import Rule
from workflows.standing import Role, Standing

RUNG = "contribution_rung_"


class RungMail(StrEnum):
    """Mails of the rungs, one for each act."""

    REMIND = "contribution_rung_remind"
    LATE = "contribution_rung_late"
    TO_HEAD = "contribution_rung_to_head"
    ESCALATE = "contribution_rung_escalate"
    TO_AGENDA = "contribution_rung_to_agenda"
    TO_MINISTER = "contribution_rung_to_minister"
    LINK_AGAIN = "link_again"  # a reminder to an address without an account


class RequestDates(Dates[ContributionRequest]):
    """What an agency is asked for, by a date before the ministry's own."""

    table, locks, told = ContributionRequest, Concern, TOLD

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

    def is_urgent(self, session: Session, row: ContributionRequest) -> bool:
        """As its concern is."""
        return session.get_one(Concern, row.concern_id).urgent

    def name_of(self, session: Session, row: ContributionRequest) -> str:
        """By its concern."""
        return session.get_one(Concern, row.concern_id).reference

    def note(self, session: Session, row: ContributionRequest, do: str, **said: Any) -> None:
        """In the concern's history, where the ministry alone reads it."""
        note(
            session,
            row.concern_id,
            row.recommendation_id,
            CONTRIBUTION.name,
            do,
            actor=None,
            organisation_id=None,
            standing=Standing.SYSTEM,
            owner=row.by_organisation_id,
            source=str(said.pop("before", "")),
            target=str(said.pop("after", "")),
            request=row.public_id,
            agency=row.agency_id,
            rule=Rule.CONTRIBUTION.value,
            **said,
        )

    def tell(
        self, session: Session, row: ContributionRequest, act: Act, told: frozenset[Audience], key: str
    ) -> None:
        """Mails to people with an account; a reminder goes to who answers by a link, too."""
        people: set[int] = set()
        if Audience.OWING in told:
            people |= people_of(session, row.agency_id, Role.AGENCY)
            tell_links(session, row, key)
        if Audience.HEAD in told:
            people |= heads_of(session, row.agency_id, Role.AGENCY)
        if Audience.ASKER in told:
            people |= people_of(session, row.by_organisation_id, Role.MINISTRY)
        if Audience.MINISTER in told:
            people |= heads_of(session, row.by_organisation_id, Role.MINISTRY)
        post(session, RungMail(f"{RUNG}{act}"), row.id, people=people, key=key)


def tell_links(session: Session, row: ContributionRequest, key: str = "") -> None:
    """The link once more to each address that may still answer by one."""
    links = session.execute(
        select(AnswerLink.id, AnswerLink.email).where(
            AnswerLink.request_id == row.id,
            AnswerLink.used_at.is_(None),
            AnswerLink.revoked_at.is_(None),
            AnswerLink.expires_at > now(),
        )
    )
    for link in links:
        post(session, RungMail.LINK_AGAIN, link.id, address=link.email, key=key and f"{key}-link-{link.id}")


DATES = RequestDates()
