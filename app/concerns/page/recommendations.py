"""One recommendation as one person has it: the demand, both voices, what is due, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.concerns.access import Case
from app.concerns.facts import recommendation_facts_from
from app.concerns.models import Recommendation
from app.concerns.page import queries
from app.concerns.page.actions import AvailableAction, Choice, choice_of, is_mine, moves_of, unless_voting
from app.concerns.page.double_check import DoubleCheck, double_check
from app.concerns.page.dues import DueView, due_view
from app.concerns.page.people import SENDERS, Named
from app.concerns.page.plan import ActionView, IndicatorView, indicators_of, plan_of
from app.concerns.page.queries import Line
from app.core.templates import address
from app.core.time import today
from workflows.recommendation import OWED, RECOMMENDATION, Grade, Outcome, RecommendationAction, State
from workflows.roles import CaseRole
from workflows.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of the case, of which each recommendation takes its own."""

    case: Case
    calendar: Calendar
    clocks: Sequence[Any]
    lines: Sequence[Line]
    files: Sequence[Any]
    actions: Mapping[int, Sequence[Any]]
    named: Named


@dataclass(slots=True)
class RecommendationView:
    """One recommendation: the demand, the institution's claim, the Group's finding, and what can be done."""

    row: Recommendation
    history: Sequence[Line]  # of it alone, newest first
    planned: Sequence[Any]
    moves: list[AvailableAction]
    choice: Choice
    dues: list[DueView]
    check: DoubleCheck
    mine: bool
    open: bool
    relapsed: bool
    follow_up_reviewer: str
    answers: bool  # the reader's organisation answers it
    silent: bool  # nobody there has an account, and the reader may let it answer by a link
    link: str  # the address of one that was sent and holds
    records: bool  # the reader may record what it says on paper

    @property
    def actions(self) -> list[ActionView]:
        """The action plan with both voices: made where it is shown."""
        return plan_of(self.row, self.planned, self.history, today())

    @property
    def late_actions(self) -> int:
        """How many actions are not said to be done although their day has passed."""
        if self.row.state is not State.IMPLEMENTATION:
            return 0
        day = today()
        return sum(action.done_on is None and action.due_on < day for action in self.planned)

    @property
    def counted(self) -> int:
        """How many indicators the reader knows of."""
        return sum(line.do == RecommendationAction.SET_INDICATOR for line in self.history)

    @property
    def indicators(self) -> list[IndicatorView]:
        """What is counted, and how it went: made where it is shown."""
        return indicators_of(self.row, self.history)


def recommendation_view(read: Read, rec: Recommendation) -> RecommendationView:
    """The recommendation as this person has it."""
    case, named = read.case, read.named
    of_it = [c for c in read.clocks if c.recommendation_id == rec.id]
    facts = recommendation_facts_from(rec, of_it, today())
    standing = case.standing_in(rec)
    offers = unless_voting(rec, RECOMMENDATION.offers(rec.state, facts, standing))
    history = [x for x in read.lines if x.recommendation_id == rec.id and x.machine not in queries.INTERNAL]
    public_id = case.concern.public_id
    moves = moves_of(
        RECOMMENDATION.name,
        offers,
        lambda do: address("cases.recommendation_step", public_id=public_id, number=rec.number, do=do),
    )
    return RecommendationView(
        row=rec,
        history=history,
        planned=read.actions.get(rec.id, ()),
        moves=moves,
        choice=choice_of(RECOMMENDATION.name, moves),
        dues=[due_view(c, rec.number, read.calendar, c.waits_for) for c in of_it],
        check=double_check(
            rec,
            history,
            [f for f in read.files if f.recommendation_id == rec.id],
            lambda f: address("submission.download", public_id=public_id, file_id=f.public_id),
        ),
        mine=is_mine(rec.owner, standing),
        open=rec.outcome is None,
        relapsed=rec.outcome is Outcome.IMPLEMENTED and rec.grade is not Grade.A,
        follow_up_reviewer=_follow_up_reviewer(rec, history),
        answers=rec.transmitted_at is not None and CaseRole.ADDRESSEE in standing,
        link=named.links.get(rec.id, ""),
        records=CaseRole.RECORDER in standing,
        silent=rec.state in OWED
        and not rec.disclaimed
        and rec.id not in named.voiced
        and bool(standing & SENDERS),
    )


def _follow_up_reviewer(rec: Recommendation, history: Sequence[Line]) -> str:
    """The organisation named for the follow-up review, for those who may read of it."""
    named = next((x for x in history if x.do == RecommendationAction.ASSIGN_REVIEWER), None)
    return str(named.params.get("organisation", "")) if named and rec.follow_up_reviewer_id else ""
