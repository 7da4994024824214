"""What the steps of a case do to one-time links: they end with what they were sent for, and are wanted."""

from __future__ import annotations

from sqlalchemy import ColumnElement, literal, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Organisation
from app.accounts.queries import people_of, who_holds
from app.answers.models import AnswerLink, LinkMail
from app.concerns.steps import CaseStep
from app.concerns.visibility import STATE_KINDS
from app.notifications.queue import notify
from app.process.effects import StepEffects
from app.process.models import Ended
from app.process.pending import end
from workflows.concern import CONCERN, ConcernAction, Stage
from workflows.recommendation import OWED, RECOMMENDATION, RecommendationAction
from workflows.roles import CaseRole, Role

effects = StepEffects()


@effects.after(RECOMMENDATION, *RecommendationAction)
def look_after_links(context: CaseStep, _data: object) -> None:
    """A link ends with what it was sent for; who sends links hears of what is owed where nobody has an account."""
    rec, event = context.rec, context.event
    over = or_(
        AnswerLink.source != rec.state.value,
        AnswerLink.organisation_id != rec.addressee_id,
        literal(rec.disclaimed),
    )
    _end(context, AnswerLink.recommendation_id == rec.id, AnswerLink.machine == RECOMMENDATION.name, over)
    by_link = context.standing is CaseRole.ADDRESSEE and not context.actor.person_id
    moved = event is not None and event.source != event.target
    if (
        rec.state in OWED
        and not rec.disclaimed
        and (moved or by_link or context.do == RecommendationAction.READDRESS)
    ):
        _notify_sender(context, rec.addressee_id, LinkMail.WANTED, rec.id)


@effects.after(CONCERN, ConcernAction.CHECK_FACTS)
def notify_of_fact_check(context: CaseStep, _data: object) -> None:
    """Errors of fact, too, come by a link where nobody has an account."""
    asked = context.concern.fact_check_addressee_id
    if asked is not None:
        _notify_sender(context, asked, LinkMail.FACTS_WANTED, context.concern.id)


@effects.after(CONCERN, *{step.do for source, step in CONCERN if source == Stage.FACT_CHECK})
def end_with_fact_check(context: CaseStep, _data: object) -> None:
    """Afterwards nothing of it may be sent any more."""
    _end(context, AnswerLink.concern_id == context.concern.id, AnswerLink.machine == CONCERN.name)


def _end(context: CaseStep, *these: ColumnElement[bool]) -> None:
    for link in context.session.scalars(select(AnswerLink).where(AnswerLink.ended.is_(None), *these)):
        end(link, Ended.STALE, context.at)


def _notify_sender(context: CaseStep, organisation_id: int, kind: LinkMail, about: int) -> None:
    session, asked = context.session, context.session.get_one(Organisation, organisation_id)
    if answers_with_account(session, asked.id):
        return
    senders = who_holds(session, Role.MINISTRY) if asked.kind in STATE_KINDS else set()
    notify(session, kind, about, people=senders or who_holds(session, Role.SECRETARIAT))


def answers_with_account(session: Session, organisation_id: int) -> bool:
    """Whether somebody of the organisation has an account with which it answers."""
    return bool(people_of(session, organisation_id, Role.AGENCY, Role.MINISTRY))
