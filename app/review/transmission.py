"""What leaves the Group: the extract and its recommendations, in order or, for an imminent danger, at once."""

from __future__ import annotations

from app.concerns.models import Recommendation
from app.concerns.recusals import senders
from app.concerns.sent import save_transmission
from app.concerns.steps import CaseStep
from app.concerns.vocabulary import Naming
from app.notifications.queue import people_of
from app.process.data import Decision
from app.process.effects import StepEffects
from app.review.service import Draft, Extract, new_recommendation
from app.votes.queries import travelling_opinions
from workflows import recommendation as recs
from workflows.concern import CONCERN, ConcernAction
from workflows.recommendation import State
from workflows.roles import Owner

effects = StepEffects()

OPINION = "Mendim i pakicës në Grup:"  # in the language of what is transmitted


@effects.before(CONCERN, ConcernAction.TRANSMIT, ConcernAction.CONFIRM_URGENT)
def make_extract(context: CaseStep, data: Extract) -> None:
    """The copy that ministry, addressee and coordinator read."""
    concern = context.concern
    concern.extract_title, concern.extract = data.extract_title, data.extract
    concern.extract_names_filer = concern.naming is Naming.YES
    if context.do == ConcernAction.CONFIRM_URGENT:
        concern.urgent_confirmed_by_id = context.actor.person_id


@effects.leaving(CONCERN, ConcernAction.TRANSMIT, named="goes_with_it")
def what_goes_with_it(context: CaseStep, _data: Extract) -> list[str]:
    """What the extract does not hold leaves the Group with it: each recommendation, and each opinion that travels."""
    adopted = [r for r in context.case.all_recommendations if r.state is State.ADOPTED]
    said = [text for r in adopted for text in (r.heading, r.text, r.duty, r.measure, r.baseline, r.target)]
    return [*said, *travelling_opinions(context.session, context.concern.id)]


@effects.before(CONCERN, ConcernAction.TRANSMIT)
def attach_opinions(context: CaseStep, _data: Extract) -> None:
    """Minority opinions travel where their authors agreed; which member wrote one stays in the Group."""
    opinions = travelling_opinions(context.session, context.concern.id)
    context.concern.extract += "".join(f"\n\n{OPINION}\n\n{text}" for text in opinions)


@effects.before(CONCERN, ConcernAction.TRANSMIT)
def stamp_transmission(context: CaseStep, _data: Extract) -> None:
    """From this moment each addressee sees its own extract, ministry and coordinator those of all whom they see."""
    adopted = [r for r in context.case.all_recommendations if r.state is State.ADOPTED]
    mark_transmitted(context, adopted)


@effects.after(CONCERN, ConcernAction.TRANSMIT)
def transmit_adopted(context: CaseStep, _data: Extract) -> None:
    """Every adopted recommendation goes to its addressee."""
    for recommendation in [r for r in context.case.all_recommendations if r.state is State.ADOPTED]:
        context.follow(recommendation, recs.RecommendationAction.TRANSMIT)


@effects.after(CONCERN, ConcernAction.CONFIRM_URGENT)
def notify_sender(context: CaseStep, _data: Extract) -> None:
    """It is their move: the chair's, or that of who sends in the chair's place."""
    context.tell |= senders(context.session, context.concern)


@effects.before(CONCERN, ConcernAction.TRANSMIT_URGENT)
def draft_urgent(context: CaseStep, data: Draft) -> None:
    """The recommendation goes at once, on an extract that a second person confirmed."""
    if context.concern.urgent_confirmed_by_id == context.actor.person_id:
        context.refuse("second_person")
    number = max((r.number for r in context.case.all_recommendations), default=0) + 1
    context.params["number"] = number
    mark_transmitted(context, [new_recommendation(context, data, number)])


@effects.after(CONCERN, ConcernAction.TRANSMIT_URGENT)
def transmit_urgent(context: CaseStep, _data: Draft) -> None:
    """Only the recommendation made now goes out; the other drafts wait for the Group."""
    for recommendation in context.case.all_recommendations:
        if recommendation.number == context.params["number"]:
            context.follow(recommendation, recs.RecommendationAction.TRANSMIT)


def mark_transmitted(context: CaseStep, recommendations: list[Recommendation]) -> None:
    """Open the case to its addressees: each is sent what is for all, or else its own demands, and never another's."""
    concern = context.concern
    concern.transmitted_at = context.at
    addressees = dict.fromkeys(r.addressee_id for r in recommendations)
    if len(addressees) == 1 and not concern.extract.strip():
        context.refuse("extract")
    for recommendation in recommendations:
        recommendation.transmitted_at = context.at
    for addressee in addressees:
        own = [r for r in recommendations if r.addressee_id == addressee]
        words = concern.extract.strip() or "\n\n".join(r.text for r in own)
        save_transmission(context.session, concern, own, words, context.at)
    context.case.clear_case_roles()


@effects.before(CONCERN, ConcernAction.RATIFY, ConcernAction.REVOKE)
def end_confirmation(context: CaseStep, _data: Decision) -> None:
    """The urgent transmission is decided: a later one would need a new confirmation."""
    context.concern.urgent_confirmed_by_id = None


@effects.after(CONCERN, ConcernAction.REVOKE)
def take_back(context: CaseStep, _data: Decision) -> None:
    """The recommendations go back to drafts; who had them is told, though they have no part in it any more."""
    context.tell |= people_of(context.session, context.case, None, [Owner.ADDRESSEE])
    for recommendation in context.case.all_recommendations:
        if recommendation.state in recs.OPEN:
            context.follow(recommendation, recs.RecommendationAction.REVOKE)
    if not any(r.transmitted_at for r in context.case.all_recommendations):
        context.concern.transmitted_at = None
        context.concern.extract = context.concern.extract_title = ""
    context.case.clear_case_roles()
