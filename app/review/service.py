"""What the steps of the Group's review do: rapporteur, drafts, fact check, decision, transmission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Organisation, Person
from app.concerns.models import Concern, ConcernInstitution, Recommendation
from app.concerns.recusals import recused
from app.concerns.steps import CaseStep
from app.concerns.visibility import inside
from app.concerns.vocabulary import Naming, Weight
from app.core.random_ids import public_id
from app.process.data import Decision, Reason, StepData
from app.process.effects import StepEffects
from app.recusals.service import never_addressed, recuse_addressee
from workflows import recommendation as recs
from workflows.concern import CONCERN, ConcernAction, Stage
from workflows.recommendation import RECOMMENDATION, State
from workflows.roles import Role

effects = StepEffects()


@dataclass(frozen=True)
class Assignment(StepData):
    """Who reads the concern for the Group."""

    person: int | None = None


@dataclass(frozen=True)
class HandOver(Reason):
    """Who takes a post over, and why."""

    person: int | None = None


@dataclass(frozen=True)
class Draft(StepData):
    """A recommendation as the rapporteur drafts it: one addressee, one demand, a measure, a date, a weight."""

    words: ClassVar[str] = "text"
    heading: str = ""
    text: str = ""
    addressee: int | None = None
    duty: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    proposed_on: date | None = None
    weight: Weight | None = None
    will_look_at: str = ""


@dataclass(frozen=True)
class Proposal(StepData):
    """What the rapporteur found, and proposes to decide on."""

    words: ClassVar[str] = "findings"
    findings: str = ""
    gaps: str = ""


@dataclass(frozen=True)
class FactCheck(StepData):
    """The facts that the drafts rest on, as the addressee reads them."""

    words: ClassVar[str] = "facts"
    facts: str = ""
    addressee: int | None = None


@dataclass(frozen=True)
class Corrections(StepData):
    """Errors of fact, as the addressee sees them."""

    words: ClassVar[str] = "corrections"
    corrections: str = ""


@dataclass(frozen=True)
class Joining(Reason):
    """The lead concern that this one goes on with."""

    lead: int | None = None


@dataclass(frozen=True)
class Referral(Reason):
    """Where the matter belongs, and the way there."""

    way: str = ""


@dataclass(frozen=True)
class NamingAnswer(StepData):
    """Whether the filer may be named outside the Group."""

    naming: Naming | None = None


@dataclass(frozen=True)
class Extract(StepData):
    """What leaves the Group: a copy made at this moment, never the source."""

    words: ClassVar[str] = "extract"
    extract_title: str = ""
    extract: str = ""  # for all; where it is empty, each of several addressees is sent its own demands


def eligible_readers(session: Session, concern: Concern) -> list[Person]:
    """Members who may be rapporteur or second reader: not of the filer, not of whom it is about, not recused."""
    out = recused(session, concern.id)
    about = select(ConcernInstitution.organisation_id).where(ConcernInstitution.concern_id == concern.id)
    query = (
        select(Person)
        .join(Person.organisation)
        .where(
            Person.active,
            Person.roles.any(name=Role.MEMBER.value),
            Person.organisation_id != concern.filer_organisation_id,
            Person.organisation_id.not_in(out.organisations),
            Person.organisation_id.not_in(about),
            Person.id.not_in(out.persons),
        )
        .options(joinedload(Person.organisation))
        .order_by(Organisation.sort_key, Person.name)
    )
    return list(session.scalars(query))


@effects.before(CONCERN, ConcernAction.LEAVE_POST)
def leave_post(context: CaseStep, _data: Reason) -> None:
    """Whoever gives the post back is neither rapporteur nor second reader any more; the chair names another."""
    concern, person = context.concern, context.actor.person_id
    if concern.rapporteur_id == person:
        concern.rapporteur_id = None
    if concern.second_reader_id == person:
        concern.second_reader_id = None


@effects.before(CONCERN, ConcernAction.ASSIGN, ConcernAction.SECOND)
def assign(context: CaseStep, data: Assignment) -> None:
    """Rapporteur and second reader are two eligible people of two organisations."""
    _fill_post(context, data.person, rapporteur=context.do == ConcernAction.ASSIGN)


@effects.before(CONCERN, ConcernAction.HAND_OVER)
def hand_over(context: CaseStep, data: HandOver) -> None:
    """Another eligible member takes the post of whoever hands it over; what was written stays."""
    if data.person == context.actor.person_id:
        context.refuse("eligible")
    _fill_post(context, data.person, rapporteur=context.concern.rapporteur_id == context.actor.person_id)


def _fill_post(context: CaseStep, person_id: int | None, *, rapporteur: bool) -> None:
    concern = context.concern
    person = next((p for p in eligible_readers(context.session, concern) if p.id == person_id), None)
    if person is None:
        context.refuse("eligible")
        return
    other_id = concern.second_reader_id if rapporteur else concern.rapporteur_id
    other = context.session.get(Person, other_id) if other_id else None
    if other is not None and other.organisation_id == person.organisation_id:
        context.refuse("another_organisation")
    context.params["person"] = person.name
    if rapporteur:
        concern.rapporteur_id = person.id
    else:
        concern.second_reader_id = person.id


@effects.before(CONCERN, ConcernAction.DRAFT)
def add_draft(context: CaseStep, data: Draft) -> None:
    """A new numbered draft recommendation."""
    number = max((r.number for r in context.case.all_recommendations), default=0) + 1
    recommendation = new_recommendation(context, data, number)
    context.params["number"] = recommendation.number


def new_recommendation(context: CaseStep, data: Draft, number: int) -> Recommendation:
    """Keep a draft as a recommendation in `drafted`."""
    recommendation = Recommendation(
        public_id=public_id(),
        concern_id=context.concern.id,
        number=number,
        version=1,
        state=State.DRAFTED,
        state_since=context.at,
        disclaimed=False,
        maintained=False,
        mediated=False,
    )
    fill(context, recommendation, data)
    context.session.add(recommendation)
    context.session.flush()
    context.case.all_recommendations = [*context.case.all_recommendations, recommendation]
    return recommendation


@effects.before(RECOMMENDATION, recs.RecommendationAction.REDRAFT)
def redraft(context: CaseStep, data: Draft) -> None:
    """The draft is written anew; what it said before stays in the history."""
    fill(context, context.rec, data)


def fill(context: CaseStep, recommendation: Recommendation, data: Draft) -> None:
    """Put what was drafted into the recommendation."""
    addressee = context.session.get(Organisation, data.addressee or 0)
    if addressee is None or not (addressee.active and addressee.confirmed):
        context.refuse("addressee")
        return
    if addressee.id in never_addressed(context.case):
        context.refuse("addressee_own")
        return
    recuse_addressee(context.session, context.case, addressee, context.at)
    assert data.proposed_on is not None
    recommendation.heading, recommendation.text = data.heading, data.text
    recommendation.addressee, recommendation.addressee_id = addressee, addressee.id
    recommendation.duty, recommendation.measure = data.duty, data.measure
    recommendation.baseline, recommendation.target = data.baseline, data.target
    recommendation.proposed_on, recommendation.weight = data.proposed_on, data.weight or Weight.CONSIDERS
    recommendation.will_look_at = data.will_look_at


@effects.before(CONCERN, ConcernAction.CHECK_FACTS)
def open_fact_check(context: CaseStep, data: FactCheck) -> None:
    """One addressee of the drafts reads them, and the facts they rest on, as an extract and nothing else."""
    drafted = {r.addressee_id: r for r in context.case.all_recommendations if r.state is State.DRAFTED}
    if data.addressee not in drafted:
        context.refuse("addressee_of_draft")
        return
    context.concern.fact_check_addressee_id = data.addressee
    context.case.clear_case_roles()


@effects.before(CONCERN, ConcernAction.RETURN_FACTS, ConcernAction.GO_ON)
def end_fact_check(context: CaseStep, _data: StepData) -> None:
    """From here on the addressee no longer sees the drafts."""
    context.concern.fact_check_addressee_id = None
    context.case.clear_case_roles()


@effects.before(CONCERN, ConcernAction.JOIN)
def join(context: CaseStep, data: Joining) -> None:
    """The concern goes on with a lead that is itself under review and joined to nothing."""
    lead = context.session.scalars(
        select(Concern)
        .where(
            Concern.id == data.lead,
            Concern.id != context.concern.id,
            Concern.stage == Stage.REVIEW,
            inside(context.actor),
        )
        .with_for_update()
    ).one_or_none()
    if lead is None:
        context.refuse("lead")
        return
    if context.concern.first_round:  # before it is joined: until its stage has changed no lead may be written
        context.follow_concern(ConcernAction.CLOSE_ROUND)
    context.concern.lead_id, lead.leads_others = lead.id, True
    context.params["lead"] = lead.reference


@effects.before(CONCERN, ConcernAction.SEPARATE)
def separate(context: CaseStep, _data: Reason) -> None:
    """The concern is reviewed on its own again."""
    lead_id = context.concern.lead_id
    context.concern.lead_id = None
    others = select(Concern.id).where(Concern.lead_id == lead_id, Concern.id != context.concern.id).limit(1)
    with context.session.no_autoflush:  # its stage is still to change, with its lead
        if lead_id and context.session.scalar(others) is None:
            lead = context.session.get(Concern, lead_id)
            if lead is not None:
                lead.leads_others = False


@effects.before(CONCERN, ConcernAction.NAME_FILER)
def answer_naming(context: CaseStep, data: NamingAnswer) -> None:
    """Yes or no: transmission waits for it."""
    if data.naming is Naming.ASK:
        context.refuse("naming")
    context.concern.naming = data.naming


@effects.after(CONCERN, ConcernAction.ADOPT)
def adopt_drafts(context: CaseStep, data: Decision) -> None:
    """The drafts for which the Group voted are adopted with the concern; the others end here."""
    for recommendation in drafts(context):
        context.follow(
            recommendation,
            recs.RecommendationAction.ADOPT
            if recommendation.number in data.adopted
            else recs.RecommendationAction.NOT_ADOPT,
        )


def drafts(context: CaseStep) -> list[Recommendation]:
    """The recommendations that are still drafts."""
    return [r for r in context.case.all_recommendations if r.state is State.DRAFTED]
