"""Rights that move nothing, in the same shape as the steps: what, who, when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.concern import Stage
from workflows.roles import CaseRole, Level


class Right(StrEnum):
    """What a person may do with a case besides taking its steps."""

    READ = "read"  # that it exists: its line in a list, its page, its stage
    NARRATIVE = "narrative"  # what was filed, and its evidence
    DRAFTS = "drafts"  # summary and draft recommendations
    REVIEW = "review"  # findings, questions and answers, the Group's own history
    EXTRACT = "extract"  # the copy made at transmission
    FACTS = "facts"  # the extract made for a fact check
    FILER = "filer"  # which organisation filed
    DISCUSS = "discuss"  # the discussion internal to the Group
    EXCHANGE = "exchange"  # the exchange with the institution
    EXCHANGED = "exchanged"  # what was said with institutions, those too that have the matter no more
    REMIND = "remind"  # whoever owes a move, of its date
    READERS = "readers"  # who has read it
    EDIT = "edit"  # the filing, while it is a draft


S = CaseRole
CIRCLE = frozenset({S.FILER, S.SECRETARIAT, S.CHAIR, S.RAPPORTEUR, S.SECOND_READER})
OUTSIDE = frozenset({S.MINISTRY, S.ADDRESSEE, S.COORDINATOR, S.OBSERVER})
EVERY_LEVEL = frozenset(Level)
OPEN_LEVELS = frozenset({Level.GROUP, Level.SHARED})

FILED = frozenset(Stage) - {Stage.DRAFT, Stage.DISCARDED}
# From here on the members who vote read the summary and the draft recommendations of a restricted concern.
DECIDED_ON = frozenset(
    {Stage.DELIBERATION, Stage.ADOPTED, Stage.RESPONSE, Stage.FOLLOW_UP, Stage.CLOSED, Stage.DISMISSED}
)


@dataclass(frozen=True, slots=True)
class May:
    """One row: this right, to this standing, at these levels, in these stages."""

    right: Right
    who: frozenset[CaseRole]
    levels: frozenset[Level] = EVERY_LEVEL
    stages: frozenset[Stage] = FILED
    transmitted: bool = False  # only after transmission
    named: bool = False  # only where the filer agreed to be named
    told: bool = False  # only where it is urgent and the filer agreed that the coordinator sees it at once
    voting: bool = False  # only while a vote on it is open: those who vote have to see it


@dataclass(frozen=True, slots=True)
class Condition:
    """What of a case the rights depend on."""

    stage: Stage
    level: Level
    transmitted: bool = False
    names_filer: bool = False
    told: bool = False
    voting: bool = False


POLICY: tuple[May, ...] = (
    May(Right.READ, frozenset({S.FILER}), stages=FILED | {Stage.DRAFT}),
    May(Right.READ, CIRCLE | OUTSIDE),
    May(Right.READ, frozenset({S.CHECKER}), stages=frozenset({Stage.FACT_CHECK})),
    May(
        Right.READ, frozenset({S.UNDECLARED})
    ),  # title, institutions and area; whose case it is not, finds none
    May(Right.READ, frozenset({S.GROUP}), levels=OPEN_LEVELS),
    May(Right.READ, frozenset({S.GROUP}), stages=DECIDED_ON),
    May(Right.READ, frozenset({S.GROUP}), voting=True),
    May(Right.EDIT, frozenset({S.FILER}), stages=frozenset({Stage.DRAFT})),
    May(Right.NARRATIVE, frozenset({S.FILER}), stages=FILED | {Stage.DRAFT}),
    May(Right.NARRATIVE, CIRCLE),
    May(Right.NARRATIVE, frozenset({S.GROUP}), levels=OPEN_LEVELS),
    May(Right.DRAFTS, CIRCLE),
    May(Right.DRAFTS, frozenset({S.GROUP}), levels=OPEN_LEVELS),
    May(Right.DRAFTS, frozenset({S.GROUP}), stages=DECIDED_ON),
    May(Right.DRAFTS, frozenset({S.GROUP}), voting=True),
    May(Right.REVIEW, CIRCLE),
    May(Right.REVIEW, frozenset({S.GROUP}), levels=OPEN_LEVELS),
    May(Right.DISCUSS, frozenset({S.SECRETARIAT, S.CHAIR, S.RAPPORTEUR, S.SECOND_READER})),
    May(Right.DISCUSS, frozenset({S.GROUP}), levels=OPEN_LEVELS),
    May(Right.EXTRACT, CIRCLE, transmitted=True),
    May(Right.EXTRACT, frozenset({S.GROUP}), levels=OPEN_LEVELS, transmitted=True),
    May(Right.EXTRACT, frozenset({S.GROUP}), stages=DECIDED_ON, transmitted=True),
    May(Right.EXTRACT, OUTSIDE, transmitted=True),
    # an urgent concern is shown to the coordinator at submission, where the filer agrees
    May(Right.NARRATIVE, frozenset({S.COORDINATOR}), told=True),
    May(Right.FACTS, frozenset({S.CHECKER}), stages=frozenset({Stage.FACT_CHECK})),
    May(Right.FILER, frozenset({S.FILER}), stages=FILED | {Stage.DRAFT}),
    May(Right.FILER, CIRCLE),
    May(Right.FILER, frozenset({S.GROUP}), levels=OPEN_LEVELS),
    May(Right.FILER, frozenset({S.GROUP}), stages=DECIDED_ON),
    May(Right.FILER, OUTSIDE, transmitted=True, named=True),
    May(Right.EXCHANGE, CIRCLE, transmitted=True),
    May(Right.EXCHANGE, frozenset({S.GROUP}), levels=OPEN_LEVELS, transmitted=True),
    May(Right.EXCHANGE, frozenset({S.GROUP}), stages=DECIDED_ON, transmitted=True),
    May(Right.EXCHANGE, frozenset({S.MINISTRY, S.ADDRESSEE, S.COORDINATOR}), transmitted=True),
    May(Right.EXCHANGED, CIRCLE),
    May(Right.EXCHANGED, frozenset({S.GROUP}), levels=OPEN_LEVELS),
    May(Right.EXCHANGED, frozenset({S.GROUP}), stages=DECIDED_ON),
    # a reminder moves nothing, and is no level: escalation goes on as if there were none
    May(Right.REMIND, frozenset({S.COORDINATOR}), transmitted=True),
    May(Right.READERS, frozenset({S.FILER})),
)


def rights(standing: frozenset[CaseRole], case: Condition) -> frozenset[Right]:
    """Everything that this standing may do with a case in this condition."""
    return frozenset(
        row.right
        for row in POLICY
        if row.who & standing
        and case.stage in row.stages
        and case.level in row.levels
        and (case.transmitted or not row.transmitted)
        and (case.names_filer or not row.named)
        and (case.told or not row.told)
        and (case.voting or not row.voting)
    )
