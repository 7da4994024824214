"""What the addressee's answers do, and the Group's and the coordinator's reply to a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import delete

from app.accounts.models import Organisation
from app.concerns.clocks import asked_for, entries_of
from app.concerns.models import Action, Recommendation
from app.concerns.records import Clock, Extension
from app.concerns.sent import save_transmission
from app.concerns.steps import CaseStep
from app.process.data import Decision, Reason, StepData
from app.process.effects import StepEffects
from app.process.following import move
from app.recusals.service import never_addressed, recuse_addressee
from workflows import concern as concerns
from workflows import extension as extensions
from workflows.deadlines import EntryKind, Rule, begun, days_late, extension_to
from workflows.extension import EXTENSION
from workflows.periods import Period
from workflows.recommendation import RECOMMENDATION, RecommendationAction, State

effects = StepEffects()


@dataclass(frozen=True)
class Acceptance(StepData):
    """An answer that accepts; words are welcome and not asked for."""

    words: ClassVar[str] = "note"
    note: str = ""


@dataclass(frozen=True)
class PartAcceptance(Reason):
    """Which part is accepted, and why not the rest."""

    part: str = ""


@dataclass(frozen=True)
class Claim(StepData):
    """What the institution says it has done, and what shows it."""

    words: ClassVar[str] = "claim"
    claim: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Readdressing(Reason):
    """Who is competent."""

    addressee: int | None = None


@dataclass(frozen=True)
class Question(StepData):
    """What the addressee needs to know to answer."""

    words: ClassVar[str] = "question"
    question: str = ""


@dataclass(frozen=True)
class Clarification(StepData):
    """What the rapporteur explains."""

    words: ClassVar[str] = "answer"
    answer: str = ""


@dataclass(frozen=True)
class MoreTime(Reason):
    """Until when, and why."""

    until: date | None = None


_ANSWERS = {
    RecommendationAction.ACCEPT: State.ACCEPTED,
    RecommendationAction.ACCEPT_IN_PART: State.IN_PART,
    RecommendationAction.REJECT: State.REJECTED,
    RecommendationAction.CLAIM_DONE: State.REPORTED,
}


@effects.before(RECOMMENDATION, *_ANSWERS)
def save_answer(context: CaseStep, data: StepData) -> None:
    """The answer and its moment; an institution that says it is done has also made its claim."""
    context.rec.answer, context.rec.answered_at = _ANSWERS[RecommendationAction(context.do)], context.at
    context.rec.answered_on_paper = context.paper is not None
    for clock in context.ledger.open(context.rec, Rule.RESPONSE):
        context.rec.answered_late = days_late(clock.due_on or context.said_on, context.said_on)
        context.rec.answered_days = max(0, (context.said_on - begun(entries_of(clock))).days)
    if isinstance(data, Claim):
        save_claim(context, data)


@effects.before(RECOMMENDATION, RecommendationAction.DONE)
def save_claim(context: CaseStep, data: Claim) -> None:
    """What the institution says. It stays beside the Group's finding and is never overwritten by it."""
    context.rec.claim, context.rec.claimed_at = data.claim, context.at
    context.rec.recorder_id = context.rec.recorder_organisation_id = None  # unless this is recorded, too


@effects.after(RECOMMENDATION, *_ANSWERS, RecommendationAction.SUPERSEDE, RecommendationAction.SILENCE)
def go_on_when_all_answered(context: CaseStep, _data: StepData) -> None:
    """The concern moves by itself when no answer is awaited any more."""
    waiting = (State.AWAITING, State.CLARIFICATION)
    if context.concern.stage is concerns.Stage.RESPONSE and not any(
        r.state in waiting for r in context.case.all_recommendations
    ):
        context.follow_concern(concerns.ConcernAction.ANSWERED)


@effects.before(RECOMMENDATION, RecommendationAction.DISCLAIM)
def note_disclaimer(context: CaseStep, _data: Reason) -> None:
    """Not competent, it says: the ministry finds who is."""
    context.rec.disclaimed = True


@effects.before(RECOMMENDATION, RecommendationAction.READDRESS)
def readdress(context: CaseStep, data: Readdressing) -> None:
    """Another addressee, whose time to answer begins now."""
    rec = context.rec
    addressee = context.session.get(Organisation, data.addressee or 0)
    if (
        addressee is None
        or not (addressee.active and addressee.confirmed)
        or addressee.id == rec.addressee_id
    ):
        context.refuse("addressee")
        return
    if addressee.id in never_addressed(context.case):
        context.refuse("addressee_own")
        return
    recuse_addressee(context.session, context.case, addressee, context.at)
    context.params["from"] = rec.addressee.name
    rec.addressee, rec.addressee_id, rec.disclaimed = addressee, addressee.id, False
    # what the former one was sent for itself alone is not passed on
    save_transmission(
        context.session, context.concern, [rec], context.concern.extract.strip() or rec.text, context.at
    )
    context.case.clear_case_roles()


@effects.before(RECOMMENDATION, RecommendationAction.MAINTAIN)
def note_maintained(context: CaseStep, _data: Decision) -> None:
    """The Group keeps a refused recommendation up once."""
    context.rec.maintained = True


def _clear_answer(rec: Recommendation) -> None:
    rec.answer = rec.answered_at = rec.answered_late = rec.answered_days = None
    rec.answered_on_paper = False


@effects.before(RECOMMENDATION, RecommendationAction.RETURN)
def ask_anew(context: CaseStep, _data: Reason) -> None:
    """Mediation brought a new answer in sight; the concern does not move back."""
    context.rec.mediated = True
    _clear_answer(context.rec)


@effects.before(RECOMMENDATION, RecommendationAction.REVOKE)
def clear_answers(context: CaseStep, _data: StepData) -> None:
    """A revoked recommendation is a draft again; what was answered stays in the history alone."""
    rec = context.rec
    # whoever is asked next makes a plan of its own; first, for what follows fits only once the state is another
    context.session.execute(delete(Action).where(Action.recommendation_id == rec.id))
    _clear_answer(rec)
    rec.claimed_at = rec.grade = rec.found_at = None
    rec.claim = rec.finding = ""
    rec.disclaimed = rec.maintained = rec.mediated = False
    rec.recorder_id = rec.recorder_organisation_id = None
    rec.transmitted_at = None  # it is with nobody any more: what was sent is kept apart


@effects.before(RECOMMENDATION, RecommendationAction.ASK_EXTENSION)
def ask_extension(context: CaseStep, data: MoreTime) -> None:
    """The request waits for the coordinator; the clock runs on meanwhile."""
    clock = _owed_clock(context)
    assert data.until is not None
    if clock.due_on is None or data.until <= clock.due_on:
        context.refuse("until_later")
    clock.extension_asked = True
    context.session.add(
        Extension(
            clock_id=clock.id,
            recommendation_id=context.rec.id,
            asked_at=context.at,
            asked_by_id=context.actor.person_id or None,
            until=data.until,
            reason=data.reason,
        )
    )


@effects.before(RECOMMENDATION, RecommendationAction.GRANT_EXTENSION, RecommendationAction.REFUSE_EXTENSION)
def decide_extension(context: CaseStep, data: Reason) -> None:
    """Granted, the date moves by the days that reach the one asked for; refused, it stays."""
    clock = _owed_clock(context)
    extension = asked_for(context.session, clock)[-1]
    granted = context.do == RecommendationAction.GRANT_EXTENSION
    do = extensions.ExtensionAction.GRANT if granted else extensions.ExtensionAction.REFUSE
    move(context.session, context.at, EXTENSION, extension, do, data, person_id=context.actor.person_id)
    clock.extension_asked = False
    context.params["until"] = extension.until.isoformat()
    if granted:
        period = Period(clock.amount, clock.unit, clock.source)
        days = extension_to(entries_of(clock), period, context.ledger.calendar, extension.until)
        context.ledger.enter(clock, EntryKind.EXTEND, context.day, days=days, reason=extension.reason)
        context.params["due_on"] = clock.due_on.isoformat() if clock.due_on else None


def _owed_clock(context: CaseStep) -> Clock:
    rule = RECOMMENDATION.places[context.rec.state].rule
    clocks = context.ledger.open(context.rec, rule)
    if not clocks:
        context.refuse("clock")
    return clocks[0]
