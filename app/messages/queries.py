"""Who reads a message, and who has not yet read that there is one."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.accounts.queries import actors
from app.concerns.access import Case
from app.concerns.records import Channel
from app.concerns.recusals import Declaration, chair_is_out, recused
from app.core.actor import Actor
from app.notifications.models import Notification
from app.process.models import Event
from workflows.permissions import Right
from workflows.roles import CaseRole, Role
from workflows.streams import Stream

SAID = {Channel.GROUP: "said_in_group", Channel.EXCHANGE: "said_in_exchange"}


_DECLARED = select(Declaration.person_id).where(Declaration.concern_id == bindparam("concern"))
_TOLD = (
    select(Notification.person_id, Event.params)
    .join(Event, Event.id == Notification.event_id)
    .where(Notification.person_id.in_(bindparam("people", expanding=True)), Notification.read_at.is_(None))
    .where(Event.concern_id == bindparam("concern"), Event.do == bindparam("do"))
    .where(Event.machine == Stream.RECORD)
)


def readers(session: Session, case: Case, channel: Channel, institution: int | None) -> set[int]:
    """Ids of those with an account who may read what is said here: as their page shows it, for each of them."""
    concern = case.concern.id
    out = recused(session, concern)
    declared = set(session.scalars(_DECLARED, {"concern": concern}))
    chair_out = chair_is_out(session, concern)

    def own(actor: Actor) -> Case:
        made = Case(
            actor,
            case.concern,
            case.all_recommendations,
            declared=actor.person_id in declared or not actor.is_(Role.MEMBER),
            chair_out=chair_out and actor.is_(Role.SECRETARIAT),
            recused=out.holds(actor.organisation_id, actor.person_id),
            named_to_send=case.named_to_send,
            sender_there=case.sender_there,
            sent_title=case.sent_title,
        )
        made.asked, made.condition = case.asked, case.condition  # the same for all of them
        return made

    return set(_hearing(map(own, actors(session)), channel, institution))


def _hearing(
    cases: Iterator[Case],
    channel: Channel,
    institution: int | None,
) -> Iterator[int]:
    """As `visible` and the page of the case decide it."""
    right = Right.DISCUSS if channel is Channel.GROUP else Right.EXCHANGE
    for own in cases:
        actor = own.actor
        if not {Right.READ, right} <= own.rights:
            continue
        whole = channel is Channel.GROUP or Right.DRAFTS in own.rights or CaseRole.COORDINATOR in own.standing
        if whole or institution in {rec.addressee_id for rec in own.recommendations}:
            yield actor.person_id


def aware(
    session: Session, case: Case, people: Collection[int], channel: Channel, institution: int | None
) -> set[int]:
    """Those of them to whom an unread notice tells of this thread: one is enough, until it is read."""
    given = {"people": list(people), "concern": case.concern.id, "do": SAID[channel]}
    told = session.execute(_TOLD, given)
    return {row.person_id for row in told if row.params["institution"] == institution}
