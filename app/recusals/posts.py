"""The posts of rapporteur and second reader: nobody holds one who cannot act."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.rights.effects import posts_end_by
from app.concerns.access import Case, load_recommendations
from app.concerns.clocks import Ledger
from app.concerns.listing import update_listing
from app.concerns.models import Concern
from app.concerns.periods import load_calendar
from app.concerns.steps import CaseStep
from app.core.time import local_day, now
from app.deadlines.recompute import NOBODY
from app.notifications.queue import people_of, queue_notices
from app.process import history
from app.process.data import Decision
from app.process.effects import StepEffects
from workflows.concern import CONCERN, ConcernAction, Stage
from workflows.notifications import Topic
from workflows.roles import CaseRole, Owner, Role
from workflows.streams import Stream
from workflows.voting import Did

effects = StepEffects()
# while anything may be asked of them; of what has ended they stand on the record
READ = (
    Stage.INFORMATION,
    Stage.REVIEW,
    Stage.FACT_CHECK,
    Stage.DELIBERATION,
    Stage.JOINED,
    Stage.ADOPTED,
    Stage.RESPONSE,
    Stage.FOLLOW_UP,
)


def free_posts(session: Session, concern: Concern, whose: ColumnElement[bool]) -> bool:
    """The posts of these people in the locked concern are free from now on; whether any of them held one."""
    freed = False
    for post in ("rapporteur_id", "second_reader_id"):
        held_by: int | None = getattr(concern, post)
        if held_by is not None and session.scalar(select(Person.id).where(Person.id == held_by, whose)):
            setattr(concern, post, None)
            concern.version += 1
            freed = True
    return freed


def end_posts(session: Session, person: Person) -> None:
    """This person can act no more: the posts are free, and the chair, who names another, is told. No commit."""
    session.flush()
    held = or_(Concern.rapporteur_id == person.id, Concern.second_reader_id == person.id)
    concerns = session.scalars(
        select(Concern).where(held, Concern.stage.in_(READ)).order_by(Concern.id).with_for_update()
    ).all()
    at = now()
    for concern in concerns:
        free_posts(session, concern, Person.id == person.id)
        case = Case(NOBODY, concern, load_recommendations(session, concern.id))
        event = history.note(
            session,
            concern.id,
            None,
            by=None,
            at=at,
            standing=CaseRole.SYSTEM,
            machine=Stream.VOTE,
            do=Did.POST_ENDED,
            who=person.name,
        )
        queue_notices(session, event, people_of(session, case, None, [Owner.CHAIR]), Topic.MOVE)
        update_listing(session, case, Ledger.of(session, concern, load_calendar(session, local_day(at))))


posts_end_by(end_posts)


@effects.before(CONCERN, ConcernAction.REOPEN)
def free_of_who_left(context: CaseStep, _data: Decision) -> None:
    """What had ended keeps the names; opened again, nobody holds a post who could not act."""
    member = Person.roles.any(name=Role.MEMBER.value)
    free_posts(context.session, context.concern, or_(~Person.active, ~member))
