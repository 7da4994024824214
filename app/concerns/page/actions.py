"""What the reader may do now: the steps offered, and what the others still lack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.concerns.models import Concern, Recommendation
from app.process.refusal_labels import missing
from app.process.step_labels import step_words
from workflows.engine import Offer
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


def is_mine(owner: Owner, standing: frozenset[CaseRole]) -> bool:
    """Whether a person of this standing is the one whose move it is."""
    if owner is Owner.GROUP and CaseRole.CHAIR in standing:
        return True
    if owner is Owner.ADDRESSEE and CaseRole.CHECKER in standing:
        return True
    return MOVERS.get(owner) in standing


def moves_of(machine: str, offers: Sequence[Offer[Any]], url: Callable[[str], str]) -> list[AvailableAction]:
    """The steps as buttons: what is open first, and what ends or takes back last."""
    moves = [
        AvailableAction(
            offer.step.do.value,
            str(step_words(machine, offer.step.do).button),
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
