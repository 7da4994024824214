"""From where on an institution hears of what it was sent, as a condition on events.

`app/concerns/page/history_start.py` is the same for the history of one case.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, true
from sqlalchemy.orm import aliased

from app.concerns.transmissions import Transmission
from app.concerns.visibility import sent_to
from app.core.actor import Actor
from app.process.models import Event
from workflows.recommendation import RECOMMENDATION, Do
from workflows.roles import CaseRole, Role

_LATER = aliased(Event)


def since_sent_to(actor: Actor) -> ColumnElement[bool]:
    """For who answers: that the event came with what they were sent, or after it. Others hear of all that is public.

    What became of it with who had it before is not theirs to know, nor what was sent to others.
    """
    if not actor.is_(Role.MINISTRY, Role.AGENCY) or actor.is_(Role.COORDINATOR):
        return true()
    sent = exists().where(
        Transmission.concern_id == Event.concern_id, Transmission.at <= Event.at, sent_to(actor)
    )
    passed_on = _LATER.do == Do.READDRESS
    if actor.is_(Role.MINISTRY):  # it stays with who answers for all state institutions
        passed_on = and_(passed_on, _LATER.standing != CaseRole.MINISTRY)
    came_later = exists().where(
        _LATER.concern_id == Event.concern_id,
        _LATER.recommendation_id == Event.recommendation_id,
        _LATER.number > Event.number,
        _LATER.machine == RECOMMENDATION.name,
        or_(_LATER.do == Do.TRANSMIT, passed_on),
    )
    return and_(sent.correlate(Event), ~came_later.correlate(Event))
