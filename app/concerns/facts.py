"""The facts that guards look at, read from the rows of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.concerns.access import Case
from app.concerns.clocks import Ledger
from app.concerns.filing_fields import missing_fields
from app.concerns.models import Recommendation
from app.concerns.records import Clock, ClockState, Escalated
from app.concerns.visibility import UNSENT
from app.concerns.vocabulary import Naming
from workflows import concern as concern_table
from workflows import recommendation as recommendation_table
from workflows.concern import Stage
from workflows.periods import FOLLOW_UP_REVIEW_OPENS, FOLLOW_UP_REVIEWS, Rule
from workflows.recommendation import State


def concern_facts(case: Case, ledger: Ledger, day: date) -> concern_table.Facts:
    """Facts of a locked concern, while a step is taken."""
    return concern_facts_from(case, ledger.open(None), day)


def concern_facts_from(case: Case, clocks: Sequence[Clock], day: date) -> concern_table.Facts:
    """Facts of a concern from its rows and its own open clocks."""
    concern = case.concern
    states = [r.state for r in case.all_recommendations]
    late = {
        c.rule for c in clocks if c.state is ClockState.RUNNING and c.due_on is not None and c.due_on < day
    }
    return concern_table.Facts(
        complete=concern.stage is not Stage.DRAFT or not missing_fields(concern),  # asked of drafts alone
        unidentifiable=concern.unidentifiable,
        urgent=concern.urgent,
        danger_reported=concern.danger_reported,
        asked_from=concern.asked_from,
        information_overdue=Rule.INFORMATION in late,
        warned=concern.warned_at is not None,
        fact_check_overdue=Rule.FACT_CHECK in late,
        appealed=concern.appeal_open,
        appeal_used=concern.appeal_used,
        rapporteur=concern.rapporteur_id is not None,
        second_reader=concern.second_reader_id is not None,
        second_reader_due=concern.urgent or concern.about_member,
        drafted=states.count(State.DRAFTED),
        naming_known=concern.naming in (Naming.YES, Naming.NO),
        urgent_confirmed=concern.urgent_confirmed_by_id is not None,
        ratification_open=any(c.rule is Rule.RATIFICATION for c in clocks),
        awaiting=sum(s in (State.AWAITING, State.CLARIFICATION) for s in states),
        open=sum(s not in UNSENT and s is not State.CONCLUDED for s in states),
        round_open=concern.first_round,
        leads=concern.leads_others,
        somebody_sends=case.somebody_sends,
    )


def recommendation_facts(
    recommendation: Recommendation, ledger: Ledger, day: date
) -> recommendation_table.Facts:
    """Facts of a recommendation of a locked concern, while a step is taken."""
    return recommendation_facts_from(recommendation, ledger.open(recommendation), day)


def recommendation_facts_from(
    recommendation: Recommendation, clocks: Sequence[Clock], day: date
) -> recommendation_table.Facts:
    """Facts of a recommendation from its row and its open clocks."""
    soon = {
        c.rule
        for c in clocks
        if c.due_on is not None and c.due_on <= day + timedelta(days=FOLLOW_UP_REVIEW_OPENS)
    }
    return recommendation_table.Facts(
        disclaimed=recommendation.disclaimed,
        maintained=recommendation.maintained,
        escalated=recommendation.mediated or any(c.escalation for c in clocks),
        decision_awaited=any(c.escalation is Escalated.OPEN or c.mediated_until for c in clocks),
        voting=recommendation.voting,
        indicators=recommendation.indicators,
        follow_up_review_ahead=any(c.rule in FOLLOW_UP_REVIEWS for c in clocks),
        follow_up_review_due=Rule.FOLLOW_UP_REVIEW in soon,
        last_review_due=Rule.LAST_REVIEW in soon,
        suggested=recommendation.suggestions > 0,
        extension_asked=any(c.extension_asked for c in clocks),
    )
