"""The single way a case is found: what the person may see, else it does not exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, false, literal, not_, select, true
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session, joinedload, undefer_group

from app.accounts.models import Organisation
from app.concerns.models import Concern, Recommendation
from app.concerns.recusals import named_to_send, somebody_sends, without_chair
from app.concerns.visibility import (
    STATE_KINDS,
    UNSENT,
    declared,
    not_recused,
    sent_title,
    visible,
)
from app.core.actor import Actor
from app.core.db import asker, made_once
from app.core.refusals import NotFound
from workflows.concern import Stage
from workflows.permissions import Condition, Right, rights
from workflows.recommendation import State
from workflows.roles import CaseRole, Relations, Role, standing_of

NAMED = (Organisation.name, Organisation.kind)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a case asks, as all of its recommendations together say it: the same whoever looks."""

    addressees: frozenset[int]
    through_ministry: bool
    checker: int | None
    checked_through_ministry: bool

    @classmethod
    def of(cls, concern: Concern, every: Sequence[Recommendation]) -> Asked:
        """By this concern and all of its recommendations."""
        checker = checker_of(concern)
        with_the_state = {r.addressee_id for r in every if r.addressee.kind in STATE_KINDS}
        return cls(
            frozenset([r.addressee_id for r in every if with_addressee(r)]),
            any(is_sent(r) and r.addressee_id in with_the_state for r in every),
            checker,
            checker in with_the_state,
        )


@dataclass
class Case:
    """A concern as one person has it in front of them."""

    actor: Actor
    concern: Concern
    all_recommendations: Sequence[Recommendation]
    declared: bool = True  # that there is no conflict of interest, for who has to say so
    # asked for the secretariat, which then holds the chair's place, and of what is urgent for members
    chair_out: bool = False
    recused: bool = False  # asked for who answers alone: nobody else who is recused finds the case
    named_to_send: int | None = None  # where the chair is out, whom the Group named to send what is urgent
    sender_there: bool = False  # somebody whose account is on, who sends it in the chair's place
    sent_title: str = ""  # of what the person was sent last, for who reads the case from outside

    @cached_property
    def asked(self) -> Asked:
        """Whom it asks."""
        return Asked.of(self.concern, self.all_recommendations)

    @cached_property
    def condition(self) -> Condition:
        """What of the concern itself decides on rights."""
        concern = self.concern
        return Condition(
            concern.stage,
            concern.level,
            transmitted=concern.transmitted_at is not None,
            names_filer=concern.extract_names_filer,
            told=concern.urgent and concern.coordinator_told,
            voting=concern.voting,
        )

    @cached_property
    def relations(self) -> Relations:
        """What of the concern decides who somebody is to it."""
        asked = self.asked
        return self._relations(
            asked.addressees,
            asked.through_ministry,
            checker=asked.checker,
            checked_through_ministry=asked.checked_through_ministry,
        )

    @property
    def somebody_sends(self) -> bool:
        """Whether there is somebody to send what is urgent: where the chair is out, only who is named."""
        return not self.chair_out or self.sender_there

    @property
    def undeclared(self) -> bool:
        """Whether the person has first to say if there is a conflict of interest."""
        return CaseRole.UNDECLARED in self.standing

    @cached_property
    def standing(self) -> frozenset[CaseRole]:
        """Who the person is to the concern."""
        return standing_of(self.actor.somebody, self.relations)

    def clear_case_roles(self) -> None:
        """Reckon standing and rights anew: the case has changed under way."""
        for name in ("asked", "condition", "relations", "standing", "rights", "recommendations"):
            self.__dict__.pop(name, None)

    @cached_property
    def rights(self) -> frozenset[Right]:
        """What the person may read and say here."""
        return rights(self.standing, self.condition)

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        """The recommendations that the person may see."""
        return [r for r in self.all_recommendations if self.shows(r)]

    def shows(self, recommendation: Recommendation) -> bool:
        """Whether the person may see this recommendation."""
        if Right.DRAFTS in self.rights:
            return True
        if recommendation.state in UNSENT:
            asked = recommendation.addressee_id == checker_of(self.concern)
            return asked and Right.FACTS in self.rights and recommendation.state is State.DRAFTED
        if recommendation.transmitted_at is None:
            return False
        return bool(self.standing_in(recommendation) & {*_READERS, CaseRole.ADDRESSEE})

    def standing_in(self, recommendation: Recommendation) -> frozenset[CaseRole]:
        """Who the person is to one recommendation of the concern."""
        sent = recommendation.transmitted_at is not None
        # what its addressee disclaims is with the ministry, or with the secretariat, until it is readdressed
        relations = self._relations(
            frozenset() if sent and recommendation.disclaimed else frozenset({recommendation.addressee_id}),
            sent and recommendation.addressee.kind in STATE_KINDS,
            verified_by=recommendation.verified_by_id,
            recorder=recommendation.recorder_id,
            recorder_organisation=recommendation.recorder_organisation_id,
        )
        return standing_of(self.actor.somebody, relations)

    def _relations(self, addressees: frozenset[int], through_ministry: bool, **more: Any) -> Relations:
        return relations_of(
            self.concern,
            addressees,
            through_ministry,
            undeclared=not self.declared,
            chair_out=self.chair_out,
            named_to_send=self.named_to_send,
            recused_persons=frozenset({self.actor.person_id} if self.recused else ()),
            **more,
        )


_READERS = frozenset(
    {CaseRole.GROUP, CaseRole.SECRETARIAT, CaseRole.FILER, CaseRole.COORDINATOR, CaseRole.OBSERVER}
)


def acts_as(case: Case, standing: CaseRole) -> CaseRole:
    """As what the history names who acts in the chair's place: as what they are."""
    if standing is CaseRole.SENDER and not case.actor.is_(Role.CHAIR):
        return CaseRole.SECOND_READER if CaseRole.SECOND_READER in case.standing else standing
    return chairs_as(case.actor) if standing in (CaseRole.CHAIR, CaseRole.SENDER) else standing


def chairs_as(actor: Actor) -> CaseRole:
    """As what somebody does what is the chair's: as the chair, or as the secretariat in the chair's place."""
    return CaseRole.CHAIR if actor.is_(Role.CHAIR) else CaseRole.SECRETARIAT


def is_sent(recommendation: Recommendation) -> bool:
    """Whether it stands transmitted: what was taken back is a draft again."""
    return recommendation.transmitted_at is not None and recommendation.state not in UNSENT


def with_addressee(recommendation: Recommendation) -> bool:
    """Whether it is with its addressee now: that it has disclaimed, it has no more."""
    return is_sent(recommendation) and not recommendation.disclaimed


def checker_of(concern: Concern) -> int | None:
    """The organisation that is asked for errors of fact now."""
    return concern.fact_check_addressee_id if concern.stage is Stage.FACT_CHECK else None


def relations_of(
    concern: Concern,
    addressees: frozenset[int],
    through_ministry: bool,
    *,
    undeclared: bool = False,
    chair_out: bool = False,
    named_to_send: int | None = None,
    recused_persons: frozenset[int] = frozenset(),
    **more: Any,
) -> Relations:
    """The relations of one concern, with `more` of them as `Relations` names them."""
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
        undeclared=undeclared,
        chair_out=chair_out,
        named_to_send=named_to_send,
        recused_persons=recused_persons,
        **more,
    )


def find(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> Case:
    """The case at this address for this person. Raises NotFound."""
    if lock:
        # By itself: what is asked in the statement that waits for a lock may be older than what it waited for.
        session.execute(_LOCK, {"public_id": public_id})
    found = session.execute(_found(actor), {**asker(actor), "public_id": public_id}).one_or_none()
    if found is None:
        raise NotFound(public_id)
    concern, declared_, chair_out, recused, named, there, title = found
    return Case(
        actor,
        concern,
        load_recommendations(session, concern.id),
        declared_,
        chair_out,
        recused,
        named,
        bool(there),
        title or "",
    )


# Statements are made once: making one of sixty columns takes longer than its row does.


@made_once
def _found(actor: Actor) -> Select[Concern, bool, bool, bool, int | None, bool, str | None]:
    chair_out = Concern.id.in_(without_chair())
    member = actor.is_(Role.MEMBER) and not actor.is_(Role.CHAIR)
    return (
        select(
            Concern,
            declared(actor) if actor.is_(Role.MEMBER) else true(),
            chair_out
            if actor.is_(Role.SECRETARIAT)
            else and_(Concern.urgent, chair_out)
            if member
            else false(),
            not_(and_(*not_recused(actor))) if actor.is_(Role.AGENCY) else false(),
            sql_case((Concern.urgent, named_to_send())) if actor.is_(Role.SECRETARIAT) or member else _NOBODY,
            and_(Concern.urgent, somebody_sends()) if actor.is_(Role.SECRETARIAT) else false(),
            sent_title(actor),
        )
        .where(Concern.public_id == bindparam("public_id"), visible(actor))
        .options(
            undefer_group("filing"),
            undefer_group("extract"),
        )
        .execution_options(populate_existing=True)
    )


_NOBODY = literal(None, Integer)
_LOCK = select(Concern.id).where(Concern.public_id == bindparam("public_id")).with_for_update()
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
