"""The single way a case is found: what the person may see, else it does not exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select, true, union
from sqlalchemy.orm import Session, aliased, joinedload, load_only, undefer_group
from sqlalchemy.sql.elements import False_

from app.cases.models import Concern, Recommendation, Recusal
from app.core.actor import Actor
from app.people.models import Organisation, Person
from workflows.concern import Stage
from workflows.policy import DECIDED_ON, Condition, Right, rights
from workflows.recommendation import State
from workflows.standing import Kind, Level, Relations, Role, Standing, standing_of

STATE_KINDS = frozenset({Kind.MINISTRY, Kind.STATE_AGENCY})
KEPT = 1024  # statements, one for each person
NAMED = (Organisation.name, Organisation.kind)
UNSENT = frozenset({State.DRAFTED, State.ADOPTED, State.DROPPED})

# made once: a second name for a table of sixty columns is no small thing on every request
_SENT_TO, _CHECKED, _STATE = aliased(Recommendation), aliased(Concern), aliased(Organisation)


class NotFound(Exception):
    """There is no such thing for this person; whether it exists at all is not said."""


@dataclass
class Case:
    """A concern as one person has it in front of them."""

    actor: Actor
    concern: Concern
    all_recommendations: Sequence[Recommendation]

    @cached_property
    def relations(self) -> Relations:
        """What of the concern decides who somebody is to it."""
        sent = [r for r in self.all_recommendations if r.transmitted_at is not None]
        asked = {r.addressee_id for r in sent}
        if self.concern.stage is Stage.FACT_CHECK and self.concern.fact_check_addressee_id:
            asked.add(self.concern.fact_check_addressee_id)
        return relations_of(self.concern, frozenset(asked), self.concern.through_ministry)

    @cached_property
    def standing(self) -> frozenset[Standing]:
        """Who the person is to the concern."""
        return standing_of(self.actor.somebody, self.relations)

    def forget_standing(self) -> None:
        """Reckon standing and rights anew: the case has changed under way."""
        for name in ("relations", "standing", "rights", "recommendations"):
            self.__dict__.pop(name, None)

    @cached_property
    def rights(self) -> frozenset[Right]:
        """What the person may read and say here."""
        concern = self.concern
        return rights(
            self.standing,
            Condition(
                concern.stage,
                concern.level,
                transmitted=concern.transmitted_at is not None,
                names_filer=concern.extract_names_filer,
                told=concern.urgent and concern.coordinator_told,
                voting=concern.voting,
            ),
        )

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        """The recommendations that the person may see."""
        return [r for r in self.all_recommendations if self.shows(r)]

    def shows(self, recommendation: Recommendation) -> bool:
        """Whether the person may see this recommendation."""
        if Right.DRAFTS in self.rights:
            return True
        if recommendation.state in UNSENT:
            return Right.FACTS in self.rights and recommendation.state is State.DRAFTED
        if recommendation.transmitted_at is None:
            return False
        return bool(self.standing_in(recommendation) & {*_READERS, Standing.ADDRESSEE})

    def standing_in(self, recommendation: Recommendation) -> frozenset[Standing]:
        """Who the person is to one recommendation of the concern."""
        return standing_of(
            self.actor.somebody,
            relations_of(
                self.concern,
                frozenset({recommendation.addressee_id}),
                recommendation.transmitted_at is not None and recommendation.addressee.kind in STATE_KINDS,
            ),
        )


_READERS = frozenset(
    {Standing.GROUP, Standing.SECRETARIAT, Standing.FILER, Standing.COORDINATOR, Standing.OBSERVER}
)


def relations_of(concern: Concern, addressees: frozenset[int], through_ministry: bool) -> Relations:
    """The relations of one concern. Recusals are left out: the query does not find it for a recused person."""
    return Relations(
        filer_organisation=concern.filer_organisation_id,
        rapporteur=concern.rapporteur_id,
        second_reader=concern.second_reader_id,
        addressees=addressees,
        through_ministry=through_ministry,
        in_draft=concern.stage in (Stage.DRAFT, Stage.DISCARDED),
        transmitted=concern.transmitted_at is not None,
        told_at_submission=concern.urgent and concern.coordinator_told,
        level=concern.level,
    )


def visible(actor: Actor, *, first: bool = False) -> ColumnElement[bool]:
    """The concerns that exist for this person, as a condition on Concern. The policy's READ, as SQL.

    `first` is for lists that nothing else narrows: what is addressed to an institution is then a set of ids, with which
    a database can begin; otherwise it is asked of each concern that is found.
    """
    seen = [inside(actor), _outside(actor, first=first)]
    return and_(Concern.stage != Stage.DISCARDED, any_of(seen), *_not_recused(actor))


def any_of(conditions: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    """That one of them holds. One that never does is left out: SQLite uses no index beside it."""
    possible = [condition for condition in conditions if not isinstance(condition, False_)]
    return or_(*possible) if possible else false()


def inside(actor: Actor) -> ColumnElement[bool]:
    """The concerns of which the person reads the drafts and not the extract alone: the policy's DRAFTS, as SQL."""
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
                Concern.stage.in_(DECIDED_ON),
                Concern.voting == true(),
                Concern.rapporteur_id == actor.person_id,
                Concern.second_reader_id == actor.person_id,
            )
            seen.append(and_(Concern.stage != Stage.DRAFT, circle))
    return any_of(seen)


def _outside(actor: Actor, *, first: bool) -> ColumnElement[bool]:
    seen: list[ColumnElement[bool]] = []
    sent = Concern.transmitted_at.is_not(None)
    if actor.is_(Role.MINISTRY):
        seen.append(Concern.through_ministry.is_(true()))
    if actor.is_(Role.AGENCY):
        seen.append(_addressed(actor.organisation_id, first=first))
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
        sent_to.addressee_id == organisation, sent_to.transmitted_at.is_not(None)
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
    if not actor.is_(Role.MINISTRY, Role.AGENCY, Role.COORDINATOR, Role.OBSERVER):
        return true()  # whoever sees a concern from inside sees all of them
    sent = and_(Recommendation.transmitted_at.is_not(None), Recommendation.state.not_in(sorted(UNSENT)))
    seen = [answered_by(actor)]
    if actor.is_(Role.COORDINATOR):
        told = and_(Concern.urgent, Concern.coordinator_told)
        seen.append(or_(Concern.transmitted_at.is_not(None), told))
    if actor.is_(Role.OBSERVER):
        seen.append(and_(Concern.transmitted_at.is_not(None), Concern.level == Level.SHARED))
    shown = [inside(actor), and_(sent, any_of(seen))]
    if drafts:
        shown.append(
            and_(
                Concern.stage == Stage.FACT_CHECK,
                Recommendation.state == State.DRAFTED,
                _asked_for_facts(actor),
            )
        )
    return any_of(shown)


def answered_by(actor: Actor) -> ColumnElement[bool]:
    """The recommendations that this person answers: an institution its own, the ministry those of all state ones."""
    theirs: list[ColumnElement[bool]] = []
    if actor.is_(Role.MINISTRY):
        theirs.append(Recommendation.addressee_id.in_(state_organisations()))
    if actor.is_(Role.AGENCY):
        theirs.append(Recommendation.addressee_id == actor.organisation_id)
    return any_of(theirs)


def state_organisations() -> Select[int]:
    """Ids of the ministry and of the state institutions, for which it answers."""
    return select(_STATE.id).where(_STATE.kind.in_(sorted(STATE_KINDS)))


def _asked_for_facts(actor: Actor) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = []
    if actor.is_(Role.MINISTRY):
        asked.append(Concern.through_ministry.is_(true()))
    if actor.is_(Role.AGENCY):
        asked.append(Concern.fact_check_addressee_id == actor.organisation_id)
    return any_of(asked)


def _not_recused(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    if not actor.is_(Role.MEMBER):
        return (true(),)
    return tuple(
        ~select(Recusal.id).where(Recusal.concern_id == Concern.id, condition).exists()
        for condition in (
            Recusal.person_id == actor.person_id,
            Recusal.organisation_id == actor.organisation_id,
        )
    )


def find(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Case:
    """The case at this address for this person. Raises NotFound."""
    concern = session.scalars(_found(actor, lock), {"public_id": public_id}).unique().one_or_none()
    if concern is None:
        raise NotFound(public_id)
    return Case(actor, concern, load_recommendations(session, concern.id))


# Statements are made once: making one of sixty columns and six joins takes longer than its rows do.


@lru_cache(maxsize=KEPT)
def _found(actor: Actor, lock: bool) -> Select[Concern]:
    query = (
        select(Concern)
        .where(Concern.public_id == bindparam("public_id"), visible(actor))
        .options(
            joinedload(Concern.filer_organisation).load_only(*NAMED),
            *(
                reader.options(
                    load_only(Person.name, Person.organisation_id),
                    joinedload(Person.organisation).load_only(*NAMED),
                )
                for reader in (joinedload(Concern.rapporteur), joinedload(Concern.second_reader))
            ),
            joinedload(Concern.lead).load_only(Concern.public_id, Concern.reference, Concern.stage),
            undefer_group("filing"),
            undefer_group("extract"),
        )
        .execution_options(populate_existing=True)
    )
    return query.with_for_update(of=Concern) if lock else query


_RECOMMENDATIONS = (
    select(Recommendation)
    .where(Recommendation.concern_id == bindparam("concern"))
    .options(joinedload(Recommendation.addressee).load_only(*NAMED))
    .order_by(Recommendation.number)
    .execution_options(populate_existing=True)
)


def load_recommendations(session: Session, concern_id: int) -> Sequence[Recommendation]:
    """All recommendations of a concern, with their addressees."""
    return session.scalars(_RECOMMENDATIONS, {"concern": concern_id}).all()
