"""What comes next, in one place: the reader's one button, or who is waited for, since when and for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.concerns.access import Case
from app.concerns.page.actions import AvailableAction, Choice, choice_of, is_mine
from app.concerns.page.dues import DueView
from app.concerns.page.history import VoteLine
from app.concerns.page.people import Named
from app.concerns.page.queries import Line
from app.concerns.page.recommendations import RecommendationView
from app.concerns.visibility import UNSENT
from app.core.labels import said
from app.core.language import current_language
from app.core.language import translate as _
from app.core.templates import address
from app.core.time import local_day
from app.process.refusal_labels import missing
from workflows.concern import CONCERN, ConcernAction, Facts, Stage
from workflows.permissions import Right
from workflows.recommendation import RecommendationAction, State
from workflows.roles import CaseRole, Owner


@dataclass(frozen=True, slots=True)
class Before:
    """What somebody else does before the one whose move it is can go on: nothing but this guard is in the way."""

    stage: Stage
    waiting: ConcernAction
    guard: str
    who: Owner
    do: ConcernAction


BEFORE = (
    Before(Stage.ADOPTED, ConcernAction.TRANSMIT, "naming_known", Owner.FILER, ConcernAction.NAME_FILER),
    Before(Stage.REVIEW, ConcernAction.PROPOSE, "second_read", Owner.CHAIR, ConcernAction.SECOND),
)
# Steps that are waited for, whoever owes the next one.
PRESSING = frozenset(
    {
        ConcernAction.TRANSMIT_URGENT,
        RecommendationAction.GRANT_EXTENSION,
        RecommendationAction.DECIDE_ESCALATION,
        RecommendationAction.FOLLOW_UP_REVIEW,
        RecommendationAction.LAST_REVIEW,
    }
)
NEVER = dt.date.max


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One recommendation of which something is due, and what its reader does with it."""

    view: RecommendationView
    action: AvailableAction | None


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands beside the case wherever one reads in it."""

    heading: str
    mine: bool
    since: dt.date | None
    waits: str  # for what, where somebody else does something first
    dues: Sequence[DueView]
    first: AvailableAction | None  # of the concern itself
    lines: Sequence[PanelLine]
    choice: Choice  # of steps of the concern
    idle: bool  # nothing is open to the reader, anywhere on the page

    @property
    def pressed(self) -> str:
        """The address of the one button that presses."""
        actions = (self.first, *(line.action for line in self.lines))
        return next((action.url for action in actions if action), "")


def panel_of(
    case: Case,
    facts: Facts,
    moves: Sequence[AvailableAction],
    dues: Sequence[DueView],
    views: Sequence[RecommendationView],
    votes: Sequence[VoteLine],
    lines: Sequence[Line],
    named: Named,
) -> Panel:
    """The panel of this person, who has these steps of the concern and of its recommendations."""
    before = _before(case, facts)
    behind = {
        do
        for do, is_done in ((ConcernAction.DRAFT, facts.drafted), (ConcernAction.ASSIGN, facts.rapporteur))
        if is_done
    }
    choice = choice_of(CONCERN.name, moves, behind)
    first = _first(case, choice, moves, named, before)
    asked = [PanelLine(view, _action(case, view)) for view in views]
    asked = sorted((line for line in asked if line.action or line.view.dues), key=_by_date)
    mine = first is not None or any(line.action for line in asked)
    if not mine and votes and votes[0].verdict is None:
        heading = _("The Group votes")
        if CaseRole.GROUP in case.standing:
            first = AvailableAction("", _("To the vote"), address("votes.page", vote_id=votes[0].public_id))
        return Panel(heading, False, None, "", dues, first, asked, _without(choice, first), idle=False)
    heading, waits = _heading(case, choice.later, views, named, before, mine)
    since = None if mine else _since(case, asked, lines)
    idle = not any(_is_open(each) for each in (choice, *(view.choice for view in views))) and not mine
    return Panel(heading, mine, since, waits, dues, first, asked, _without(choice, first), idle)


def _is_open(choice: Choice) -> bool:
    return choice.first is not None or bool(choice.folded)


def _without(choice: Choice, first: AvailableAction | None) -> Choice:
    """The choice beside what is asked first, which may be another step than the one that presses by itself."""
    if choice.first is None or (first is not None and first.do == choice.first.do):
        return choice
    beside = [choice.first, *choice.beside]
    return replace(
        choice,
        first=None,
        beside=[move for move in beside if first is None or move.do != first.do],
        folded=[move for move in choice.folded if first is None or move.do != first.do],
    )


def _before(case: Case, facts: Facts) -> Before | None:
    """What is waited for from somebody else; the Group's own, and told nobody outside it."""
    if Right.DRAFTS not in case.rights:
        return None
    for before in BEFORE:
        if before.stage is case.concern.stage:
            unmet = CONCERN.find(before.stage, before.waiting).unmet(facts)
            return before if unmet == (before.guard,) else None
    return None


def _first(
    case: Case, choice: Choice, moves: Sequence[AvailableAction], named: Named, before: Before | None
) -> AvailableAction | None:
    """What the reader is asked to do with the concern itself."""
    if before is not None:
        return next((m for m in moves if m.do == before.do and not m.missing), None)
    first = choice.first
    if first is not None and (first.do in PRESSING or is_mine(case.concern.owner, case.standing)):
        return first
    if named.checker is not None and not named.checker.detail:
        url = address("links.for_facts", public_id=case.concern.public_id)
        return AvailableAction("", _("Send a one-time link"), url)
    return None


def _action(case: Case, view: RecommendationView) -> AvailableAction | None:
    """What the reader is asked to do with a recommendation."""
    if view.row.state in UNSENT:
        return None  # a draft moves with its concern
    action = view.choice.first
    if action is not None and (view.mine or action.do in PRESSING):
        return action
    if view.silent and not view.link:
        url = address("links.for_answer", public_id=case.concern.public_id, number=view.row.number)
        return AvailableAction("", _("Send a one-time link"), url)
    return None


def _by_date(line: PanelLine) -> tuple[bool, dt.date]:
    return line.action is None, min((due.date or NEVER for due in line.view.dues), default=NEVER)


def _heading(
    case: Case,
    later: Sequence[AvailableAction],
    views: Sequence[RecommendationView],
    named: Named,
    before: Before | None,
    mine: bool,
) -> tuple[str, str]:
    """Whose move it is, and what it waits for."""
    concern, language = case.concern, current_language()
    if mine:
        return _("You act next"), ""
    if before is not None:
        return _("Awaiting: %(owner)s", owner=said(language, before.who)), str(missing(before.guard))
    if concern.owner is Owner.NOBODY:
        return said(language, concern.stage), ""
    waits = ""
    if concern.owner is Owner.GROUP and Right.DRAFTS in case.rights and _is_voted_on(case, views):
        waits = _("The chair has to put it to the vote.")
    elif is_mine(concern.owner, case.standing):
        waits = next((" ".join(m.missing) for m in later if not m.quiet), "")
    return _("Next to act: %(owner)s", owner=_owner(case, views, named)), waits


def _is_voted_on(case: Case, views: Sequence[RecommendationView]) -> bool:
    with_the_group = [view.row.state for view in views if view.open and view.row.owner is Owner.GROUP]
    return case.concern.stage is Stage.DELIBERATION or State.REJECTED in with_the_group


def _owner(case: Case, views: Sequence[RecommendationView], named: Named) -> str:
    """Whose move it is, by name where the reader knows it."""
    owner = case.concern.owner
    words = said(current_language(), owner)
    names = set()
    if owner is Owner.ADDRESSEE:
        names = {view.row.addressee.name for view in views if view.open and view.row.owner is owner}
        return names.pop() if len(names) == 1 else words
    if owner is Owner.RAPPORTEUR and named.rapporteur is not None:
        names = {named.rapporteur.name}
    elif owner is Owner.FILER and named.filer is not None:
        names = {named.filer.name}
    return f"{words} ({names.pop()})" if len(names) == 1 else words


def _since(case: Case, asked: Sequence[PanelLine], lines: Sequence[Line]) -> dt.date | None:
    """Since when it stands where it does, as far as the reader sees the history."""
    if asked:
        row = asked[0].view.row
        moved = (x for x in asked[0].view.history if x.target == row.state and x.source != x.target)
    else:
        stage, machine = case.concern.stage, CONCERN.name
        moved = (x for x in lines if x.machine == machine and x.target == stage and x.source != x.target)
    last = next(moved, None)
    return local_day(last.at) if last else None
