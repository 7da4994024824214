"""What leaves the Group: the extract and its recommendations, in order or, for an imminent danger, at once."""

from __future__ import annotations

from app.concerns.models import Recommendation
from app.concerns.recusals import senders
from app.concerns.sent import keep_sent
from app.concerns.steps import CaseStep
from app.concerns.vocabulary import Naming
from app.notifications.recipients import people_of
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
def make_extract(taking: CaseStep, data: Extract) -> None:
    """The copy that ministry, addressee and coordinator read."""
    concern = taking.concern
    concern.extract_title, concern.extract = data.extract_title, data.extract
    concern.extract_names_filer = concern.naming is Naming.YES
    if taking.do == ConcernAction.CONFIRM_URGENT:
        concern.urgent_confirmed_by_id = taking.actor.person_id


@effects.leaving(CONCERN, ConcernAction.TRANSMIT, named="goes_with_it")
def what_goes_with_it(taking: CaseStep, _data: Extract) -> list[str]:
    """What the extract does not hold leaves the Group with it: each recommendation, and each opinion that travels."""
    adopted = [r for r in taking.case.all_recommendations if r.state is State.ADOPTED]
    said = [text for r in adopted for text in (r.heading, r.text, r.duty, r.measure, r.baseline, r.target)]
    return [*said, *travelling_opinions(taking.session, taking.concern.id)]


@effects.before(CONCERN, ConcernAction.TRANSMIT)
def attach_opinions(taking: CaseStep, _data: Extract) -> None:
    """Minority opinions travel where their authors agreed; which member wrote one stays in the Group."""
    opinions = travelling_opinions(taking.session, taking.concern.id)
    taking.concern.extract += "".join(f"\n\n{OPINION}\n\n{text}" for text in opinions)


@effects.before(CONCERN, ConcernAction.TRANSMIT)
def stamp_transmission(taking: CaseStep, _data: Extract) -> None:
    """From this moment each addressee sees its own extract, ministry and coordinator those of all whom they see."""
    adopted = [r for r in taking.case.all_recommendations if r.state is State.ADOPTED]
    mark_transmitted(taking, adopted)


@effects.after(CONCERN, ConcernAction.TRANSMIT)
def transmit_adopted(taking: CaseStep, _data: Extract) -> None:
    """Every adopted recommendation goes to its addressee."""
    for recommendation in [r for r in taking.case.all_recommendations if r.state is State.ADOPTED]:
        taking.follow(recommendation, recs.RecommendationAction.TRANSMIT)


@effects.after(CONCERN, ConcernAction.CONFIRM_URGENT)
def tell_who_sends(taking: CaseStep, _data: Extract) -> None:
    """It is their move: the chair's, or that of who sends in the chair's place."""
    taking.tell |= senders(taking.session, taking.concern)


@effects.before(CONCERN, ConcernAction.TRANSMIT_URGENT)
def draft_urgent(taking: CaseStep, data: Draft) -> None:
    """The recommendation goes at once, on an extract that a second person confirmed."""
    if taking.concern.urgent_confirmed_by_id == taking.actor.person_id:
        taking.refuse("second_person")
    number = max((r.number for r in taking.case.all_recommendations), default=0) + 1
    taking.params["number"] = number
    mark_transmitted(taking, [new_recommendation(taking, data, number)])


@effects.after(CONCERN, ConcernAction.TRANSMIT_URGENT)
def transmit_urgent(taking: CaseStep, _data: Draft) -> None:
    """Only the recommendation made now goes out; the other drafts wait for the Group."""
    for recommendation in taking.case.all_recommendations:
        if recommendation.number == taking.params["number"]:
            taking.follow(recommendation, recs.RecommendationAction.TRANSMIT)


def mark_transmitted(taking: CaseStep, recommendations: list[Recommendation]) -> None:
    """Open the case to its addressees: each is sent what is for all, or else its own demands, and never another's."""
    concern = taking.concern
    concern.transmitted_at = taking.at
    addressees = dict.fromkeys(r.addressee_id for r in recommendations)
    if len(addressees) == 1 and not concern.extract.strip():
        taking.refuse("extract")
    for recommendation in recommendations:
        recommendation.transmitted_at = taking.at
    for addressee in addressees:
        own = [r for r in recommendations if r.addressee_id == addressee]
        words = concern.extract.strip() or "\n\n".join(r.text for r in own)
        keep_sent(taking.session, concern, own, words, taking.at)
    taking.case.forget_standing()


@effects.before(CONCERN, ConcernAction.RATIFY, ConcernAction.REVOKE)
def end_confirmation(taking: CaseStep, _data: Decision) -> None:
    """The urgent transmission is decided: a later one would need a new confirmation."""
    taking.concern.urgent_confirmed_by_id = None


@effects.after(CONCERN, ConcernAction.REVOKE)
def take_back(taking: CaseStep, _data: Decision) -> None:
    """The recommendations go back to drafts; who had them is told, though they have no part in it any more."""
    taking.tell |= people_of(taking.session, taking.case, None, [Owner.ADDRESSEE])
    for recommendation in taking.case.all_recommendations:
        if recommendation.state in recs.OPEN:
            taking.follow(recommendation, recs.RecommendationAction.REVOKE)
    if not any(r.transmitted_at for r in taking.case.all_recommendations):
        taking.concern.transmitted_at = None
        taking.concern.extract = taking.concern.extract_title = ""
    taking.case.forget_standing()
