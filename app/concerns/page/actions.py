"""What the reader may do now: the steps offered, and what the others still lack."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel.speaklater import LazyString

from app.concerns.models import Concern, Recommendation
from app.core.language import current_language
from app.core.language import lazy as _l
from app.process.refusal_labels import missing
from app.process.step_labels import button
from workflows.alternatives import ALTERNATIVES
from workflows.concern import ConcernAction
from workflows.engine import Offer
from workflows.recommendation import RecommendationAction
from workflows.roles import CaseRole, Owner

# Steps that end or take back: offered, and never first.
QUIET = frozenset(
    {
        "discard",
        "decline",
        "withdraw",
        "lapse",
        "dismiss",
        "refer_elsewhere",
        "join",
        "drop",
        "disclaim",
        "supersede",
        "record_silence",
        "find_not_implemented",
        "reject",
        "revoke",
        "ask_extension",
        "refuse_extension",
        "concede",
        "reopen",
        "ask_for_clarification",
        "ask_for_information",
        "answer_naming",
        "assign_second_reader",
        "decline_post",
        "hand_over_post",
        "open_first_round",
        "close_first_round",
        "refuse_wording",
        "send_back",
        "confirm_urgent",
        "uphold",
        "record_disagreement",
        "assign_reviewer",
        "set_indicator",
        "measure",
        "check_actions",
    }
)
# Guards that, where they do not hold, mean that the step has nothing to do with this case, and not that it waits.
NOT_THE_CASE = frozenset(
    {
        "on_appeal",
        "no_appeal",
        "first_appeal",
        "no_rapporteur",
        "urgent",
        "round_open",
        "no_round_open",
        "suggested",
        "unratified",
        "competent",
        "disclaimed",
        "maintained_once",
        "escalated",
        "decision_awaited",
        "extension_asked",
        "no_extension_asked",
        "has_indicator",
        "follow_up_review_ahead",
        "follow_up_review_due",
        "last_review_due",
    }
)
MOVERS = {
    Owner.FILER: CaseRole.FILER,
    Owner.SECRETARIAT: CaseRole.SECRETARIAT,
    Owner.CHAIR: CaseRole.CHAIR,
    Owner.RAPPORTEUR: CaseRole.RAPPORTEUR,
    Owner.GROUP: CaseRole.VERIFIER,
    Owner.MINISTRY: CaseRole.MINISTRY,
    Owner.ADDRESSEE: CaseRole.ADDRESSEE,
    Owner.COORDINATOR: CaseRole.COORDINATOR,
}
# What is decided among several steps, by the first of them: a button of its own would favour one.
VERBS: dict[str, LazyString] = {
    RecommendationAction.ACCEPT: _l("Answer it"),
    RecommendationAction.PROGRESS: _l("Report"),
    RecommendationAction.VERIFY: _l("Record your finding"),
    RecommendationAction.GRANT_EXTENSION: _l("Decide"),
    RecommendationAction.MAINTAIN: _l("Decide"),
    RecommendationAction.RETURN: _l("Mediate"),
    ConcernAction.ADMIT: _l("Decide on admission"),
    ConcernAction.ADOPT: _l("Decide"),
    ConcernAction.RATIFY: _l("Decide"),
}
# Where the first is the usual one, and no judgement: of all others one is chosen before a form is seen.
USUAL = (RecommendationAction.PROGRESS,)
CHOOSE = "choose"  # in the address of a step: nothing is chosen among it and its alternatives
BESIDE = 2  # buttons beside the first; what else is open is folded


@dataclass(frozen=True, slots=True)
class AvailableAction:
    """A step that the reader may take, or could if what is missing came to hold."""

    do: str
    button: str
    url: str
    missing: tuple[str, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether it is offered without pressing."""
        return self.do in QUIET


@dataclass(frozen=True, slots=True)
class Choice:
    """What is open: the one step that presses, what stands beside it, what is folded, and what is not open yet."""

    first: AvailableAction | None
    beside: Sequence[AvailableAction]
    folded: Sequence[AvailableAction]
    later: Sequence[AvailableAction]


def choice_of(machine: str, moves: Sequence[AvailableAction], behind: Container[str] = ()) -> Choice:
    """The steps by how much they press; those that are done already come behind.

    What is decided among several is one button, named by that: its page shows them side by side.
    """
    ready = [move for move in moves if not move.missing]
    pressing = [move for move in ready if not move.quiet and move.do not in behind]
    later = [move for move in moves if move.missing]
    if not pressing:
        return Choice(None, (), ready, later)
    first = pressing[0]
    among = next((group for group in ALTERNATIVES[machine] if first.do in group), ())
    beside = [move for move in pressing[1:] if move.do not in among][:BESIDE]
    folded = [move for move in ready if move is not first and move not in beside]
    if among and among[0] in VERBS and any(move.do in among for move in folded):
        first = replace(first, button=str(VERBS[among[0]]), url=undecided(first.url, among[0]))
    return Choice(first, beside, folded, later)


def undecided(step: str, first: str) -> str:
    """The address of a decision, by the first of its steps: none is favoured, and nothing is chosen there."""
    return step if first in USUAL else f"{step}?{CHOOSE}=1"


def verb_of(machine: str, do: str) -> str:
    """What is asked of who decides among this step and its alternatives; empty where one of them comes first."""
    among = next((group for group in ALTERNATIVES[machine] if do in group), None)
    return str(VERBS.get(among[0], "")) if among else ""


def is_mine(owner: Owner, standing: frozenset[CaseRole]) -> bool:
    """Whether a person of this standing is the one whose move it is."""
    if owner is Owner.GROUP and CaseRole.CHAIR in standing:
        return True
    if owner is Owner.ADDRESSEE and CaseRole.CHECKER in standing:
        return True
    return MOVERS.get(owner) in standing


def moves_of(machine: str, offers: Sequence[Offer[Any]], url: Callable[[str], str]) -> list[AvailableAction]:
    """The steps as buttons: what is open first, and what ends or takes back last."""
    language = current_language()
    moves = [
        AvailableAction(
            offer.step.do.value,
            button(language, machine, offer.step.do),
            url(offer.step.do.value),
            tuple(str(missing(name)) for name in offer.missing),
        )
        for offer in offers
        if _concerns(offer)
    ]
    return sorted(moves, key=lambda m: (bool(m.missing), m.quiet))


def unless_voting(subject: Concern | Recommendation, offers: Sequence[Offer[Any]]) -> list[Offer[Any]]:
    """What can be put to the vote is left out while a vote is open."""
    return [offer for offer in offers if not (subject.voting and offer.step.decision)]


def _concerns(offer: Offer[Any]) -> bool:
    """Whether the step has to do with the case as it is: an appeal to decide, say, where there is one."""
    return not NOT_THE_CASE & set(offer.missing)
