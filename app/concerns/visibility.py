"""What exists for a person, as conditions on rows: every list, count and search stands on these."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    literal,
    null,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import False_, Label

from app.accounts.models import Organisation
from app.concerns.models import Concern, Recommendation
from app.concerns.records import Transmission
from app.concerns.recusals import Declaration, Recusal, in_force
from app.core.actor import Actor
from app.core.db import fixed_each
from app.process.models import Event
from workflows.concern import CONCERN, ConcernAction, Stage
from workflows.permissions import DECIDED_ON
from workflows.recommendation import State
from workflows.roles import OUTSIDERS, Kind, Level, Role

STATE_KINDS = frozenset({Kind.MINISTRY, Kind.STATE_AGENCY})
_AWAITS_DECLARATION = (Stage.REVIEW, Stage.FACT_CHECK, Stage.DELIBERATION)
UNSENT = frozenset({State.DRAFTED, State.ADOPTED, State.DROPPED})

# made once: a second name for a table of sixty columns is no small thing on every request
_SENT_TO, _CHECKED, _STATE = aliased(Recommendation), aliased(Concern), aliased(Organisation)


def visible(actor: Actor, *, first: bool = False) -> ColumnElement[bool]:
    """The concerns that exist for this person, as a condition on Concern. The policy's READ, as SQL.

    `first` is for lists that nothing else narrows: what is addressed to an institution is then a set of ids, with which
    a database can begin; otherwise it is asked of each concern that is found.
    """
    seen = and_(any_of([_inside(actor), _outside(actor)]), *not_recused(actor))
    if actor.is_(Role.AGENCY):
        # a recused member that something is addressed to answers it like any other addressee
        seen = any_of([seen, _addressed(actor.organisation_id, first=first)])
    return and_(Concern.stage != Stage.DISCARDED, seen)


def any_of(conditions: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    """That one of them holds. One that never does is left out: SQLite uses no index beside it."""
    possible = [condition for condition in conditions if not isinstance(condition, False_)]
    return or_(*possible) if possible else false()


def inside(actor: Actor) -> ColumnElement[bool]:
    """The concerns that the person sees from inside: not the extract alone, or nothing but what it is about."""
    seen = _inside(actor)
    return seen if isinstance(seen, False_) else and_(seen, *not_recused(actor))


def _inside(actor: Actor) -> ColumnElement[bool]:
    seen: list[ColumnElement[bool]] = []
    if actor.is_(Role.SECRETARIAT):
        seen.append(Concern.stage != Stage.DRAFT)
    if actor.is_(Role.MEMBER):
        seen.append(Concern.filer_organisation_id == actor.organisation_id)
        if actor.is_(Role.CHAIR):
            seen.append(Concern.stage != Stage.DRAFT)
        else:
            circle = or_(
                Concern.level != Level.RESTRICTED,
                Concern.stage.in_(fixed_each(DECIDED_ON)),
                Concern.voting == true(),
                Concern.rapporteur_id == actor.person_id,
                Concern.second_reader_id == actor.person_id,
            )
            seen.append(and_(Concern.stage != Stage.DRAFT, circle))
    return any_of(seen)


def opened(actor: Actor) -> ColumnElement[bool]:
    """Of those, the concerns whose texts are open to the person: the policy's DRAFTS, as SQL."""
    if not actor.is_(Role.MEMBER):
        return inside(actor)
    own = Concern.filer_organisation_id == actor.organisation_id
    return and_(inside(actor), or_(own, declared(actor)))


def undeclared(actor: Actor) -> ColumnElement[bool]:
    """Those on which the person has first to say whether there is a conflict of interest: `Case.undeclared`, as SQL."""
    if not actor.is_(Role.MEMBER):
        return false()
    others = Concern.filer_organisation_id != actor.organisation_id
    return and_(inside(actor), others, ~declared(actor))


def to_declare(actor: Actor) -> ColumnElement[bool]:
    """Of those, the concerns that the Group is about to decide on: there everybody's word is waited for."""
    return and_(
        undeclared(actor), or_(Concern.stage.in_(fixed_each(_AWAITS_DECLARATION)), Concern.voting == true())
    )


def declared(actor: Actor) -> ColumnElement[bool]:
    """That the person has said that there is no conflict of interest."""
    return exists().where(Declaration.concern_id == Concern.id, Declaration.person_id == actor.person_id)


def _outside(actor: Actor) -> ColumnElement[bool]:
    """What is seen from outside but for what is addressed to the person's own institution."""
    seen: list[ColumnElement[bool]] = []
    sent = Concern.transmitted_at.is_not(None)
    if actor.is_(Role.MINISTRY):
        seen.append(Concern.through_ministry.is_(true()))
    if actor.is_(Role.COORDINATOR):
        told = and_(Concern.urgent, Concern.coordinator_told, Concern.stage != Stage.DRAFT)
        seen.append(or_(sent, told))
    if actor.is_(Role.OBSERVER):
        seen.append(and_(sent, Concern.level == Level.SHARED))
    return any_of(seen)


def _addressed(organisation: int, *, first: bool) -> ColumnElement[bool]:
    """Concerns that an institution is asked to answer, or to check the facts of."""
    sent_to, checked = _SENT_TO, _CHECKED
    sent = select(sent_to.concern_id).where(
        sent_to.addressee_id == organisation,
        sent_to.transmitted_at.is_not(None),
        sent_to.state.not_in(fixed_each(UNSENT)),
        sent_to.disclaimed.is_(False),
    )
    if first:
        asked = select(checked.id).where(
            checked.fact_check_addressee_id == organisation, checked.stage == Stage.FACT_CHECK
        )
        return Concern.id.in_(union(sent, asked))
    return or_(
        sent.where(sent_to.concern_id == Concern.id).exists(),
        and_(Concern.stage == Stage.FACT_CHECK, Concern.fact_check_addressee_id == organisation),
    )


def visible_recommendations(actor: Actor, *, drafts: bool = True) -> ColumnElement[bool]:
    """Of concerns that are visible, the recommendations that exist for this person: `Case.shows`, as SQL.

    Without `drafts`, only those that were sent.
    """
    if not actor.is_(*OUTSIDERS):
        return opened(actor)  # whoever reads a concern from inside sees all of them
    sent = and_(Recommendation.transmitted_at.is_not(None), Recommendation.state.not_in(fixed_each(UNSENT)))
    seen = [answered_by(actor)]
    if actor.is_(Role.COORDINATOR):
        told = and_(Concern.urgent, Concern.coordinator_told)
        seen.append(and_(or_(Concern.transmitted_at.is_not(None), told), *not_recused(actor)))
    if actor.is_(Role.OBSERVER):
        shared = and_(Concern.transmitted_at.is_not(None), Concern.level == Level.SHARED)
        seen.append(and_(shared, *not_recused(actor)))
    shown = [opened(actor), and_(sent, any_of(seen))]
    if drafts:
        shown.append(
            and_(
                Concern.stage == Stage.FACT_CHECK,
                Recommendation.state == State.DRAFTED,
                Recommendation.addressee_id == Concern.fact_check_addressee_id,
                _asked_for_facts(actor),
            )
        )
    return any_of(shown)


def told(actor: Actor) -> ColumnElement[bool]:
    """Of concerns that are visible, the events that a person hears of; with the event's recommendation, if any.

    Who reads from inside hears of everything, as well before declaring that there is no conflict of interest; others of
    what is public, and in a fact check of that, where they see the recommendation. That an urgent concern was filed
    the coordinator hears at once, where the filer agreed.
    """
    asked = and_(Concern.stage == Stage.FACT_CHECK, _asked_for_facts(actor))
    shown = or_(Event.recommendation_id.is_(None), visible_recommendations(actor))
    heard = [inside(actor), and_(or_(Event.public == true(), asked), shown)]
    if actor.is_(Role.COORDINATOR):
        filed = and_(Event.machine == CONCERN.name, Event.do == ConcernAction.SUBMIT)
        heard.append(and_(filed, Concern.urgent, Concern.coordinator_told, *not_recused(actor)))
    return any_of(heard)


def answered_by(actor: Actor) -> ColumnElement[bool]:
    """The recommendations that this person answers: an institution its own, the ministry those of all state ones."""
    theirs: list[ColumnElement[bool]] = []
    if actor.is_(Role.MINISTRY):
        theirs.append(Recommendation.addressee_id.in_(state_organisations()))
    if actor.is_(Role.AGENCY):
        own = Recommendation.addressee_id == actor.organisation_id
        theirs.append(and_(own, Recommendation.disclaimed.is_(False)))
    return any_of(theirs)


def sent_to(actor: Actor) -> ColumnElement[bool]:
    """What this person was sent: an institution its own, the ministry that of every state one, the others all."""
    if actor.is_(Role.COORDINATOR):
        return true()
    theirs: list[ColumnElement[bool]] = []
    if actor.is_(Role.AGENCY):
        theirs.append(Transmission.addressee_id == actor.organisation_id)
    if actor.is_(Role.MINISTRY):
        theirs.append(Transmission.addressee_id.in_(state_organisations()))
    if actor.is_(Role.OBSERVER):
        theirs.append(Concern.level == Level.SHARED)
    return any_of(theirs)


def sent_title(actor: Actor) -> ColumnElement[Any]:
    """The title of what this person was sent last of a concern; NULL for none."""
    if not actor.is_(*OUTSIDERS):
        return null()
    return (
        select(Transmission.title)
        .where(Transmission.concern_id == Concern.id, sent_to(actor))
        .order_by(Transmission.id.desc())
        .limit(1)
        .correlate(Concern)
        .scalar_subquery()
    )


def reads_inside(actor: Actor) -> ColumnElement[bool]:
    """Where the person reads what was filed, and not the extract alone; for concerns that are visible to them."""
    if not actor.is_(*OUTSIDERS):
        return literal(True)
    reads = inside(actor)
    if actor.is_(Role.COORDINATOR):
        reads = or_(reads, and_(Concern.urgent == true(), Concern.coordinator_told == true()))
    return reads


def title_for(actor: Actor) -> Label[Any]:
    """The title, or that of the extract; NULL where there is none yet, as in a fact check."""
    if not actor.is_(*OUTSIDERS):
        return Concern.title.label("title")
    return case((reads_inside(actor), Concern.title), else_=sent_title(actor)).label("title")


def kept(actor: Actor) -> ColumnElement[bool]:
    """The concerns of which the person keeps what was sent once, whatever has become of them since."""
    sent = exists().where(Transmission.concern_id == Concern.id, sent_to(actor)).correlate(Concern)
    return and_(sent, *not_recused(actor))


def state_organisations() -> Select[int]:
    """Ids of the ministry and of the state institutions, for which it answers."""
    return select(_STATE.id).where(_STATE.kind.in_(fixed_each(STATE_KINDS)))


def _asked_for_facts(actor: Actor) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = []
    if actor.is_(Role.MINISTRY):
        asked.append(Concern.fact_check_addressee_id.in_(state_organisations()))
    if actor.is_(Role.AGENCY):
        asked.append(Concern.fact_check_addressee_id == actor.organisation_id)
    return any_of(asked)


def not_recused(actor: Actor, concern: Any = Concern.id) -> tuple[ColumnElement[bool], ...]:
    """That neither the person nor their organisation is recused from the concern of this id, whatever their roles."""
    return tuple(
        ~select(Recusal.id).where(Recusal.concern_id == concern, condition, in_force()).exists()
        for condition in (
            Recusal.person_id == actor.person_id,
            Recusal.organisation_id == actor.organisation_id,
        )
    )
